"""From which chance on an answer is taken without a person: where nearly all such answers were right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from homeroom.standards.aligner.answer import Cuts, Reader
from homeroom.standards.aligner.texts import Matrix

PRECISION = 0.95
"""What the lower end of the 95 % interval of the precision has to reach."""


def cuts(reader: Reader, chances: Matrix, sayable: NDArray[np.bool_], right: Callable[[int, str], bool]) -> Cuts:
    """Out of lessons of programs that had no part in the learning. `right` judges a lesson's standard or cluster.

    The cluster's cut is chosen on what the standard's leaves over, so that each holds for what it is used on.
    """
    rows = [int(row) for row in np.flatnonzero(sayable)]
    best = [reader.likeliest(chances[row]) for row in rows]
    standard = cut([p for _, p in best], [right(row, code) for row, (code, _) in zip(rows, best, strict=True)])
    left = [row for row, (_, p) in zip(rows, best, strict=True) if standard is None or p < standard]
    wider = [reader.likeliest_cluster(chances[row]) for row in left]
    cluster = cut([p for _, p in wider], [right(row, code) for row, (code, _) in zip(left, wider, strict=True)])
    return Cuts(standard, cluster)


def cut(chances: Any, right: Any, precision: float = PRECISION) -> float | None:
    """The lowest chance from which on the precision's lower bound is reached; None where it never is."""
    order = np.argsort(-np.asarray(chances, dtype=float), kind="stable")
    sorted_, hits = np.asarray(chances, dtype=float)[order], np.asarray(right, dtype=float)[order].cumsum()
    many = np.arange(1, len(order) + 1)
    last_of_its_chance = np.append(sorted_[1:] < sorted_[:-1], True)[: len(order)]
    enough = np.flatnonzero((lower_bound(hits, many) >= precision) & last_of_its_chance)
    return float(sorted_[enough[-1]]) if len(enough) else None


def lower_bound(hits: Any, many: Any) -> Any:
    """The lower end of the exact 95 % interval of a share (Clopper and Pearson 1934)."""
    from scipy.stats import beta  # type: ignore[import-untyped]

    hits, many = np.asarray(hits, dtype=float), np.asarray(many, dtype=float)
    return np.where(hits > 0, beta.ppf(0.025, np.maximum(hits, 1), many - hits + 1), 0.0)
