"""In which class of a study a child counts on a day: in one, however many it is enrolled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from homeroom.people.enrolled import enrollments_on, here
from homeroom.people.models import Class


@dataclass(frozen=True)
class Counted:
    """`home` is the class that a child counts in, `also` the study's other classes it is in; by the roster's ids."""

    home: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Seat:
    """One enrollment of one child. `since` is blank where the class's terms say it."""

    student: int
    school_class: str
    primary: bool
    since: date | None


def homes_on(classes: Iterable[Class], on: date) -> dict[int, Counted]:
    """Every child of these classes on the day, by number, in the order of their numbers."""
    named = {one.pk: one.sourced_id for one in classes}
    rows = enrollments_on(on).filter(here(on, "student__"), school_class__in=list(named), student__isnull=False)
    seats = [
        Seat(student, named[group], primary, since)
        for student, group, primary, since in rows.values_list("student", "school_class", "primary", "begins_on")
    ]
    return dict(homes(seats))


def homes(seats: Iterable[Seat]) -> Mapping[int, Counted]:
    """The class that the roster calls the child's primary one; of several, or of none, the one it was in first; then
    the first by id. The order of the seats has no part in it.
    """
    by_child: dict[int, list[Seat]] = {}
    for one in seats:
        by_child.setdefault(one.student, []).append(one)
    return {child: _counted(by_child[child]) for child in sorted(by_child)}


def _counted(seats: list[Seat]) -> Counted:
    first = min(seats, key=lambda one: (not one.primary, one.since or date.min, one.school_class))
    others = {one.school_class for one in seats} - {first.school_class}
    return Counted(first.school_class, tuple(sorted(others)))
