"""Parts of the children, and single classrooms: what may be said of them, and why not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from homeroom.evidence import sentences, subgroups
from homeroom.evidence.agreement import line
from homeroom.evidence.analyse_classes import adjusted_classes, robust
from homeroom.evidence.analysed import ARM, Table
from homeroom.evidence.choose import Design
from homeroom.evidence.classrooms import said_of_classes
from homeroom.evidence.design_matrix import design, indicators, interaction
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.hotelling import joint
from homeroom.evidence.least_squares import fit
from homeroom.evidence.panel import Line
from homeroom.evidence.pool import pooled
from homeroom.evidence.prepare import Prepared
from homeroom.evidence.results import ClassLine, Classrooms, Subgroup
from homeroom.evidence.robust import clustered
from homeroom.evidence.situation import assigned_whole
from homeroom.evidence.statement import Part, Statement
from homeroom.mastery.rules import Rule


def classrooms(found: Prepared, refused: Rule | None) -> Part[Classrooms]:
    """Shrunken effects of the new classes, in the order of their names."""
    if not isinstance(found.rows, Table) or not assigned_whole(found.data):
        return Part(why=Statement(sentences.NOT_THIS_DESIGN.id))
    if refused is not None or not found.enough or found.choice.design is Design.ONE_TREATED:
        return Part(why=Statement((refused or sentences.ONE_CLASS).id))
    try:
        names, results, errors = adjusted_classes(found.rows)
        times = found.scaling.times
        of_new = {one.classroom for one in found.children if one.is_new}
        new = np.array([name in of_new for name in names])
        made = pooled(results[new] * times, errors[new] * times, results[~new] * times, errors[~new] * times)
    except EvidenceError:
        return Part(why=Statement(sentences.NOT_ESTIMABLE.id))
    lines = [
        ClassLine(name, one.effect, one.low, one.high, one.above, one.stands_out)
        for name, one in zip([name for name in names if name in of_new], made.classes, strict=True)
    ]
    said = tuple(Statement(one.rule.id, one.numbers) for one in said_of_classes(made, range(len(lines))))
    return Part(
        Classrooms(
            made.effect.effect, made.effect.low, made.effect.high, made.spread, made.spread_low, made.spread_high,
            made.p_spread, said, tuple(lines),
        )
    )  # fmt: skip


def parts(found: Prepared, refused: Rule | None) -> Part[tuple[Subgroup, ...]]:
    """Of each property that the plan names. Those of one outcome are of one domain, and are judged together."""
    if not isinstance(found.rows, Table):
        return Part(why=Statement(sentences.NOT_THIS_DESIGN.id))
    whole = found.rows
    names = sorted(set.intersection(*({*one.groups} for one in whole.data.children)))
    if not names:
        return Part(why=Statement(sentences.NOT_ASKED.id))
    tested = [(name, _interaction(whole, name) if found.enough else None) for name in names]
    told = [subgroups.Subgroup(min(_cells(whole, name).values()), p) for name, p in tested]
    rules = subgroups.refusals(told, found.data.asked.alpha)
    return Part(
        tuple(
            _subgroup(found, whole, name, value, p, refused or rule)
            for (name, p), rule in zip(tested, rules, strict=True)
            for value in _values(whole, name)
        )
    )


def _values(whole: Table, name: str) -> list[str]:
    return sorted({one.groups[name] for one in whole.data.children})


def _cells(whole: Table, name: str) -> dict[tuple[str, bool], int]:
    """Children by value and arm."""
    found = {(value, new): 0 for value in _values(whole, name) for new in (True, False)}
    for one in whole.data.children:
        found[one.groups[name], one.is_new] += 1
    return found


def _interaction(whole: Table, name: str) -> float | None:
    """How often parts that respond alike would look as unlike; None where it can't be told."""
    groups = indicators(f"{name} ", [one.groups[name] for one in whole.data.children])
    crossed = interaction({ARM: whole.arm}, groups)
    if not crossed:
        return None
    try:
        model = design({**whole.columns, **groups, **crossed}, [ARM, *crossed])
        made = clustered(fit(model, whole.outcome), whole.by)
        return joint(made, model.contrast(*crossed)).p
    except (EvidenceError, np.linalg.LinAlgError):
        return None


def _subgroup(found: Prepared, whole: Table, name: str, value: str, p: float | None, refused: Rule | None) -> Subgroup:
    cells = [count for (told, _), count in _cells(whole, name).items() if told == value]
    if min(cells) < sentences.CELL["children"]:
        children, refused = Part[int](why=Statement(sentences.CELL.id)), refused or sentences.CELL
    else:
        children = Part(sum(cells))
    effect = _effect(found, whole, name, value) if refused is None else Part[Line](why=Statement(refused.id))
    missing = Statement(sentences.NOT_ESTIMABLE.id)
    return Subgroup(name, value, children, effect, Part(why=missing) if p is None else Part(p))


def _effect(found: Prepared, whole: Table, name: str, value: str) -> Part[Line]:
    inside = tuple(one for one in whole.data.children if one.groups[name] == value)
    try:
        return Part(line(robust(Table(replace(whole.data, children=inside))), found.scaling, found.data.asked.alpha))
    except (EvidenceError, np.linalg.LinAlgError):
        return Part(why=Statement(sentences.NOT_ESTIMABLE.id))
