"""What is said of a child and a standard: a state, how surely, and how much evidence it stands on."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, ndtr  # type: ignore[import-untyped]  # scipy ships no types

from homeroom.mastery import kernel
from homeroom.mastery.columns import Codes, Numbers
from homeroom.mastery.likelihoods import CUT
from homeroom.mastery.parameters import Tables
from homeroom.mastery.state import ENOUGH, STATES, STEPS, State

TENTH = 1.2816  # standard deviations above which a tenth of a normal distribution lies


@dataclass(frozen=True)
class Known:
    """What is known of children (first axis) and standards (second)."""

    mean: Numbers  # of the logit of an ordinary item of the standard
    variance: Numbers
    p_mastered: Numbers
    low80: Numbers  # expected share right: four of five children who look like this lie between
    high80: Numbers
    evidence_weight: Numbers  # in ordinary items
    state: Codes  # into STATES
    inferred: NDArray[np.bool_]  # expected to be mastered, without evidence of the child's own


def known(
    children: Numbers,
    layout: Tables,
    ordinary: float,
    as_of: float = math.nan,
    enough: float = ENOUGH,
    cut: float = CUT,
) -> Known:
    """What the filter's children know on the day `as_of`. `ordinary` is the information of one item, from the fit.

    The difficulty of a standard is that of an ordinary item of it, in no particular program. `cut` is the logit from
    which on a standard counts as mastered. Time that passes until `as_of` makes all of it less sure.
    """
    rested = resting(children, layout, as_of)
    many = len(layout.levels)
    own = rested[:, -many:]
    mean, variance = of_standards(rested, layout, np.arange(len(rested))[:, None], np.arange(many)[None, :])
    spread = np.sqrt(variance)
    p_mastered = ndtr((mean - cut) / spread)
    weight = own[:, :, kernel.WEIGHT] / ordinary
    return Known(
        mean=mean,
        variance=variance,
        p_mastered=p_mastered,
        low80=expit(mean - TENTH * spread),
        high80=expit(mean + TENTH * spread),
        evidence_weight=weight,
        state=states(p_mastered, weight, own[:, :, kernel.STEP] > 0, enough),
        inferred=(own[:, :, kernel.STEP] == 0) & (p_mastered >= STEPS[-1]),
    )


def of_standards(children: Numbers, layout: Tables, student: Codes, standard: Codes) -> tuple[Numbers, Numbers]:
    """Mean and variance of the logit of an ordinary item: one of nobody's lesson, neither hard nor easy.

    `student` and `standard` are arrays of one shape, or of shapes that NumPy makes one.
    """
    subject, domain = layout.levels[standard, 0], layout.levels[standard, 1]
    mean, variance = children[student, subject, kernel.MEAN], children[student, subject, kernel.VARIANCE]
    for row, there in ((domain, domain >= 0), (standard + children.shape[1] - len(layout.levels), True)):
        rows = children[student, row]
        slope = rows[..., kernel.SLOPE]
        mean = np.where(there, rows[..., kernel.MEAN] + slope * mean, mean)
        variance = np.where(there, rows[..., kernel.VARIANCE] + slope**2 * variance, variance)
    return mean - layout.difficulty[standard, 0], variance + layout.difficulty[standard, 1]


def states(p_mastered: Numbers, weight: Numbers, own: NDArray[np.bool_], enough: float = ENOUGH) -> Codes:
    """The state for each probability of mastery and evidence weight; `own` says where the child has evidence at all."""
    state = STATES.index(State.NOT_YET) + np.digitize(p_mastered, STEPS)
    state = np.where(weight < enough, STATES.index(State.NOT_ENOUGH), state)
    return np.where(own, state, STATES.index(State.NO_EVIDENCE)).astype(np.int64)


def resting(children: Numbers, layout: Tables, as_of: float) -> Numbers:
    """A copy of the children after the time until `as_of`; without a day, until each child's last answer."""
    rested = children.copy()
    for child in rested:
        kernel.rest(child, layout.levels, as_of, layout.constants)
    return rested
