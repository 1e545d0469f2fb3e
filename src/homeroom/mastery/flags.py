"""Two flags, each with its rule in words and the counts it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from homeroom.mastery.errors import MasteryError
from homeroom.mastery.rules import RUSHING, WORKING_HARD, Rule

Real = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Run:
    """One child's answers on one standard since the last three right in a row, or since the start."""

    student: int
    standard: str
    answers: int
    right: int


@dataclass(frozen=True)
class Flag:
    """`standard` is blank where the flag is about no single one. `evidence` holds the counts in words."""

    student: int
    standard: str
    rule: Rule
    evidence: str


def working_hard(runs: Iterable[Run]) -> Iterator[Flag]:
    """Children who answer much on one standard and do not move."""
    for run in runs:
        if run.answers >= WORKING_HARD["answers"]:
            counts = f"{run.answers} answers, {run.right} of them right, without {WORKING_HARD['right']} right in a row"
            yield Flag(run.student, run.standard, WORKING_HARD, f"{counts}.")


def rushing(student: Whole, item: Sequence[str], seconds: Real) -> Iterator[Flag]:
    """Children who answer too fast to have read. One entry an answer, each child's own in order of time.

    `seconds` is not a number where the time is unknown. Raises MasteryError for columns of different lengths or a time
    below 0.
    """
    if not len(student) == len(item) == len(seconds):
        raise MasteryError(f"{len(student)} students, {len(item)} items and {len(seconds)} times: give one of each")
    if (seconds < 0).any():
        row = int(np.flatnonzero(seconds < 0)[0])
        raise MasteryError(f"seconds is {seconds[row]} in row {row}: a time is 0 or more. Leave it out")
    fast = seconds < RUSHING["percent"] / 100 * _medians(item, seconds)
    order = np.argsort(student, kind="stable")
    for child, group in groupby(order.tolist(), lambda row: int(student[row])):
        flag = _rushing(child, np.array(list(group)[-RUSHING["answers"] :]), fast, seconds)
        if flag:
            yield flag


def _rushing(child: int, rows: Whole, fast: NDArray[np.bool_], seconds: Real) -> Flag | None:
    quick, timed = int(fast[rows].sum()), int((~np.isnan(seconds[rows])).sum())
    if quick < RUSHING["fast"]:
        return None
    counts = f"{quick} of the last {len(rows)} answers, {timed} of which have a time"
    return Flag(child, "", RUSHING, f"{counts}, took under {RUSHING['percent']} % of the item's median.")


def _medians(item: Sequence[str], seconds: Real) -> Real:
    """For each answer the median time of its item, not a number where too few are timed."""
    codes = np.unique(np.asarray(item, dtype=np.str_), return_inverse=True)[1]
    known = np.flatnonzero(~np.isnan(seconds))
    found = np.full(int(codes.max(initial=-1)) + 1, np.nan)
    ordered = known[np.lexsort((seconds[known], codes[known]))]
    for code, group in groupby(ordered.tolist(), lambda row: int(codes[row])):
        times = seconds[list(group)]
        if len(times) >= RUSHING["timed"]:
            found[code] = np.median(times)
    return np.asarray(found[codes])
