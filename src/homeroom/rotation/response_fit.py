"""The sums behind `response`: one modality's rows, fitted with what is known weighed against what is usual.

With the ratios of the standard deviations of subjects, bands and children to that of the noise given, coefficients are
normal with a closed form, and the children drop out one by one (V is diagonal plus one row a child). So each ratio that
is tried costs some small matrices, and trying some hundreds of them is quick.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar  # type: ignore[import-untyped]  # scipy ships no types

Array = npt.NDArray[np.float64]

# Half-normal scales of tau, in logs. Where rows say little of how children differ, they are taken to differ little:
# with .5 for them, too, plans promised up to a tenth more than they delivered.
USUAL, USUAL_CHILD = 0.5, 0.25
RATIOS = np.geomspace(0.03, 3.0, 7)  # of a tau to sigma, for subjects and bands: few levels say little about it
SMALLEST, LARGEST = math.log(0.02), math.log(8.0)  # of the children's
STEPS = np.linspace(-2.5, 2.5, 9)  # about the best ratio of the children's, in its own standard deviations
NUDGE = 0.05  # for the curvature there


@dataclass(frozen=True)
class Table:
    """Rows of one modality: the number of the child, subject and band in the lists of them, outcome and weight."""

    children: Sequence[int]
    subjects: Sequence[str]
    bands: Sequence[str]
    child: npt.NDArray[np.int64]
    subject: npt.NDArray[np.int64]
    band: npt.NDArray[np.int64]
    outcome: Array
    weight: Array

    @cached_property
    def cells(self) -> list[tuple[int, int]]:
        """The subjects and bands of which there are rows."""
        return sorted(set(zip(self.subject.tolist(), self.band.tolist(), strict=True)))


@dataclass(frozen=True)
class Spread:
    """A normal belief about a log response."""

    mean: float
    variance: float


@dataclass(frozen=True)
class Beliefs:
    """At one ratio of the children's tau to sigma, and each pair of the others': how likely, and what follows."""

    likely: Array  # logs of the marginal likelihood times what is usual
    noise: Array  # sigma²
    ratio: float  # tau² of the children ÷ sigma²
    coefficients: Array  # one row a pair
    inverse: Array  # times sigma²: their covariances


class Fit:
    """The beliefs at some hundreds of ratios, mixed as the data weigh them."""

    def __init__(self, table: Table):
        self._subjects = len(table.subjects) if len(table.subjects) > 1 else 0
        self._bands = len(table.bands) if len(table.bands) > 1 else 0
        rows = np.arange(len(table.outcome))
        design = np.zeros((len(rows), 1 + self._subjects + self._bands))
        design[:, 0] = 1
        if self._subjects:
            design[rows, 1 + table.subject] = 1
        if self._bands:
            design[rows, 1 + self._subjects + table.band] = 1
        weighted = design * table.weight[:, None]
        self._rows = len(rows)
        self._per_child = np.zeros((len(table.children), design.shape[1]))
        np.add.at(self._per_child, table.child, weighted)
        self._weight = self._per_child[:, 0]
        self._told = np.bincount(table.child, table.weight * table.outcome, len(table.children))
        self._cross, self._right = design.T @ weighted, weighted.T @ table.outcome
        self._square = float(table.weight @ table.outcome**2)
        self._mean = self._cross[0] / self._cross[0, 0]
        self._pairs = [
            (subject, band)
            for subject in (RATIOS if self._subjects else RATIOS[:1])
            for band in (RATIOS if self._bands else RATIOS[:1])
        ]
        self._beliefs = list(self._about(self._best()))
        logs = np.concatenate([one.likely for one in self._beliefs])
        self._counts = np.exp(logs - logs.max()) / np.exp(logs - logs.max()).sum()

    def whole(self) -> Spread:
        """The child in the middle of all: subjects and bands as they were seen."""
        return self._of_all(self._mean)

    def cell(self, subject: int, band: int) -> Spread:
        """The child in the middle of a band, in a subject."""
        at = np.zeros(len(self._mean))
        at[0] = 1
        if self._subjects:
            at[1 + subject] = 1
        if self._bands:
            at[1 + self._subjects + band] = 1
        return self._of_all(at)

    def child(self, number: int) -> Spread:
        """One child of the table, in its own band, over the subjects as all children's rows have them."""
        own = self._per_child[number] / self._weight[number]
        at = np.concatenate([self._mean[: 1 + self._subjects], own[1 + self._subjects :]])
        means, variances = [], []
        for one in self._beliefs:
            kept = one.ratio / (1 + one.ratio * self._weight[number])
            left = at - kept * self._per_child[number]
            means.append(one.coefficients @ left + kept * self._told[number])
            variances.append(one.noise * (np.einsum("i,nij,j->n", left, one.inverse, left) + kept))
        return self._mixed(means, variances)

    def kept(self, number: int) -> float:
        """tau² ÷ (tau² + sigma² ÷ weight): which part of what was seen of a child is believed."""
        kept = [one.ratio * self._weight[number] / (1 + one.ratio * self._weight[number]) for one in self._beliefs]
        return float(self._counts @ np.repeat(kept, len(self._pairs)))

    def _of_all(self, at: Array) -> Spread:
        means = [one.coefficients @ at for one in self._beliefs]
        variances = [one.noise * np.einsum("i,nij,j->n", at, one.inverse, at) for one in self._beliefs]
        return self._mixed(means, variances)

    def _mixed(self, means: Sequence[Array], variances: Sequence[Array]) -> Spread:
        at, within = np.concatenate(means), np.concatenate(variances)
        mean = float(self._counts @ at)
        return Spread(mean, float(self._counts @ (within + (at - mean) ** 2)))

    def _best(self) -> float:
        """The logarithm of the children's ratio that is most likely, whatever the others are."""
        found = minimize_scalar(lambda log: -self._likely(log), bounds=(SMALLEST, LARGEST), method="bounded")
        return float(found.x)

    def _likely(self, log: float) -> float:
        return float(np.logaddexp.reduce(self._at(math.exp(log)).likely))

    def _about(self, best: float) -> Iterator[Beliefs]:
        middle, below, above = (self._likely(best + step) for step in (0.0, -NUDGE, NUDGE))
        bend = max((2 * middle - below - above) / NUDGE**2, 1.0)
        logs = np.clip(best + STEPS / math.sqrt(bend), SMALLEST, LARGEST)
        return (self._at(math.exp(log)) for log in logs.tolist())

    def _at(self, ratio: float) -> Beliefs:
        kept = ratio**2 / (1 + ratio**2 * self._weight)
        known = self._cross - self._per_child.T @ (kept[:, None] * self._per_child)
        right = self._right - self._per_child.T @ (kept * self._told)
        prior = np.array([[0, *[s**-2] * self._subjects, *[b**-2] * self._bands] for s, b in self._pairs])
        matrices = known + prior[:, :, None] * np.eye(len(right))
        inverse = np.linalg.inv(matrices)
        coefficients = inverse @ right
        left = np.maximum(self._square - kept @ self._told**2 - coefficients @ right, 1e-12)
        noise = left / (self._rows - 1)
        levels = np.array([[self._subjects * math.log(s), self._bands * math.log(b)] for s, b in self._pairs])
        logs = (self._rows - 1) * np.log(left) + np.log1p(ratio**2 * self._weight).sum()
        logs = logs + np.linalg.slogdet(matrices)[1] + 2 * levels.sum(axis=1)
        return Beliefs(self._usual(noise, ratio) - logs / 2, noise, ratio**2, coefficients, inverse)

    def _usual(self, noise: Array, ratio: float) -> Array:
        """The logarithm of the half-normal density of each tau, on the scale of its logarithm."""
        subjects, bands = (np.array(each) for each in zip(*self._pairs, strict=True))
        used = [(np.full(len(noise), ratio), USUAL_CHILD)]
        used += [(each, USUAL) for each, levels in ((subjects, self._subjects), (bands, self._bands)) if levels]
        logs = [np.log(tau) + np.log(noise) / 2 - noise * tau**2 / (2 * usual**2) for tau, usual in used]
        return np.asarray(sum(logs))
