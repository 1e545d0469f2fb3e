"""Clever, Daily Participation: one file a week, a row a child and school day, zeros included, no names.

The last week's file is not there yet: Clever is late. In a simulation of one or two weeks it is there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from homeroom.simulation import noise
from homeroom.simulation.calendar import Week
from homeroom.simulation.chance import stream
from homeroom.simulation.identity import CLEVER, Known
from homeroom.simulation.school import OTHER_SCHOOL, SCHOOL
from homeroom.simulation.sheet import Noted, Sheet, Style, layout_of
from homeroom.simulation.world import World

SCHOOL_ID = {SCHOOL.name: "5f1c0a7be2d94400a1b2c301", OTHER_SCHOOL.name: "5f1c0a7be2d94400a1b2c377"}
LATE_FROM_WEEKS = 3
STRANGERS = 6
REPEATED = 2
ELSEWHERE = 0.06  # a child signs in at home on a day away


def sheets(world: World) -> Iterator[Sheet]:
    random = stream(world.seed, "clever")
    opened = _opened(world, random)
    days = {day: place for place, day in enumerate(world.days)}
    noisy = stream(world.seed, "noise in clever")
    for week in _sent(world):
        rows = [
            (day, known, SCHOOL.name, int(opened[known.child.index, days[day]]))
            for day in week.days
            for known in world.known[CLEVER][: len(world.school.children)]
            if known.child.there(day)
        ]
        rows += [
            (day, known, OTHER_SCHOOL.name, 1) for day in week.days for known in world.strangers(CLEVER)[:STRANGERS]
        ]
        sheet = _sheet(week, rows, random)
        for place, (_, _, school, _) in enumerate(rows):
            if school != SCHOOL.name:
                sheet.note(place, "stranger")
        noise.repeat(noisy, sheet, REPEATED)
        yield sheet


def not_sent(world: World) -> list[Noted]:
    """The file that should be there and is not."""
    missing = world.weeks[len(_sent(world)) :]
    return [Noted(f"{week.friday}/{_file(week)}", 0, "file not sent", "", str(week.friday), "") for week in missing]


def _sent(world: World) -> Sequence[Week]:
    return world.weeks[:-1] if len(world.weeks) >= LATE_FROM_WEEKS else world.weeks


def _file(week: Week) -> str:
    return f"{week.friday.isoformat()}_daily_participation.csv"


def _opened(world: World, random: Generator) -> NDArray[np.int64]:
    """Applications opened by each child on each school day: those it worked in, and now and then another."""
    shape = world.life.present.shape
    opened = np.zeros(shape, dtype=np.int64)
    for answers in world.life.answers.values():
        worked = np.zeros(shape, dtype=np.int64)
        worked[answers.child, answers.day] = 1
        opened += worked
    worked = np.zeros(shape, dtype=np.int64)
    worked[world.life.tries.child, world.life.tries.day] = 1
    opened += worked
    others = random.poisson(0.4, shape) * (opened > 0)
    return opened + others + (~world.life.present & (random.random(shape) < ELSEWHERE))


def _sheet(week: Week, rows: list[tuple[date, Known, str, int]], random: Generator) -> Sheet:
    logins = [opened and 1 + int(random.poisson(0.3)) for _, _, _, opened in rows]
    columns = {
        "date": [day.isoformat() for day, _, _, _ in rows],
        "sis_id": [known.child.sis_id for _, known, _, _ in rows],
        "clever_user_id": [known.key for _, known, _, _ in rows],
        "clever_school_id": [SCHOOL_ID[school] for _, _, school, _ in rows],
        "school_name": [school for _, _, school, _ in rows],
        "active": [str(opened > 0) for _, _, _, opened in rows],
        "num_logins": [str(count) for count in logins],
        "num_resources_accessed": [str(opened) for _, _, _, opened in rows],
    }
    who = [known.child.sourced_id if school == SCHOOL.name else "" for _, known, school, _ in rows]
    return Sheet(
        _file(week), week.friday, layout_of("clever", "daily_participation", "students"), columns, who, Style()
    )
