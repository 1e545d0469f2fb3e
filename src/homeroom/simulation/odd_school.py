"""A third school, for `--odd`: sixty names in three languages, a class of 45, a class that no program knows, odd names.

It draws from streams of its own: the schools beside it stay as they are, byte for byte.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import Any

from homeroom.simulation import beside, children, staff
from homeroom.simulation.beside import Beside
from homeroom.simulation.calendar import BLOCKS
from homeroom.simulation.chance import hexadecimal, stream
from homeroom.simulation.names import Name
from homeroom.simulation.school import Child, Org, School, SchoolClass, Stay, whole_year
from homeroom.simulation.staff import PRINCIPAL, TEACHER
from homeroom.simulation.world import World

ODD = Org("org-stone-bridge", "Stone Bridge Elementary", "school", "4400258")
ROOMS = ((4, "Grade 4 Wren"), (3, "Grade 3 Lark"))
FULL, NO_EVIDENCE = range(len(ROOMS))
IN_THE_FULL_CLASS = 45
SERIES = children.Numbers(sis=9_000_011, state=8_566_004_000, trail=877_310_000, login=80_000)
FIRST_EVENT = 600_000_000


def sixty() -> Mapping[str, tuple[Name, ...]]:
    """Language → twenty names."""
    return {language: tuple(Name(*parts) for parts in names) for language, names in _lists()["names"].items()}


def odd_names() -> Mapping[str, Name]:
    """What is odd → the name."""
    return {what: Name(*parts) for what, parts in _lists()["odd"].items()}


def draw(made: World) -> Beside:
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
    # The class of 45 alone works in the program.
    return Beside(ODD, school, tuple(beside.sheets(made, school, ODD, "stone_bridge", FIRST_EVENT, [FULL])))


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


@cache
def _lists() -> dict[str, Any]:
    return tomllib.loads((resources.files("homeroom.simulation") / "sixty.toml").read_text("utf-8"))
