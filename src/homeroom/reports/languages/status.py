"""How far the languages are: what is marked, translated and checked, and what is English alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from homeroom.reports.languages import catalogs, reviews
from homeroom.reports.languages.gather import FAMILY, SOURCE
from homeroom.reports.languages.reviews import Standing
from homeroom.reports.languages.spoken import OTHERS, Language
from homeroom.reports.languages.unmarked import unmarked


@dataclass(frozen=True)
class LanguageStatus:
    """One language: messages in all and without words, and how the families' words stand."""

    language: Language
    messages: int
    missing: int
    family: Mapping[Standing, int]


def languages() -> tuple[LanguageStatus, ...]:
    return tuple(_status(language) for language in OTHERS)


def _status(language: Language) -> LanguageStatus:
    told = catalogs.messages(catalogs.read(language))
    missing = sum(not all(one.string) if isinstance(one.string, tuple) else not one.string for one in told)
    family = [str(one.id) for one in told if one.context == FAMILY]
    return LanguageStatus(language, len(told), missing, reviews.counts(language, family))


def english_alone(source: Path = SOURCE) -> Mapping[str, int]:
    """Template to how many pieces of text in it are not marked; those with none are left out."""
    found = {
        path.relative_to(source).as_posix(): len(unmarked(path.read_text("utf-8"))) for path in source.rglob("*.html")
    }
    return {name: count for name, count in sorted(found.items()) if count}
