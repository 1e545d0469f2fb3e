"""How sure a share is that was counted over several answers of each child: they hang together, so children count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

SURE = 0.95
LEAST = 2  # children: of one alone nobody can say how children differ


@dataclass(frozen=True)
class Share:
    """A share and the ends of its 95 % interval, all from 0 to 1."""

    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Ratio:
    """A sum over another, and the ends of its 95 % interval."""

    at: float
    low: float
    high: float


def ratio_of(parts: Sequence[float], wholes: Sequence[int]) -> Ratio | None:
    """The parts over the wholes, one of each a child; None of fewer than two children with a whole.

    How far it could move if other children like these sat there: the error of a ratio of two means (Cochran 1977,
    "Sampling techniques", 6.4), with the tails of Student's t. Parts may be below nothing.
    """
    told = [(part, whole) for part, whole in zip(parts, wholes, strict=True) if whole]
    if len(told) < LEAST:
        return None
    total, children = sum(whole for _, whole in told), len(told)
    at = sum(part for part, _ in told) / total
    spread = sum((part - at * whole) ** 2 for part, whole in told) * children / (children - 1) / total**2
    half = _tail(children - 1) * sqrt(spread)
    return Ratio(at, at - half, at + half)


def share_of(parts: Sequence[int], wholes: Sequence[int]) -> Share | None:
    """The parts of the wholes, one of each a child; children without a whole are left out. None of fewer than two.

    How far the share could move if other children like these sat there: Wilson's interval (1927) for as many
    independent answers as these are worth, by how much the children differ (Kish's effective sample size), with the
    wider tails of Student's t for few children. It never takes the answers to be worth more than their number. Where
    all children are alike it takes each for one answer.
    """
    told = [(part, whole) for part, whole in zip(parts, wholes, strict=True) if whole]
    if len(told) < LEAST:
        return None
    total = sum(whole for _, whole in told)
    share = sum(part for part, _ in told) / total
    worth = min(_worth(told, share, total), total)
    return Share(share, *_wilson(share, worth, _tail(len(told) - 1)))


def _worth(told: Sequence[tuple[int, int]], share: float, total: int) -> float:
    """How many independent answers would leave the share as unsure as these do."""
    children = len(told)
    spread = sum((part - share * whole) ** 2 for part, whole in told) * children / (children - 1) / total**2
    return share * (1 - share) / spread if spread > 0 else children


def _wilson(share: float, worth: float, times: float) -> tuple[float, float]:
    square = times**2
    middle = (share + square / (2 * worth)) / (1 + square / worth)
    half = times / (1 + square / worth) * sqrt(share * (1 - share) / worth + square / (4 * worth**2))
    return max(0.0, middle - half), min(1.0, middle + half)


def _tail(freedom: int) -> float:
    """The quantile of Student's t, by the expansion of Cornish and Fisher: within 0.01 from five degrees on."""
    z = NormalDist().inv_cdf(1 - (1 - SURE) / 2)
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / freedom + second / freedom**2 + third / freedom**3
