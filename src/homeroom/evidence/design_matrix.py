"""The columns of a model: made of numbers and labels, without those that others already give, fixed effects swept out.

What is dropped follows R's `lm`: of columns that hang together the last one goes (orthogonalised twice, after Björck
1967, "Solving linear least squares problems by Gram-Schmidt orthogonalization"). A treatment never goes: a model that
can't tell it from its other columns is refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from homeroom.evidence.errors import EvidenceError

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
Columns = Mapping[str, ArrayLike]

INTERCEPT = "(Intercept)"
ALIKE = 1e-7  # of its length is left of a column that others give: R's tolerance


@dataclass(frozen=True)
class Design:
    """Independent columns with their names. `dropped` others gave already; `absorbed` counts swept-out effects."""

    names: tuple[str, ...]
    matrix: Real
    dropped: tuple[str, ...] = ()
    absorbed: int = 0

    def contrast(self, *names: str) -> Real:
        """One row a name, with a 1 in its column."""
        unknown = [name for name in names if name not in self.names]
        if unknown:
            raise EvidenceError(f"the model has no column {unknown[0]}: it has {', '.join(self.names)}")
        return np.eye(len(self.names))[[self.names.index(name) for name in names]]


def places(labels: ArrayLike) -> tuple[list[str], Whole]:
    """The different labels in order, and where in it each row's own stands."""
    levels, place = np.unique(np.asarray(labels), return_inverse=True)
    return [str(level) for level in levels], place.astype(np.int64)


def indicators(name: str, labels: ArrayLike) -> dict[str, Real]:
    """A column of 0 and 1 for each label but the first in order."""
    levels, place = places(labels)
    return {f"{name}{level}": (place == at).astype(np.float64) for at, level in enumerate(levels) if at}


def interaction(one: Mapping[str, Real], other: Mapping[str, Real]) -> dict[str, Real]:
    """Every column of one times every column of the other."""
    return {f"{a}:{b}": left * right for b, right in other.items() for a, left in one.items()}


def design(columns: Columns, treatments: Sequence[str] = (), *, intercept: bool = True) -> Design:
    """The columns in the order given, after the intercept. Raises EvidenceError where a treatment can't be told."""
    names, matrix = _stacked(columns, intercept)
    return _independent(names, matrix, np.linalg.norm(matrix, axis=0), treatments)


def sweepable(effects: ArrayLike, clusters: ArrayLike) -> bool:
    """Whether each effect lies inside one cluster: only then does sweeping leave clustered errors as they are."""
    pairs = set(zip(places(effects)[1].tolist(), places(clusters)[1].tolist(), strict=True))
    return len(pairs) == len({effect for effect, _ in pairs})


def with_effects(
    columns: Columns, outcome: ArrayLike, effects: ArrayLike, clusters: ArrayLike,
    *, treatments: Sequence[str] = (), weighted: bool = False, name: str = "effect",
) -> tuple[Design, Real]:  # fmt: skip
    """A model with one fixed effect a label, and its outcome.

    Swept out where the model is unweighted and each effect lies inside one cluster (Pustejovsky and Tipton 2018,
    theorem 2: CR2 is the same then); else kept as columns.
    """
    values = np.asarray(outcome, np.float64)
    if weighted or not sweepable(effects, clusters):
        return design({**indicators(name, effects), **columns}, treatments), values
    levels, place = places(effects)
    names, matrix = _stacked(columns, intercept=False)
    lengths = np.linalg.norm(matrix, axis=0)
    made = _independent(names, _swept(matrix, place), lengths, treatments)
    return replace(made, absorbed=len(levels)), _swept(values[:, None], place)[:, 0]


def _swept(matrix: Real, place: Whole) -> Real:
    """Each column less its mean within the effect."""
    counts = np.bincount(place)
    means = np.column_stack([np.bincount(place, column) / counts for column in matrix.T])
    return np.asarray(matrix - means[place])


def _stacked(columns: Columns, intercept: bool) -> tuple[list[str], Real]:
    arrays = {name: np.asarray(values, np.float64) for name, values in columns.items()}
    sizes = {name: len(values) for name, values in arrays.items()}
    if len(set(sizes.values())) != 1:
        raise EvidenceError(f"a model needs columns of one length, and these have: {sizes or 'none'}")
    for name, values in arrays.items():
        if not np.isfinite(values).all():
            row = int(np.flatnonzero(~np.isfinite(values))[0])
            raise EvidenceError(f"{name} has no number in row {row}: leave the row out, and count it")
    if intercept:
        arrays = {INTERCEPT: np.ones(next(iter(sizes.values()))), **arrays}
    return list(arrays), np.column_stack(list(arrays.values()))


def _independent(names: list[str], matrix: Real, lengths: Real, treatments: Sequence[str]) -> Design:
    """Treatments are looked at last, so that what can't be told from other columns is found to be one of them."""
    order = sorted(range(len(names)), key=lambda at: names[at] in treatments)
    basis = np.empty((len(matrix), 0))
    kept: list[int] = []
    for at in order:
        column = matrix[:, at]
        left = column - basis @ (basis.T @ column)
        left = left - basis @ (basis.T @ left)
        length = float(np.linalg.norm(left))
        if length > ALIKE * lengths[at]:
            basis = np.column_stack([basis, left / length])
            kept.append(at)
        elif names[at] in treatments:
            raise EvidenceError(
                f"{names[at]} can't be told from the model's other columns: no effect of it can be estimated. "
                f"Leave out the columns that say the same"
            )
    kept.sort()
    dropped = tuple(name for at, name in enumerate(names) if at not in kept)
    return Design(tuple(names[at] for at in kept), matrix[:, kept], dropped)
