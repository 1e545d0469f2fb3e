"""A further school of the network whose children work in one program: its part of the roster, and its answers.

Such a school draws from streams of its own: the schools beside it stay as they are, byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from homeroom.simulation import learning, roster
from homeroom.simulation.catalogue import TRAIL
from homeroom.simulation.exports import responses
from homeroom.simulation.identity import KEYS, Known, spelled
from homeroom.simulation.roster import ROLES, STATUS, Part, Row
from homeroom.simulation.school import DISTRICT, Org, School
from homeroom.simulation.sheet import Sheet
from homeroom.simulation.world import World


@dataclass(frozen=True)
class Beside:
    """`sheets` are the files of the one program that its children work in."""

    org: Org
    school: School
    sheets: tuple[Sheet, ...]


def parts(standing: tuple[Part, ...], school: School, org: Org) -> tuple[Part, ...]:
    """The network's roster with this school behind it."""
    more: dict[str, tuple[Row, ...]] = {
        "orgs.csv": ((org.sourced_id, *STATUS, org.name, org.kind, org.identifier, DISTRICT.sourced_id),),
        "courses.csv": tuple(roster.courses(school, org)),
        "classes.csv": tuple(roster.homeroom(one, org) for one in school.classes),
        "users.csv": (
            *(roster.adult(one, org) for one in school.adults),
            *(roster.child(one, org) for one in school.children),
        ),
        "roles.csv": (
            *(roster.role(one.sourced_id, ROLES[one.role], org) for one in school.adults),
            *(roster.role(one.sourced_id, "student", org, (one.begins, one.ends)) for one in school.children),
        ),
        "enrollments.csv": (*roster.teaching(school, org), *roster.learning(school, org)),
    }
    return tuple(replace(part, rows=(*part.rows, *_new(part, more.get(part.name, ())))) for part in standing)


def _new(part: Part, rows: tuple[Row, ...]) -> Iterator[Row]:
    """Courses stand once in the network; every other row is this school's own."""
    known = {row[0] for row in part.rows}
    return (row for row in rows if row[0] not in known)


def sheets(
    made: World, school: School, org: Org, word: str, first: int, homes: Sequence[int] | None = None
) -> Iterator[Sheet]:
    """The answers of these homes, or of all, in a file a Friday, without a fault. Events count from `first`."""
    life = learning.live(made.seed, school, made.weeks, made.catalogue)
    known = tuple(Known(child, KEYS[TRAIL](child), *spelled(TRAIL, child)) for child in school.children)
    world = replace(made, school=school, life=life, known={TRAIL: known})
    lines = [one for one in responses.lines_of(world, TRAIL, org) if homes is None or one.known.child.home in homes]
    for week in made.weeks:
        of_week = [line for line in lines if week.monday <= line.day <= week.friday]
        yield responses.sheet_of(TRAIL, f"{TRAIL}_{word}_{week.friday}.csv", week.friday, of_week, first)
        first += len(of_week)
