"""Made-up schools whose week is to be planned: grades of three to five classes, lunches in turns, a lab, specials."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from homeroom.rotation.week.instance import (
    Activity,
    Adult,
    Block,
    DayType,
    Grade,
    Instance,
    Kind,
    Room,
    RoomKind,
    SchoolClass,
    Special,
    Teacher,
    Template,
)
from homeroom.rotation.week.rules import Rule, RuleKind

LAB, LUNCH, YARD = 1, 2, 3
DAY = (8 * 60, 15 * 60)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
SPECIALS = ("Art", "Music", "Sport", "Library")


@dataclass(frozen=True)
class Size:
    """`seats` of the lab for each class that is surely in it at once; 1 is all that is needed."""

    classes: int = 24
    days: int = 5
    seats: float = 1.2
    waves: int = 0


def school(seed: int, size: Size = Size()) -> Instance:
    draw = random.Random(seed)
    grades = tuple(_grades(draw, size.classes))
    templates = tuple(_templates(draw, grades, size.days))
    activities = tuple(_activities(grades))
    specials = tuple(_specials(grades))
    most = 1 + len(grades) // 2
    rooms = (
        Room(LAB, RoomKind.LAB, _lab_seats(grades, size.seats)),
        Room(LUNCH, RoomKind.LUNCH, most * max(grade.children for grade in grades)),
        Room(YARD, RoomKind.YARD, most * max(grade.children for grade in grades)),
        *(Room(one.room or 0, RoomKind.SPECIAL, 30) for one in specials),
    )
    teachers = sorted({teacher.adult for activity in activities for teacher in activity.teachers})
    adults = (*(Adult(one) for one in teachers), *(Adult(one.adult or 0) for one in specials))
    days = tuple(DayType(key, WEEKDAYS[key], (key,)) for key in range(size.days))
    rules = tuple(_rules(rooms, adults, specials, grades, size))
    return Instance(seed, days, grades, templates, activities, specials, rooms, adults, rules)


def _grades(draw: random.Random, classes: int) -> Iterator[Grade]:
    left, number, own = classes, 0, 0
    while left:
        among = min(left, draw.choice((3, 4, 4, 4, 5)))
        if left - among in (1, 2):
            among = left if left <= 5 else 3
        sizes = [draw.randint(20, 28) for _ in range(among)]
        made = tuple(SchoolClass(own + turn + 1, size) for turn, size in enumerate(sizes))
        yield Grade(str(number), made, flexible_seats=sum(sizes) // 2, tutors=2)
        left, number, own = left - among, number + 1, own + among


def _specials(grades: tuple[Grade, ...]) -> Iterator[Special]:
    """Three grades share as many specialists as there are classes in the largest two."""
    key = 0
    for first in range(0, len(grades), 3):
        among = grades[first : first + 3]
        for turn in range(2 * max(len(grade.classes) for grade in among)):
            name = f"{SPECIALS[turn % 4]} {key}"
            yield Special(key, name, 9000 + key, 100 + key, tuple(grade.name for grade in among))
            key += 1


def _templates(draw: random.Random, grades: tuple[Grade, ...], days: int) -> Iterator[Template]:
    key = 0
    for day in range(days):
        for grade in grades:
            for turn in range(5):
                yield Template(key, day, grade.name, f"{grade.name}-{turn}", tuple(_blocks(draw, grade, turn)))
                key += 1


def _blocks(draw: random.Random, grade: Grade, turn: int) -> Iterator[Block]:
    """Cores of 45 minutes, with flexible block, special, lunch and recess between them where the turn says."""
    parts: list[tuple[Kind, int]] = [(Kind.CORE, 45)] * len(grade.classes)
    parts.insert(min(len(parts), turn % 4), (Kind.FLEXIBLE, 40))
    parts.insert(1 + (turn * 2 + int(grade.name)) % len(parts), (Kind.SPECIAL, 40))
    parts.insert(len(parts) // 2 + turn % 3 - 1, (Kind.LUNCH, 30))
    parts.insert(len(parts) // 2 + 2 - turn % 2, (Kind.RECESS, 20))
    clock = DAY[0] + 5 * ((turn + int(grade.name)) % 3)
    rooms = {Kind.LUNCH: LUNCH, Kind.RECESS: YARD, Kind.FLEXIBLE: LAB}
    for kind, minutes in parts:
        yield Block(kind, clock, clock + minutes, room=rooms.get(kind))
        clock += minutes


def _activities(grades: tuple[Grade, ...]) -> Iterator[Activity]:
    """One teacher fewer than classes: somebody is in the lab in each core block."""
    key = 0
    for grade in grades:
        numbers = tuple(own.number for own in grade.classes)
        for turn in range(len(grade.classes) - 1):
            yield Activity(
                key, grade.name, f"Core {turn + 1}", teachers=(Teacher(100 * (int(grade.name) + 1) + turn, numbers),)
            )
            key += 1
        yield Activity(key, grade.name, "Lab", Kind.LAB, LAB)
        key += 1


def _lab_seats(grades: tuple[Grade, ...], share: float) -> int:
    sure = sum(max(own.size for own in grade.classes) for grade in grades)
    return round(sure * share)


def _rules(
    rooms: tuple[Room, ...],
    adults: tuple[Adult, ...],
    specials: tuple[Special, ...],
    grades: tuple[Grade, ...],
    size: Size,
) -> Iterator[Rule]:
    for room in rooms:
        if room.kind is RoomKind.SPECIAL:
            yield Rule(f"classes:{room.number}", RuleKind.CLASSES, amount=1, room=room.number)
        else:
            yield Rule(f"seats:{room.number}", RuleKind.SEATS, amount=room.seats, room=room.number)
    for adult in adults:
        yield Rule(f"teacher:{adult.number}", RuleKind.TEACHER, amount=1, adult=adult.number)
        yield Rule(f"preparation:{adult.number}", RuleKind.PREPARATION, amount=45, adult=adult.number)
        yield Rule(f"lunch:{adult.number}", RuleKind.LUNCH, amount=30, adult=adult.number, start=600, end=840)
    for special in specials[::5]:
        yield Rule(f"meetings:{special.key}", RuleKind.MEETINGS, amount=1, special=special.key)
    yield Rule("tutors", RuleKind.TUTORS, amount=2 * max(2, len(grades) // 2))
    if size.waves:
        yield Rule("waves", RuleKind.WAVES, amount=size.waves)
