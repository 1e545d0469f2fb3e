"""Judges every standard for one child after the other; `next.py` says what the numbers mean.

Compiled, because a night judges all children on all standards. Children are independent: any split gives the same.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from homeroom.mastery.compiled import compiled

Whole = NDArray[np.int64]
Real = NDArray[np.float64]

# What a standard can be for a child. Up to REVIEW it can be offered; the rest say why not.
PINNED, GOAL, BEFORE_GOAL, PROBE, TRY, REVIEW = 1, 2, 3, 4, 5, 6
KNOWN, BLOCKED, NOT_READY, PROBE_FIRST, RESTS, NOT_WANTED = 11, 12, 13, 14, 15, 16
# Rows of `child`: what is known and wanted of one child, a column a standard. SINCE is days since the last evidence.
P, WEIGHT, MISSED, SINCE, TARGET, STOP = range(6)
# Places in `limits`, the rules' thresholds.
KNOWN_AT, READY_AT, TESTED_AT, STEPS, STUCK_AT, REST_DAYS, TRY_ANSWERS, REVIEW_DAYS = range(8)
# Rows of `room`: what is believed of a standard, what it is worth, and two to work in.
BELIEF, RELEVANCE = 0, 1
PIN, BLOCK = 1, -1
FIRST = 1e6  # above every value that can be worked out

# Judgement, all four. What a goal's worth loses at each step back; what an answer in vain leaves of the odds that what
# the standard stands on is known (after ten, an even chance has become one in ten); what practice is worth to a child
# who is not ready; what a review is worth beside new learning.
A_STEP, IN_VAIN, UNREADY, A_REVIEW = 0.7, 0.8, 0.1, 0.5
VAIN_ANSWERS = 64  # further answers in vain change nothing that could be seen
VAIN = IN_VAIN ** np.arange(VAIN_ANSWERS + 1.0)
# However far a gap lies back, the search for it ends.
FARTHEST = 24


@compiled
def judge(
    child: Real, starts: Whole, before: Whole, limits: Real, room: Real, status: Whole, cause: Whole, value: Real
) -> None:
    """Fill `status`, `cause` (the standard that it is about, or -1) and `value` for every standard of one child.

    `room` is 4 rows to work in.
    """
    belief, relevance = room[BELIEF], room[RELEVANCE]
    _doubt(child, starts, before, limits, belief)
    _flow(child, starts, before, limits, room, cause)
    for k in range(child.shape[1]):
        value[k] = 0.0
        stuck = child[MISSED, k] >= limits[STUCK_AT]
        if child[STOP, k] == BLOCK:
            status[k] = BLOCKED
        elif child[STOP, k] == PIN:
            status[k], cause[k] = PINNED, _gap(k, child, starts, before, limits)
            value[k] = FIRST + relevance[k]
        elif belief[k] >= limits[KNOWN_AT]:
            status[k] = KNOWN
            if relevance[k] > 0.0 and child[SINCE, k] >= limits[REVIEW_DAYS]:
                status[k], value[k] = REVIEW, A_REVIEW * relevance[k] * (1.0 - belief[k])
        elif relevance[k] == 0.0:
            status[k] = NOT_WANTED
        elif stuck and not child[SINCE, k] >= limits[REST_DAYS]:
            status[k] = RESTS
        else:
            _weigh(k, child, starts, before, limits, room, status, cause, value)


@compiled
def _doubt(child: Real, starts: Whole, before: Whole, limits: Real, belief: Real) -> None:
    """What is believed of each standard once answers in vain on what stands on it are heard as well.

    The blame is shared: the surer it was that something else is missing, the less of it is new.
    """
    belief[:] = 1.0 - child[P]
    for k in range(child.shape[1]):
        if child[MISSED, k] > 0 and child[P, k] < limits[KNOWN_AT]:
            in_vain = _in_vain(child[MISSED, k])
            blame = 1.0 / (1.0 - _all_known(k, child, starts, before) * (1.0 - in_vain))
            for at in range(starts[k], starts[k + 1]):
                j = before[at]
                belief[j] = max(belief[j], (1.0 - child[P, j]) * blame)
    belief[:] = 1.0 - belief


@compiled
def _in_vain(missed: float) -> float:
    """What so many answers in vain leave of the odds; looked up, for a power takes longer than all the rest."""
    return float(VAIN[min(int(missed), VAIN_ANSWERS)])


@compiled
def _all_known(k: int, child: Real, starts: Whole, before: Whole) -> float:
    """The chance that all that k stands on is known, one apart from the other."""
    chance = 1.0
    for at in range(starts[k], starts[k + 1]):
        chance *= child[P, before[at]]
    return chance


@compiled
def _flow(child: Real, starts: Whole, before: Whole, limits: Real, room: Real, toward: Whole) -> None:
    """Let each goal's worth flow back to what it stands on, through what is not yet known.

    `toward` becomes the goal that was reached first, -1 at a goal itself and where none was.
    """
    belief, total, flow, spread = room[BELIEF], room[RELEVANCE], room[2], room[3]
    toward[:] = -1
    spread[:] = 0.0
    low, high = 0, child.shape[1]  # where flow is not 0
    for k in range(high):
        total[k] = 0.0 if child[STOP, k] == BLOCK else child[TARGET, k]
        flow[k] = total[k]
    for step in range(1, FARTHEST + 1):
        next_low, next_high = child.shape[1], 0
        for k in range(low, high):
            if flow[k] > 0.0 and belief[k] < limits[KNOWN_AT]:
                for at in range(starts[k], starts[k + 1]):
                    j = before[at]
                    if child[STOP, j] != BLOCK and (step <= limits[STEPS] or child[P, j] < limits[READY_AT]):
                        spread[j] += A_STEP * flow[k]
                        next_low, next_high = min(next_low, j), max(next_high, j + 1)
                        if toward[j] < 0 and child[TARGET, j] == 0.0:
                            toward[j] = k if child[TARGET, k] > 0.0 else toward[k]
        low, high = next_low, next_high
        for k in range(low, high):
            flow[k] = spread[k]
            total[k] += spread[k]
            spread[k] = 0.0
        if low >= high:
            break


@compiled
def _is_gap(j: int, child: Real, limits: Real) -> bool:
    """Whether a standard was tested and is not known well enough to build on."""
    return bool(child[P, j] < limits[READY_AT] and child[WEIGHT, j] >= limits[TESTED_AT])


@compiled
def _gap(k: int, child: Real, starts: Whole, before: Whole, limits: Real) -> int:
    """The first gap among what k stands on, or -1."""
    for at in range(starts[k], starts[k + 1]):
        if _is_gap(before[at], child, limits):
            return int(before[at])
    return -1


@compiled
def _weigh(
    k: int,
    child: Real,
    starts: Whole,
    before: Whole,
    limits: Real,
    room: Real,
    status: Whole,
    cause: Whole,
    value: Real,
) -> None:
    """Whether the child is ready for standard k, by what it stands on, and what practice of it is worth."""
    does_it = child[P, k] >= limits[READY_AT] and child[WEIGHT, k] >= limits[TRY_ANSWERS]
    doubtful = -1
    for at in range(starts[k], starts[k + 1]):
        j = before[at]
        if child[P, j] >= limits[READY_AT] or does_it:
            continue
        gap = _is_gap(j, child, limits)
        stuck = child[MISSED, j] >= limits[STUCK_AT]
        if stuck or (not gap and (child[STOP, j] == BLOCK or room[RELEVANCE, j] == 0.0)):
            doubtful = j
        else:
            status[k], cause[k] = (NOT_READY if gap else PROBE_FIRST), j
            return
    if doubtful >= 0 and child[MISSED, k] >= limits[TRY_ANSWERS]:
        status[k], cause[k] = NOT_READY, doubtful
        return
    all_known = _all_known(k, child, starts, before)
    in_vain = _in_vain(child[MISSED, k])
    ready = all_known * in_vain / (1.0 - all_known * (1.0 - in_vain))
    if does_it:
        ready = max(ready, child[P, k])
    value[k] = room[RELEVANCE, k] * (1.0 - room[BELIEF, k]) * (UNREADY + (1.0 - UNREADY) * ready)
    if doubtful >= 0:
        status[k], cause[k] = TRY, doubtful
    elif child[TARGET, k] > 0.0:
        status[k] = GOAL
    else:
        status[k] = PROBE if child[WEIGHT, k] < limits[TESTED_AT] else BEFORE_GOAL


@compiled
def rank(
    children: Real,
    starts: Whole,
    before: Whole,
    limits: Real,
    standard: Whole,
    kind: Whole,
    cause: Whole,
    value: Real,
) -> None:
    """Judge all children and keep each one's best standards; of equal ones, the first listed. -1 where none is left."""
    count = children.shape[2]
    room, values = np.empty((4, count)), np.empty(count)
    statuses, causes = np.empty(count, np.int64), np.empty(count, np.int64)
    for c in range(children.shape[0]):
        judge(children[c], starts, before, limits, room, statuses, causes, values)
        for place in range(standard.shape[1]):
            best = -1
            for k in range(count):
                if statuses[k] <= REVIEW and (best < 0 or values[k] > values[best]):
                    best = k
            if best < 0:
                break
            standard[c, place], kind[c, place] = best, statuses[best]
            cause[c, place], value[c, place] = causes[best], values[best]
            statuses[best] = NOT_WANTED
