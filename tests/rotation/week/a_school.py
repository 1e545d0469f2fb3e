"""Two grades of three classes, one day of three cores, lunch and flexible block: small enough to see through.

Grade 3 has lunch at 11:00 (template 30) or 11:30 (31), grade 4 the same (40, 41). A class of 20 is always in the lab.
"""

from __future__ import annotations

import msgspec

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
from homeroom.rotation.week.plan import Entry, Plan
from homeroom.rotation.week.rules import Rule, RuleKind

LAB, LUNCH, MUSIC = 1, 2, 3


def clock(told: str) -> int:
    hours, minutes = told.split(":")
    return 60 * int(hours) + int(minutes)


def blocks(*told: str) -> tuple[Block, ...]:
    """Such as `core 8:00 9:00`."""
    rooms = {Kind.LUNCH: LUNCH, Kind.FLEXIBLE: LAB}
    made = []
    for line in told:
        kind, start, end = line.split()
        made.append(Block(Kind(kind), clock(start), clock(end), room=rooms.get(Kind(kind))))
    return tuple(made)


EARLY = blocks(
    "core 8:00 9:00",
    "core 9:00 10:00",
    "special 10:00 11:00",
    "lunch 11:00 11:30",
    "core 11:30 12:30",
    "flexible 12:30 13:10",
)
LATE = blocks(
    "flexible 8:00 8:40",
    "core 8:40 9:40",
    "special 9:40 10:40",
    "core 10:40 11:30",
    "lunch 11:30 12:00",
    "core 12:00 13:00",
)


def a_grade(name: str) -> tuple[Grade, tuple[Activity, ...]]:
    number = int(name)
    classes = tuple(SchoolClass(10 * number + turn, 20) for turn in range(3))
    own = tuple(one.number for one in classes)
    reading = Activity(100 * number, name, "Reading", teachers=(Teacher(100 * number, own),))
    maths = Activity(100 * number + 1, name, "Maths", teachers=(Teacher(100 * number + 1, own),))
    lab = Activity(100 * number + 2, name, "Lab", Kind.LAB, LAB)
    return Grade(name, classes, flexible_seats=30, tutors=2), (reading, maths, lab)


def a_school(*more: Rule, seats: int = 60, days: int = 1) -> Instance:
    made = [a_grade("3"), a_grade("4")]
    adults = [300, 301, 400, 401]
    return Instance(
        school=1,
        days=tuple(DayType(key, f"Day {key}", (key,)) for key in range(days)),
        grades=tuple(grade for grade, _ in made),
        templates=tuple(
            Template(100 * day + 10 * number + turn, day, str(number), f"{number}{'ab'[turn]}", bells)
            for day in range(days)
            for number in (3, 4)
            for turn, bells in enumerate((EARLY, LATE))
        ),
        activities=tuple(one for _, own in made for one in own),
        specials=tuple(Special(key, f"Special {key}", 500 + key, MUSIC + key) for key in range(7)),
        rooms=(
            Room(LAB, RoomKind.LAB, seats),
            Room(LUNCH, RoomKind.LUNCH, 120),
            *(Room(MUSIC + key, RoomKind.SPECIAL, 20) for key in range(7)),
        ),
        adults=tuple(Adult(number) for number in (*adults, *range(500, 507))),
        rules=(
            *(Rule(f"teacher:{one}", RuleKind.TEACHER, amount=1, adult=one) for one in (*adults, *range(500, 507))),
            Rule("lab", RuleKind.SEATS, amount=seats, room=LAB),
            Rule("lunch", RuleKind.SEATS, amount=120, room=LUNCH),
            *more,
        ),
    )


def by_hand(instance: Instance, three: int = 30, four: int = 41) -> Plan:
    """Each class one activity further than the class before, each with a special of its own."""
    specials = {one.key: one for one in instance.specials}
    entries = []
    for grade, key in zip(instance.grades, (three, four), strict=True):
        template = next(one for one in instance.templates if one.key == key)
        activities = instance.activities_of(0, grade.name)
        for turn, own in enumerate(grade.classes):
            seen = dict.fromkeys(Kind, 0)
            for block in template.blocks:
                at, entry = (
                    seen[block.kind],
                    Entry(0, own.number, block.kind, seen[block.kind], block.start, block.end, key),
                )
                seen[block.kind] = at + 1
                if block.kind is Kind.CORE:
                    one = activities[(turn + at) % 3]
                    entry = msgspec.structs.replace(
                        entry, activity=one.key, room=one.room, adults=one.adults_of(own.number)
                    )
                elif block.kind is Kind.SPECIAL:
                    met = specials[turn + (0 if grade.name == "3" else 3)]
                    entry = msgspec.structs.replace(entry, special=met.key, room=met.room, adults=(met.adult or 0,))
                else:
                    entry = msgspec.structs.replace(entry, room=block.room)
                entries.append(entry)
    return Plan("", tuple(entries))


def without(instance: Instance, *ids: str) -> Instance:
    return instance.keeping(frozenset(rule.id for rule in (*instance.rules, *instance.locks)) - set(ids))


def changed(instance: Instance, **parts: object) -> Instance:
    return msgspec.structs.replace(instance, **parts)
