"""Put the school together: classes, children, staff, and the strangers who turn up in its files."""

from __future__ import annotations

from collections.abc import Sequence

from homeroom.simulation import children as draw_children
from homeroom.simulation import movement, staff
from homeroom.simulation.calendar import BLOCKS, Week
from homeroom.simulation.chance import hexadecimal, stream
from homeroom.simulation.errors import SimulationError
from homeroom.simulation.school import GRADES, School, SchoolClass

CLASS_SIZE = 24
# A small school has its grade 3 first: it is the first grade that all programs serve.
GRADES_IN_TURN = (3, 4, 5, 2, 1, 0)
FEWEST, MOST = 12, 2_400
STRANGERS_ONE_IN = 40


def build(seed: int, count: int, weeks: Sequence[Week]) -> School:
    """A school of `count` children, those who come later and those who leave included."""
    if not FEWEST <= count <= MOST:
        raise SimulationError(f"children: {count} can't be simulated. Ask for {FEWEST} to {MOST} children.")
    classes = _classes(seed, -(-count // CLASS_SIZE))
    children = movement.move(seed, draw_children.draw(seed, classes, count), classes, weeks)
    adults = staff.draw(seed, classes)
    strangers = draw_children.draw_strangers(seed, children, -(-count // STRANGERS_ONE_IN))
    return School(classes, tuple(children), adults, tuple(strangers), staff.cases(adults, children))


def _classes(seed: int, count: int) -> tuple[SchoolClass, ...]:
    random = stream(seed, "classes")
    return tuple(
        SchoolClass(
            index=index,
            sourced_id=f"cls-{hexadecimal(random, 8)}",
            title=_title(index),
            grade=GRADES_IN_TURN[index % len(GRADES_IN_TURN)],
            room=f"Room {101 + index}",
            block=BLOCKS[index % len(BLOCKS)],
        )
        for index in range(count)
    )


def _title(index: int) -> str:
    """`Grade 3 A`, `Kindergarten B`."""
    grade = GRADES[GRADES_IN_TURN[index % len(GRADES_IN_TURN)]]
    turn = index // len(GRADES_IN_TURN)
    letter = chr(ord("A") + turn % 26) * (1 + turn // 26)
    return f"{'Kindergarten' if grade == 'K' else f'Grade {grade}'} {letter}"
