"""What is believed of each child and standard, out of the filtered children: interval, probability, weight, state."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, ndtr  # type: ignore[import-untyped]  # scipy ships no types

from homeroom.mastery.columns import Codes, Numbers
from homeroom.mastery.evidence import Evidence
from homeroom.mastery.likelihoods import CUT
from homeroom.mastery.parameters import Tables
from homeroom.mastery.states import TENTH, of_standards, states
from homeroom.mastery.trace import Traced
from homeroom.mastery.worths import ITEM_KIND, KINDS, PART, RAPID, WHOLE

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Estimates:
    """One entry a child and standard that is told of. Codes are those of the responses; days are whole since 1970."""

    student: Codes
    standard: Codes
    mean: Numbers
    variance: Numbers
    p_mastered: Numbers
    low80: Numbers
    high80: Numbers
    weight: Numbers
    attempts: Codes
    last_on: Numbers  # NaN without evidence
    state: Codes
    inferred: Flags


@dataclass(frozen=True)
class Believed:
    """What an engine believes, one entry a child and standard: the columns of `Estimates` of the same names."""

    mean: Numbers
    variance: Numbers
    p_mastered: Numbers
    low80: Numbers
    high80: Numbers


@dataclass(frozen=True)
class Cells:
    """Children × standards: whether there is evidence of the child's own, how much, and of when."""

    own: Flags
    attempts: Codes
    weight: Numbers
    last_on: Numbers


@dataclass(frozen=True)
class Sources:
    """One entry a child, standard (-1 for the subject or a domain), program (-1 for none) and kind."""

    student: Codes
    standard: Codes
    program: Codes
    kind: Codes
    rows: Codes
    weight: Numbers
    shift: Numbers
    last_on: Numbers


def estimates(evidence: Evidence, layout: Tables, seen: Traced, expected: Flags) -> Estimates:
    """Of every child and standard with evidence, and where `expected` (children × standards) asks for it without."""
    counted = cells(evidence, seen.kept, layout.levels.shape[0])
    student, standard = np.nonzero(counted.own | expected)
    mean, variance = of_standards(seen.children, layout, student, standard)
    spread = TENTH * np.sqrt(variance)
    believed = Believed(
        mean=mean,
        variance=variance,
        p_mastered=ndtr((mean - CUT) / np.sqrt(variance)),
        low80=expit(mean - spread),
        high80=expit(mean + spread),
    )
    return put_together(student, standard, believed, counted)


def put_together(student: Codes, standard: Codes, believed: Believed, counted: Cells) -> Estimates:
    """What an engine believes of some children and standards, with the evidence that it rests on and the states."""
    weight, own = counted.weight[student, standard], counted.own[student, standard]
    return Estimates(
        student=student,
        standard=standard,
        mean=believed.mean,
        variance=believed.variance,
        p_mastered=believed.p_mastered,
        low80=believed.low80,
        high80=believed.high80,
        weight=weight,
        attempts=counted.attempts[student, standard],
        last_on=counted.last_on[student, standard],
        state=states(believed.p_mastered, weight, own),
        inferred=~own,
    )


def cells(evidence: Evidence, kept: Numbers, standards: int) -> Cells:
    """The evidence of each child on each standard. `kept` is what time has left of each entry of the responses."""
    shape = (len(evidence.responses.students), standards)
    entries, many = _entries(evidence, standards), shape[0] * shape[1]
    answered = np.isin(entries.kind, (ITEM_KIND, RAPID))
    last_on = np.full(many, np.nan)
    np.fmax.at(last_on, entries.cell[entries.own], entries.day[entries.own])
    own = np.zeros(many, dtype=np.bool_)
    own[entries.cell[entries.own]] = True
    return Cells(
        own=own.reshape(shape),
        attempts=np.bincount(entries.cell[answered], minlength=many).reshape(shape),
        weight=np.bincount(entries.cell, entries.answers * kept, minlength=many).reshape(shape),
        last_on=last_on.reshape(shape),
    )


def sources(evidence: Evidence, shift: Numbers, kept: Numbers, standards: int) -> Sources:
    """How do we know? What each program's evidence of each kind weighs, and how far it moved the estimate.

    Evidence of a whole subject or domain has the standard -1. What it moved is told of one of its domains.
    """
    entries = _entries(evidence, standards)
    told = entries.own | entries.first
    programs, kinds = len(evidence.responses.programs) + 1, len(KINDS)
    child, code = np.divmod(entries.cell[told], standards)
    standard = np.where(entries.own[told], code, -1) + 1
    key = ((child * (standards + 1) + standard) * programs + entries.program[told] + 1) * kinds + entries.kind[told]
    keys, place = np.unique(key, return_inverse=True)
    last_on = np.full(len(keys), -np.inf)
    np.maximum.at(last_on, place, entries.day[told])
    cell, program = np.divmod(keys // kinds, programs)
    return Sources(
        student=cell // (standards + 1),
        standard=cell % (standards + 1) - 1,
        program=program - 1,
        kind=keys % kinds,
        rows=np.bincount(place, minlength=len(keys)),
        weight=np.bincount(place, (entries.answers * kept)[told], minlength=len(keys)),
        shift=np.bincount(place, shift[told], minlength=len(keys)),
        last_on=last_on,
    )


@dataclass(frozen=True)
class _Entries:
    """One entry a response and standard: `cell` is child × standard, `answers` its part of the response's."""

    cell: Codes
    program: Codes
    kind: Codes
    answers: Numbers
    day: Numbers
    own: Flags  # whether it speaks of the standard itself, and not of its domain or subject alone
    first: Flags  # of the response


def _entries(evidence: Evidence, standards: int) -> _Entries:
    responses = evidence.responses
    of = np.repeat(np.arange(len(responses)), np.diff(responses.starts))
    first = np.zeros(len(of), dtype=np.bool_)
    first[responses.starts[:-1]] = True
    return _Entries(
        cell=responses.student[of] * standards + responses.standard,
        program=responses.program[of],
        kind=evidence.kind[of],
        answers=evidence.answers[of] * responses.weight,
        day=np.ceil(responses.day[of]) - 1,  # what is known to the day counts at its end
        own=~np.isin(evidence.kind[of], (WHOLE, PART)),
        first=first,
    )
