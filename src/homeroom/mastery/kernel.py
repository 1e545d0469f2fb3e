"""The filter's arithmetic, compiled: one piece of evidence moves what is believed of one child.

A child is an array with a row for each subject, then each domain, then each standard; its columns are named below. A
standard's level stands on its domain's (on the subject's, where it has none), a domain's on the subject's. Of a subject
the mean and the variance are kept. Of every other row: its mean where the level below it is 0, how it follows that
level (its slope, 1 at first), and the variance that is left once that level is known. Evidence of one standard keeps
this form, so nothing is lost of how the levels of a child hang together: it is Kalman's filter on a tree, at the cost
of one path. Evidence of several standards is brought back to it with the same means, variances and slopes (Opper 1998,
"A Bayesian approach to on-line learning").

What items and programs add lies in `difficulty`, rows of (mean, variance), held apart: standards, then each program's
standards, then lessons, then items. `homeroom.mastery.parameters.tables` lays both out.
"""

from __future__ import annotations

import math

import numpy as np

from homeroom.mastery.columns import Codes, Numbers
from homeroom.mastery.compiled import compiled_in_place
from homeroom.mastery.likelihoods import ITEM, PASS, SCALE, evidence, flattened, sigmoid

# Columns of a child's rows.
MEAN, VARIANCE, SLOPE, WEIGHT, STEP, DAY, REACH = range(7)
CHILD_COLUMNS = 7
# The constants.
V_SUBJECT, V_DOMAIN, V_STANDARD, Q_SUBJECT, Q_STANDARD, DRIFT, RIGHT, WRONG, TAU, LAMBDA, STEP_DAYS = range(11)
CONSTANTS = 11
# What is noted of each response, as it stood before it.
LOGIT, DOUBT, PREDICTED, HARD, HARD_DOUBT = range(5)
NOTES = 5
# What a response says: its information, the variance of its logit, and how far a unit of covariance moves a mean.
Seen = tuple[float, float, float]


@compiled_in_place
def begin(child: Numbers, levels: Codes, constants: Numbers) -> None:
    """A child of whom nothing is known."""
    rows, standards = child.shape[0], levels.shape[0]
    child[:] = 0.0
    child[:, SLOPE] = 1.0
    child[:, DAY] = np.nan
    child[:, VARIANCE] = constants[V_DOMAIN]
    child[rows - standards :, VARIANCE] = constants[V_STANDARD]
    for standard in range(standards):
        child[levels[standard, 0], VARIANCE] = constants[V_SUBJECT]


@compiled_in_place
def kept(gap: float, constants: Numbers) -> float:
    """The share that is left of what was known `gap` days ago: a power law, as practice that is let lie follows."""
    return math.exp(-constants[LAMBDA] * math.log1p(gap / constants[TAU]))


@compiled_in_place
def forget(child: Numbers, row: int, subject: int, day: float, constants: Numbers) -> None:
    """Let the time since the last evidence on a standard pass: its level goes back to the one it stands on, the
    variance back to where it began, and never the other way."""
    if child[row, STEP] == 0.0:
        return
    gap = constants[STEP_DAYS] * (child[subject, STEP] - child[row, STEP])
    if day > child[row, DAY]:
        gap += day - child[row, DAY]
    if gap <= 0.0:
        return
    left, prior = kept(gap, constants), constants[V_STANDARD]
    child[row, MEAN] *= left
    child[row, SLOPE] = 1.0 + left * (child[row, SLOPE] - 1.0)
    if child[row, VARIANCE] < prior:  # the noise of practice can carry it beyond; waiting must never narrow it
        child[row, VARIANCE] = prior - (prior - child[row, VARIANCE]) * left * left
    child[row, WEIGHT] *= left * left


@compiled_in_place
def drift(child: Numbers, subject: int, day: float, constants: Numbers) -> None:
    """A child's level itself is less sure after a long time."""
    if day > child[subject, DAY]:
        days = day - child[subject, DAY]
        known = child[subject, VARIANCE]
        child[subject, VARIANCE] = max(known, min(known + constants[DRIFT] * days, constants[V_SUBJECT]))


@compiled_in_place
def rest(child: Numbers, levels: Codes, day: float, constants: Numbers) -> None:
    """Let all time until `day` pass for what is believed of a child: to read it off, not to go on with it."""
    base = child.shape[0] - levels.shape[0]
    for standard in range(levels.shape[0]):
        subject = levels[standard, 0]
        forget(child, base + standard, subject, day, constants)
        drift(child, subject, day, constants)
        if day > child[subject, DAY]:
            child[subject, DAY] = day


@compiled_in_place
def below(child: Numbers, levels: Codes, standard: int) -> tuple[float, float]:
    """Mean and variance of the level that a standard stands on."""
    subject, domain = levels[standard, 0], levels[standard, 1]
    mean, variance = child[subject, MEAN], child[subject, VARIANCE]
    if domain < 0:
        return mean, variance
    slope = child[domain, SLOPE]
    return child[domain, MEAN] + slope * mean, child[domain, VARIANCE] + slope * slope * variance


@compiled_in_place
def standing(child: Numbers, levels: Codes, standard: int) -> tuple[float, float]:
    """Mean and variance of a child's level on a standard."""
    row = child.shape[0] - levels.shape[0] + standard
    mean, variance = below(child, levels, standard)
    slope = child[row, SLOPE]
    return child[row, MEAN] + slope * mean, child[row, VARIANCE] + slope * slope * variance


@compiled_in_place
def leads(levels: Codes, standard: Codes, first: int, at: int, column: int) -> bool:
    """Whether no standard of a response before `at` is of the same subject (column 0), or domain (1)."""
    for other in range(first, at):  # noqa: SIM110 - no generator is compiled
        if levels[standard[other], column] == levels[standard[at], column]:
            return False
    return True


@compiled_in_place
def reach(
    child: Numbers, levels: Codes, standard: Codes, weight: Numbers, first: int, last: int, fine: bool, nested: bool
) -> None:
    """Note at each domain and subject of a response how far its logit moves with that level."""
    base = child.shape[0] - levels.shape[0]
    for at in range(first, last):
        child[levels[standard[at], 0], REACH] = 0.0
        if levels[standard[at], 1] >= 0:
            child[levels[standard[at], 1], REACH] = 0.0
    for at in range(first, last):
        subject, domain = levels[standard[at], 0], levels[standard[at], 1]
        part = weight[at] * child[base + standard[at], SLOPE] if fine else weight[at]
        if domain >= 0 and nested:
            child[domain, REACH] += part
            part *= child[domain, SLOPE]
        child[subject, REACH] += part


@compiled_in_place
def move(child: Numbers, row: int, part: float, under: tuple[float, float, float], seen: Seen) -> None:
    """Move a row that `part` of a response's logit is of. `under` is the level it stands on, as it was before: mean,
    variance, covariance with the logit."""
    mean, variance, covariance = under
    information, doubt, pull = seen
    left, slope = child[row, VARIANCE], child[row, SLOPE]
    along = covariance / variance
    sure = information / (1.0 + information * max(0.0, doubt - along * covariance))
    moved = child[row, MEAN] + slope * mean + (part * left + slope * covariance) * pull
    # Two standards asked at once speak against each other; a right answer is never let lower a third one.
    child[row, SLOPE] = max(0.0, slope - part * left * along * sure)
    child[row, VARIANCE] = left - part * part * left * left * sure
    child[row, MEAN] = moved - child[row, SLOPE] * (mean + covariance * pull)


@compiled_in_place
def absorb(
    child: Numbers,
    levels: Codes,
    difficulty: Numbers,
    links: Numbers,
    constants: Numbers,
    standard: Codes,
    weight: Numbers,
    first: int,
    last: int,
    item: int,
    lesson: int,
    program: int,
    kind: int,
    result: float,
    size: float,
    detail: float,
    day: float,
    learn: bool,
    notes: Numbers,
) -> None:
    """Take one response in. `item` and `lesson` are rows of `difficulty`, or -1. `learn` moves `difficulty`, too."""
    standards, programs = levels.shape[0], links.shape[0] - 1
    base = child.shape[0] - standards
    fine = kind != SCALE  # a scale score speaks of the subject or of a domain alone
    own = kind < SCALE  # the program's own items and lessons; a claim or a check has no item
    nested = fine or detail == 1.0
    for at in range(first, last):
        subject = levels[standard[at], 0]
        drift(child, subject, day, constants)
        forget(child, base + standard[at], subject, day, constants)
    reach(child, levels, standard, weight, first, last, fine, nested)

    mean, variance, hard, doubt = 0.0, 0.0, 0.0, 0.0
    for at in range(first, last):
        share, row = weight[at], base + standard[at]
        subject, domain = levels[standard[at], 0], levels[standard[at], 1]
        if fine:
            mean += share * child[row, MEAN]
            variance += share * share * child[row, VARIANCE]
            hard += share * difficulty[standard[at], 0]
            doubt += share * share * difficulty[standard[at], 1]
        if own and program >= 0:
            beside = standards * (1 + program) + standard[at]
            hard += share * difficulty[beside, 0]
            doubt += share * share * difficulty[beside, 1]
        if domain >= 0 and nested and leads(levels, standard, first, at, 1):
            mean += child[domain, REACH] * child[domain, MEAN]
            variance += child[domain, REACH] ** 2 * child[domain, VARIANCE]
        if leads(levels, standard, first, at, 0):
            mean += child[subject, REACH] * child[subject, MEAN]
            variance += child[subject, REACH] ** 2 * child[subject, VARIANCE]
    if lesson >= 0:
        hard += difficulty[lesson, 0]
        doubt += difficulty[lesson, 1]
    if item >= 0:
        hard += difficulty[item, 0]
        doubt += difficulty[item, 1]

    linked = program if program >= 0 else programs
    guess, slip = links[linked, 0], links[linked, 1]
    logit, variance = mean - hard, variance + doubt
    notes[LOGIT], notes[DOUBT], notes[HARD], notes[HARD_DOUBT] = logit, variance, hard, doubt
    chance = guess if math.isnan(detail) or kind != ITEM else max(guess, detail)
    notes[PREDICTED] = chance + (1.0 - chance - slip) * sigmoid(flattened(variance) * logit)

    score, information, worth = evidence(kind, logit, variance, guess, slip, result, size, detail)
    shrink = 1.0 / (1.0 + information * variance)
    pull, gain = score * shrink, information * shrink
    seen = (information, variance, pull)
    grown = 0.0
    if own:
        tried = size if kind != PASS else 1.0
        grown = tried * (constants[RIGHT] * result + constants[WRONG] * (1.0 - result))

    # From the standards down: each needs what it stands on as it was.
    for at in range(first, last):
        share, row = weight[at], base + standard[at]
        subject, domain = levels[standard[at], 0], levels[standard[at], 1]
        if fine:
            under, spread = below(child, levels, standard[at])
            covariance = child[subject, REACH] * child[subject, VARIANCE]
            if domain >= 0:
                covariance = child[domain, REACH] * child[domain, VARIANCE] + child[domain, SLOPE] * covariance
            known = child[row, VARIANCE]
            move(child, row, share, (under, spread, covariance), seen)
            child[row, MEAN] += share * grown
            if own:  # practice unsettles what is known, but never beyond knowing nothing
                noisy = child[row, VARIANCE] + share * constants[Q_STANDARD]
                child[row, VARIANCE] = min(noisy, max(known, constants[V_STANDARD]))
            child[row, WEIGHT] += share * worth
            child[row, STEP] = child[subject, STEP] + 1.0
            if not math.isnan(day):
                child[row, DAY] = day
            if learn:
                soften(difficulty, standard[at], share, pull, gain)
        if learn and own and program >= 0:
            soften(difficulty, standards * (1 + program) + standard[at], share, pull, gain)
    for at in range(first, last):
        subject, domain = levels[standard[at], 0], levels[standard[at], 1]
        if domain >= 0 and nested and leads(levels, standard, first, at, 1):
            top = child[subject, VARIANCE]
            move(child, domain, child[domain, REACH], (child[subject, MEAN], top, child[subject, REACH] * top), seen)
    for at in range(first, last):
        subject = levels[standard[at], 0]
        if leads(levels, standard, first, at, 0):
            covariance = child[subject, REACH] * child[subject, VARIANCE]
            child[subject, MEAN] += covariance * pull
            child[subject, VARIANCE] -= covariance * covariance * gain
            if own:
                child[subject, VARIANCE] += constants[Q_SUBJECT]
            child[subject, STEP] += 1.0
            if not math.isnan(day):
                child[subject, DAY] = day
    if learn and lesson >= 0:
        soften(difficulty, lesson, 1.0, pull, gain)
    if learn and item >= 0:
        soften(difficulty, item, 1.0, pull, gain)


@compiled_in_place
def soften(difficulty: Numbers, row: int, share: float, pull: float, gain: float) -> None:
    """Learn of an item as of a child, with the sign turned round."""
    known = difficulty[row, 1]
    difficulty[row, 0] -= share * known * pull
    difficulty[row, 1] = known - share * share * known * known * gain


@compiled_in_place
def run(
    children: Numbers,
    levels: Codes,
    difficulty: Numbers,
    links: Numbers,
    constants: Numbers,
    student: Codes,
    starts: Codes,
    standard: Codes,
    weight: Numbers,
    item: Codes,
    lesson: Codes,
    program: Codes,
    kind: Codes,
    result: Numbers,
    size: Numbers,
    detail: Numbers,
    day: Numbers,
    learn: bool,
    keep: bool,
    notes: Numbers,
) -> None:
    """Take all responses in, in their order. Where not to `keep` the children, each begins anew in the first array."""
    for at in range(student.shape[0]):
        child = children[student[at] if keep else 0]
        if not keep and (at == 0 or student[at] != student[at - 1]):
            begin(child, levels, constants)
        absorb(
            child, levels, difficulty, links, constants, standard, weight, starts[at], starts[at + 1],
            item[at], lesson[at], program[at], kind[at], result[at], size[at], detail[at], day[at], learn, notes[at],
        )  # fmt: skip
