"""Estimators where standards, or weeks, of each class were drawn: each class is in both arms.

A row is one child's outcome in one cell. Effects of each stratum of the draw, which is a class and unit, and of each
standard are taken out; errors are by class, so that what children of a class share, and what a child shares with
itself, counts once.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from homeroom.evidence.analyse_classes import SEED
from homeroom.evidence.analysed import ARM
from homeroom.evidence.data import Answer, Cell, Data
from homeroom.evidence.design_matrix import Real, indicators, places, with_effects
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.estimate import Estimator
from homeroom.evidence.least_squares import fit
from homeroom.evidence.permutation import Drawn, permuted
from homeroom.evidence.raw import Raw, by_chance, by_errors
from homeroom.evidence.robust import clustered


@dataclass(frozen=True)
class Cells:
    """Answers with an outcome, each with its cell."""

    rows: tuple[tuple[Answer, Cell], ...]

    @cached_property
    def outcome(self) -> Real:
        return np.array([answer.outcome for answer, _ in self.rows], np.float64)

    @cached_property
    def arm(self) -> Real:
        return np.array([cell.is_new for _, cell in self.rows], np.float64)

    @cached_property
    def classes(self) -> list[str]:
        return [cell.classroom for _, cell in self.rows]

    def only(self, keep: set[str]) -> Cells:
        return Cells(tuple(row for row in self.rows if row[1].classroom in keep))


def cells(data: Data) -> Cells:
    """Raises EvidenceError where an arm has no answer."""
    room = {one.key: one.classroom for one in data.children}
    by_key = {(one.classroom, one.what): one for one in data.cells}
    told = [one for one in data.answers if one.outcome is not None]
    found = Cells(tuple((one, by_key[room[one.child], one.what]) for one in told))
    if len(set(found.arm.tolist())) < 2:
        raise EvidenceError("an arm has no answer: there is nothing to compare")
    return found


def cell_effects(found: Cells) -> Raw:
    """Class×unit and standard effects, the arm, CR2 by class."""
    strata = [cell.stratum for _, cell in found.rows]
    columns = {ARM: found.arm, **indicators("standard", [cell.what for _, cell in found.rows])}
    model, outcome = with_effects(columns, found.outcome, strata, found.classes, treatments=[ARM])
    return by_errors(Estimator.CELL_EFFECTS, clustered(fit(model, outcome), found.classes).coefficient(ARM))


def chance_of_cells(found: Cells) -> Raw:
    """Cells' means, re-drawn within class×unit; what was linked goes together, and takes the place of its like in size.

    That is some of the draws that could have been made, each as likely as the others, so the test keeps its level.
    """
    unique = sorted({cell for _, cell in found.rows}, key=lambda one: (one.classroom, one.what))
    at = {one: place for place, one in enumerate(unique)}
    place = np.array([at[cell] for _, cell in found.rows])
    outcome = np.bincount(place, found.outcome) / np.bincount(place)
    named, unit = places([f"{one.stratum} {one.link or one.what}" for one in unique])
    size = Counter(unit.tolist())
    first = {int(group): cell for cell, group in reversed(list(zip(unique, unit, strict=True)))}
    groups = [first[group] for group in range(len(named))]
    new = np.array([one.is_new for one in groups])
    _, stratum = places([f"{one.stratum} {size[group]:06d}" for group, one in enumerate(groups)])
    standards = indicators("standard", [one.what for one in unique])
    covariates = np.column_stack(list(standards.values())) if standards else None
    return by_chance(permuted(np.asarray(outcome), Drawn(new, stratum), covariates, unit, SEED))
