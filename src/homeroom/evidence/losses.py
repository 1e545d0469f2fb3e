"""What was lost between the draw and the analysis, and whether the groups were alike before: their tables."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

import numpy as np

from homeroom.evidence import attrition, baseline, sentences
from homeroom.evidence.analysed import PRETEST
from homeroom.evidence.attrition import Attrition, Line
from homeroom.evidence.data import Data
from homeroom.evidence.flow import Flow
from homeroom.evidence.prepare import Prepared
from homeroom.evidence.results import BaselineRow, Group, Lost
from homeroom.evidence.statement import Part, Statement


def attritions(found: Prepared, flow: Flow | None) -> dict[str, Attrition]:
    """Of children and of classes; where standards or weeks were drawn, of children's outcomes in cells."""
    data = found.data
    if data.cells:
        return {"outcomes": _of_cells(data)}
    analysed = {one.key for one in found.children}
    told = {"children": _counted([(one.key in analysed, one.is_new) for one in data.children])}
    of_arm = {one.arm: one for one in flow.arms} if flow is not None else {}
    if {data.asked.new_arm, data.asked.old_arm} <= of_arm.keys():
        new, old = of_arm[data.asked.new_arm], of_arm[data.asked.old_arm]
        analysed_new, analysed_old = told["children"].new_analysed, told["children"].old_analysed
        told["children"] = Attrition(
            max(new.assigned, analysed_new), analysed_new, max(old.assigned, analysed_old), analysed_old
        )
    rooms = {(one.classroom, one.is_new) for one in data.children}
    left = set(found.classes)
    return told | {"classes": _counted([(room in left, new) for room, new in sorted(rooms)])}


def _of_cells(data: Data) -> Attrition:
    """Each child was to have an outcome in each cell of its class."""
    room = {one.key: one.classroom for one in data.children}
    there = {(one.child, one.what) for one in data.answers if one.outcome is not None}
    by_room: dict[str, list[str]] = {}
    for child, name in room.items():
        by_room.setdefault(name, []).append(child)
    rows = [
        ((child, cell.what) in there, cell.is_new)
        for cell in data.cells
        for child in by_room.get(cell.classroom, ())
    ]  # fmt: skip
    return _counted(rows)


def _counted(rows: Sequence[tuple[bool, bool]]) -> Attrition:
    """Of pairs: whether it is analysed, whether it is new."""
    new = [analysed for analysed, is_new in rows if is_new]
    old = [analysed for analysed, is_new in rows if not is_new]
    return Attrition(len(new), sum(new), len(old), sum(old))


def worst(told: dict[str, Attrition]) -> Attrition:
    """The one that keeps the least strict line: a study is judged by it."""
    order = [Line.CAUTIOUS, Line.OPTIMISTIC, None]
    return max(told.values(), key=lambda one: order.index(one.line))


def lost(told: dict[str, Attrition]) -> tuple[Lost, ...]:
    return tuple(
        Lost(
            what, one.new_assigned, one.new_analysed, one.old_assigned, one.old_analysed, one.overall,
            one.differential, attrition.highest(one.overall, Line.CAUTIOUS),
            attrition.highest(one.overall, Line.OPTIMISTIC), str(one.line or ""),
        )
        for what, one in told.items()
    )  # fmt: skip


def baseline_rows(found: Prepared) -> Part[tuple[BaselineRow, ...]]:
    """The baseline measure, earlier waves of it, and the covariates, among those who are analysed."""
    if found.data.cells:
        return Part(why=Statement(sentences.OWN_CONTROL.id))
    measured = _measured(found)
    if not measured:
        return Part(why=Statement(sentences.NO_BASELINE.id))
    return Part(tuple(_row(found, name, values) for name, values in measured.items()))


def largest(found: Prepared) -> float | None:
    """|g| of the measure, the largest of all its waves; 0 where everybody is in both arms."""
    if found.data.cells:
        return 0.0
    rows = [_compared(found, name, values) for name, values in _measured(found).items() if name in _waves(found)]
    return max((abs(one.g) for one in rows), default=None)


def _measured(found: Prepared) -> dict[str, Sequence[float]]:
    children = found.children
    covariates = sorted({name for one in children for name in one.covariates})
    return _waves(found) | {name: [one.covariates[name] for one in children] for name in covariates}


def _waves(found: Prepared) -> dict[str, Sequence[float]]:
    children = found.children
    if any(one.baseline is None for one in children):
        return {}
    name = found.data.asked.baseline or PRETEST
    count = min(len(one.earlier) for one in children)
    earlier = {f"{name}, wave {at + 1}": [one.earlier[at] for one in children] for at in range(count)}
    return {name: [one.baseline or 0.0 for one in children], **earlier}


def _row(found: Prepared, name: str, values: Sequence[float]) -> BaselineRow:
    row = _compared(found, name, values)
    new, old = (Group(one.children, one.mean, one.sd) for one in (row.new, row.old))
    g = Part(row.g) if isfinite(row.g) else Part[float](why=Statement(sentences.NOT_ESTIMABLE.id))
    return BaselineRow(name, new, old, g, str(row.alike))


def _compared(found: Prepared, name: str, values: Sequence[float]) -> baseline.Row:
    told = np.asarray(values, np.float64)
    is_new = np.array([one.is_new for one in found.children])
    groups = [
        baseline.Group(len(one), float(one.mean()), float(one.std(ddof=1)) if len(one) > 1 else 0.0)
        for one in (told[is_new], told[~is_new])
    ]
    return baseline.Row(name, *groups)
