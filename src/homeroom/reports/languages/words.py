"""Words for families: a message and what is filled in, said in any language; and whether somebody has checked them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils import translation
from django.utils.translation import pgettext

from homeroom.reports.languages.reviews import FAMILY, Checked
from homeroom.reports.languages.spoken import ENGLISH, Language
from homeroom.reports.values import Value, plain_day, shown

SLOT = re.compile(r"\{(\w+)\}")  # a name and nothing more: a translation may ask for no part of what is filled in
type Given = Words | Value | date | str


@dataclass(frozen=True)
class Words:
    """`message` is English with `{name}` where something is filled in: words, a value, a day, a name as it is."""

    message: str
    given: Mapping[str, Given] = field(default_factory=dict)

    def messages(self) -> Iterator[str]:
        """Its own and those of all words within."""
        yield self.message
        for part in self.given.values():
            if isinstance(part, Words):
                yield from part.messages()

    def said(self, language: Language) -> str:
        with translation.override(language.code):
            text = self.message if language is ENGLISH else pgettext(FAMILY, self.message)
        filled = {name: _said(part, language) for name, part in self.given.items()}
        return SLOT.sub(lambda slot: filled[slot[1]], text)


@dataclass(frozen=True)
class Line:
    """One line of a sheet. `other` is blank where nobody has checked the words in the family's language."""

    english: str
    other: str = ""


def line(words: Words, checked: Checked | None) -> Line:
    """The words in English and beside it; without a language, in English alone."""
    english = words.said(ENGLISH)
    if checked is None or not all(checked.may_say(message) for message in words.messages()):
        return Line(english)
    return Line(english, words.said(checked.language))


def _said(part: Given, language: Language) -> str:
    if isinstance(part, Words):
        return part.said(language)
    if isinstance(part, Value):
        return shown(part, language.code)
    return plain_day(part, language.code) if isinstance(part, date) else part
