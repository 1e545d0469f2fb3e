"""The index's measures, from a class's expected time on each standard: pure functions over arrays of standards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from homeroom.facts.schema import LAGS
from homeroom.goals.index.worked import Flags, Lessons, Real, Whole, Worked

FAR = 5  # weeks: what is taught that far away has no part in this week


def masses(lessons: Lessons, worked: Worked, found: Whole) -> Real:
    """Children × standards: expected seconds. `found` holds the draws of the doubtful lessons."""
    on = lessons.sure.copy()
    for at, lesson in enumerate(lessons.doubtful):
        on[lesson] = np.bincount(found[:, at], minlength=on.shape[1]) / len(found)
    time = np.zeros((worked.children, len(on)))
    np.add.at(time, (worked.child, worked.lesson), worked.seconds)
    expected: Real = time @ on
    return expected


def on_plan(practised: Real, taught: Real) -> float:
    """S: the share of practice on what is taught."""
    return float(practised[taught > 0].sum() / practised.sum())


def overlap(practised: Real, taught: Real) -> float:
    """O: what the two have in common (Porter). With few lessons it is low even where the two are alike."""
    return float(np.minimum(practised / practised.sum(), taught).sum())


def coverage(seconds: Real, taught: Real, doses: Real) -> float:
    """C: how much of each dose children had, by its part of what is taught; the mean of the children.

    `seconds` and `doses` are children × standards. A dose of nothing is had.
    """
    had = np.divide(seconds, doses, out=np.ones_like(seconds), where=doses > 0)
    return float((np.minimum(had, 1.0) @ taught).mean())


def doses(seconds: Real, taught: Real, goals: Real | None = None) -> Real:
    """Children × standards: what a goal asks of a standard, in seconds; else its part of the child's lab time."""
    own: Real = seconds.sum(axis=1, keepdims=True) * taught[None]
    return own if goals is None else np.where((goals > 0) & (taught > 0)[None], goals, own)


def share_of(seconds: Real, chosen: Flags) -> float:
    """The share of time on chosen standards. N is that of what the children's next steps would have offered.

    Both are children × standards.
    """
    return float(seconds[chosen].sum() / seconds.sum())


def lags(practised: Real, plans: Mapping[int, Real]) -> Sequence[float | None]:
    """S against the plan so many weeks before and after, for each of `LAGS`; `plans` are by weeks from this one."""
    return tuple(on_plan(practised, plans[lag]) if lag in plans else None for lag in LAGS)


def beyond_chance(practised: Real, plans: Mapping[int, Real]) -> float | None:
    """A*: 0 where this week's plan fits no better than those more than five weeks away, 1 where all time is on it."""
    others = [on_plan(practised, plan) for lag, plan in plans.items() if abs(lag) > FAR]
    other = float(np.mean(others)) if others else 1.0
    return (on_plan(practised, plans[0]) - other) / (1.0 - other) if other < 1.0 else None
