"""What draws say of one modality against another: by pairs that a coin decided. All else is an association.

In each pair one child was in A and the other in B, and a fair coin said who. So the mean of what was seen of the child
in A less what was seen of the child in B is, over the coins, what A does more than B for the children of the pairs; its
interval is Student's, over pairs. An outcome is later evidence that the session itself did not produce, as in
`response`. What was drawn counts, not what was delivered.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean, stdev, variance

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy
from scipy.special import stdtrit  # type: ignore[import-untyped]  # scipy ships no types

from homeroom.rotation.block.modality import Modality

LEAST_PAIRS = 20
LEAST_CHILDREN = 20
BY_LOT = gettext_lazy("effect, of pairs that a coin decided")
ASSOCIATION = gettext_lazy("association, of children whom a plan placed: no effect")
Outcomes = Mapping[tuple[int, date, int], float]  # by child, day and session


@dataclass(frozen=True)
class Pair:
    """Two children of one session as the coin left them."""

    day: date
    session: int
    child: Mapping[Modality, int]


@dataclass(frozen=True)
class Difference:
    """How much more was seen after A than after B, with the middle 95 %. `n` is pairs, or children. `lost` pairs have
    no outcome of both children."""

    a: Modality
    b: Modality
    n: int
    mean: float
    low: float
    high: float
    label: str | Promise
    lost: int = 0


@dataclass(frozen=True)
class TooFew:
    """Nothing is said, and why."""

    a: Modality
    b: Modality
    n: int
    needed: int
    lost: int = 0

    @property
    def why(self) -> str:
        words = gettext("{found} that can be compared; at least {needed} are needed.")
        return words.format(found=self.n, needed=self.needed)


def effect(pairs: Iterable[Pair], outcomes: Outcomes, a: Modality, b: Modality) -> Difference | TooFew:
    """A against B, of all pairs of these two."""
    ours = [one for one in pairs if one.child.keys() == {a, b}]
    differences = list(_differences(ours, outcomes, a, b))
    n, lost = len(differences), len(ours) - len(differences)
    if n < LEAST_PAIRS:
        return TooFew(a, b, n, LEAST_PAIRS, lost)
    mean = fmean(differences)
    reach = _student(n - 1) * stdev(differences) / math.sqrt(n)
    return Difference(a, b, n, mean, mean - reach, mean + reach, BY_LOT, lost)


def association(after: Mapping[Modality, Sequence[float]], a: Modality, b: Modality) -> Difference | TooFew:
    """The same of children whom a plan placed, one outcome each. Why they differ, nobody knows."""
    ours, theirs = after.get(a, ()), after.get(b, ())
    least = min(len(ours), len(theirs))
    if least < LEAST_CHILDREN:
        return TooFew(a, b, least, LEAST_CHILDREN)
    mean = fmean(ours) - fmean(theirs)
    parts = [variance(one) / len(one) for one in (ours, theirs)]
    freedom = sum(parts) ** 2 / sum(part**2 / (len(one) - 1) for part, one in zip(parts, (ours, theirs), strict=True))
    reach = _student(freedom) * math.sqrt(sum(parts))
    return Difference(a, b, len(ours) + len(theirs), mean, mean - reach, mean + reach, ASSOCIATION)


def _differences(pairs: Iterable[Pair], outcomes: Outcomes, a: Modality, b: Modality) -> Iterator[float]:
    for one in pairs:
        seen = [outcomes.get((one.child[modality], one.day, one.session)) for modality in (a, b)]
        if seen[0] is not None and seen[1] is not None:
            yield seen[0] - seen[1]


def _student(freedom: float) -> float:
    return float(stdtrit(freedom, 0.975))
