"""How each program knows each child: under which key, and by what name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from homeroom.simulation.catalogue import FORGE, LESSONS, TRAIL
from homeroom.simulation.chance import some_of, stream
from homeroom.simulation.names import folded, in_windows, letters_lost
from homeroom.simulation.school import Child, School

CLEVER, STAR, DIBELS = "clever", "star", "dibels8"
PROGRAMS = (LESSONS, CLEVER, STAR, DIBELS, TRAIL, FORGE)
RENAMED_ONE_IN = 96
LETTERS_LOST_ONE_IN = 160


@dataclass(frozen=True)
class Known:
    """A child as one program knows it. `oddity` says what the roster can't tell of the name; mostly blank."""

    child: Child
    key: str
    given: str
    family: str
    oddity: str = ""


KEYS: dict[str, Callable[[Child], str]] = {
    LESSONS: lambda child: child.sis_id,
    CLEVER: lambda child: child.clever_id,
    STAR: lambda child: child.star_id,
    DIBELS: lambda child: child.state_id,
    TRAIL: lambda child: child.trail_id,
    FORGE: lambda child: child.username,
}


def spelled(program: str, child: Child) -> tuple[str, str]:
    """Given and family name as the program writes them for every child."""
    given, family = child.name.given, child.name.family
    if program == LESSONS:
        return folded(given), folded(family)
    if program == DIBELS:
        return in_windows(given), in_windows(family)
    if program == TRAIL:
        return child.preferred or given, family
    return given, family


def identities(seed: int, school: School) -> dict[str, tuple[Known, ...]]:
    """Per program, one entry a child in the order of the children, then the strangers."""
    return {program: tuple(_known(seed, program, school)) for program in PROGRAMS}


def _known(seed: int, program: str, school: School) -> list[Known]:
    everyone = (*school.children, *school.strangers)
    known = [Known(child, KEYS[program](child), *spelled(program, child)) for child in everyone]
    for place in _renamed(seed, program, school.children):
        child, (_, family) = everyone[place], spelled(program, everyone[place])
        known[place] = Known(child, known[place].key, child.nickname, family, "renamed")
    for place in _cut(seed, program, school.children):
        one = known[place]
        known[place] = Known(one.child, one.key, letters_lost(one.given), letters_lost(one.family), "letters lost")
    return known


def _renamed(seed: int, program: str, children: Sequence[Child]) -> list[int]:
    """Children whom i-Ready and number_trail know by a nickname that the roster does not hold."""
    if program not in (LESSONS, TRAIL):
        return []
    able = [child.index for child in children if child.nickname]
    return some_of(stream(seed, f"renamed in {program}"), able, -(-len(children) // RENAMED_ONE_IN))


def _cut(seed: int, program: str, children: Sequence[Child]) -> list[int]:
    """Children whose accented letters number_trail has lost whole."""
    if program != TRAIL:
        return []
    able = [c.index for c in children if not c.nickname and letters_lost(c.name.family) != c.name.family]
    return some_of(stream(seed, "letters lost"), able, -(-len(children) // LETTERS_LOST_ONE_IN))
