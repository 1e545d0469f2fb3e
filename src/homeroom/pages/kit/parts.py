"""What the components of the pages are filled with. A view makes them; the templates of this folder draw them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import ngettext


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere. `more` is heard, not seen: it tells links with the same words apart."""

    words: str
    address: str
    more: str = ""


@dataclass(frozen=True)
class Place:
    """A page in the head of every page. `here` is blank, `page` for this page, `true` for one that lies behind it."""

    words: str
    address: str
    here: str = ""


@dataclass(frozen=True)
class Mention:
    """A person on a card, and what is said of just this one."""

    link: Link
    words: str = ""


@dataclass(frozen=True)
class Card:
    """One thing to do: what, for whom, why, by which rule, and the doors to do it."""

    what: str
    who: tuple[Mention, ...] = ()
    why: str = ""
    rule: str = ""
    doors: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Figure:
    """A number that stands large over its words. It comes written: nothing here rounds."""

    number: str
    words: str
    note: str = ""


@dataclass(frozen=True)
class Sign:
    """A line of a key: the sign as the table shows it, in its style, and what it means."""

    shown: str
    meaning: str
    style: str = ""
    word: str = ""


@dataclass(frozen=True)
class Head:
    """The head of a column. `unseen` heads are heard only: a column of buttons needs no words to the eye."""

    words: str
    style: str = ""
    unseen: bool = False
    small: str = ""


@dataclass(frozen=True)
class Problem:
    """One thing that a form needs, and the field to go to; none where it is about the form as a whole."""

    words: str
    label: str = ""
    target: str = ""


@dataclass(frozen=True)
class Problems:
    """All that a form needs before it can be kept. `lead` says that nothing was."""

    lead: str
    found: Sequence[Problem]

    @property
    def words(self) -> str:
        fields = len({one.target for one in self.found if one.target})
        if not fields:
            return self.lead
        look = ngettext(
            "%(count)s field below needs another look.", "%(count)s fields below need another look.", fields
        )
        return f"{self.lead} {look % {'count': fields}}"


@dataclass(frozen=True)
class Press:
    """A button of a tile: what it says, what it sends as `act`, and where to."""

    words: str
    act: str
    address: str
    more: str = ""


@dataclass(frozen=True)
class Tile:
    """One child on a board that asks again by itself: who, the state as glyph and word, what else is known.

    `key` is the same at every look; `quiet` says in words why the tile is grey, and is blank where it is not.
    """

    key: str
    name: str
    glyph: str
    word: str
    style: str
    told: tuple[str, ...] = ()
    small: str = ""
    quiet: str = ""
    presses: tuple[Press, ...] = ()
    doors: tuple[Link, ...] = ()
