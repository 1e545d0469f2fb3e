"""Least squares, weighted or not, with standard errors for unlike variances (HC1, HC2).

MacKinnon and White (1985), "Some heteroskedasticity-consistent covariance matrix estimators with improved finite sample
properties". They are for children assigned one by one; where classes were assigned, `robust` is.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from homeroom.evidence.coefficient import Coefficient
from homeroom.evidence.design_matrix import Design, Real
from homeroom.evidence.errors import EvidenceError


class Errors(StrEnum):
    """How the standard errors of a fit without clusters are worked out."""

    CLASSICAL = "classical"
    HC1 = "HC1"
    HC2 = "HC2"


@dataclass(frozen=True)
class Fit:
    """A fit in the coordinates of an orthonormal basis of its weighted columns.

    Row i of `basis` and of `rest` carries `root`, the √w of its weight; `back` turns a vector of those coordinates into
    coefficients, so that `back` times its own transpose is (X'WX)⁻¹.
    """

    design: Design
    coefficients: Real
    basis: Real
    rest: Real
    back: Real
    root: Real

    @property
    def rows(self) -> int:
        return len(self.rest)

    @property
    def weighted(self) -> bool:
        return bool((self.root != self.root[0]).any())

    @property
    def freedom(self) -> int:
        """Rows less columns, swept-out ones included."""
        return int(self.rows - self.back.shape[0] - self.design.absorbed)

    def coefficient(self, name: str, errors: Errors = Errors.CLASSICAL) -> Coefficient:
        """With the rows' degrees of freedom, whichever errors are asked for."""
        contrast = self.design.contrast(name)[0]
        covariance = self.covariance(errors)
        error = float(np.sqrt(contrast @ covariance @ contrast))
        return Coefficient(name, float(contrast @ self.coefficients), error, self.freedom)

    def covariance(self, errors: Errors) -> Real:
        squares = self.rest**2
        if errors is Errors.CLASSICAL:
            return np.asarray(self.back @ self.back.T * (squares.sum() / self.freedom))
        times = self.rows / self.freedom if errors is Errors.HC1 else 1 / self._leeway()
        meat = self.basis.T @ (self.basis * (squares * times)[:, None])
        return np.asarray(self.back @ meat @ self.back.T)

    def _leeway(self) -> Real:
        """One less each row's leverage."""
        if self.design.absorbed:
            raise EvidenceError("HC2 needs each fixed effect as a column: swept out, their leverage is not known")
        leeway = 1 - (self.basis**2).sum(axis=1)
        return np.where(leeway > 1e-12, leeway, 1.0)  # a row that is fitted exactly has no rest to divide


def fit(model: Design, outcome: ArrayLike, weights: ArrayLike | None = None) -> Fit:
    """The coefficients of least (weighted) squares. Raises EvidenceError where the data can't give them."""
    values = np.asarray(outcome, np.float64)
    root = np.sqrt(_weights(weights, len(values)))
    if len(values) != len(model.matrix):
        raise EvidenceError(f"the outcome has {len(values)} rows for {len(model.matrix)} of the model: give one each")
    if not np.isfinite(values).all():
        row = int(np.flatnonzero(~np.isfinite(values))[0])
        raise EvidenceError(f"the outcome is no number in row {row}: leave the row out, and count it")
    if len(values) <= len(model.names) + model.absorbed:
        raise EvidenceError(f"{len(values)} rows can't tell {len(model.names) + model.absorbed} columns and a rest")
    basis, triangle = np.linalg.qr(model.matrix * root[:, None])
    back = np.linalg.inv(triangle)
    along = basis.T @ (values * root)
    return Fit(model, back @ along, basis, values * root - basis @ along, back, root)


def _weights(weights: ArrayLike | None, rows: int) -> Real:
    if weights is None:
        return np.ones(rows)
    given = np.asarray(weights, np.float64)
    if len(given) != rows or not (np.isfinite(given) & (given > 0)).all():
        raise EvidenceError(f"a weight is a number above 0, and each of the {rows} rows needs one")
    return given
