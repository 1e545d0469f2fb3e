"""The share of time on plan with its 90 % interval: what lessons truly are on, and which sittings the week held."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from homeroom.goals.index.draws import drawn
from homeroom.goals.index.worked import Lessons, Real, Whole, Worked

LOW, HIGH = 0.05, 0.95
# Calibrated on simulated classes other than those of the figures: the ends are put so much farther from the middle, and
# by how much more where nothing is sure. The draws take what they are told of wrong tags for the truth, and it is not.
FARTHER, WHERE_UNSURE = 1.0, 0.12


@dataclass(frozen=True)
class Share:
    """A share of minutes. `least` and `most` are its bounds where tags are right; in between lie `low` and `high`."""

    share: float
    low: float
    high: float
    least: float
    most: float


def share(lessons: Lessons, worked: Worked, on: Real, chance: np.random.Generator) -> tuple[Share, Whole]:
    """The share of time on the standards that `on` marks with 1, and the draws that it rests on."""
    found = drawn(lessons, worked, on, chance)
    fraction = fractions(lessons, found, on)
    again = resampled(worked, len(found), chance)
    values = _shares(worked, fraction, again)
    middle = float(np.average(fraction.mean(axis=0)[worked.lesson], weights=worked.seconds))
    low, high = (float(end) for end in np.quantile(values, (LOW, HIGH)))
    low, high = _farther(low, high, middle, sure_share(lessons, worked))
    return Share(middle, low, high, *bounds(lessons, worked, on)), found


def _farther(low: float, high: float, middle: float, sure: float) -> tuple[float, float]:
    by = FARTHER + WHERE_UNSURE * (1.0 - sure) ** 2
    return max(middle - by * max(middle - low, 0.0), 0.0), min(middle + by * max(high - middle, 0.0), 1.0)


def sure_share(lessons: Lessons, worked: Worked) -> float:
    """The share of time in lessons that a person or their maker aligned to single standards."""
    return float(np.average(lessons.is_sure[worked.lesson], weights=worked.seconds))


def fractions(lessons: Lessons, found: Whole, on: Real) -> Real:
    """Draws × lessons: how much of each lesson is on plan."""
    fraction = np.tile(lessons.sure @ on, (len(found), 1))
    fraction[:, lessons.doubtful] = on[found]
    return fraction


def bounds(lessons: Lessons, worked: Worked, on: Real) -> tuple[float, float]:
    """Unknown time all off plan, and all on it."""
    seconds = worked.by_lesson(len(lessons.program))
    known = float(seconds @ (lessons.tagged @ on)) / worked.total
    unknown = float(seconds @ (1.0 - lessons.tagged.sum(axis=1))) / worked.total
    return known, known + max(unknown, 0.0)


def resampled(worked: Worked, draws: int, chance: np.random.Generator) -> Real:
    """Draws × sittings: how often each counts when a child's sittings are drawn again (Rao and Wu's bootstrap).

    Of n sittings n − 1 are drawn, each counting n / (n − 1) times: so few sittings tell of their own spread without
    making it too small. Children with a single one are drawn together.
    """
    owner = worked.child_of_sitting
    many = np.bincount(owner, minlength=worked.children)
    stratum = np.where(many[owner] > 1, owner, -1)
    counts = np.zeros((draws, len(owner)))
    for one in np.unique(stratum):
        places = np.flatnonzero(stratum == one)
        n = len(places)
        if n == 1:
            counts[:, places] = 1.0
            continue
        picks = places[chance.integers(n, size=(draws, n - 1))]
        np.add.at(counts, (np.arange(draws)[:, None], picks), n / (n - 1))
    return counts


def _shares(worked: Worked, fraction: Real, again: Real) -> Real:
    seconds = again[:, worked.sitting] * worked.seconds
    found: Real = (seconds * fraction[:, worked.lesson]).sum(axis=1) / seconds.sum(axis=1)
    return found
