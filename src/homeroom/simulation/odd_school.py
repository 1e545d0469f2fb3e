"""A third school, for `--odd`: sixty names in three languages, a class of 45, a class that no program knows, odd names.

It draws from streams of its own: the schools beside it stay as they are, byte for byte.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

from homeroom.simulation import children, learning, roster, staff
from homeroom.simulation.calendar import BLOCKS
from homeroom.simulation.catalogue import TRAIL
from homeroom.simulation.chance import hexadecimal, stream
from homeroom.simulation.exports import responses
from homeroom.simulation.identity import KEYS, Known, spelled
from homeroom.simulation.names import Name
from homeroom.simulation.roster import ROLES, STATUS, Part, Row
from homeroom.simulation.school import DISTRICT, Adult, Child, Org, School, SchoolClass, Stay, whole_year
from homeroom.simulation.sheet import Sheet
from homeroom.simulation.staff import PRINCIPAL, TEACHER
from homeroom.simulation.world import World

ODD = Org("org-stone-bridge", "Stone Bridge Elementary", "school", "4400258")
ROOMS = ((4, "Grade 4 Wren"), (3, "Grade 3 Lark"))
FULL, NO_EVIDENCE = range(len(ROOMS))
IN_THE_FULL_CLASS = 45
SERIES = children.Numbers(sis=9_000_011, state=8_566_004_000, trail=877_310_000, login=80_000)
FIRST_EVENT = 600_000_000


@dataclass(frozen=True)
class OddSchool:
    """`sheets` are the files of the one program that the class of 45 works in."""

    school: School
    sheets: tuple[Sheet, ...]


def sixty() -> Mapping[str, tuple[Name, ...]]:
    """Language → twenty names."""
    return {language: tuple(Name(*parts) for parts in names) for language, names in _lists()["names"].items()}


def odd_names() -> Mapping[str, Name]:
    """What is odd → the name."""
    return {what: Name(*parts) for what, parts in _lists()["odd"].items()}


def draw(made: World) -> OddSchool:
    """The same school for the same seed and weeks."""
    random = stream(made.seed, "odd school")
    rooms = tuple(
        SchoolClass(at, f"cls-{hexadecimal(random, 8)}", title, grade, f"Room {at + 201}", BLOCKS[at])
        for at, (grade, title) in enumerate(ROOMS)
    )
    taken = dict.fromkeys(adult.username for adult in made.school.adults)
    adults = tuple(
        staff.adult(random, role, teaches, taken)
        for role, teaches in ((TEACHER, (FULL,)), (TEACHER, (NO_EVIDENCE,)), (PRINCIPAL, ()))
    )
    school = School(rooms, tuple(_children(made.seed, rooms)), adults, (), ())
    return OddSchool(school, tuple(_sheets(made, school)))


def parts(standing: tuple[Part, ...], school: School) -> tuple[Part, ...]:
    """The network's roster with this school behind it."""
    more: dict[str, tuple[Row, ...]] = {
        "orgs.csv": ((ODD.sourced_id, *STATUS, ODD.name, ODD.kind, ODD.identifier, DISTRICT.sourced_id),),
        "courses.csv": tuple(roster.courses(school, ODD)),
        "classes.csv": tuple(roster.homeroom(one, ODD) for one in school.classes),
        "users.csv": (
            *(roster.adult(one, ODD) for one in school.adults),
            *(roster.child(one, ODD) for one in school.children),
        ),
        "roles.csv": (*map(_works, school.adults), *map(_learns, school.children)),
        "enrollments.csv": (*roster.teaching(school, ODD), *roster.learning(school, ODD)),
    }
    return tuple(replace(part, rows=(*part.rows, *_new(part, more.get(part.name, ())))) for part in standing)


def _new(part: Part, rows: tuple[Row, ...]) -> Iterator[Row]:
    """Courses stand once in the network; every other row is this school's own."""
    known = {row[0] for row in part.rows}
    return (row for row in rows if row[0] not in known)


def _works(adult: Adult) -> Row:
    return roster.role(adult.sourced_id, ROLES[adult.role], ODD)


def _learns(child: Child) -> Row:
    return roster.role(child.sourced_id, "student", ODD, (child.begins, child.ends))


def _children(seed: int, rooms: tuple[SchoolClass, ...]) -> Iterator[Child]:
    """The first 45 of the sixty, languages mixed, in the full class; the others and the odd names in the other one."""
    random = stream(seed, "odd school's children")
    names = [name for language in sixty().values() for name in language]
    mixed = [names[place] for place in random.permutation(len(names))]
    for index, name in enumerate([*mixed, *odd_names().values()]):
        room = rooms[FULL if index < IN_THE_FULL_CLASS else NO_EVIDENCE]
        stays: tuple[Stay, ...] = (whole_year(room.index),)
        # A name may be missing whole; the login still needs something in its place.
        called = Name(name.given or "unknown", "", name.family or "unknown")
        child = children.one_child(random, index, called, room.grade, stays, SERIES)
        yield replace(child, name=name)


def _sheets(made: World, school: School) -> Iterator[Sheet]:
    """The week's answers of the class of 45, one file a Friday, without a fault."""
    life = learning.live(made.seed, school, made.weeks, made.catalogue)
    known = tuple(Known(child, KEYS[TRAIL](child), *spelled(TRAIL, child)) for child in school.children)
    world = replace(made, school=school, life=life, known={TRAIL: known})
    lines = [line for line in responses.lines_of(world, TRAIL, ODD) if line.known.child.home == FULL]
    first = FIRST_EVENT
    for week in made.weeks:
        of_week = [line for line in lines if week.monday <= line.day <= week.friday]
        file = f"{TRAIL}_stone_bridge_{week.friday.isoformat()}.csv"
        yield responses.sheet_of(TRAIL, file, week.friday, of_week, first)
        first += len(of_week)


@cache
def _lists() -> dict[str, Any]:
    return tomllib.loads((resources.files("homeroom.simulation") / "sixty.toml").read_text("utf-8"))
