"""What an engine tells of a shard of children, whichever engine it is: estimates, sources, and chances of mastery."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr  # type: ignore[import-untyped]  # scipy ships no types

from homeroom.mastery.columns import Numbers
from homeroom.mastery.estimates import Estimates, Flags, Sources, estimates, sources
from homeroom.mastery.evidence import Evidence
from homeroom.mastery.filter import beginners
from homeroom.mastery.likelihoods import CUT
from homeroom.mastery.parameters import Parameters, Tables, tables
from homeroom.mastery.states import of_standards
from homeroom.mastery.trace import traced


@dataclass(frozen=True)
class Told:
    """`p` is the chance of mastery, children with evidence × standards; `start` is that of a child of whom nothing is
    known."""

    students: tuple[int, ...]
    estimates: Estimates
    sources: Sources
    p: Numbers
    start: Numbers


def by_filter(parameters: Parameters, evidence: Evidence, as_of: float, asked: Flags) -> Told:
    """What the filter tells of these children on the day `as_of`, and where `asked` without their own evidence."""
    layout = tables(parameters, evidence.responses)
    seen = traced(evidence.responses, layout, as_of)
    return Told(
        students=numbers(evidence),
        estimates=estimates(evidence, layout, seen, asked),
        sources=sources(evidence, seen.shift, seen.kept, layout.levels.shape[0]),
        p=_chances(seen.children, layout),
        start=_chances(beginners(1, layout), layout)[0],
    )


def numbers(evidence: Evidence) -> tuple[int, ...]:
    """The children, as facts number them."""
    return tuple(int(str(student)) for student in evidence.responses.students)


def _chances(children: Numbers, layout: Tables) -> Numbers:
    """The chance of mastery of each child on each standard."""
    shape = (len(children), layout.levels.shape[0])
    student, standard = (part.ravel() for part in np.indices(shape))
    mean, variance = of_standards(children, layout, student, standard)
    found: Numbers = ndtr((mean - CUT) / np.sqrt(variance)).reshape(shape)
    return found
