"""How much a result leans on one class, on children without an outcome, and on what was never measured.

The bias that would undo it after Frank, Maroulis, Duong and Kelcey (2013), "What would it take to change an
inference?", equation 6. Bounds: children without an outcome get what their like had, and a standard deviation more or
less by arm.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from homeroom.evidence import sentences
from homeroom.evidence.agreement import estimate, line
from homeroom.evidence.analysed import table
from homeroom.evidence.choose import Design
from homeroom.evidence.data import Answer, Child, Data
from homeroom.evidence.design_matrix import design
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.estimate import Estimate
from homeroom.evidence.estimators import Steps
from homeroom.evidence.least_squares import fit
from homeroom.evidence.panel import Bounds, LeftOut, Sensitivity, Undo
from homeroom.evidence.prepare import Prepared, prepared
from homeroom.evidence.raw import Raw
from homeroom.evidence.statement import Part, Statement
from homeroom.mastery.rules import Rule

SHIFT = 1.0  # standard deviations that nobody saw
LEAST = 3  # classes an arm: one less must still be an arm


def sensitivity(found: Prepared, first: Estimate | None, refused: Rule | None, steps: Steps) -> Sensitivity:
    """`refused` is why the first estimate is not shown, where it is not."""
    if refused is not None or first is None or found.choice.design is Design.ONE_TREATED:
        why = Statement((refused or sentences.NOT_ESTIMABLE).id)
        return Sensitivity(Part(why=why), False, Part(why=why), Part(why=why))
    without, leans = _without_one(found, first, steps)
    undo = _undo(first)
    return Sensitivity(without, leans, _bounds(found, steps), undo, tuple(_said(leans, undo)))


def _said(leans: bool, undo: Part[Undo]) -> Iterator[Statement]:
    if leans:
        yield Statement(sentences.LEANS.id)
    if undo.found is not None:
        percent = round(100 * undo.found.share)
        yield Statement(sentences.UNDONE.id, {"bias": undo.found.bias, "percent_of_effect": percent})


def _without_one(found: Prepared, first: Estimate, steps: Steps) -> tuple[Part[tuple[LeftOut, ...]], bool]:
    """Scaled as the whole study is, so that only the points differ."""
    if min(one.classes for one in found.arms) < LEAST:
        return Part(why=Statement(sentences.FEW_CLASSES.id)), False
    alpha = found.data.asked.alpha
    told, leans = [], False
    for room in found.classes:
        raw = _first(found.without(room), f"without class {room}", steps)
        other = estimate(raw, found.scaling, alpha)
        leans = leans or (other is not None and _side(other) != _side(first))
        told.append(LeftOut(room, line(raw, found.scaling, alpha)))
    return Part(tuple(told)), leans


def _side(one: Estimate) -> int:
    return 0 if one.holds_zero else (1 if one.effect > 0 else -1)


def _first(found: Prepared, name: str, steps: Steps) -> Raw:
    return steps(name, lambda: found.estimated(found.choice.first))


def _bounds(found: Prepared, steps: Steps) -> Part[Bounds]:
    new, old = _missing(found.data)
    if not new + old:
        return Part(why=Statement(sentences.NOBODY_MISSING.id))
    told = []
    for name, sign in (("worst", -1), ("best", 1)):
        try:
            other = prepared(_filled(found, sign), found.choice)
        except EvidenceError:
            return Part(why=Statement(sentences.NOT_ESTIMABLE.id))
        told.append(line(_first(other, f"missing outcomes, {name}", steps), found.scaling, found.data.asked.alpha))
    return Part(Bounds(new, old, SHIFT, *told))


def _missing(data: Data) -> tuple[int, int]:
    """Without an outcome: children with a baseline where there is any, or answers; of the new arm, and of the old."""
    if data.cells:
        new = {(one.classroom, one.what): one.is_new for one in data.cells}
        room = {one.key: one.classroom for one in data.children}
        arms = [new[room[one.child], one.what] for one in data.answers if one.outcome is None]
    else:
        arms = [one.is_new for one in data.children if _lacks(data, one)]
    return sum(arms), len(arms) - sum(arms)


def _lacks(data: Data, one: Child) -> bool:
    has_baselines = any(child.baseline is not None for child in data.children)
    return one.outcome is None and (one.baseline is not None or not has_baselines)


def _filled(found: Prepared, sign: int) -> Data:
    by = sign * SHIFT * found.scaling.deviation
    return _cells_filled(found, by) if found.data.cells else _children_filled(found, by)


def _children_filled(found: Prepared, by: float) -> Data:
    """What the baseline foretells in the child's own arm, and more or less of it."""
    whole = table(found.data)
    known = whole.own.get("pretest")
    columns = {"arm": whole.arm} if known is None else {"arm": whole.arm, "pretest": known}
    made = fit(design(columns, ["arm"]), whole.outcome)
    slopes = dict(zip(made.design.names, made.coefficients.tolist(), strict=True))

    def foretold(one: Child) -> float:
        plain = slopes["(Intercept)"] + slopes["arm"] * one.is_new + slopes.get("pretest", 0.0) * (one.baseline or 0.0)
        return float(plain + (by if one.is_new else -by))

    children = [replace(one, outcome=foretold(one)) if _lacks(found.data, one) else one for one in found.data.children]
    return replace(found.data, children=tuple(children))


def _cells_filled(found: Prepared, by: float) -> Data:
    """What the others of the class had in the cell; where nobody has, what the arm had on average."""
    room = {one.key: one.classroom for one in found.data.children}
    new = {(one.classroom, one.what): one.is_new for one in found.data.cells}
    told: dict[object, list[float]] = {}
    for one in found.data.answers:
        if one.outcome is not None:
            at = room[one.child], one.what
            for key in (at, new[at]):
                told.setdefault(key, []).append(one.outcome)

    def foretold(one: Answer) -> float:
        at = room[one.child], one.what
        return float(np.mean(told.get(at) or told[new[at]])) + (by if new[at] else -by)

    answers = [replace(one, outcome=foretold(one)) if one.outcome is None else one for one in found.data.answers]
    return replace(found.data, answers=tuple(answers))


def _undo(first: Estimate) -> Part[Undo]:
    if first.holds_zero:
        return Part(why=Statement(sentences.NOTHING_TO_UNDO.id))
    bias = min(abs(first.low), abs(first.high))
    return Part(Undo(bias, bias / abs(first.effect)))
