"""What knowledge tracing tells, in the words of the estimates.

For it a child knows a standard or doesn't, so the expected share of right answers is one of two: 1 less the slips, or
the guesses. Mean and variance are those of its logit over the two, and the 80 % interval reaches from the one to the
other unless nine in ten lie on one side. It takes answers, scores, tries and checks in; scale scores and claims are no
answers, so they are no evidence here. Time changes nothing that it believes.
"""

from __future__ import annotations

import numpy as np
from scipy.special import logit  # type: ignore[import-untyped]  # scipy ships no types

from homeroom.mastery.bkt import BKT, BKTParameters
from homeroom.mastery.bkt.chains import shares
from homeroom.mastery.columns import Codes, Numbers
from homeroom.mastery.errors import MasteryError
from homeroom.mastery.estimates import Believed, Flags, cells, put_together, sources
from homeroom.mastery.evidence import Evidence
from homeroom.mastery.responses import Responses
from homeroom.mastery.told import Told, numbers

TENTH = 0.1
EDGE = 1e-6


def fit(responses: Responses) -> BKTParameters:
    """Raises MasteryError where none of them is an answer."""
    if not (shares(responses)[1] > 0).any():
        raise MasteryError("There is no answer to learn from: scale scores and claims say nothing to this engine.")
    return BKT().fit(responses).parameters_


def start() -> BKTParameters:
    """What is thought of any standard and program before anything was learned."""
    return BKTParameters.unlearned()


def by_bkt(parameters: BKTParameters, evidence: Evidence, as_of: float, asked: Flags) -> Told:
    """What is told of these children. The day changes nothing; it is there as every engine is told it."""
    answered = evidence.take(shares(evidence.responses)[1] > 0)
    standards = len(evidence.responses.standards)
    fitted = parameters.of(evidence.responses.standards, evidence.responses.programs)
    begin = fitted.start[:-1]
    before, after = steps(parameters, answered.responses)
    kept = np.ones(len(after))
    counted = cells(answered, kept, standards)
    known = np.tile(begin, (len(evidence.responses.students), 1))
    known.reshape(-1)[_cells(answered.responses)] = after  # of several, the last one stays
    low, high = _ends(fitted)
    student, standard = np.nonzero(counted.own | asked)
    believed = _believed(known[student, standard], low[standard], high[standard])
    shift = (after - before) * (logit(high) - logit(low))[answered.responses.standard]
    return Told(
        students=numbers(evidence),
        estimates=put_together(student, standard, believed, counted),
        sources=sources(answered, shift, kept, standards),
        p=known,
        start=begin,
    )


def _ends(fitted: BKTParameters) -> tuple[Numbers, Numbers]:
    """Of each standard the share of ordinary items that is right without and with the knowledge, in no program."""
    guess, knows = fitted.guess[:-1, -1], 1.0 - fitted.slip[:-1, -1]
    return np.clip(np.minimum(guess, knows), EDGE, 1 - EDGE), np.clip(np.maximum(guess, knows), EDGE, 1 - EDGE)


def _believed(known: Numbers, low: Numbers, high: Numbers) -> Believed:
    span = logit(high) - logit(low)
    return Believed(
        mean=logit(low) + known * span,
        variance=known * (1.0 - known) * span * span,
        p_mastered=known,
        low80=np.where(1.0 - known >= TENTH, low, high),
        high80=np.where(known >= TENTH, high, low),
    )


def steps(parameters: BKTParameters, responses: Responses) -> tuple[Numbers, Numbers]:
    """Of each entry of the responses, how likely the standard was known before it, and is after it."""
    after, cell = _model(parameters).known_after(responses), _cells(responses)
    begin = parameters.of(responses.standards, responses.programs).start
    order = np.argsort(cell, kind="stable")
    again = np.concatenate(([False], cell[order][1:] == cell[order][:-1]))[: len(cell)]
    before = np.empty(len(cell))
    before[order] = np.where(again, np.roll(after[order], 1), begin[responses.standard[order]])
    return before, after


def predicted(parameters: BKTParameters, responses: Responses) -> Numbers:
    """The probability that each response is right, from the child's earlier ones."""
    return _model(parameters).predict(responses)


def _model(parameters: BKTParameters) -> BKT:
    model = BKT()
    model.parameters_ = parameters
    return model


def _cells(responses: Responses) -> Codes:
    """Of each entry its child and standard, as one number."""
    of = np.repeat(responses.student, np.diff(responses.starts))
    return of * len(responses.standards) + responses.standard
