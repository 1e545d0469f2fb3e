"""The design table: which estimator comes first for a way of assigning, and what stands beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.estimate import Estimator

FEW = 10  # classes: below, class means and the exact permutation are always shown
EARLIER_WAVES = 2  # for difference-in-differences


class Design(StrEnum):
    """A row of the table."""

    CLASSES = "classes or schools assigned"
    FEW_CLASSES = "fewer than 10 classes assigned"
    CHILDREN = "children assigned inside classes"
    CROSSOVER = "class×standard crossover"
    NOT_ASSIGNED = "not assigned"
    ONE_TREATED = "one school or grade treated"
    DOSE = "dose"


class Unit(StrEnum):
    """What was assigned, one by one."""

    CLASS = "class"
    SCHOOL = "school"
    STUDENT = "student"
    CLASS_STANDARD = "class×standard"
    CLASS_WEEK = "class×week"


@dataclass(frozen=True)
class Situation:
    """What a study is. `treated` counts the schools, or the grades, in which somebody got what is new."""

    unit: Unit
    is_drawn: bool
    classes: int
    treated: int = 2
    earlier_waves: int = 1
    is_dose: bool = False


@dataclass(frozen=True)
class Choice:
    """`beside` in the order of the agreement panel. `always` are those of them that no page may leave out."""

    design: Design
    first: Estimator
    beside: tuple[Estimator, ...]
    always: tuple[Estimator, ...] = ()
    clusters: str = "class"
    is_capped: bool = False
    is_drawn: bool = True
    has_standard_error: bool = True


_ASSIGNED = (Estimator.CR2, Estimator.CLASS_MEANS, Estimator.PERMUTATION)
TABLE: dict[Design, Choice] = {
    one.design: one
    for one in (
        Choice(Design.CLASSES, Estimator.MIXED, _ASSIGNED),
        Choice(Design.FEW_CLASSES, Estimator.MIXED, _ASSIGNED, (Estimator.CLASS_MEANS, Estimator.PERMUTATION)),
        Choice(Design.CHILDREN, Estimator.CLASS_EFFECTS, (Estimator.PERMUTATION,)),
        Choice(Design.CROSSOVER, Estimator.CELL_EFFECTS, (Estimator.PERMUTATION,)),
        Choice(
            Design.NOT_ASSIGNED, Estimator.MIXED, (*_ASSIGNED[:2], Estimator.BALANCED), is_capped=True, is_drawn=False
        ),
        Choice(
            Design.ONE_TREATED,
            Estimator.RANK,
            (Estimator.DESCRIPTION,),
            clusters="school or grade",
            is_capped=True,
            is_drawn=False,
            has_standard_error=False,
        ),
        Choice(Design.DOSE, Estimator.MIXED, (Estimator.INSTRUMENT, Estimator.SLOPE), is_capped=True, is_drawn=False),
    )
}


def choose(situation: Situation) -> Choice:
    """The row of the table that the situation falls in; groups that nobody drew never get a drawn one's."""
    found = TABLE[_design(situation)]
    if found.design is Design.NOT_ASSIGNED and situation.earlier_waves >= EARLIER_WAVES:
        found = replace(found, beside=(*found.beside, Estimator.BEFORE_AND_AFTER))
    if situation.unit is Unit.SCHOOL and found.has_standard_error:
        found = replace(found, clusters="school")
    return found


def _design(situation: Situation) -> Design:
    if situation.treated < 1 or situation.classes < 1:
        raise EvidenceError("a study needs a class, and one that gets what is new")
    if situation.is_dose:
        return Design.DOSE
    if situation.treated == 1:
        return Design.ONE_TREATED
    if not situation.is_drawn:
        return Design.NOT_ASSIGNED
    if situation.unit is Unit.STUDENT:
        return Design.CHILDREN
    if situation.unit in (Unit.CLASS_STANDARD, Unit.CLASS_WEEK):
        return Design.CROSSOVER
    return Design.FEW_CLASSES if situation.classes < FEW else Design.CLASSES


def markdown() -> str:
    """The table as the documents print it."""
    lines = ["| design | first | beside it | always shown | grade |", "|---|---|---|---|---|"]
    for one in TABLE.values():
        grade = "capped" if one.is_capped else "-"
        always = "; ".join(one.always) or "-"
        lines.append(f"| {one.design} | {one.first} | {'; '.join(one.beside)} | {always} | {grade} |")
    return "\n".join(lines)
