"""What came after work on a lesson or in a program: the next result elsewhere, beside matched occasions.

Occasions are alike in class, standard, fortnight and the program that told of the result, which are swept out; among
them a line is drawn through what the child had shown on the standard before (mean and standard deviation of the beta
distribution that its answers leave), and through how long ago it had last worked on it. The interval is CR2's by class.
The same is asked of the result before the work: where those who worked differed already then, no lift is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from homeroom.evidence.design_matrix import with_effects
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.least_squares import fit
from homeroom.evidence.robust import clustered

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
Chosen = NDArray[np.bool_]

WITHIN = 10  # school days in which a result counts as the next one
LONG_AGO = 40  # school days: what lies further back is as good as never
LEAST_CHILDREN, LEAST_CLASSES = 10, 5
FEW, UNCHECKED, BEFORE = "few", "unchecked", "before"


@dataclass(frozen=True)
class Interval:
    """A difference of shares, with its 95 % interval."""

    at: float
    low: float
    high: float

    @property
    def misses_nothing(self) -> bool:
        return self.low <= 0 <= self.high


@dataclass(frozen=True)
class Lift:
    """`refused` says why `after` is not to be told; blank where it may be. `before` checks it."""

    children: int
    classes: int
    after: Interval | None
    before: Interval | None
    refused: str


@dataclass(frozen=True)
class Occasions:
    """One entry an occasion of one program. `cell` is class × standard × fortnight × teller of the result.

    `mean`, `sd` and `ago` are what matching goes by; those with `before_` tell of the result before, not a number
    where there is none.
    """

    child: Whole
    school_class: Whole
    cell: Whole
    right: Real
    worked: Chosen
    mean: Real
    sd: Real
    ago: Real
    before_right: Real
    before_cell: Whole
    before_mean: Real
    before_sd: Real


def occasions(rows: Sequence[Mapping[str, Any]]) -> Occasions:
    """Rows of `content_occasions.sql` of one program, those without a lesson."""
    told = {name: [row[name] for row in rows] for name in (rows[0] if rows else ())}
    mean, sd = _beta(told["right_before"], told["wrong_before"])
    before_mean, before_sd = _beta(told["before_right"], told["before_wrong"])
    place = [(row["school_class"], row["standard"], row["fortnight"]) for row in rows]
    return Occasions(
        child=np.array(told["student"], np.int64),
        school_class=np.array(told["school_class"], np.int64),
        cell=_coded([(*one, row["told_by"]) for one, row in zip(place, rows, strict=True)]),
        right=np.array(told["correct"], np.float64),
        worked=np.array(told["worked"], np.int64) > 0,
        mean=mean,
        sd=sd,
        ago=np.array([min(LONG_AGO, LONG_AGO if one is None else one) for one in told["since_work"]], np.float64),
        before_right=np.array([np.nan if one is None else one for one in told["before_correct"]], np.float64),
        before_cell=_coded([(*one, row["before_told_by"] or "") for one, row in zip(place, rows, strict=True)]),
        before_mean=before_mean,
        before_sd=before_sd,
    )


def lift(one: Occasions, worked: Chosen | None = None) -> Lift:
    """Of the whole program, or of a lesson whose occasions are chosen by `worked`."""
    treated = one.worked if worked is None else worked
    used = _matched(one.cell, treated)
    children, classes = len(np.unique(one.child[used & treated])), len(np.unique(one.school_class[used]))
    if children < LEAST_CHILDREN or classes < LEAST_CLASSES:
        return Lift(children, classes, None, None, FEW)
    after = _difference(one, used, treated, one.right, one.cell, (one.mean, one.sd, one.ago))
    earlier = _matched(one.before_cell, treated, ~np.isnan(one.before_right))
    before = None
    if len(np.unique(one.school_class[earlier])) >= LEAST_CLASSES:
        known = (one.before_mean, one.before_sd)
        before = _difference(one, earlier, treated, one.before_right, one.before_cell, known)
    return Lift(children, classes, after, before, _refused(after, before))


def _refused(after: Interval | None, before: Interval | None) -> str:
    if after is None:
        return FEW
    if before is None:
        return UNCHECKED
    return "" if before.misses_nothing else BEFORE


def _matched(cell: Whole, treated: Chosen, told: Chosen | None = None) -> Chosen:
    """Occasions in cells that hold both kinds."""
    there = np.ones(len(cell), dtype=np.bool_) if told is None else told
    size = int(cell.max(initial=-1)) + 1
    with_, without = (np.bincount(cell[there & one], minlength=size) > 0 for one in (treated, ~treated))
    return np.asarray(there & (with_ & without)[cell])


def _difference(
    one: Occasions, used: Chosen, treated: Chosen, right: Real, cell: Whole, known: Sequence[Real]
) -> Interval | None:
    """None where the two kinds can't be told apart beside what matching goes by."""
    columns = {"worked": treated[used].astype(np.float64)}
    columns |= {f"known {at}": column[used] for at, column in enumerate(known)}
    clusters = one.school_class[used]
    try:
        made, swept = with_effects(columns, right[used], cell[used], clusters, treatments=["worked"])
        found = clustered(fit(made, swept), clusters).coefficient("worked")
    except EvidenceError:
        return None
    if not found.error > 0:
        return None
    low, high = found.interval()
    return Interval(found.estimate, low, high) if np.isfinite([low, high]).all() else None


def _beta(right: Sequence[int], wrong: Sequence[int]) -> tuple[Real, Real]:
    """Mean and standard deviation of what a flat prior and these answers leave."""
    good, bad = np.array(right, np.float64) + 1, np.array(wrong, np.float64) + 1
    both = good + bad
    return good / both, np.sqrt(good * bad / (both**2 * (both + 1)))


def _coded(keys: Sequence[tuple[object, ...]]) -> Whole:
    codes: dict[tuple[object, ...], int] = {}
    return np.array([codes.setdefault(key, len(codes)) for key in keys], np.int64)
