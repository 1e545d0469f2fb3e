"""Sentences that are kept in English, said in the language that is spoken just now.

Why a file is held or an alarm rings is worked out at night or on the command line, and kept as an English sentence with
its numbers and names in it. Its fixed words are a message of the catalogs; what was filled in is found between them. So
a sentence from before there were translations is said, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.utils.translation import gettext

from homeroom.people.clock import today
from homeroom.reports import values
from homeroom.reports.languages import catalogs
from homeroom.reports.languages.spoken import ENGLISH, SPANISH, current

# Where sentences are made that are kept.
MAKERS = ("mastery/", "reports/groups/make.py", "intake/", "programs/", "people/", "rotation/")
SLOT = re.compile(r"%\((\w+)\)s|\{(\w+)\}")
# A part whose name ends so is words of ours, too, or a day as English writes it.
WORDS, DAY = "words", "day"
# Parts that are counts, whatever stands around them.
COUNTS = frozenset({"n", "some", "whole", "standing", "ended", "created", "updated", "invalid", "share"})
NTH = "nth"  # `5th`, whose letters are English
ENOUGH = 8
QUANTITY = re.compile(r"[\d.,]+\s?%?$|“")
THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+")
SHORT_DAY, PLAIN_DAY = "%a %d %b %Y", "%Y-%m-%d"
JOINS = ("\n", "; ", " ", ", ")


@dataclass(frozen=True)
class Pattern:
    """A message as its fixed words, and the names of what stands between them."""

    message: str
    fixed: tuple[str, ...]
    slots: tuple[str, ...]

    @property
    def letters(self) -> int:
        return sum(map(str.isalpha, "".join(self.fixed)))

    def trusts(self, found: Mapping[str, str]) -> bool:
        """Few fixed words, such as those of `1 of 2`, stand in many sentences: then the parts must look right."""
        if not all(QUANTITY.match(text) for name, text in found.items() if name in COUNTS):
            return False
        checked = any(name.endswith(WORDS) for name in found)
        return checked or self.letters >= ENOUGH or all(map(_is_plain, found.values()))

    def parts(self, kept: str) -> Mapping[str, str] | None:
        """What was filled in; None where the sentence is another."""
        first, *middle = self.fixed
        if not middle or not kept.startswith(first) or not kept.endswith(middle[-1]):
            return None
        end, at, found = len(kept) - len(middle[-1]), len(first), []
        for words in middle[:-1]:
            start = kept.find(words, at, end)
            if start < 0:
                return None
            found.append(kept[at:start])
            at = start + len(words)
        return dict(zip(self.slots, (*found, kept[at:end]), strict=True)) if at <= end else None


def said(kept: str) -> str | None:
    """The sentence, or several of them, in the language spoken now; None where its words are no message of ours."""
    return kept if current().code == ENGLISH.code else _said(kept, current().code)


@lru_cache(maxsize=4096)
def _said(kept: str, code: str) -> str | None:
    """`code` is the language spoken: what is remembered is of one language."""
    if not any(letter.isalpha() for letter in kept):
        return kept
    told = _whole(kept, code) or next(filter(None, (_joined(kept, code, sign) for sign in JOINS)), None)
    return told or _matched(kept, code, _known()[2])


def _whole(kept: str, code: str) -> str | None:
    plain, patterns, _ = _known()
    return gettext(kept) if kept in plain else _matched(kept, code, patterns)


def _matched(kept: str, code: str, patterns: Sequence[Pattern]) -> str | None:
    for pattern in patterns:
        found = pattern.parts(kept)
        if not found or not pattern.trusts(found):
            continue
        told = {name: _part(name, text, code) for name, text in found.items()}
        if None not in told.values():
            return _filled(gettext(pattern.message), told)
    return None


def _is_plain(text: str) -> bool:
    return bool(QUANTITY.match(text) or _day(text))


def _filled(message: str, told: Mapping[str, str | None]) -> str:
    return SLOT.sub(lambda slot: str(told[slot[1] or slot[2]]), message.replace("%%", "%"))


def _joined(kept: str, code: str, sign: str) -> str | None:
    """Sentences one after another, each of them known: the longest that is, and the rest."""
    places = [place.start() for place in re.finditer(re.escape(sign), kept)]
    for place in reversed(places):
        if sign == " " and kept[place - 1] not in ".!?”":
            continue
        first = _whole(kept[:place], code)
        rest = _said(kept[place + len(sign) :], code) if first else None
        if first and rest:
            return f"{first}{sign}{rest}"
    return None


def _part(name: str, text: str, code: str) -> str | None:
    if name.endswith(WORDS):
        bare = text.strip()
        if bare.startswith("“") and bare.endswith("”"):
            return text  # a list of names
        told = _whole(text, code) or _said(bare, code) or _day(bare)
        return told if not bare or told is None else text[: len(text) - len(text.lstrip())] + told.lstrip()
    if name.endswith(DAY):
        return _day(text) or text
    if name == NTH:
        return text.rstrip("abcdefghijklmnopqrstuvwxyz")
    return values.count(int(text.replace(",", ""))) if THOUSANDS.fullmatch(text) else text


def _day(text: str) -> str | None:
    """`Thu 22 Oct` is the nearest day that is one; `2026-10-22` as it is written here. None for what is no day."""
    try:
        return values.plain_day(datetime.strptime(text, PLAIN_DAY).date())
    except ValueError:
        near = sorted(_years(text), key=lambda day: abs(day - today()))
        return values.short_day(near[0]) if near else None


def _years(text: str) -> Iterator[date]:
    for year in range(today().year - 6, today().year + 7):
        try:
            day = datetime.strptime(f"{text} {year}", SHORT_DAY).date()
        except ValueError:
            continue
        if values.short_day(day, ENGLISH.code) == text:
            yield day


@lru_cache(maxsize=1)
def _known() -> tuple[frozenset[str], Sequence[Pattern], Sequence[Pattern]]:
    """Messages of those who make such sentences: without a slot, with one, most words first, and with slots alone."""
    every = [
        str(one.id)
        for one in catalogs.messages(catalogs.read(SPANISH))
        if not one.context and isinstance(one.id, str) and any(path.startswith(MAKERS) for path, _ in one.locations)
    ]
    found = sorted(
        (_pattern(message) for message in every if SLOT.search(message)),
        key=lambda one: (-one.letters, -len("".join(one.fixed))),
    )
    bare = [one for one in found if not one.letters and any(name.endswith(WORDS) for name in one.slots)]
    return frozenset(every), [one for one in found if one.letters], bare


def _pattern(message: str) -> Pattern:
    pieces = SLOT.split(message)  # fixed words, then the name of either kind of slot
    names = tuple(first or second for first, second in zip(pieces[1::3], pieces[2::3], strict=True))
    return Pattern(message, tuple(words.replace("%%", "%") for words in pieces[::3]), names)
