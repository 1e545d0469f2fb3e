"""Where something that a standard stands on is known to be missing: work on it is asked as a try, or not at all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from homeroom.mastery import next_kernel, rules
from homeroom.mastery.graph import Graph
from homeroom.mastery.knowledge import Knowledge
from homeroom.mastery.next import Steps

TEACHES = (next_kernel.GOAL, next_kernel.BEFORE_GOAL, next_kernel.REVIEW)


def known_gaps(knowledge: Knowledge, graph: Graph) -> NDArray[np.int64]:
    """Children × standards: the first of what each stands on that was tested and is not known, -1 where none is."""
    missing = knowledge.tested & (knowledge.p < rules.READY["percent"] / 100)
    found = np.full(missing.shape, -1, np.int64)
    for k in range(len(graph.codes)):
        for j in reversed(graph.of_standard(k)):
            found[missing[:, j], k] = j
    return found


def probed(steps: Steps, doubtful: NDArray[np.bool_]) -> Steps:
    """The same list; a goal that a child is only expected to know is probed."""
    there = (steps.standard >= 0) & np.take_along_axis(doubtful, np.maximum(steps.standard, 0), axis=1)
    probe = there & (steps.kind == next_kernel.GOAL)
    return replace(steps, kind=np.where(probe, next_kernel.PROBE, steps.kind))


def marked(steps: Steps, gaps: NDArray[np.int64]) -> Steps:
    """The same list; a standard with a known gap before it, which a child may answer well all the same, is a try."""
    gap = np.where(steps.standard >= 0, np.take_along_axis(gaps, np.maximum(steps.standard, 0), axis=1), -1)
    try_it = (gap >= 0) & np.isin(steps.kind, TEACHES)
    return replace(steps, kind=np.where(try_it, next_kernel.TRY, steps.kind), cause=np.where(try_it, gap, steps.cause))
