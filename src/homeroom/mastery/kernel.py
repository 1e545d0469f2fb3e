"""The filter's arithmetic, compiled: one piece of evidence moves what is believed of one child.

A child is an array with a row for each term of its logit: subjects, then domains, then standards; its columns are
named below. What items and programs add lies in `difficulty`, rows of (mean, variance): standards, then each program's
standards, then lessons, then items. `homeroom.mastery.parameters.tables` lays both out.

The model and its step are those of assumed density filtering with a Gaussian for each term (Opper 1998, "A Bayesian
approach to on-line learning"), the covariances between terms left out.
"""

from __future__ import annotations

import math

import numpy as np

from homeroom.mastery.columns import Codes, Numbers
from homeroom.mastery.compiled import compiled
from homeroom.mastery.likelihoods import ITEM, PASS, SCALE, evidence, sigmoid

# Columns of a child's rows.
MEAN, VARIANCE, WEIGHT, STEP, DAY = range(5)
CHILD_COLUMNS = 5
# The constants.
V_SUBJECT, V_DOMAIN, V_STANDARD, Q_SUBJECT, Q_STANDARD, DRIFT, RIGHT, WRONG, TAU, LAMBDA, STEP_DAYS = range(11)
CONSTANTS = 11
# What is noted of each response, as it stood before it.
LOGIT, DOUBT, PREDICTED, HARD, HARD_DOUBT = range(5)
NOTES = 5


@compiled
def begin(child: Numbers, levels: Codes, constants: Numbers) -> None:
    """A child of whom nothing is known."""
    rows, standards = child.shape[0], levels.shape[0]
    child[:, MEAN] = 0.0
    child[:, WEIGHT] = 0.0
    child[:, STEP] = 0.0
    child[:, DAY] = np.nan
    child[:, VARIANCE] = constants[V_DOMAIN]
    child[rows - standards :, VARIANCE] = constants[V_STANDARD]
    for standard in range(standards):
        child[levels[standard, 0], VARIANCE] = constants[V_SUBJECT]


@compiled
def kept(gap: float, constants: Numbers) -> float:
    """The share that is left of what was known `gap` days ago: a power law, as practice that is let lie follows."""
    return math.exp(-constants[LAMBDA] * math.log1p(gap / constants[TAU]))


@compiled
def forget(child: Numbers, row: int, subject: int, day: float, constants: Numbers) -> None:
    """Let the time since the last evidence on a standard pass: the mean goes back to the child's own level, the
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
    if child[row, VARIANCE] < prior:  # the noise of practice can carry it beyond; waiting must never narrow it
        child[row, VARIANCE] = prior - (prior - child[row, VARIANCE]) * left * left
    child[row, WEIGHT] *= left * left


@compiled
def drift(child: Numbers, subject: int, day: float, constants: Numbers) -> None:
    """A child's level itself is less sure after a long time."""
    if day > child[subject, DAY]:
        days = day - child[subject, DAY]
        known = child[subject, VARIANCE]
        child[subject, VARIANCE] = max(known, min(known + constants[DRIFT] * days, constants[V_SUBJECT]))


@compiled
def rest(child: Numbers, levels: Codes, day: float, constants: Numbers) -> None:
    """Let all time until `day` pass for what is believed of a child: to read it off, not to go on with it."""
    base = child.shape[0] - levels.shape[0]
    for standard in range(levels.shape[0]):
        subject = levels[standard, 0]
        forget(child, base + standard, subject, day, constants)
        drift(child, subject, day, constants)
        if day > child[subject, DAY]:
            child[subject, DAY] = day


@compiled
def shared(levels: Codes, standard: Codes, weight: Numbers, first: int, last: int, at: int) -> float:
    """How much of the domain of standard `at` a response has: 0 where an earlier one has spoken for the domain."""
    domain = levels[standard[at], 1]
    if domain < 0:
        return 0.0
    total = 0.0
    for other in range(first, last):
        if levels[standard[other], 1] == domain:
            if other < at:
                return 0.0
            total += weight[other]
    return total


@compiled
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
    base, subject = child.shape[0] - standards, levels[standard[first], 0]
    fine = kind != SCALE  # a scale score speaks of the subject or of a domain alone
    own = kind < SCALE  # the program's own items and lessons; a claim or a check has no item
    by_domain = fine or detail == 1.0
    drift(child, subject, day, constants)

    mean, variance = child[subject, MEAN], child[subject, VARIANCE]
    hard, doubt = 0.0, 0.0
    for at in range(first, last):
        share, row = weight[at], base + standard[at]
        forget(child, row, subject, day, constants)
        if fine:
            mean += share * child[row, MEAN]
            variance += share * share * child[row, VARIANCE]
            hard += share * difficulty[standard[at], 0]
            doubt += share * share * difficulty[standard[at], 1]
        if own and program >= 0:
            beside = standards * (1 + program) + standard[at]
            hard += share * difficulty[beside, 0]
            doubt += share * share * difficulty[beside, 1]
        if by_domain:
            share = shared(levels, standard, weight, first, last, at)
            if share > 0.0:
                mean += share * child[levels[standard[at], 1], MEAN]
                variance += share * share * child[levels[standard[at], 1], VARIANCE]
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
    notes[PREDICTED] = chance + (1.0 - chance - slip) * sigmoid(logit / math.sqrt(1.0 + math.pi / 8.0 * variance))

    score, information = evidence(kind, logit, guess, slip, result, size, detail)
    shrink = 1.0 / (1.0 + information * variance)
    pull, gain = score * shrink, information * shrink
    grown = 0.0
    if own:
        tried = size if kind != PASS else 1.0
        grown = tried * (constants[RIGHT] * result + constants[WRONG] * (1.0 - result))

    child[subject, STEP] += 1.0
    step = child[subject, STEP]
    known = child[subject, VARIANCE]
    child[subject, MEAN] += known * pull
    child[subject, VARIANCE] = known - known * known * gain + (constants[Q_SUBJECT] if own else 0.0)
    child[subject, WEIGHT] += information
    for at in range(first, last):
        share, row = weight[at], base + standard[at]
        if by_domain:
            part = shared(levels, standard, weight, first, last, at)
            if part > 0.0:
                domain = levels[standard[at], 1]
                known = child[domain, VARIANCE]
                child[domain, MEAN] += part * known * pull
                child[domain, VARIANCE] = known - part * part * known * known * gain
                child[domain, WEIGHT] += part * information
        if fine:
            known = child[row, VARIANCE]
            child[row, MEAN] += share * (known * pull + grown)
            child[row, VARIANCE] = known - share * share * known * known * gain
            if own:  # practice unsettles what is known, but never beyond knowing nothing
                noisy = child[row, VARIANCE] + share * constants[Q_STANDARD]
                child[row, VARIANCE] = min(noisy, max(known, constants[V_STANDARD]))
            child[row, WEIGHT] += share * information
            child[row, STEP] = step
            if not math.isnan(day):
                child[row, DAY] = day
            if learn:
                soften(difficulty, standard[at], share, pull, gain)
        if learn and own and program >= 0:
            soften(difficulty, standards * (1 + program) + standard[at], share, pull, gain)
    if not math.isnan(day):
        child[subject, DAY] = day
    if learn and lesson >= 0:
        soften(difficulty, lesson, 1.0, pull, gain)
    if learn and item >= 0:
        soften(difficulty, item, 1.0, pull, gain)


@compiled
def soften(difficulty: Numbers, row: int, share: float, pull: float, gain: float) -> None:
    """Learn of an item as of a child, with the sign turned round."""
    known = difficulty[row, 1]
    difficulty[row, 0] -= share * known * pull
    difficulty[row, 1] = known - share * share * known * known * gain


@compiled
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
