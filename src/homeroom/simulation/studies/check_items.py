"""Checks on single standards, taken by all children of a study alike, as a district's data system sends them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from homeroom.simulation.chance import stream
from homeroom.simulation.school import School
from homeroom.simulation.sheet import PLAIN, Sheet, layout_of
from homeroom.simulation.studies import crossovers
from homeroom.simulation.studies.crossovers import Crossover

ASSESSMENT, METHOD = "Unit checks", "Points"
MIDDLE, EACH, HIGHEST = 10.0, 3.0, 20.0  # points: of a child in the middle, a standard deviation, at most


@dataclass(frozen=True)
class Drawn:
    """`units` is each standard's unit, by code; `aligned` are pairs of class and standard."""

    classes: Sequence[str]
    units: Mapping[str, str]
    aligned: Collection[tuple[str, str]]


def sheet(school: School, crossover: Crossover, drawn: Drawn, day: date, seed: int) -> Sheet:
    """A row a child and standard that was checked on this day."""
    index = {one.sourced_id: one.index for one in school.classes}
    places = [index[one] for one in drawn.classes]
    children = [one for one in school.children if one.home in places and one.there(day)]
    codes, units = list(drawn.units), sorted(set(drawn.units.values()))
    made = crossovers.happened(
        crossover,
        np.array([places.index(one.home) for one in children]),
        np.array([[(room, code) in drawn.aligned for code in codes] for room in drawn.classes]),
        np.array([units.index(drawn.units[code]) for code in codes]),
        stream(seed, "unit checks"),
    )
    points = np.clip(np.round(MIDDLE + EACH * made.result, 1), 0, HIGHEST)
    who = [children[one].sourced_id for one in made.child]
    same = {
        "assessment_id": ASSESSMENT,
        "administered_on": day.isoformat(),
        "school_year": "2026-2027",
        "method": METHOD,
        "kind": "score",
        "period": "Fall",
        "language": "en",
    }
    columns = {
        "sitting_id": [f"check-{day}-{one}" for one in who],
        "student_id": who,
        "objective": [codes[one] for one in made.standard],
        "result": [f"{one:g}" for one in points],
        **{name: [value] * len(who) for name, value in same.items()},
    }
    layout = layout_of("edfi", "student_assessments", "scores")
    return Sheet(f"unit_checks_{day:%Y%m%d}.csv", day, layout, columns, who, PLAIN)
