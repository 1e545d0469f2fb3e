"""What the simulated programs offer: lessons and items, each tied to the standards it serves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from homeroom.simulation.school import GRADES
from homeroom.standards import ccss

LESSONS, TRAIL, FORGE = "iready", "number_trail", "fraction_forge"
ITEMS = {TRAIL: 14, FORGE: 24}  # items a standard
FORGE_GRADES = (3, 4, 5)
STRANDS = {
    "CC": "Number and Operations",
    "NBT": "Number and Operations",
    "NF": "Number and Operations",
    "OA": "Algebra and Algebraic Thinking",
    "MD": "Measurement and Data",
    "G": "Geometry",
}
CODED = {"CC": "NO", "NBT": "NO", "NF": "NO", "OA": "AL", "MD": "MS", "G": "GE"}
STAGES = (("Early", "{}: First Look"), ("Mid", "{}: Practice"), ("Late", "{}: Putting It Together"))
UNNAMED_ONE_IN = 10  # of the items of number_trail, how many name no standard in the program's export


@dataclass(frozen=True)
class Standard:
    """A whole standard; the simulation teaches no parts apart. `index` is its column in every array."""

    index: int
    code: str
    grade: int
    domain: str
    title: str


@dataclass(frozen=True)
class Content:
    """A lesson or an item. `standards` pairs a standard's index with its share; the first is the one practised."""

    program: str
    kind: str
    external_id: str
    title: str
    objective: str
    domain: str
    grade: int
    level: str
    standards: tuple[tuple[int, float], ...]
    spelling: str = ""


@dataclass(frozen=True)
class Catalogue:
    standards: tuple[Standard, ...]
    before: tuple[tuple[int, ...], ...]
    lessons: tuple[Content, ...]
    items: dict[str, tuple[Content, ...]]

    @cached_property
    def grades(self) -> NDArray[np.int64]:
        return np.array([standard.grade for standard in self.standards])

    def of_grade(self, grade: int, fractions: bool | None = None) -> list[int]:
        """Indexes of a grade's standards in the order they are taught, with or without fractions, or all."""
        return [
            s.index
            for s in self.standards
            if s.grade == grade and (fractions is None or fractions == (s.domain == "NF"))
        ]

    @property
    def contents(self) -> Iterator[Content]:
        yield from self.lessons
        for program in ITEMS:
            yield from self.items[program]


def make() -> Catalogue:
    """The same catalogue for every seed: programs do not change with the school."""
    standards = _standards()
    return Catalogue(
        standards,
        _before(standards),
        tuple(_lessons(standards)),
        {program: tuple(_items(program, standards)) for program in ITEMS},
    )


def _standards() -> tuple[Standard, ...]:
    whole = [code for code in ccss.read().codes if not code.parent]
    return tuple(
        Standard(index, code.code, GRADES.index(code.grade), code.domain, code.title)
        for index, code in enumerate(whole)
    )


def _before(standards: Sequence[Standard]) -> tuple[tuple[int, ...], ...]:
    """For each standard, the ones that come before it; what a part needs, the whole needs."""
    index = {standard.code: standard.index for standard in standards}
    index |= {code.code: index[code.parent] for code in ccss.read().codes if code.parent}
    before: list[dict[int, None]] = [{} for _ in standards]
    for edge in ccss.read().edges:
        if index[edge.before] != index[edge.after]:
            before[index[edge.after]][index[edge.before]] = None
    return tuple(tuple(needed) for needed in before)


def _lessons(standards: Sequence[Standard]) -> Iterator[Content]:
    """Three lessons a standard; the last one also takes up the standard before it."""
    number = dict.fromkeys(GRADES, 0)
    for standard in standards:
        for stage, (level, pattern) in enumerate(STAGES):
            grade = GRADES[standard.grade]
            number[grade] += 1
            yield Content(
                program=LESSONS,
                kind="lesson",
                external_id=f"DI.MATH.{CODED[standard.domain]}.{grade}.{number[grade] * 10:04d}.sim",
                title=pattern.format(standard.title),
                objective=f"{standard.title}, {('with pictures', 'with numbers', 'in stories')[stage]}.",
                domain=STRANDS[standard.domain],
                grade=standard.grade,
                level=level,
                standards=_shares(standard, standards, stage),
            )


def _shares(standard: Standard, standards: Sequence[Standard], stage: int) -> tuple[tuple[int, float], ...]:
    before = [
        one for one in standards[: standard.index] if (one.grade, one.domain) == (standard.grade, standard.domain)
    ]
    together = stage == len(STAGES) - 1 and bool(before)
    return ((standard.index, 0.5), (before[-1].index, 0.5)) if together else ((standard.index, 1.0),)


def _items(program: str, standards: Sequence[Standard]) -> Iterator[Content]:
    served = [s for s in standards if (s.domain == "NF") == (program == FORGE)]
    for place, standard in enumerate(s for s in served for _ in range(ITEMS[program])):
        yield Content(
            program=program,
            kind="item",
            external_id=str(204_100 + place * 3) if program == TRAIL else f"ff-{place + 1:04d}",
            title="",
            objective="",
            domain=standard.domain,
            grade=standard.grade,
            level="",
            standards=((standard.index, 1.0),),
            spelling=_spelling(program, place, standard),
        )


def _spelling(program: str, place: int, standard: Standard) -> str:
    """The standard as the program writes it, or blank where it names none."""
    if program == FORGE:
        return f"CCSS.Math.Content.{standard.code}"
    return "" if place % UNNAMED_ONE_IN == UNNAMED_ONE_IN - 1 else standard.code
