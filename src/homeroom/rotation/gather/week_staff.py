"""The adults of a week: what each teaches, when each is there, and the specials that each gives.

In a grade's core blocks each class is once in the lab, where there is one and a block is left for it; the others are
shared out among what its teachers are qualified for, or are its own teacher's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_noop

from homeroom.people.enrolled import here, holds
from homeroom.people.models import School
from homeroom.rotation.bells import clock
from homeroom.rotation.gather.week_bells import Bells, short
from homeroom.rotation.gather.week_classes import ClassOf
from homeroom.rotation.gather.week_places import Places
from homeroom.rotation.input_models import Qualification, Room, StaffTime
from homeroom.rotation.week.faults import GRID
from homeroom.rotation.week.instance import Activity, Adult, DayType, Kind, Special, Teacher, Time, TimeKind

CLASS, LAB = gettext_noop("Class"), gettext_noop("Lab")
# Somebody who may lead nothing: a name that no activity has.
NOTHING = "–"


@dataclass(frozen=True)
class Staffing:
    activities: tuple[Activity, ...]
    specials: tuple[Special, ...]
    adults: tuple[Adult, ...]
    timed: frozenset[int]  # whose times are on record
    by_grade: Mapping[str, tuple[int, ...]]

    def of_grade(self, grade: str) -> tuple[int, ...]:
        return self.by_grade.get(grade, ())


def staffing_of(school: School, on: date, bells: Bells, classes: Sequence[ClassOf], places: Places) -> Staffing:
    rows = StaffTime.objects.filter(holds(on), here(on, "staff__"), school=school)
    times = list(rows.order_by("staff", "weekday", "starts_at", "pk"))
    taught = {one for group in classes for one in group.teachers}
    skilled = _skilled({*taught, *(one.staff_id for one in times)})
    specials = tuple(_specials(times, places, skilled, {one.grade for one in classes}))
    activities = tuple(_activities(bells, classes, places, skilled))
    timed = frozenset(one.staff_id for one in times)
    gives: dict[int, list[str]] = defaultdict(list)
    for one in specials:
        if one.adult is not None:
            gives[one.adult].append(one.name)
    numbers = sorted({*taught, *timed})
    adults = tuple(
        Adult(
            number,
            tuple(_times([one for one in times if one.staff_id == number], bells.days)),
            _teaches(skilled.get(number, ()), gives[number], number in taught),
            _grades(skilled.get(number, ())),
        )
        for number in numbers
    )
    return Staffing(activities, specials, adults, timed, _by_grade(classes))


def _skilled(staff: Iterable[int]) -> Mapping[int, tuple[Qualification, ...]]:
    found: dict[int, list[Qualification]] = defaultdict(list)
    for one in Qualification.objects.filter(staff__in=list(staff)).order_by("staff", "subject", "pk"):
        found[one.staff_id].append(one)
    return {number: tuple(some) for number, some in found.items()}


def _by_grade(classes: Sequence[ClassOf]) -> Mapping[str, tuple[int, ...]]:
    found: dict[str, dict[int, None]] = defaultdict(dict)
    for one in classes:
        found[one.grade].update(dict.fromkeys(one.teachers))
    return {grade: tuple(sorted(some)) for grade, some in found.items()}


def _activities(
    bells: Bells, classes: Sequence[ClassOf], places: Places, skilled: Mapping[int, tuple[Qualification, ...]]
) -> Iterator[Activity]:
    key = 0
    for grade in dict.fromkeys(one.grade for one in classes):
        own = [one for one in classes if one.grade == grade]
        teachers = _by_subject(own, skilled)
        days: dict[int, list[int]] = defaultdict(list)
        for day in bells.days:
            days[bells.cores(day.key, grade)].append(day.key)
        for blocks, on in sorted(days.items()):
            for name, times in _shared(list(teachers), blocks, has_lab=places.lab is not None):
                key += 1
                lab = name == LAB
                kind, room = (Kind.LAB, places.lab) if lab else (Kind.CLASS, None)
                who = () if lab else teachers[name]
                yield Activity(key, grade, name, kind, room, who, times, tuple(on))


def _shared(names: Sequence[str], blocks: int, *, has_lab: bool) -> Iterator[tuple[str, int]]:
    """How often a class does what: each is there as often as the others, the first once more where blocks are left."""
    lab = int(has_lab and blocks > len(names))
    left = blocks - lab
    for place, name in enumerate(names):
        times = left // len(names) + (place < left % len(names))
        if times:
            yield name, times
    if lab:
        yield LAB, 1


def _by_subject(
    classes: Sequence[ClassOf], skilled: Mapping[int, tuple[Qualification, ...]]
) -> Mapping[str, tuple[Teacher, ...]]:
    """Teachers of a grade by their one subject; who has several, or none, teaches all of a class's. Where two of them
    have one class, the second helps: it is planned with the first."""
    own: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for group in classes:
        named = [(_subject(skilled.get(staff, ())), staff) for staff in group.teachers]
        alone = [staff for name, staff in named if not name][:1]
        for name, staff in named:
            if name or staff in alone:
                own[name or CLASS][staff].append(group.number)
    if not own:
        return {CLASS: ()}
    return {
        name: tuple(Teacher(staff, tuple(groups)) for staff, groups in sorted(own[name].items()))
        for name in sorted(own)
    }


def _subject(rows: Sequence[Qualification]) -> str:
    """The one that is named; blank for several, or none."""
    subjects = {one.subject for one in rows}
    return subjects.pop() if len(subjects) == 1 else ""


def _specials(
    times: Sequence[StaffTime], places: Places, skilled: Mapping[int, tuple[Qualification, ...]], known: set[str]
) -> Iterator[Special]:
    """One a special room and adult who is there; a room without an adult is one by itself. Who is qualified for none of
    the school's grades gives none."""
    names = dict(Room.objects.filter(pk__in=places.special).values_list("pk", "name"))
    key = 0
    for room in places.special:
        there = sorted({one.staff_id for one in times if one.room_id == room and one.kind == StaffTime.Kind.AVAILABLE})
        for turn, staff in enumerate(there or [None]):
            asked = _grades(skilled.get(staff, ())) if staff is not None else ()
            grades = tuple(one for one in asked if one in known)
            if grades or not asked:
                key += 1
                yield Special(key, names[room] if turn == 0 else f"{names[room]} {turn + 1}", staff, room, grades)


def _teaches(rows: Sequence[Qualification], gives: Sequence[str], is_teacher: bool) -> tuple[str, ...]:
    """Names of what an adult may lead; none is everything. Who has no qualification may take a class if she has one."""
    if any(not one.subject for one in rows) or (not rows and is_teacher):
        return ()
    return tuple(sorted({*(one.subject for one in rows), *gives})) or (NOTHING,)


def _grades(rows: Sequence[Qualification]) -> tuple[str, ...]:
    if any(not one.grades for one in rows):
        return ()
    return tuple(sorted({short(grade) for one in rows for grade in one.grades}))


def _times(rows: Sequence[StaffTime], days: Sequence[DayType]) -> Iterator[Time]:
    """On days of one type an adult is there only at times when it is on each of the weekdays; whatever else is set down
    on one of them counts for all."""
    if not rows:
        return
    for day in days:
        for kind in TimeKind:
            by_weekday = [
                {at for one in rows if (one.weekday, one.kind) == (weekday, kind) for at in _clocks(one)}
                for weekday in day.weekdays
            ]
            both = set.intersection if kind is TimeKind.AVAILABLE else set.union
            clocks = sorted(both(*by_weekday)) if by_weekday else []
            if kind is TimeKind.AVAILABLE and not clocks:
                clocks = [0]  # at midnight: somebody without any time is there all day
            yield from (Time(day.key, start, end, kind) for start, end in _runs(clocks))


def _clocks(one: StaffTime) -> range:
    """On the grid: times that an adult is there begin late and end early, others the other way round."""
    start, end = clock(one.starts_at), clock(one.ends_at)
    if one.kind == StaffTime.Kind.AVAILABLE:
        return range(-(-start // GRID) * GRID, end // GRID * GRID, GRID)
    return range(start // GRID * GRID, -(-end // GRID) * GRID, GRID)


def _runs(clocks: Sequence[int]) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for place, at in enumerate(clocks):
        start = at if start is None else start
        if place + 1 == len(clocks) or clocks[place + 1] != at + GRID:
            yield start, at + GRID
            start = None
