"""What another way of choosing would have been worth, judged from the log of offers.

Self-normalised inverse propensity scores (Swaminathan and Joachims 2015, "The self-normalized estimator for
counterfactual learning") and doubly robust estimates (Dudík, Langford and Li 2011, "Doubly robust policy evaluation and
learning"), each with a 95 % interval from resampling children: one child's offers hang together.
The reward must come from evidence that the offered lesson did not itself produce.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.random import PCG64, Generator, SeedSequence
from numpy.typing import NDArray

from homeroom.evidence.errors import EvidenceError

Real = NDArray[np.float64]
Whole = NDArray[np.int64]

_Estimate = Callable[[Real], Real]

LEAST_EFFECTIVE = 100
LEAST_CHILDREN = 30
CLIP = 20.0
TURNS = 1_000


@dataclass(frozen=True)
class Log:
    """One entry an offer. `logged` is the propensity of what was chosen; not a number where a person chose.

    `wanted` is the chance that the judged policy gives the same choice. `expected` is a model's reward of the choice
    and `expected_wanted` its mean over the judged policy's choices; both must be made on other children than the
    offer's own. Without the two only SNIPS can be worked out.
    """

    student: Whole
    reward: Real
    logged: Real
    wanted: Real
    expected: Real | None = None
    expected_wanted: Real | None = None

    def __post_init__(self) -> None:
        for name in ("reward", "logged", "wanted", "expected", "expected_wanted"):
            column = getattr(self, name)
            if column is not None and len(column) != len(self.student):
                raise EvidenceError(f"{name} has {len(column)} entries for {len(self.student)} offers: give one each")
        self._refuse("logged", (self.logged <= 0) | (self.logged > 1), "a propensity is above 0, at most 1")
        self._refuse("wanted", ~((self.wanted >= 0) & (self.wanted <= 1)), "a chance is from 0 to 1")
        self._refuse("reward", ~np.isfinite(self.reward), "a reward is a number")

    def _refuse(self, name: str, wrong: NDArray[np.bool_], why: str) -> None:
        if wrong.any():
            row = int(np.flatnonzero(wrong)[0])
            raise EvidenceError(f"{name} is {getattr(self, name)[row]} in row {row}: {why}. Leave the offer out")


@dataclass(frozen=True)
class Value:
    """A policy's value a choice, with what it rests on.

    `low` and `high` are the 95 % interval. `effective` is the effective sample size, `clipped` the share of weights cut
    down to `clip`, `by_people` the offers a person changed: they have no propensity and are left out.
    """

    method: str
    value: float
    low: float
    high: float
    effective: float
    offers: int
    children: int
    clipped: float
    clip: float
    by_people: int


def ips(log: Log, seed: int = 0, clip: float = CLIP) -> Value:
    """mean[wr] (Horvitz and Thompson 1952), the plainest of the three. Raises EvidenceError as SNIPS does."""
    used = _used(log, clip)
    top, bottom = used.by_child(used.weight * used.reward), used.by_child(np.ones(len(used.reward)))

    def mean(times: Real) -> Real:
        return np.asarray((times @ top) / (times @ bottom))

    return used.value("IPS", mean, seed)


def snips(log: Log, seed: int = 0, clip: float = CLIP) -> Value:
    """Σwr/Σw. Raises EvidenceError where the effective sample is too small to say anything."""
    used = _used(log, clip)
    top, bottom = used.by_child(used.weight * used.reward), used.by_child(used.weight)

    def ratio(times: Real) -> Real:
        return np.asarray((times @ top) / np.maximum(times @ bottom, 1e-12))

    return used.value("SNIPS", ratio, seed)


def doubly_robust(log: Log, seed: int = 0, clip: float = CLIP) -> Value:
    """mean[q(x, π) + w(r − q(x, a))]. Raises EvidenceError as SNIPS does, or where the model's rewards are missing."""
    used = _used(log, clip)
    if used.expected is None or used.expected_wanted is None:
        raise EvidenceError("a doubly robust estimate needs expected and expected_wanted: give a model's rewards, too")
    each = used.expected_wanted + used.weight * (used.reward - used.expected)
    top, bottom = used.by_child(each), used.by_child(np.ones(len(each)))

    def mean(times: Real) -> Real:
        return np.asarray((times @ top) / (times @ bottom))

    return used.value("DR", mean, seed)


@dataclass(frozen=True)
class _Used:
    """The offers that count, with their weights; `place` is each offer's child, counted from 0."""

    place: Whole
    reward: Real
    weight: Real
    expected: Real | None
    expected_wanted: Real | None
    children: int
    clipped: float
    clip: float
    by_people: int

    def by_child(self, each: Real) -> Real:
        return np.bincount(self.place, each, self.children)

    @property
    def effective(self) -> float:
        """How many offers of the judged policy's own the log is worth (Kish 1965)."""
        squares = float((self.weight**2).sum())
        return float(self.weight.sum()) ** 2 / squares if squares else 0.0

    def value(self, method: str, estimate: _Estimate, seed: int) -> Value:
        drawn = estimate(_resampled(self.children, Generator(PCG64(SeedSequence(seed)))))
        low, high = (float(one) for one in np.quantile(drawn, [0.025, 0.975]))
        whole = float(estimate(np.ones((1, self.children)))[0])
        sizes = (self.effective, len(self.reward), self.children)
        return Value(method, whole, low, high, *sizes, self.clipped, self.clip, self.by_people)


def _used(log: Log, clip: float) -> _Used:
    """Without what people chose, weights clipped. Raises EvidenceError where that is too little."""
    chosen = ~np.isnan(log.logged)
    raw = log.wanted[chosen] / log.logged[chosen]
    students, place = np.unique(log.student[chosen], return_inverse=True)
    used = _Used(
        place.astype(np.int64),
        log.reward[chosen],
        np.minimum(raw, clip),
        None if log.expected is None else log.expected[chosen],
        None if log.expected_wanted is None else log.expected_wanted[chosen],
        len(students),
        float((raw > clip).mean()) if len(raw) else 0.0,
        clip,
        int((~chosen).sum()),
    )
    _refuse_few(used)
    return used


def _refuse_few(used: _Used) -> None:
    if used.effective < LEAST_EFFECTIVE:
        raise EvidenceError(
            f"the log is worth {used.effective:.0f} offers of this policy, and {LEAST_EFFECTIVE} are needed: "
            f"no value is given. Log more offers, or explore more of what this policy would choose"
        )
    if used.children < LEAST_CHILDREN:
        raise EvidenceError(
            f"the log is about {used.children} children, and {LEAST_CHILDREN} are needed to say how sure a value is: "
            f"no value is given. Log offers of more children"
        )


def _resampled(children: int, random: Generator) -> Real:
    """How often each child counts, a row a turn."""
    return random.multinomial(children, np.full(children, 1 / children), TURNS).astype(np.float64)
