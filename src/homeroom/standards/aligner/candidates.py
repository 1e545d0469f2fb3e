"""What a lesson may serve: the standards of the shipped framework, each with all that is known of its words."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from io import StringIO

from homeroom.standards import ccss
from homeroom.standards.models import FrameworkItem

KINDERGARTEN = "K"


@dataclass(frozen=True)
class Candidate:
    """A standard or a part of one. `words` are phrases that lessons use, our own; `official` is the sentence of a
    framework that the school has imported, blank where it has none. `spanish` is the title for lessons in Spanish.
    `cluster` is what it shares with its neighbours."""

    code: str
    title: str
    grade: int
    cluster: str
    parent: str = ""
    spanish: str = ""
    words: tuple[str, ...] = ()
    official: str = ""

    @property
    def phrases(self) -> tuple[str, ...]:
        """All that is known of it in our own words."""
        return tuple(filter(None, (self.title, self.spanish, *self.words)))

    @property
    def everything(self) -> str:
        return " ".join([*self.phrases, self.official])


@cache
def shipped() -> tuple[Candidate, ...]:
    """K-5 mathematics with our own words alone, in the order of teaching."""
    words = phrases()
    return tuple(
        Candidate(
            one.code,
            one.title,
            grade(one.grade),
            cluster(one.code),
            one.parent,
            one.translated.es,
            words.get(one.code, ()),
        )
        for one in ccss.read().codes
    )


def here() -> tuple[Candidate, ...]:
    """The same, with the official sentences of the packages that this school has imported."""
    return with_official(shipped(), imported())


def with_official(candidates: Iterable[Candidate], sentences: Mapping[str, str]) -> tuple[Candidate, ...]:
    return tuple(replace(one, official=sentences.get(one.code, "")) for one in candidates)


def imported() -> dict[str, str]:
    """The sentence of each standard that a loaded package has one for; of several the longest."""
    told = FrameworkItem.objects.filter(standard__framework__slug=ccss.SLUG).exclude(text="")
    found: dict[str, str] = {}
    for code, text in told.order_by("pk").values_list("standard__code", "text"):
        found[str(code)] = max(found.get(str(code), ""), text, key=lambda one: (len(one), one))
    return found


@cache
def phrases() -> Mapping[str, tuple[str, ...]]:
    text = (resources.files("homeroom.standards") / "data" / "words.csv").read_text("utf-8")
    return {row["code"]: tuple(row["words"].split("; ")) for row in csv.DictReader(StringIO(text))}


def grade(text: str) -> int:
    return 0 if text == KINDERGARTEN else int(text)


def cluster(code: str) -> str:
    """`3.NF.A` of `3.NF.A.2.b`."""
    return ".".join(code.split(".")[:3])


def places(keys: Sequence[str]) -> dict[str, list[int]]:
    """Where each of the keys stands."""
    found: dict[str, list[int]] = {}
    for at, key in enumerate(keys):
        found.setdefault(key, []).append(at)
    return found
