"""What chance alone could have drawn: the arm's t over all draws that might have been made, or 9,999 of them.

Fisher (1935), "The design of experiments", with the covariates taken out of outcome and arm by least squares. Draws are
made anew just as they were made: so many of each stratum, what is linked together, and only those that the plan's own
restriction lets pass. Rows are classes, or cells of class and standard; their outcome is a mean of children.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations, islice, product
from math import comb, copysign, inf, prod, sqrt

import numpy as np
from numpy.random import PCG64, Generator, SeedSequence
from numpy.typing import NDArray

from homeroom.evidence.errors import EvidenceError

Real = NDArray[np.float64]
Flags = NDArray[np.bool_]
Restriction = Callable[[Flags], Flags]

MOST_DRAWS = 20_000  # up to so many, all are looked at
RANDOM_DRAWS = 9_999  # else so many, and the draw that was made
_TRIES = 200  # a draw wanted, where a restriction throws most away
_ALMOST = 1e-9  # draws that explain so nearly the same are equal


@dataclass(frozen=True)
class Drawn:
    """What was drawn, an entry each: whether it went to the new arm, and the stratum that it was drawn in.

    `passes` is the plan's restriction: of draws as rows, which the draw would have kept.
    """

    new: Flags
    stratum: NDArray[np.int64]
    passes: Restriction | None = None

    def __post_init__(self) -> None:
        if len(self.new) != len(self.stratum):
            raise EvidenceError(f"{len(self.new)} were drawn in {len(self.stratum)} strata: give each its stratum")
        if self.passes is not None and not self.passes(self.new[None, :])[0]:
            raise EvidenceError("the draw that was made breaks its own restriction: give the one it was made under")

    @property
    def strata(self) -> list[NDArray[np.int64]]:
        return [np.flatnonzero(self.stratum == one) for one in np.unique(self.stratum)]

    @property
    def unrestricted(self) -> int:
        """How many draws there are before any is thrown away."""
        return prod(comb(len(inside), int(self.new[inside].sum())) for inside in self.strata)


@dataclass(frozen=True)
class Permuted:
    """`p` is two-sided; `smallest` the smallest that any outcome could have given, over `draws` draws."""

    effect: float
    t: float
    p: float
    smallest: float
    draws: int
    is_exact: bool


def draws(drawn: Drawn, seed: int = 0) -> tuple[Flags, bool]:
    """The draws as rows, the one that was made among them, and whether they are all that there are.

    Raises EvidenceError where the restriction lets next to none pass.
    """
    if drawn.unrestricted <= MOST_DRAWS:
        every = _every(drawn)
        return (every if drawn.passes is None else every[drawn.passes(every)]), True
    random = Generator(PCG64(SeedSequence(seed)))
    kept = list(islice(_random(drawn, random), RANDOM_DRAWS))
    if len(kept) < RANDOM_DRAWS:
        raise EvidenceError(
            f"{len(kept)} of {RANDOM_DRAWS} draws that the restriction lets pass were found: it leaves no choice"
        )
    return np.array([drawn.new, *kept]), False


def _every(drawn: Drawn) -> Flags:
    parts = [list(combinations(inside, int(drawn.new[inside].sum()))) for inside in drawn.strata]
    found = np.zeros((drawn.unrestricted, len(drawn.new)), dtype=np.bool_)
    for row, chosen in zip(found, product(*parts), strict=True):
        row[[unit for part in chosen for unit in part]] = True
    return found


def _random(drawn: Drawn, random: Generator) -> Iterator[Flags]:
    """Draws that pass, until so many were tried that it must stop."""
    for _ in range(_TRIES):
        found = np.tile(drawn.new, (RANDOM_DRAWS, 1))
        for inside in drawn.strata:
            found[:, inside] = random.permuted(found[:, inside], axis=1)
        yield from found if drawn.passes is None else found[drawn.passes(found)]


def permuted(
    outcome: Real, drawn: Drawn, covariates: Real | None = None, unit: NDArray[np.int64] | None = None, seed: int = 0
) -> Permuted:
    """The test of no difference for anybody. `unit` is each row's place in what was drawn, where rows share one.

    Strata are taken out of the outcome with the covariates: a column for each.
    """
    rows = np.arange(len(outcome)) if unit is None else unit
    out = _taken_out(drawn.stratum[rows], covariates)
    freedom = len(outcome) - out.shape[1] - 1
    if freedom < 1:
        raise EvidenceError(f"{len(outcome)} rows leave nothing to judge chance by: take fewer covariates or strata")
    left = _left(out, outcome)
    left = np.where(left @ left > _ALMOST**2 * (outcome @ outcome), left, 0.0)  # what rounding leaves is nothing
    (effect,), (explained,) = _told(left, _left(out, drawn.new[rows, None].astype(np.float64)))
    if np.isnan(effect):
        raise EvidenceError("the arm can't be told apart from strata and covariates: take fewer covariates")
    made, is_exact = draws(drawn, seed)
    _, others = _told(left, _left(out, made[:, rows].T.astype(np.float64)))
    reached = float(np.mean(others >= explained - _ALMOST))
    t = copysign(sqrt(freedom * explained / (1 - explained)) if explained < 1 else inf, effect)
    return Permuted(float(effect), t, reached, _smallest(drawn, made, is_exact), len(made), is_exact)


def _smallest(drawn: Drawn, made: Flags, is_exact: bool) -> float:
    """One draw of all, or two where each draw's mirror image is among them: it has the same t."""
    halves = all(2 * int(drawn.new[inside].sum()) == len(inside) for inside in drawn.strata)
    mirrored = is_exact and halves and (drawn.passes is None or bool(drawn.passes(~made).all()))
    return (2 if mirrored else 1) / len(made)


def _taken_out(stratum: NDArray[np.int64], covariates: Real | None) -> Real:
    """An orthonormal basis of strata and covariates."""
    dummies = (stratum[:, None] == np.unique(stratum)).astype(np.float64)
    columns = dummies if covariates is None else np.column_stack([dummies, covariates])
    left, size, _ = np.linalg.svd(columns, full_matrices=False)
    return np.asarray(left[:, size > size[0] * 1e-10])


def _left(out: Real, values: Real) -> Real:
    return np.asarray(values - out @ (out.T @ values))


def _told(outcome: Real, arms: Real) -> tuple[Real, Real]:
    """The effect of each arm, a column each, and the share of the outcome that it explains, which grows with t²."""
    size, total = (arms**2).sum(axis=0), float((outcome**2).sum())
    effect = outcome @ arms / np.where(size > _ALMOST, size, np.nan)
    explained = effect**2 * size / total if total > 0 else np.zeros(len(size))
    return effect, np.minimum(np.nan_to_num(explained), 1.0)
