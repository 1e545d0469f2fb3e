"""Made-up studies as the tables that the analysis takes."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.random import Generator

from homeroom.evidence.data import Answer, Asked, Cell, Child, Data
from homeroom.simulation.studies.crossovers import Checks
from homeroom.simulation.studies.doses import Doses
from homeroom.simulation.studies.one_treated import TREATED, Waves
from homeroom.simulation.studies.pilots import Children, Whole

ASKED = Asked("made-up", "Does it work?", "pilot", "class", True, "new", "old", "after", "before", "reading")


def of_pilot(made: Children, asked: Asked = ASKED, strata: Whole | None = None, *, has_baseline: bool = True) -> Data:
    """`strata` has an entry a class: what it was drawn in."""
    drawn_in = np.zeros(len(made.effects), np.int64) if strata is None else strata
    children = tuple(
        Child(
            f"child {at}",
            f"room {room}",
            f"school {school}",
            bool(is_new),
            float(before) if has_baseline else None,
            float(after) if np.isfinite(after) else None,
            stratum=str(drawn_in[room]),
        )
        for at, (room, school, is_new, before, after) in enumerate(
            zip(made.room, made.school, made.new, made.before, made.after, strict=True)
        )
    )
    return Data(asked, children)


def of_crossover(made: Checks, asked: Asked) -> Data:
    room_of = dict(zip(made.child.tolist(), made.room.tolist(), strict=True))
    rows = zip(made.room.tolist(), made.standard.tolist(), made.unit.tolist(), made.aligned.tolist(), strict=True)
    cells = {
        (room, standard): Cell(f"room {room}", f"standard {standard}", f"room {room} | unit {unit}", aligned)
        for room, standard, unit, aligned in rows
    }
    answers = zip(made.child.tolist(), made.standard.tolist(), made.result.tolist(), strict=True)
    return Data(
        asked,
        tuple(Child(f"child {child}", f"room {room}", "school", False) for child, room in room_of.items()),
        tuple(cells.values()),
        tuple(Answer(f"child {child}", f"standard {what}", result) for child, what, result in answers),
    )


def of_doses(made: Doses, asked: Asked) -> Data:
    """The new arm are the classes that were given more minutes than the middle one. Odd and even weeks err alike."""
    middle = float(np.median(made.assigned))
    apart = made.measured - made.done
    children = tuple(
        Child(
            f"child {at}",
            f"room {room}",
            f"school {room % 4}",
            bool(given > middle),
            float(before),
            float(after),
            minutes=(float(done + error), float(done - error)),
            assigned=float(given),
        )
        for at, (room, given, before, after, done, error) in enumerate(
            zip(made.room, made.assigned, made.before, made.after, made.done, apart, strict=True)
        )
    )
    return Data(asked, children)


def of_network(waves: Mapping[str, Waves], asked: Asked, random: Generator, rooms: int = 3, each: int = 8) -> Data:
    """Children around the means of their schools, the same in every wave."""
    children = []
    for school, one in waves.items():
        own = random.normal(size=(rooms, each))
        for (room, place), level in np.ndenumerate(own - own.mean()):
            *earlier, before = (wave + float(level) for wave in one.before)
            after = one.after[-1] + float(level)
            key, name = f"{school}, child {room}-{place}", f"{school}, room {room}"
            children.append(Child(key, name, school, school == TREATED, before, after, earlier=tuple(earlier)))
    return Data(asked, tuple(children))
