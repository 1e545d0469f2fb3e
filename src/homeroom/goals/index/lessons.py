"""What is known of the lessons that a class did: tags and the programs' own spellings as rows over standards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from homeroom.goals.index import confusion
from homeroom.goals.index.worked import Flags, Lessons, Real
from homeroom.standards import alignment, leaves
from homeroom.standards.models import Alignment, Standard

Key = tuple[str, str, str, str]
"""Program, kind, the program's id, and the code of the standard that the program itself names: both may be blank."""
INFERRED = Alignment.Source.INFERRED


@dataclass(frozen=True)
class Serves:
    """A lesson serves a leaf standard with a share of itself, on a word that is right with the chance `p`."""

    standard: str
    share: float
    p: float = 1.0
    inferred: bool = False
    coarse: bool = False


@dataclass(frozen=True)
class Catalogue:
    """All that is known of content: `tagged` by program, kind and id; `parts` are the leaves of whole standards."""

    tagged: Mapping[tuple[str, str, str], Sequence[Serves]]
    parts: Mapping[str, Sequence[str]]
    subjects: Mapping[str, str]
    wrong: Sequence[tuple[str, str]]

    def serves(self, key: Key) -> Sequence[Serves]:
        """What the lesson works on; nothing where nobody says so. A tag goes before the program's own spelling."""
        *item, spelled = key
        told = self.tagged.get((item[0], item[1], item[2]))
        if told or not spelled:
            return told or ()
        over = self.parts.get(spelled, (spelled,))
        return [Serves(leaf, 1 / len(over), coarse=len(over) > 1) for leaf in over]

    @cached_property
    def subjects_of_programs(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for (program, _, _), told in self.tagged.items():
            found.setdefault(program, set()).update(self.subjects.get(one.standard, "") for one in told)
        return {program: frozenset(subjects) for program, subjects in found.items()}

    def counts(self, program: str, subjects: frozenset[str]) -> bool:
        """Whether a program's time belongs to a plan in these subjects: unless all its lessons are of other ones."""
        told = self.subjects_of_programs.get(program, frozenset())
        return not told or not told.isdisjoint(subjects)


def catalogue() -> Catalogue:
    """What stands in the database today."""
    standards = list(Standard.objects.order_by("-pk").values_list("code", "framework__subject"))
    return Catalogue(_tagged(), leaves.of(code for code, _ in standards), dict(standards), tuple(_wrong()))


def _tagged() -> dict[tuple[str, str, str], list[Serves]]:
    found: dict[tuple[str, str, str], list[Serves]] = {}
    names = ("program", "kind", "content_item", "standard", "share", "p", "source", "coarse")
    told = alignment.tags()
    for program, kind, item, standard, share, p, source, coarse in zip(*(told[name] for name in names), strict=True):
        one = Serves(str(standard), float(str(share)), float(str(p)), source == INFERRED, bool(coarse))
        found.setdefault((str(program), str(kind), str(item)), []).append(one)
    return found


def _wrong() -> Iterator[tuple[str, str]]:
    """Where an inferred tag and a surer one name different standards: (inferred, surer)."""
    sure = Alignment.objects.filter(valid_to=None).exclude(source=INFERRED)
    inferred = Alignment.objects.filter(source=INFERRED, valid_to=None, content_item__in=sure.values("content_item"))
    codes = dict(sure.order_by("-weight", "pk").values_list("content_item", "standard__code"))
    for item, code in inferred.order_by("pk").values_list("content_item", "standard__code"):
        if codes[item] != code:
            yield code, codes[item]


@dataclass(frozen=True)
class Axis:
    """The standards of the index, in the graph's order, and a last place for those of other subjects.

    `possible` are the leaves of the plan's subjects: what a lesson of unknown alignment may be on.
    """

    codes: tuple[str, ...]
    possible: Flags
    wrong: Real

    @classmethod
    def of(cls, codes: Sequence[str], known: Catalogue, subjects: frozenset[str]) -> Axis:
        whole = known.parts.keys()
        possible = np.array(
            [code not in whole and known.subjects.get(code, "") in subjects for code in codes] + [False]
        )
        near = confusion.nearness([*codes, ""])
        wrong = confusion.instead(near, confusion.learned(known.wrong)) * possible
        sums = wrong.sum(axis=1, keepdims=True)
        return cls(tuple(codes), possible, np.divide(wrong, sums, out=np.zeros_like(wrong), where=sums > 0))

    @cached_property
    def place(self) -> Mapping[str, int]:
        return {code: at for at, code in enumerate(self.codes)}

    def place_of(self, code: str) -> int:
        """Of another subject, or of no standard any more: the last place."""
        at = self.place.get(code, len(self.codes))
        return at if self.possible[at] else len(self.codes)


def rows(keys: Iterable[Key], known: Catalogue, axis: Axis) -> Lessons:
    """The lessons in their order, as rows over the axis."""
    listed = list(keys)
    shape = (len(listed), len(axis.possible))
    told, sure, coarse, tagged = (np.zeros(shape) for _ in range(4))
    p = np.zeros(len(listed))
    for row, key in enumerate(listed):
        serves = known.serves(key)
        for one in serves:
            at = axis.place_of(one.standard)
            (told if one.inferred else coarse if one.coarse else sure)[row, at] += one.share
            tagged[row, at] += one.share * one.p
            p[row] += one.share * one.p
    # What is in part a whole standard is drawn as one: its own leaves are no surer than the rest.
    mixed = coarse.any(axis=1, keepdims=True) & sure.any(axis=1, keepdims=True)
    coarse, sure = np.where(mixed, coarse + sure, coarse), np.where(mixed, 0.0, sure)
    unsure = np.where(coarse.any(axis=1, keepdims=True), coarse, axis.possible * 1.0)
    likely = np.where(told.any(axis=1, keepdims=True), confusion.likely(told, p, axis.wrong), unsure)
    programs = {program: at for at, program in enumerate(dict.fromkeys(key[0] for key in listed))}
    return Lessons(sure, likely, tagged, np.array([programs[key[0]] for key in listed], np.int64))
