"""The filter, noting what each piece of evidence did: how far it moved the estimate, and what it weighs today.

The children come out as from `homeroom.mastery.filter`, to the bit: the same kernel takes each response in.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from homeroom.mastery import kernel
from homeroom.mastery.columns import Codes, Numbers
from homeroom.mastery.compiled import compiled
from homeroom.mastery.filter import beginners, rows_of
from homeroom.mastery.kernel import DAY, STEP, STEP_DAYS
from homeroom.mastery.likelihoods import SCALE
from homeroom.mastery.parameters import Tables
from homeroom.mastery.responses import Responses


@dataclass(frozen=True)
class Traced:
    """Children after their last response and, entry by entry of the responses' standards, what each did.

    `shift` is in logits of the standard, growth included. `kept` is the share of a piece of evidence that forgetting
    has left by the last day: the square of what it has left of the mean, as with the variance.
    """

    children: Numbers
    shift: Numbers
    kept: Numbers


def traced(responses: Responses, layout: Tables, as_of: float) -> Traced:
    """Filter all children, and let the time pass for them until the day `as_of` (days since 1970)."""
    children = beginners(len(responses.students), layout)
    shift, left = np.zeros(len(responses.standard)), np.ones(len(responses.standard))
    _run(
        children, layout.levels, layout.difficulty, layout.links, layout.constants,
        responses.student, responses.starts, responses.standard, responses.weight,
        rows_of(responses.item, layout.first_item), rows_of(responses.lesson, layout.first_lesson),
        responses.program, responses.kind, responses.result, responses.size, responses.detail, responses.day,
        shift, left, np.empty(kernel.NOTES),
    )  # fmt: skip
    still = _wait(children, layout.levels, layout.constants, as_of)
    kept = np.ones(len(responses.standard))
    _fade(still, responses.student, responses.starts, responses.standard, kept, left)
    return Traced(children, shift, kept)


@compiled
def _left(child: Numbers, row: int, subject: int, day: float, constants: Numbers) -> float:
    """What forgetting leaves of a standard's mean until `day`, as `kernel.forget` counts it."""
    if child[row, STEP] == 0.0:
        return 1.0
    gap = constants[STEP_DAYS] * (child[subject, STEP] - child[row, STEP])
    if day > child[row, DAY]:
        gap += day - child[row, DAY]
    return kernel.kept(gap, constants) if gap > 0.0 else 1.0


@compiled
def _seen(child: Numbers, levels: Codes, standard: int, left: float) -> float:
    """The child's part of a standard's logit, with `left` of it left."""
    around, _ = kernel.below(child, levels, standard)
    mean, _ = kernel.standing(child, levels, standard)
    return float(around + left * (mean - around))


@compiled
def _run(
    children: Numbers,
    levels: Codes,
    difficulty: Numbers,
    links: Numbers,
    constants: Numbers,
    student: Codes,
    starts: Codes,
    standard: Codes,
    share: Numbers,
    item: Codes,
    lesson: Codes,
    program: Codes,
    kind: Codes,
    result: Numbers,
    size: Numbers,
    detail: Numbers,
    day: Numbers,
    shift: Numbers,
    left: Numbers,
    notes: Numbers,
) -> None:
    base = children.shape[1] - levels.shape[0]
    for at in range(student.shape[0]):
        child, first, last = children[student[at]], starts[at], starts[at + 1]
        for entry in range(first, last):
            code = standard[entry]
            row = base + code
            left[entry] = _left(child, row, levels[code, 0], day[at], constants) if kind[at] != SCALE else 1.0
            shift[entry] = -_seen(child, levels, code, left[entry])
        kernel.absorb(
            child, levels, difficulty, links, constants, standard, share, first, last,
            item[at], lesson[at], program[at], kind[at], result[at], size[at], detail[at], day[at], False, notes,
        )  # fmt: skip
        for entry in range(first, last):
            shift[entry] += _seen(child, levels, standard[entry], 1.0)


@compiled
def _wait(children: Numbers, levels: Codes, constants: Numbers, day: float) -> Numbers:
    """Let the time pass until `day`, in place. Returns what it leaves of each child's standards' means.

    Steps on other standards since count as time, as they do at the next response.
    """
    standards = levels.shape[0]
    base = children.shape[1] - standards
    still = np.ones((children.shape[0], standards))
    for at in range(children.shape[0]):
        child = children[at]
        for code in range(standards):
            still[at, code] = _left(child, base + code, levels[code, 0], day, constants)
            kernel.forget(child, base + code, levels[code, 0], day, constants)
        for code in range(standards):
            subject = levels[code, 0]
            if child[subject, STEP] > 0.0 and day > child[subject, DAY]:
                kernel.drift(child, subject, day, constants)
                child[subject, DAY] = day
    return still


@compiled
def _fade(still: Numbers, student: Codes, starts: Codes, standard: Codes, kept: Numbers, left: Numbers) -> None:
    """Take from each entry what later forgetting took, from the last response back to the first."""
    for at in range(student.shape[0] - 1, -1, -1):
        for entry in range(starts[at], starts[at + 1]):
            child, code = student[at], standard[entry]
            kept[entry] = still[child, code] * still[child, code]
            still[child, code] *= left[entry]
