"""The children of a week with the sessions that each has: who is enrolled, in which class, and who is away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import batched
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import ngettext

from homeroom.people.clock import today
from homeroom.people.enrolled import enrollments_on, here
from homeroom.people.lab import absent
from homeroom.people.models import Class, School, Student
from homeroom.rotation import bells
from homeroom.rotation.block.instance import Slot
from homeroom.rotation.gather.notes import Notes
from homeroom.rotation.input_models import Absence

AT_ONCE = 500  # children in one query: SQLite takes few parameters
END_OF_DAY = 24 * 60


@dataclass(frozen=True)
class Pupil:
    """A child with the class whose flexible block it has. `own` are the slots of that block."""

    number: int
    grade: str
    school_class: int
    own: frozenset[int]


@dataclass(frozen=True)
class Week:
    """One school's week. `on` is the day for which enrolments and roles are read."""

    school: School
    monday: date
    on: date
    bells: bells.Bells
    days: tuple[date, ...]
    classes: Mapping[int, Class]
    slots: tuple[Slot, ...]
    pupils: tuple[Pupil, ...]

    @property
    def numbers(self) -> list[int]:
        return [one.number for one in self.pupils]

    def slots_in(self, day: date, start: int = 0, end: int = END_OF_DAY) -> list[Slot]:
        """Those of the day that share a minute with this time."""
        return [one for one in self.slots if one.on == day and one.start < end and start < one.end]


def week_of(school: School, monday: date, notes: Notes) -> Week:
    """The week of this Monday, with its slots and children."""
    days = bells.week_of(monday)
    on, held = min(max(monday, today()), days[-1]), bells.of(school)
    classes = {one.pk: one for one in held.classes}
    sessions = {number: _sessions(held, one, days) for number, one in classes.items()}
    placed, without = _placed(school, on, sessions)
    if without:
        words = ngettext(
            "%(count)s child is in no class that has a flexible block this week.",
            "%(count)s children are in no class that has a flexible block this week.",
            len(without),
        )
        notes.add("no-sessions", words % {"count": len(without)}, without)
    used = sorted({one for number in {group for _, _, group in placed} for one in sessions[number]})
    slots = tuple(Slot(key, one.on, one.number, one.start, one.end) for key, one in enumerate(used))
    key_of = {one: key for key, one in enumerate(used)}
    pupils = tuple(
        Pupil(student, grade, group, frozenset(key_of[one] for one in sessions[group]))
        for student, grade, group in placed
    )
    return Week(school, monday, on, held, days, classes, slots, pupils)


def of_school(week: Week) -> QuerySet[Student, Any]:
    """The numbers of all children whom the school ever enrolled, as a query: one query takes only so many numbers."""
    return Student.objects.filter(enrollments__school_class__school=week.school).values("pk")


def away(week: Week) -> Mapping[int, frozenset[int]]:
    """Slots in which each child has no place: those of other classes' blocks, and those that it is absent from."""
    everything = frozenset(range(len(week.slots)))
    missing = absences(week, "student", week.numbers)
    for day in week.days:
        for student in absent_on(week.numbers, day):
            missing[student].update(one.key for one in week.slots_in(day))
    return {one.number: (everything - one.own) | missing[one.number] for one in week.pupils}


def absences(week: Week, who: str, numbers: Collection[int]) -> dict[int, set[int]]:
    """The slots that each child (`student`) or adult (`staff`) is absent from, by the week's absences."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = Absence.objects.filter(day__in=week.days, **{f"{who}__isnull": False})
    wanted = set(numbers)
    for number, day, starts, ends in rows.values_list(who, "day", "starts_at", "ends_at"):
        if number in wanted:
            found[number].update(one.key for one in week.slots_in(day, *_span(starts, ends)))
    return found


def _span(starts: time | None, ends: time | None) -> tuple[int, int]:
    """A blank end is open."""
    return bells.clock(starts) if starts else 0, bells.clock(ends) if ends else END_OF_DAY


def absent_on(numbers: Sequence[int], day: date) -> set[int]:
    """Of whom the lab knows that they are absent."""
    return {student for some in batched(numbers, AT_ONCE) for student in absent(some, day)}


def _sessions(held: bells.Bells, group: Class, days: Sequence[date]) -> tuple[bells.Session, ...]:
    return tuple(one for day in days for one in held.sessions(group, day))


def _placed(
    school: School, on: date, sessions: Mapping[int, Sequence[bells.Session]]
) -> tuple[list[tuple[int, str, int]], list[int]]:
    """(child, grade, class) by child, each with its first class that has sessions; and the children without one."""
    rows = enrollments_on(on).filter(here(on, "student__"), school_class__school=school, student__isnull=False)
    told = rows.order_by("student", "-primary", "school_class").values_list("student", "student__grade", "school_class")
    found: dict[int, tuple[int, str, int]] = {}
    seen: dict[int, None] = {}
    for student, grade, group in told:
        seen[student] = None
        if student not in found and sessions.get(group):
            found[student] = (student, grade, group)
    return list(found.values()), [student for student in seen if student not in found]
