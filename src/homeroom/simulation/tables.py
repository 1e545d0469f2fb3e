"""The plain tables beside the roster and the exports: caseloads, the school's hours, the catalogue, and the truth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple

import numpy as np

from homeroom.simulation.calendar import CLOSED
from homeroom.simulation.catalogue import Content
from homeroom.simulation.identity import PROGRAMS
from homeroom.simulation.plan import NONE
from homeroom.simulation.roster import Part
from homeroom.simulation.school import GRADES
from homeroom.simulation.sheet import Noted
from homeroom.simulation.world import World


def caseloads(world: World) -> Part:
    header = ("staffSourcedId", "userSourcedId", "reason", "beginDate", "endDate")
    rows = (
        (case.adult.sourced_id, case.child.sourced_id, case.reason, case.begins.isoformat(), case.ends.isoformat())
        for case in world.school.cases
    )
    return Part("caseloads.csv", header, tuple(rows))


def schedule(world: World) -> tuple[Part, Part]:
    """The days the school was open or closed, and the lab's rotation blocks."""
    days = dict.fromkeys(world.days, ("true", ""))
    days |= {day: ("false", why) for day, why in CLOSED.items() if day <= world.weeks[-1].friday}
    calendar = tuple((day.isoformat(), *days[day]) for day in sorted(days))
    rotation = tuple(
        (one.sourced_id, one.title, one.block.name, f"{one.block.starts:%H:%M}", str(one.block.minutes))
        for one in world.school.classes
    )
    return (
        Part("school_days.csv", ("date", "open", "reason"), calendar),
        Part("rotation.csv", ("classSourcedId", "title", "block", "starts", "minutes"), rotation),
    )


def catalogue(world: World) -> tuple[Part, Part]:
    """What the programs offer, and which standards it serves, on the publisher's word."""
    contents = list(world.catalogue.contents)
    offered = tuple((*_key(one), one.title, one.domain, GRADES[one.grade]) for one in contents)
    return (
        Part("content.csv", ("program", "kind", "external_id", "title", "domain", "grade"), offered),
        Part(
            "alignment.csv",
            ("program", "kind", "external_id", "standard", "weight", "source"),
            tuple(_alignments(world, contents)),
        ),
    )


def _alignments(world: World, contents: Iterable[Content]) -> Iterator[tuple[str, ...]]:
    for one in contents:
        for standard, weight in one.standards:
            yield (*_key(one), world.catalogue.standards[standard].code, f"{weight:g}", "publisher")


def _key(content: Content) -> tuple[str, str, str]:
    return content.program, content.kind, content.external_id


def truth(world: World, noted: Sequence[Noted]) -> tuple[Part, ...]:
    return (_mastery(world), _identity(world), _noise(noted), _stuck(world))


def _mastery(world: World) -> Part:
    """A child's own grade and the one below; after each week, and before the first one (its week is blank)."""
    header = ("student", "standard", "week", "mastery")
    weeks = ["", *(week.monday.isoformat() for week in world.weeks)]
    codes = [standard.code for standard in world.catalogue.standards]
    words = np.char.mod("%.4f", world.life.truth)
    rows = []
    for child in world.school.children:
        for standard in _followed(world, child.grade):
            values = words[:, child.index, standard].tolist()
            rows += [(child.sourced_id, codes[standard], *pair) for pair in zip(weeks, values, strict=True)]
    return Part("mastery.csv", header, tuple(rows))


def _followed(world: World, grade: int) -> list[int]:
    return [one.index for one in world.catalogue.standards if one.grade in (grade - 1, grade)]


def _identity(world: World) -> Part:
    """Every program's key for every child it knows; a blank student is a stranger."""
    header = ("program", "program_key", "student", "given_name", "family_name", "oddity")
    ours = len(world.school.children)
    rows = (
        (
            program,
            one.key,
            one.child.sourced_id if place < ours else "",
            one.given,
            one.family,
            one.oddity if place < ours else "stranger",
        )
        for program in PROGRAMS
        for place, one in enumerate(world.known[program])
    )
    return Part("identity.csv", header, tuple(rows))


def _noise(noted: Sequence[Noted]) -> Part:
    """Rows that are not as they should be, by file and row number."""
    header = ("file", "row", "kind", "column", "was", "student")
    return Part("noise.csv", header, tuple(tuple(map(str, astuple(one))) for one in noted))


def _stuck(world: World) -> Part:
    rows = (
        (child.sourced_id, world.catalogue.standards[standard].code)
        for child, standard in zip(world.school.children, world.life.stuck.tolist(), strict=True)
        if standard != NONE
    )
    return Part("stuck.csv", ("student", "standard"), tuple(rows))
