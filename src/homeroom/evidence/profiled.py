"""The profiled criterion of a mixed model, minimised our own way: the second opinion on every fit.

Bates, Mächler, Bolker and Walker (2015), "Fitting linear mixed-effects models using lme4", equations 34 and 41: with
the relative factor Λ(θ), log|Λ'Z'ZΛ + I| + [REML: log|R_X|²] + N(1 + log(2πr²/N)), N being n − p, or n. The search is
a grid, then Brent's along one direction after the other (Powell 1964): quasi-Newton steps get stuck at a variance of 0.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import product
from typing import Any

import numpy as np
from scipy import sparse  # type: ignore[import-untyped]  # scipy ships no types
from scipy.linalg import block_diag  # type: ignore[import-untyped]
from scipy.optimize import minimize  # type: ignore[import-untyped]
from scipy.sparse.linalg import splu  # type: ignore[import-untyped]

from homeroom.evidence.design_matrix import Real, Whole

GRIDS = {1: (0.0, 0.03, 0.1, 0.2, 0.4, 0.7, 1.2, 2.0), 2: (0.0, 0.1, 0.3, 0.7, 1.5)}
COARSE = (0.1, 0.6)  # with more variances than two
FEW = 150  # random effects: no sparse matrices up to here
FINE = {"xtol": 1e-7, "ftol": 1e-12}
MOST = 50.0  # a group's spread in standard deviations of what is left


@dataclass(frozen=True)
class Term:
    """What varies by group: `place` is each row's group; each column of `varying` varies, 1 for the intercept."""

    place: Whole
    varying: Real

    @property
    def parameters(self) -> int:
        width = self.varying.shape[1]
        return int(width * (width + 1) // 2)

    @cached_property
    def groups(self) -> int:
        return int(self.place.max()) + 1

    @cached_property
    def lower(self) -> list[tuple[int, int]]:
        """Where the parameters stand in the term's factor: its lower triangle, column by column."""
        width = self.varying.shape[1]
        return [(row, column) for column in range(width) for row in range(column, width)]

    def incidence(self) -> sparse.csc_matrix:
        rows, width = self.varying.shape
        columns = self.place[:, None] * width + np.arange(width)
        at = (np.repeat(np.arange(rows), width), columns.ravel())
        return sparse.csc_matrix((self.varying.ravel(), at), shape=(rows, self.groups * width))

    def factor(self, theta: Real) -> Real:
        """The relative factor of one group."""
        width = self.varying.shape[1]
        made = np.zeros((width, width))
        for value, (row, column) in zip(theta, self.lower, strict=True):
            made[row, column] = value
        return made


@dataclass(frozen=True)
class Solved:
    """What the criterion says at one θ, in the coordinates of an orthonormal basis of the columns."""

    criterion: float
    variance: float
    along: Real
    information: Real


@dataclass(frozen=True)
class _Split:
    """Λ, what solves by Λ'Z'ZΛ + I, and the logarithm of its determinant."""

    factor: Any
    solve: Callable[[Real], Real]
    size: float


def _dense(factor: Real, pairs: Real) -> _Split:
    inner = factor.T @ pairs @ factor + np.eye(len(factor))
    root = np.linalg.cholesky(inner)
    return _Split(factor, partial(np.linalg.solve, inner), 2 * float(np.log(root.diagonal()).sum()))


def _sparse(factor: sparse.csc_matrix, pairs: sparse.csc_matrix) -> _Split:
    inner = (factor.T @ pairs @ factor + sparse.identity(factor.shape[0])).tocsc()
    split = splu(inner, permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options={"SymmetricMode": True})
    return _Split(factor, split.solve, float(np.log(np.abs(split.U.diagonal())).sum()))


class Profile:
    """The criterion of one model and outcome as a function of θ."""

    def __init__(self, matrix: Real, outcome: Real, terms: Sequence[Term], *, reml: bool) -> None:
        self.terms, self.reml = list(terms), reml
        self.rows, self.columns = matrix.shape
        self.basis, self.triangle = np.linalg.qr(matrix)
        self._first = self.basis.T @ outcome
        rest = outcome - self.basis @ self._first
        self._incidence = sparse.hstack([term.incidence() for term in self.terms]).tocsc()
        pairs = (self._incidence.T @ self._incidence).tocsc()
        self._pairs = pairs.toarray() if pairs.shape[0] <= FEW else pairs
        self._across = self._incidence.T @ np.column_stack([self.basis, rest])
        self._square = float(rest @ rest)
        self._scale = 2 * float(np.log(np.abs(np.diag(self.triangle))).sum())

    @property
    def freedom(self) -> int:
        return int(self.rows - self.columns if self.reml else self.rows)

    def solved(self, theta: Real) -> Solved:
        split = self._split(theta)
        right = split.factor.T @ self._across
        taken = right.T @ split.solve(right)
        information = np.eye(self.columns) - taken[:-1, :-1]
        along = np.linalg.solve(information, -taken[:-1, -1])
        left = self._square - taken[-1, -1] + float(along @ taken[:-1, -1])
        size = self.freedom
        criterion = split.size + size * (1 + np.log(2 * np.pi * left / size))
        if self.reml:
            criterion += float(np.linalg.slogdet(information)[1]) + self._scale
        return Solved(float(criterion), left / size, along, information)

    def criterion(self, theta: Real) -> float:
        return self.solved(theta).criterion

    def coefficients(self, theta: Real) -> Real:
        return np.asarray(np.linalg.solve(self.triangle, self._first + self.solved(theta).along))

    def covariance(self, theta: Real) -> Real:
        """Of the coefficients."""
        solved = self.solved(theta)
        back = np.linalg.inv(self.triangle)
        return np.asarray(back @ np.linalg.inv(solved.information) @ back.T * solved.variance)

    def inverse(self, theta: Real, columns: Real) -> Real:
        """V⁻¹ times columns of rows, with the variance within as the unit."""
        split = self._split(theta)
        inner = split.solve(split.factor.T @ (self._incidence.T @ columns))
        return np.asarray(columns - self._incidence @ (split.factor @ inner))

    def projected(self, theta: Real, columns: Real) -> Real:
        """V⁻¹ times columns, less what the model's own columns take of it."""
        plain = self.inverse(theta, columns)
        taken = np.linalg.solve(self.solved(theta).information, self.basis.T @ plain)
        return np.asarray(plain - self.inverse(theta, self.basis) @ taken)

    def search(self) -> Real:
        """θ of the least criterion."""
        starts = [self._start(values) for values in product(self._grid(), repeat=int(self._diagonal.sum()))]
        best = min(starts, key=self.criterion)
        limits = [(0.0 if own else -MOST, MOST) for own in self._diagonal]
        for _ in range(2):  # a second turn starts with directions of its own
            found = minimize(self.criterion, best, method="Powell", bounds=limits, options=FINE)
            best = np.asarray(found.x, np.float64)
        return best

    @cached_property
    def _diagonal(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        return np.array([row == column for term in self.terms for row, column in term.lower])

    def _grid(self) -> tuple[float, ...]:
        return GRIDS.get(int(self._diagonal.sum()), COARSE)

    def _start(self, values: Sequence[float]) -> Real:
        theta = np.zeros(len(self._diagonal))
        theta[self._diagonal] = values
        return theta

    def _split(self, theta: Real) -> _Split:
        ends = np.cumsum([term.parameters for term in self.terms])[:-1]
        parts = list(zip(self.terms, np.split(theta, ends), strict=True))
        if isinstance(self._pairs, np.ndarray):
            return _dense(
                block_diag(*(np.kron(np.eye(term.groups), term.factor(part)) for term, part in parts)), self._pairs
            )
        blocks = [sparse.kron(sparse.identity(term.groups), term.factor(part)) for term, part in parts]
        return _sparse(sparse.block_diag(blocks, format="csc"), self._pairs)
