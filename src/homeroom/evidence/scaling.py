"""From the outcome's points to standard deviations of children: the corrected g of one point, by design."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from homeroom.evidence.analyse_cells import Cells
from homeroom.evidence.analysed import Table
from homeroom.evidence.design_matrix import Real, places
from homeroom.evidence.effect_size import hedges, of_clusters, pooled_deviation
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.situation import assigned_whole
from homeroom.evidence.variance import components


@dataclass(frozen=True)
class Scaling:
    """`times` makes an effect of points; `deviation` is what children differ by, pooled over the arms."""

    times: float
    deviation: float


def of_children(table: Table) -> Scaling:
    """Where clusters were assigned, Hedges' correction for them; where they are too few for it, the plain one."""
    new = table.arm > 0.5
    deviation = pooled_deviation(table.outcome[new], table.outcome[~new])
    plain = Scaling(hedges(1.0, 1.0, deviation, len(new)).g, deviation)
    if not assigned_whole(table.data):
        return plain
    try:
        _, place = places(table.by)
        found = components(inside_arms(table.outcome, table.arm), place, lost=2)
        return Scaling(of_clusters(1.0, 1.0, deviation, len(new), found.each, found.icc).g, deviation)
    except EvidenceError:
        return plain


def of_cells(found: Cells) -> Scaling:
    new = found.arm > 0.5
    deviation = pooled_deviation(found.outcome[new], found.outcome[~new])
    return Scaling(hedges(1.0, 1.0, deviation, len({answer.child for answer, _ in found.rows})).g, deviation)


def inside_arms(values: Real, arm: Real) -> Real:
    """Each value less its arm's mean."""
    new = arm > 0.5
    return np.asarray(values - np.where(new, values[new].mean(), values[~new].mean()))
