"""Sittings of a test whose results are known, as the file that its vendor sends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from homeroom.simulation.chance import stream
from homeroom.simulation.exports import star
from homeroom.simulation.exports.sittings import Sitting
from homeroom.simulation.identity import STAR, Known, spelled
from homeroom.simulation.school import School
from homeroom.simulation.sheet import Sheet

FRIDAY = 4


@dataclass(frozen=True)
class Sat:
    """Star Reading on one day. `readings` are in standard deviations of a grade's children, by a child's index."""

    day: date
    period: str
    readings: Mapping[int, float]


def sheet(school: School, sat: Sat, seed: int) -> Sheet:
    """The export of that week's Friday: exactly the readings, rounded to points of the scale."""
    random = stream(seed, f"sittings of {sat.day}")
    tests, known = [], []
    for child in school.children:
        if child.index in sat.readings:
            sitting = Sitting(child, sat.day, 0)
            tests.append(star.sat_test(random, sitting, sat.readings[child.index], unsure=0.0))
            known.append(Known(child, child.star_id, *spelled(STAR, child)))
    friday = sat.day + timedelta(days=(FRIDAY - sat.day.weekday()) % 7)
    return star.scores(school, tests, known, friday, sat.period)
