"""Which bells hold for a class on a date: its day type, its template, its blocks and flexible sessions.

A published rotation's own entries come first; then the template that it gives the class, or the only one of the grade.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cached_property
from itertools import pairwise

from homeroom.people.models import Class, School
from homeroom.people.school_days import WEEK, Calendar, calendar
from homeroom.rotation.input_models import DayType, DayTypeOn, Template, TemplateBlock
from homeroom.rotation.plan_models import Entry, Rotation, State

Kind = TemplateBlock.Kind
# Minutes of a child's work on programs may lie in these.
AT_WORK = (Kind.LAB, Kind.FLEXIBLE)


@dataclass(frozen=True)
class Bell:
    """What a class has between two bells; minutes after midnight. `staff` and `room` are those of the rotation."""

    kind: str
    start: int
    end: int
    sessions: int = 1
    staff: int | None = None
    room: int | None = None

    @property
    def minutes(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, order=True)
class Session:
    """One session of a flexible block. `number` counts the school's sessions of the day from 1, in order of time."""

    on: date
    start: int
    end: int
    number: int


@dataclass(frozen=True)
class Bells:
    """The bells of one school. Read once with `of`, then asked for many classes and days."""

    school: int
    calendar: Calendar
    day_types: Sequence[DayType]
    dates: Mapping[date, int]
    templates: Mapping[int, Template]
    blocks: Mapping[int, Sequence[TemplateBlock]]
    rotation: Rotation | None
    entries: Mapping[tuple[int, int], Sequence[Entry]]
    classes: Sequence[Class]

    def day_type(self, day: date) -> DayType | None:
        """None where children are not taught, or no day type is for this day."""
        if not self.calendar.is_school_day(day, self.school):
            return None
        said = self.dates.get(day)
        if said is not None:
            return next(one for one in self.day_types if one.pk == said)
        return next((one for one in self.day_types if day.weekday() in one.weekdays), None)

    def template(self, school_class: Class, day: date) -> Template | None:
        """The rotation's own for the class; else the grade's, where there is just one for the day."""
        day_type = self.day_type(day)
        if day_type is None:
            return None
        told = {one.template_id for one in self._entries(school_class, day, day_type)} - {None}
        if len(told) == 1:
            return self.templates[next(number for number in told if number is not None)]
        found = [one for one in self.templates.values() if self._is_for(one, day_type, school_class)]
        return found[0] if len(found) == 1 else None

    def blocks_on(self, school_class: Class, day: date) -> tuple[Bell, ...]:
        """In order of time; nothing where no bells are known. Without a rotation a core block stays one."""
        day_type = self.day_type(day)
        if day_type is None:
            return ()
        template = self.template(school_class, day)
        own = [_by_template(one) for one in self.blocks.get(template.pk, ())] if template else []
        entries = self._entries(school_class, day, day_type)
        if not entries:
            return tuple(own)
        parted = {(one.kind, one.start, one.end): one.sessions for one in own}
        return tuple(_by_entry(one, parted) for one in entries)

    def sessions(self, school_class: Class, day: date) -> tuple[Session, ...]:
        """The sessions of the class's flexible blocks, numbered as the school's."""
        own = _stretches(self.blocks_on(school_class, day))
        return tuple(one for one in self.sessions_of_school(day) if (one.start, one.end) in own)

    def sessions_of_school(self, day: date) -> tuple[Session, ...]:
        """All that any class has on the day."""
        if day not in self._numbered:
            found = sorted({one for own in self.classes for one in _stretches(self.blocks_on(own, day))})
            self._numbered[day] = tuple(Session(day, *one, number) for number, one in enumerate(found, 1))
        return self._numbered[day]

    def minutes(self, school_class: Class, day: date) -> int | None:
        """Minutes in the lab and in flexible blocks; None where no bells are known for the class on the day."""
        found = self.blocks_on(school_class, day)
        return sum(one.minutes for one in found if one.kind in AT_WORK) if found else None

    def _entries(self, school_class: Class, day: date, day_type: DayType) -> Sequence[Entry]:
        held = self.rotation
        if held is None or not held.begins_on <= day <= held.ends_on:
            return ()
        return self.entries.get((school_class.pk, day_type.pk), ())

    @staticmethod
    def _is_for(one: Template, day_type: DayType, school_class: Class) -> bool:
        return one.day_type_id == day_type.pk and one.grade in school_class.grades

    @cached_property
    def _numbered(self) -> dict[date, tuple[Session, ...]]:
        return {}


def of(school: School) -> Bells:
    """The school's bells as they stand, in seven queries."""
    blocks: dict[int, list[TemplateBlock]] = defaultdict(list)
    for block in TemplateBlock.objects.filter(template__day_type__school=school).order_by("starts_at", "pk"):
        blocks[block.template_id].append(block)
    rotation = Rotation.objects.filter(school=school, state=State.PUBLISHED).first()
    entries: dict[tuple[int, int], list[Entry]] = defaultdict(list)
    for entry in Entry.objects.filter(rotation=rotation).order_by("starts_at", "pk") if rotation else ():
        entries[entry.school_class_id, entry.day_type_id].append(entry)
    return Bells(
        school=school.pk,
        calendar=calendar(),
        day_types=list(DayType.objects.filter(school=school).order_by("pk")),
        dates=dict(DayTypeOn.objects.filter(school=school).values_list("day", "day_type")),
        templates={one.pk: one for one in Template.objects.filter(day_type__school=school).order_by("pk")},
        blocks=blocks,
        rotation=rotation,
        entries=entries,
        classes=list(Class.objects.filter(school=school).order_by("pk")),
    )


def minutes(school_class: Class, day: date) -> int | None:
    """Of one class on one day; whoever asks for many keeps the `Bells` of the school."""
    return of(school_class.school).minutes(school_class, day)


def week_of(day: date) -> tuple[date, ...]:
    """Monday to Friday of the day's week."""
    monday = day - timedelta(days=day.weekday())
    return tuple(monday + timedelta(days=number) for number in range(WEEK))


def clock(at: time) -> int:
    """Minutes after midnight."""
    return at.hour * 60 + at.minute


def time_of(minute: int) -> time:
    return time(*divmod(minute, 60))


def _by_template(one: TemplateBlock) -> Bell:
    return Bell(one.kind, clock(one.starts_at), clock(one.ends_at), one.sessions)


def _by_entry(one: Entry, parted: Mapping[tuple[str, int, int], int]) -> Bell:
    key = one.kind, clock(one.starts_at), clock(one.ends_at)
    return Bell(*key, parted.get(key, 1), one.staff_id, one.room_id)


def _stretches(bells: Sequence[Bell]) -> list[tuple[int, int]]:
    """Flexible blocks parted into their sessions; minutes that don't divide go to the later ones."""
    found = []
    for one in bells:
        if one.kind == Kind.FLEXIBLE:
            cuts = [one.start + one.minutes * at // one.sessions for at in range(one.sessions + 1)]
            found += list(pairwise(cuts))
    return found
