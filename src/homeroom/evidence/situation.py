"""Which row of the design table a study's tables fall in."""

from __future__ import annotations

from homeroom.evidence.choose import Choice, Situation, Unit, choose
from homeroom.evidence.data import Child, Data

UNITS = {
    "class": Unit.CLASS,
    "school": Unit.SCHOOL,
    "student": Unit.STUDENT,
    "class by standard": Unit.CLASS_STANDARD,
    "class by week": Unit.CLASS_WEEK,
}
SAME_FOR_BOTH = 2  # an arm that shares its schools and grades with the other is not one treated unit


def chosen(data: Data) -> Choice:
    return choose(situation(data))


def situation(data: Data) -> Situation:
    return Situation(
        UNITS[data.asked.unit],
        data.asked.by_lot,
        len({one.classroom for one in data.children}),
        SAME_FOR_BOTH if data.cells else min(len(one) for one in treated(data)),
        1 + min((len(one.earlier) for one in data.children), default=0),
        data.asked.is_dose,
    )


def treated(data: Data) -> tuple[set[str], set[str]]:
    """Schools, and grades, in which somebody got what is new; more than one where the arms share any of them."""
    return _apart(data.children, "school"), _apart(data.children, "grade")


def one_treated(data: Data) -> str:
    """Whether it is one school or one grade that was treated: the name of the column."""
    schools, _ = treated(data)
    return "school" if len(schools) == 1 else "grade"


def assigned_whole(data: Data) -> bool:
    """Whether classes, or schools, are in one arm as a whole."""
    return UNITS[data.asked.unit] in (Unit.CLASS, Unit.SCHOOL)


def clusters(data: Data) -> list[str]:
    """The label of what was assigned, child by child."""
    by = "school" if UNITS[data.asked.unit] is Unit.SCHOOL else "classroom"
    return [str(getattr(one, by)) for one in data.children]


def _apart(children: tuple[Child, ...], column: str) -> set[str]:
    new = {str(getattr(one, column)) for one in children if one.is_new}
    old = {str(getattr(one, column)) for one in children if not one.is_new}
    return {"", "shared"} if new & old else new
