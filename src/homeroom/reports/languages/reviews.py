"""Who has checked which words for families, and whether that still holds.

A review names the English and the translation by their hashes. Change either, and it has lapsed.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.utils import translation
from django.utils.translation import pgettext

from homeroom.reports.languages.spoken import FOLDER, Language

FAMILY = "family"


class Standing(StrEnum):
    """What one message's words in one language are."""

    REVIEWED = "reviewed"
    LAPSED = "lapsed"
    DRAFT = "unreviewed"
    MISSING = "missing"


@dataclass(frozen=True)
class Review:
    """One message read by one person on one day. Hashes are SHA-256, in hexadecimal."""

    english: str
    words: str
    reviewed_by: str
    reviewed_on: str


@dataclass(frozen=True)
class Checked:
    """What may be said to families in a language. `drafts`: in a made-up school drafts are shown, too, and marked."""

    language: Language
    reviews: Mapping[str, Review]
    drafts: bool = False

    def standing(self, message: str) -> Standing:
        words = words_for(message, self.language)
        if not words:
            return Standing.MISSING
        review = self.reviews.get(hashed(message))
        if review is None:
            return Standing.DRAFT
        return Standing.REVIEWED if review.words == hashed(words) else Standing.LAPSED

    def may_say(self, message: str) -> bool:
        found = self.standing(message)
        return found is Standing.REVIEWED or (self.drafts and found is not Standing.MISSING)


def checked(language: Language) -> Checked:
    """As the files say it now: those of homeroom, and those of this installation, which come last."""
    found = {one.english: one for path in _files(language) for one in read(path)}
    return Checked(language, found, settings.HOMEROOM_SIMULATED)


def counts(language: Language, messages: Iterable[str]) -> Counter[Standing]:
    """How many of the messages stand where. A review of English that is no message any more has lapsed, too."""
    known, told = checked(language), list(messages)
    found = Counter(known.standing(message) for message in told)
    found[Standing.LAPSED] += len(known.reviews.keys() - {hashed(message) for message in told})
    return found


def words_for(message: str, language: Language) -> str:
    """The translation; blank where there is none."""
    with translation.override(language.code):
        words = pgettext(FAMILY, message)
    return "" if words == message else words


def keep(language: Language, messages: Iterable[str], by: str, on: date) -> int:
    """Write down, in this installation, that `by` has read these messages and their words in the language."""
    known = {one.english: one for one in read(_own(language))}
    told = [message for message in messages if words_for(message, language)]
    for message in told:
        words = hashed(words_for(message, language))
        known[hashed(message)] = Review(hashed(message), words, by, on.isoformat())
    write(_own(language), known.values())
    return len(told)


def read(path: Path) -> Iterator[Review]:
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            yield from (Review(**row) for row in csv.DictReader(file))


def write(path: Path, reviews: Iterable[Review]) -> None:
    """All of them or none: whoever reads meanwhile finds the file as it was."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, [one.name for one in fields(Review)])
        rows.writeheader()
        rows.writerows(asdict(one) for one in reviews)
    part.replace(path)


def hashed(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _files(language: Language) -> tuple[Path, Path]:
    return FOLDER / language.code / "reviews.csv", _own(language)


def _own(language: Language) -> Path:
    return Path(settings.HOMEROOM_HOME) / "reviews" / f"{language.code}.csv"
