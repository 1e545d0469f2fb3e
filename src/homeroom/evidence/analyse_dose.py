"""Minutes and results: by what was assigned, which is no one's choice, and by what was used, which only describes.

The instrument is two-stage least squares over classes (Angrist and Pischke 2009, "Mostly harmless econometrics",
section 4.1.2): minutes used, as far as minutes assigned foretell them. Slopes are told for an hour a week more.
"""

from __future__ import annotations

from math import nan

import numpy as np
from numpy.typing import NDArray

from homeroom.evidence import sentences
from homeroom.evidence.analysed import CLASS_PRETEST, Table
from homeroom.evidence.coefficient import Coefficient
from homeroom.evidence.design_matrix import Real, design
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.estimate import Estimator
from homeroom.evidence.least_squares import fit
from homeroom.evidence.raw import Raw, by_errors
from homeroom.evidence.statement import Statement

HOUR = 60.0
USED = "minutes used"


def used(table: Table) -> Real:
    """Minutes a week of each child; not a number where nothing is known."""
    return np.array([nan if one.minutes is None else sum(one.minutes) / 2 for one in table.data.children])


def instrument(table: Table) -> Raw:
    """Minutes assigned to classes as the instrument of those used."""
    assigned = np.array([nan if one.assigned is None else one.assigned for one in table.data.children])
    known = np.isfinite(assigned) & np.isfinite(used(table))
    if not known.all():
        raise EvidenceError("minutes are not known of every child: the instrument has nothing to go by")
    shared = {name: table.of_clusters(one) for name, one in table.shared.items() if name == CLASS_PRETEST}
    first = design({"assigned": table.of_clusters(assigned), **shared}, ["assigned"])
    foretold = table.of_clusters(used(table)) - fit(first, table.of_clusters(used(table))).rest
    second = fit(design({USED: foretold / HOUR, **shared}, [USED]), table.of_clusters(table.outcome))
    return by_errors(
        Estimator.INSTRUMENT, _two_stage(table, second.coefficients, second.design.names, foretold, shared)
    )


def _two_stage(
    table: Table, coefficients: Real, names: tuple[str, ...], foretold: Real, shared: dict[str, Real]
) -> Coefficient:
    """The second stage with the rest of the minutes that were used, not of those foretold."""
    minutes = table.of_clusters(used(table)) / HOUR
    columns = np.column_stack([np.ones(len(minutes)), minutes, *shared.values()])[:, : len(names)]
    straight = np.column_stack([np.ones(len(minutes)), foretold / HOUR, *shared.values()])[:, : len(names)]
    rest = table.of_clusters(table.outcome) - columns @ coefficients
    freedom = len(minutes) - len(names)
    spread = np.linalg.inv(straight.T @ straight).diagonal() * (float(rest @ rest) / freedom)
    at = names.index(USED)
    return Coefficient(USED, float(coefficients[at]), float(np.sqrt(spread[at])), freedom)


def slope(table: Table) -> Raw:
    """Of results on minutes used, between children: a description, with how reliable the minutes are."""
    minutes = used(table)
    known = np.isfinite(minutes)
    columns = {USED: minutes[known] / HOUR, **{name: one[known] for name, one in table.own.items()}}
    made = fit(design(columns, [USED]), table.outcome[known])
    told = [Statement(sentences.DOSE.id)]
    reliability = _reliability(table, known)
    if np.isfinite(reliability):
        told.append(Statement(sentences.USAGE.id, {"reliability": reliability}))
    return Raw(Estimator.SLOPE, made.coefficient(USED).estimate, remarks=tuple(told))


def _reliability(table: Table, known: NDArray[np.bool_]) -> float:
    """Of odd and even weeks, stepped up after Spearman (1910) and Brown (1910)."""
    halves = np.array([one.minutes for one, there in zip(table.data.children, known, strict=True) if there], np.float64)
    if len(halves) < 3 or (halves.std(axis=0) == 0).any():
        return nan
    together = float(np.asarray(np.corrcoef(halves.T))[0, 1])
    return 2 * together / (1 + together) if together > -1 else nan
