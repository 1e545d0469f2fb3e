"""A week's entries as lines of the database, by names and numbers that stay, and back."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import time
from typing import NamedTuple

import msgspec
from django.db.models import Model

from homeroom.people.models import Class, Staff
from homeroom.rotation.bells import clock, time_of
from homeroom.rotation.models import DayType, Room, Rotation, Template
from homeroom.rotation.models import Entry as Row
from homeroom.rotation.week.instance import Instance, Kind
from homeroom.rotation.week.instance import Model as GradeModel
from homeroom.rotation.week.plan import Entry

# Of bells that are not there any more.
NO_BELLS = 0
OWN = ("starts_at", "ends_at", "kind", "activity", "locked")
NAMED: Mapping[str, type[Model]] = {
    "day_type": DayType,
    "school_class": Class,
    "template": Template,
    "staff": Staff,
    "room": Room,
}


class Line(NamedTuple):
    """One entry. `activity` is the name of an activity or special; `staff` the first of its adults."""

    day_type: int
    school_class: int
    starts_at: str
    ends_at: str
    kind: str
    activity: str
    template: int | None
    staff: int | None
    room: int | None
    locked: bool


def place_of(line: Line) -> tuple[int, int, str]:
    """Day type, class and start: a class has one entry there."""
    return line[:3]


def lines_of(instance: Instance, entries: Iterable[Entry]) -> list[Line]:
    activities = {one.key: one for one in instance.activities}
    specials = {one.key: one.name for one in instance.specials}
    found = []
    for one in entries:
        does = activities.get(one.activity) if one.activity is not None else None
        # What a class does in a core block decides whether it is a block of the lab: `bells` reads it so.
        kind = does.kind if does is not None else one.kind
        name = does.name if does is not None else specials.get(one.special, "") if one.special is not None else ""
        staff = one.adults[0] if one.adults else None
        span = f"{time_of(one.start):%H:%M}", f"{time_of(one.end):%H:%M}"
        template = one.template or None
        found.append(Line(one.day, one.school_class, *span, kind, name, template, staff, one.room, one.locked))
    return found


def lines(kept: Rotation) -> dict[Line, int]:
    """The lines of a version as they are kept, each with its row's number."""
    fields = [name if name in OWN else f"{name}_id" for name in Line._fields]
    found = {}
    for number, *told in Row.objects.filter(rotation=kept).order_by("pk").values_list("pk", *fields):
        found[Line._make(f"{one:%H:%M}" if isinstance(one, time) else one for one in told)] = number
    return found


def rows(kept: Rotation, some: Iterable[Line]) -> list[Row]:
    """New rows, not saved yet."""
    return [
        Row(
            rotation=kept,
            day_type_id=one.day_type,
            school_class_id=one.school_class,
            starts_at=time.fromisoformat(one.starts_at),
            ends_at=time.fromisoformat(one.ends_at),
            kind=one.kind,
            activity=one.activity,
            template_id=one.template,
            staff_id=one.staff,
            room_id=one.room,
            locked=one.locked,
        )
        for one in some
    ]


def still_there(some: Iterable[Line]) -> list[Line]:
    """Without bells, adults and rooms that are deleted; lines of classes and day types that are, are none."""
    told = list(some)
    there = {name: _there(model, {getattr(one, name) for one in told}) for name, model in NAMED.items()}
    return [
        one._replace(
            template=one.template if one.template in there["template"] else None,
            staff=one.staff if one.staff in there["staff"] else None,
            room=one.room if one.room in there["room"] else None,
        )
        for one in told
        if one.day_type in there["day_type"] and one.school_class in there["school_class"]
    ]


def _there(model: type[Model], numbers: set[int | None]) -> set[int]:
    return set(model._default_manager.filter(pk__in=numbers - {None}).values_list("pk", flat=True))


def entries_of(instance: Instance, some: Iterable[Line]) -> tuple[tuple[Entry, ...], tuple[int, ...]]:
    """The entries of classes and days that the week still has, in their order; and the classes that it has no more."""
    classes = {own.number for grade in instance.grades for own in grade.classes}
    days = {day.key for day in instance.days}
    gone = sorted({one.school_class for one in some if one.school_class not in classes})
    kept = [one for one in some if one.school_class in classes and one.day_type in days]
    return tuple(_counted(_entries(instance, kept))), tuple(gone)


def _entries(instance: Instance, some: Iterable[Line]) -> Iterator[Entry]:
    grade_of = {own.number: grade for grade in instance.grades for own in grade.classes}
    templates = {one.key for one in instance.templates}
    for one in some:
        grade = grade_of[one.school_class]
        activities = {did.name: did for did in instance.activities_of(one.day_type, grade.name)}
        specials = {met.name: met.key for met in instance.specials}
        start, end = (clock(time.fromisoformat(at)) for at in (one.starts_at, one.ends_at))
        special = one.kind == Kind.SPECIAL
        core = one.kind == Kind.CORE or (bool(one.activity) and not special)
        does = activities.get(one.activity) if core and one.activity else None
        adults: tuple[int, ...] = () if one.staff is None else (one.staff,)
        if does is not None:
            adults = _all(does.adults_of(one.school_class), adults)
        elif core and grade.model is GradeModel.FLEX:
            adults = _all(grade.adults, adults)
        yield Entry(
            one.day_type,
            one.school_class,
            Kind.CORE if core else Kind(one.kind),
            0,
            start,
            end,
            one.template if one.template in templates else NO_BELLS,
            activity=None if does is None else does.key,
            special=specials.get(one.activity) if special else None,
            room=one.room,
            adults=adults,
            locked=one.locked,
        )


def _all(wanted: tuple[int, ...], told: tuple[int, ...]) -> tuple[int, ...]:
    """A line keeps the first of several adults; the others are those that the week has with it."""
    return wanted if wanted[:1] == told else told


def _counted(entries: Iterable[Entry]) -> Iterator[Entry]:
    seen: dict[tuple[int, int], Counter[Kind]] = defaultdict(Counter)
    for one in sorted(entries, key=lambda one: (one.day, one.school_class, one.start)):
        at = seen[one.day, one.school_class]
        yield msgspec.structs.replace(one, at=at[one.kind])
        at[one.kind] += 1
