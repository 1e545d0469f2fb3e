"""What a study could have seen: by its own standard error, and how many such classes would see what matters."""

from __future__ import annotations

import numpy as np
from scipy.special import stdtrit  # type: ignore[import-untyped]  # scipy ships no types

from homeroom.evidence import power, sentences
from homeroom.evidence.analyse_cells import Cells
from homeroom.evidence.analysed import Table
from homeroom.evidence.choose import Design
from homeroom.evidence.design_matrix import Real, design, places
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.estimate import Estimate
from homeroom.evidence.least_squares import fit
from homeroom.evidence.power import ChildrenAssigned, ClassesAssigned, Crossover
from homeroom.evidence.prepare import Prepared
from homeroom.evidence.results import Seen, Variance
from homeroom.evidence.scaling import inside_arms
from homeroom.evidence.statement import Part, Statement
from homeroom.evidence.variance import Components, components

MOST = 0.95  # of a variance that a handful of classes may seem to have explained


def detectable(first: Estimate | None, alpha: float) -> float | None:
    """Bloom's multiplier times the standard error that the study turned out to have."""
    if first is None or not np.isfinite(first.high):
        return None
    return float(stdtrit(first.df, 1 - alpha / 2) + stdtrit(first.df, power.POWER)) * first.se


def seen(found: Prepared, first: Estimate | None) -> Seen:
    missing = Statement(sentences.NOT_ESTIMABLE.id)
    asked = found.data.asked
    could = detectable(first, asked.alpha)
    told, plan = _own(found)
    needed = None if plan is None or asked.matters is None else power.needed(plan, asked.matters, asked.alpha)
    return Seen(
        Part(why=missing) if could is None else Part(could),
        Part(why=Statement(sentences.NOT_ASKED.id)) if asked.matters is None else Part(asked.matters),
        Part(why=missing) if needed is None else Part(needed),
        Part(why=missing) if told is None else Part(told),
    )


def _own(found: Prepared) -> tuple[Variance | None, power.Design | None]:
    """How the study's own classes and children differ, and the design with these numbers."""
    if found.choice.design is Design.ONE_TREATED or not found.enough:
        return None, None
    try:
        return _of_cells(found.rows) if isinstance(found.rows, Cells) else _of_children(found, found.rows)
    except EvidenceError:
        return None, None


def _of_children(found: Prepared, table: Table) -> tuple[Variance, power.Design]:
    _, place = places(table.classes)
    raw = components(inside_arms(table.outcome, table.arm), place, lost=2)
    rest = _rest(table)
    left = raw if rest is None else components(rest, place, lost=3)
    children = len(table.outcome) / len(found.classes)
    told = Variance(raw.icc, raw.low, raw.high, _explained(raw, left)[0], _explained(raw, left)[1], children)
    share = float(np.clip(table.arm.mean(), 0.05, 0.95))
    if found.choice.design is Design.CHILDREN:
        return told, ChildrenAssigned(children, min(told.icc, MOST), told.r2_child, new=share)
    covariates, strata = int(rest is not None), 1 + len(table.strata)
    return told, ClassesAssigned(
        children, min(told.icc, MOST), told.r2_child, told.r2_class, share, covariates, strata
    )  # fmt: skip


def _rest(table: Table) -> Real | None:
    """What child and class pretests leave of the outcome; None without one."""
    if not table.own:
        return None
    means = {f"class {name}": table.mean(one) for name, one in table.own.items()}
    return fit(design({"arm": table.arm, **table.own, **means}, ["arm"]), table.outcome).rest


def _explained(raw: Components, left: Components) -> tuple[float, float]:
    pairs = ((left.between, raw.between), (left.within, raw.within))
    shares = [1 - after / before if before > 0 else 0.0 for after, before in pairs]
    return float(np.clip(shares[0], 0, MOST)), float(np.clip(shares[1], 0, MOST))


def _of_cells(found: Cells) -> tuple[Variance, power.Design]:
    """In units of the whole deviation of answers: what cells of a class differ by, and children in them."""
    calm = inside_arms(found.outcome, found.arm)
    _, rooms = places(found.classes)
    _, place = places([f"{cell.classroom} {cell.what}" for _, cell in found.rows])
    total = float(calm.var())
    if total <= 0:
        raise EvidenceError("all answers of an arm are the same: how cells differ can't be told")
    within = components(calm, place, lost=2)
    raw = components(calm, rooms, lost=2)
    standards = round(len(set(place.tolist())) / len(set(rooms.tolist())))
    cell = max(within.between - raw.between, 0.0) / total
    each = len(calm) / len(set(place.tolist()))
    told = Variance(raw.icc, raw.low, raw.high, 0.0, 0.0, each)
    return told, Crossover(standards, each, cell, max(within.within / total, 1e-9))
