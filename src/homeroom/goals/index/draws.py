"""What lessons of doubtful alignment truly work on: drawn again and again, one draw of a lesson for all its children.

A lesson's draw weighs what fits to its tag by what the week's other lessons are on, above all those of its own program,
and by how many sittings it was part of: what a class is taught is mostly done by many. So an inferred tag on what the
class works on anyway is believed more than its own chance says, and one on something else less.
"""

from __future__ import annotations

import numpy as np

from homeroom.goals.index.worked import Flags, Lessons, Real, Whole, Worked
from homeroom.mastery.compiled import compiled

# From several starts, for one may stay where it began: so many draws, after so many that are forgotten.
STARTS, DRAWS, BEFORE = 6, 50, 25
# Judgement, tried on simulated classes other than those of the figures, in lessons' worth: of an even chance of on and
# off plan; of each standard of the plan; of all others; of all programs' mix within one, the less the more they differ.
EVEN, PLANNED, OTHERS, TOGETHER = 1.0, 1.0, 20.0, 12.0


def drawn(lessons: Lessons, worked: Worked, on: Real, chance: np.random.Generator) -> Whole:
    """Draws × doubtful lessons: the place of the standard that each is taken to be on. `on` marks the plan with 1."""
    planned, doubtful = on > 0, lessons.doubtful
    many = np.bincount(worked.lesson, minlength=len(lessons.program))
    of_lesson = lessons.likely[doubtful], lessons.program[doubtful], many[doubtful], planned.astype(np.int64)
    found = np.zeros((STARTS, DRAWS, len(doubtful)), np.int64)
    for one in found:
        dice = chance.random((BEFORE + DRAWS, len(doubtful)))
        _turns(*of_lesson, *_sure(lessons, planned, many), many.mean(), EVEN, TOGETHER, dice, one)
    return found.reshape(STARTS * DRAWS, len(doubtful))


def _sure(lessons: Lessons, planned: Flags, many: Whole) -> tuple[Real, Real, Real]:
    """What sure lessons tell: lessons by program and side, sittings by side, and lessons by standard."""
    off_and_on = np.stack([lessons.sure @ ~planned, lessons.sure @ planned], axis=1)
    held = np.zeros((int(lessons.program.max(initial=0)) + 1, 2))
    np.add.at(held, lessons.program, off_and_on)
    each = np.where(planned, PLANNED, OTHERS / max(int((~planned).sum()), 1)) + lessons.sure.sum(axis=0)
    return held, many @ off_and_on, each


@compiled
def _turns(
    likely: Real,
    program: Whole,
    many: Whole,
    side: Whole,
    held: Real,
    sittings: Real,
    each: Real,
    usual: float,
    even: float,
    together: float,
    dice: Real,
    found: Whole,
) -> None:
    """Each lesson in turn, given all others (Gibbs).

    `side` is 1 for standards of the plan; `held` counts each program's lessons off plan and on it, `sittings` those of
    all; `each` counts lessons by standard, what stands before anything is seen included. `many` is each lesson's
    sittings and `usual` their mean. The first turns are forgotten.
    """
    count, forgotten = likely.shape[1], dice.shape[0] - found.shape[0]
    of_side, both, scale = np.zeros(2), held.sum(axis=0), np.empty(2)
    for k in range(count):
        of_side[side[k]] += each[k]
    now, sums = np.full(likely.shape[0], -1, np.int64), np.empty(count)
    for turn in range(dice.shape[0]):
        for at in range(likely.shape[0]):
            g = program[at]
            if now[at] >= 0:
                _move(-1.0, now[at], many[at], held[g], both, sittings, of_side, each, side)
            for one in range(2):
                share = (both[one] + 0.5 * even) / (both[0] + both[1] + even)
                lessons = both[one] + 1.0
                # Sittings of a lesson, by a negative binomial of shape 2 around its side's mean, from one on.
                ends = 2.0 * lessons / (sittings[one] + usual + lessons)
                size = many[at] * ends**2 * max(1.0 - ends, 1e-9) ** (many[at] - 1)
                scale[one] = size * (held[g, one] + together * share) / of_side[one]
            reached = 0.0
            for k in range(count):
                reached += likely[at, k] * scale[side[k]] * each[k]
                sums[k] = reached
            k = min(np.searchsorted(sums, dice[turn, at] * reached, side="right"), count - 1)
            _move(1.0, k, many[at], held[g], both, sittings, of_side, each, side)
            now[at] = k
            if turn >= forgotten:
                found[turn - forgotten, at] = k


@compiled
def _move(
    way: float, k: int, many: int, held: Real, both: Real, sittings: Real, of_side: Real, each: Real, side: Whole
) -> None:
    """Count a lesson to a standard, or take it away again."""
    one = side[k]
    held[one] += way
    both[one] += way
    sittings[one] += way * many
    of_side[one] += way
    each[k] += way
