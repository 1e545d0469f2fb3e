"""Which measures have come in already: what a study can choose its outcome from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from importlib import resources

from homeroom.evidence.plan_json import Measure
from homeroom.facts import store

NAMES = ("program", "assessment", "method", "objective")
LONGEST = 100  # characters of a name


@dataclass(frozen=True)
class Came:
    """A measure, of how many children it has results, and from when to when."""

    measure: Measure
    children: int
    first_on: date
    last_on: date


def came_in(students: Collection[int]) -> list[Came]:
    """Of these children, by program and assessment. Names are made up and differ from each other."""
    sql = (resources.files("homeroom.evidence") / "measures_there.sql").read_text("utf-8")
    asked = {"students": sorted(students)}
    rows = store.query(sql, asked, tables=["assessments"], students=sorted(students)).dicts()
    found: dict[str, Came] = {}
    for row in rows:
        program, assessment, method, objective = (str(row[name] or "") for name in NAMES)
        name = _free(", ".join(filter(None, (assessment, objective, method))), found)
        measure = Measure(name, program, assessment, method, scale=method, objective=objective)
        found[name] = Came(measure, int(row["children"]), row["first_on"], row["last_on"])
    return list(found.values())


def _free(name: str, taken: Collection[str]) -> str:
    name, at = name[:LONGEST], 1
    while name in taken:
        at += 1
        name = f"{name[: LONGEST - 5]} ({at})"
    return name
