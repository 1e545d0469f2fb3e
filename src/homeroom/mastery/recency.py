"""What a child did lately, before each answer: the features that the calibrator adds to the filter's logit.

Only what came before an answer is counted, and of the child alone: nothing here is learned from other children.
"""

from __future__ import annotations

import math

import numpy as np

from homeroom.mastery.columns import Codes, Numbers
from homeroom.mastery.compiled import compiled
from homeroom.mastery.responses import Responses

NAMES = (
    "attempts", "wins", "lately", "since", "last", "streak", "first",
    "item_attempts", "item_wins", "item_since", "item_last",
    "child_attempts", "child_rate", "child_lately_half", "child_lately_slow", "child_last", "child_before_last", "run",
    "gap", "child_gap", "session", "run_rate",
)  # fmt: skip
COUNT = len(NAMES)
# A pause of more than half an hour begins a new session.
SESSION = 0.5 / 24


def recency(responses: Responses) -> Numbers:
    """One row a response, one column a name of `NAMES`."""
    features = np.empty((len(responses), COUNT))
    _fill(
        features,
        responses.student,
        leading(responses),
        responses.item,
        responses.result,
        responses.day,
        len(responses.standards),
        len(responses.items),
    )
    return features


def leading(responses: Responses) -> Codes:
    """The standard that a response weighs most on; of equal ones the first."""
    counts = np.diff(responses.starts)
    if (counts == 1).all():
        return responses.standard
    owner = np.repeat(np.arange(len(responses)), counts)
    order = np.lexsort((-responses.weight, owner))
    return responses.standard[order[responses.starts[:-1]]]


@compiled
def _fill(
    features: Numbers,
    student: Codes,
    standard: Codes,
    item: Codes,
    result: Numbers,
    day: Numbers,
    standards: int,
    items: int,
) -> None:
    # Of each standard: whose counts these are, attempts, wins, decayed rate, step, last result, streak, day.
    mine = np.empty((standards, 8))
    mine[:, 0] = -1.0
    of_item = np.empty((items + 1, 5))
    of_item[:, 0] = -1.0
    step, wins, half, slow, last, before, run, run_wins, session = 0.0, 0.0, 0.5, 0.5, 0.5, 0.5, 0.0, 0.0, 0.0
    now, at_standard = np.nan, -1
    for at in range(student.shape[0]):
        if at == 0 or student[at] != student[at - 1]:
            step, wins, half, slow, last, before, run, run_wins, session = 0.0, 0.0, 0.5, 0.5, 0.5, 0.5, 0.0, 0.0, 0.0
            now, at_standard = np.nan, -1
        own = mine[standard[at]]
        if own[0] != student[at]:
            own[0], own[1], own[2], own[3], own[4], own[5], own[6], own[7] = (
                student[at],
                0,
                0,
                0.5,
                step,
                0.5,
                0,
                np.nan,
            )
        about = of_item[item[at]]  # the last row, if there is no item
        if about[0] != student[at] or item[at] < 0:
            about[0], about[1], about[2], about[3], about[4] = student[at], 0, 0, step, 0.5
        if standard[at] != at_standard:
            run, run_wins = 0.0, 0.0
        if day[at] - now > SESSION:
            session = 0.0
        row = features[at]
        row[0], row[1], row[2] = math.log1p(own[1]), math.log1p(own[2]), own[3]
        row[3], row[4], row[5] = math.log1p(step - own[4]), own[5], min(max(own[6], -5.0), 5.0)
        row[6] = 1.0 if own[1] == 0 else 0.0
        row[7], row[8], row[9], row[10] = (
            math.log1p(about[1]),
            math.log1p(about[2]),
            math.log1p(step - about[3]),
            about[4],
        )
        row[11], row[12] = math.log1p(step), (wins + 2.0) / (step + 3.0)
        row[13], row[14], row[15], row[16], row[17] = half, slow, last, before, math.log1p(run)
        row[18] = math.log1p(day[at] - own[7]) if day[at] > own[7] else 0.0
        row[19] = math.log1p(day[at] - now) if day[at] > now else 0.0
        row[20] = math.log1p(session)
        row[21] = (run_wins + 1.0) / (run + 1.5)

        right = result[at]
        won = 1.0 if right > 0.5 else 0.0
        own[3] = 0.7 * own[3] + 0.3 * right
        own[6] = (max(own[6], 0.0) + 1.0) if won > 0 else (min(own[6], 0.0) - 1.0)
        own[1] += 1.0
        own[2] += right
        own[5] = right
        about[1] += 1.0
        about[2] += right
        about[4] = right
        step += 1.0
        own[4], about[3] = step, step
        wins += right
        half, slow = 0.5 * half + 0.5 * right, 0.9 * slow + 0.1 * right
        before, last = last, right
        run += 1.0
        run_wins += right
        session += 1.0
        at_standard = standard[at]
        if not math.isnan(day[at]):
            now, own[7] = day[at], day[at]
