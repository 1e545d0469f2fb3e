"""Two small schools more, whose children work in one program alone: with them its maker can be told of it.

A number is told to a maker only where three schools and five classes are behind it.
"""

from __future__ import annotations

from collections.abc import Iterator

from homeroom.simulation import beside, children, staff
from homeroom.simulation.beside import Beside
from homeroom.simulation.calendar import BLOCKS
from homeroom.simulation.chance import hexadecimal, stream
from homeroom.simulation.school import Child, Org, School, SchoolClass
from homeroom.simulation.staff import PRINCIPAL, TEACHER
from homeroom.simulation.world import World

FERN = Org("org-fern-hollow", "Fern Hollow Elementary", "school", "4400259")
QUARRY = Org("org-quarry-road", "Quarry Road Elementary", "school", "4400260")
ROOMS = ((3, "Grade 3 Thrush"), (4, "Grade 4 Marten"))
CHILDREN = 36
SERIES = {
    FERN: children.Numbers(sis=9_200_013, state=8_577_005_000, trail=881_410_000, login=82_000),
    QUARRY: children.Numbers(sis=9_500_017, state=8_588_006_000, trail=885_510_000, login=84_000),
}
FIRST_EVENT, APART = 610_000_000, 10_000_000


def draw(made: World, known: tuple[Child, ...]) -> Iterator[Beside]:
    """The same schools for the same seed and weeks. No child has the full name of one of `known`."""
    taken = dict.fromkeys(adult.username for adult in made.school.adults)
    for place, org in enumerate((FERN, QUARRY)):
        random = stream(made.seed, f"neighbour {org.sourced_id}")
        rooms = tuple(
            SchoolClass(at, f"cls-{hexadecimal(random, 8)}", title, grade, f"Room {at + 1}", BLOCKS[at])
            for at, (grade, title) in enumerate(ROOMS)
        )
        roles = ((TEACHER, (0,)), (TEACHER, (1,)), (PRINCIPAL, ()))
        adults = tuple(staff.adult(random, role, teaches, taken) for role, teaches in roles)
        pupils = tuple(children.draw_beside(random, known, rooms, CHILDREN, SERIES[org]))
        school, known = School(rooms, pupils, adults, (), ()), (*known, *pupils)
        word = org.sourced_id.removeprefix("org-").replace("-", "_")
        first = FIRST_EVENT + APART * place
        yield Beside(org, school, tuple(beside.sheets(made, school, org, word, first)))
