"""Each answer of some children beside what was believed just before it: its probability, and the state told then."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr  # type: ignore[import-untyped]  # scipy ships no types

from homeroom.mastery.bkt import BKTParameters
from homeroom.mastery.bkt.chains import shares
from homeroom.mastery.columns import Codes, Numbers
from homeroom.mastery.evidence import Evidence
from homeroom.mastery.filter import Filtered, through
from homeroom.mastery.likelihoods import CUT
from homeroom.mastery.parameters import Parameters, Tables, tables
from homeroom.mastery.states import states
from homeroom.mastery.told_by_bkt import predicted as predicted_by_bkt
from homeroom.mastery.told_by_bkt import steps
from homeroom.mastery.trace import traced
from homeroom.mastery.worths import ITEM_KIND, PART, WHOLE

UNTOLD = -1  # an answer on several standards has no one state before it


@dataclass(frozen=True)
class Foretold:
    """One entry an answer to an item, in each child's order of time; too quick answers are left out.

    `turn` counts the child's answers from 0; `state` is a place in `STATES`, or UNTOLD.
    """

    student: Codes
    program: NDArray[np.str_]
    predicted: Numbers
    right: Numbers
    state: Codes
    turn: Codes

    @classmethod
    def joined(cls, parts: list[Foretold]) -> Foretold:
        return cls(*(np.concatenate([getattr(part, one.name) for part in parts]) for one in fields(cls)))

    def __len__(self) -> int:
        return len(self.student)


def foretold(parameters: Parameters | BKTParameters, evidence: Evidence) -> Foretold:
    """What the engine with these constants said before each answer that is told here."""
    responses = evidence.responses
    if isinstance(parameters, Parameters):
        layout = tables(parameters, responses)
        seen = through(responses, layout)
        predicted, told = seen.predicted, _states_before(evidence, layout, seen)
    else:
        predicted, told = predicted_by_bkt(parameters, responses), _states_by_bkt(parameters, evidence)
    asked = evidence.kind == ITEM_KIND
    numbers = np.array(responses.students, dtype=np.int64)
    programs = np.array([*map(str, responses.programs), ""])
    return Foretold(
        student=numbers[responses.student[asked]],
        program=programs[responses.program[asked]],
        predicted=predicted[asked],
        right=responses.result[asked],
        state=told[asked],
        turn=_turns(responses.student[asked]),
    )


def _states_before(evidence: Evidence, layout: Tables, seen: Filtered) -> Codes:
    """The state that stood on the child's page just before each response."""
    responses = evidence.responses
    single = np.diff(responses.starts) == 1
    first = responses.starts[:-1]
    hard = layout.difficulty[responses.standard[first]]
    mean = seen.logit + seen.hard - hard[:, 0]
    variance = seen.doubt - seen.hard_doubt + hard[:, 1]
    weight, own = _weights_before(evidence, layout)
    told = states(ndtr((mean - CUT) / np.sqrt(variance)), weight[first], own[first])
    return np.where(single, told, UNTOLD)


def _states_by_bkt(parameters: BKTParameters, evidence: Evidence) -> Codes:
    """The same of knowledge tracing, for which time takes nothing away and only answers are evidence."""
    responses = evidence.responses
    first = responses.starts[:-1]
    of = np.repeat(np.arange(len(responses)), np.diff(responses.starts))
    answers = np.where(shares(responses)[1] > 0, evidence.answers, 0.0)[of] * responses.weight
    cell = responses.student[of] * len(responses.standards) + responses.standard
    order = np.argsort(cell, kind="stable")
    weight = np.empty(len(of))
    weight[order] = _sums_before(cell[order], answers[order])
    before, _ = steps(parameters, responses)
    told = states(before[first], weight[first], weight[first] > 0)
    return np.where(np.diff(responses.starts) == 1, told, UNTOLD)


def _weights_before(evidence: Evidence, layout: Tables) -> tuple[Numbers, NDArray[np.bool_]]:
    """Of each response's standards: the weight of the child's evidence before it, and whether there was any.

    What forgetting leaves of a piece until the last day is known of each: between two pieces it left their ratio.
    """
    responses = evidence.responses
    of = np.repeat(np.arange(len(responses)), np.diff(responses.starts))
    cell = responses.student[of] * layout.levels.shape[0] + responses.standard
    days = responses.day[~np.isnan(responses.day)]
    kept = traced(responses, layout, float(days.max(initial=0.0))).kept
    answers = evidence.answers[of] * responses.weight
    own = ~np.isin(evidence.kind[of], (WHOLE, PART))
    order = np.argsort(cell, kind="stable")
    weight, many = np.empty(len(of)), np.empty(len(of), dtype=np.bool_)
    weight[order] = _sums_before(cell[order], (answers * kept)[order]) / kept[order]
    many[order] = _sums_before(cell[order], own[order].astype(np.float64)) > 0
    return weight, many


def _sums_before(cell: Codes, values: Numbers) -> Numbers:
    """The sum of the values before each in its own run of equal cells."""
    before = np.concatenate(([0.0], np.cumsum(values)[:-1]))
    begins = np.flatnonzero(np.concatenate(([True], cell[1:] != cell[:-1])))
    runs = np.diff(np.concatenate((begins, [len(cell)])))
    own: Numbers = np.maximum(before - np.repeat(before[begins], runs), 0.0)
    return own


def _turns(student: Codes) -> Codes:
    """The how-manieth of its child each answer is, from 0; answers of a child stand together."""
    return _sums_before(student, np.ones(len(student))).astype(np.int64)


def of_nobody() -> Foretold:
    none = np.zeros(0)
    whole = none.astype(np.int64)
    return Foretold(whole, np.array([], dtype=np.str_), none, none, whole, whole)
