"""Who needs to work on what in a small group, as arrays of children × standards."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from homeroom.mastery import next_kernel as kernel
from homeroom.mastery import rules
from homeroom.mastery.graph import Graph
from homeroom.mastery.knowledge import Knowledge, Real, Whole
from homeroom.mastery.next import Wishes, relevance


@dataclass(frozen=True)
class Needs:
    """`joins` is what a group on the standard is worth to the child, 0 where the child should not join one.

    `stays` is the same for a child who is in such a group already: it ends when the standard is known, not before.
    `weight` and `missed` are those of what is known. Of each child, `tested` counts the standards with enough evidence,
    and `goals` says whether it has any.
    """

    students: Whole
    joins: Real
    stays: Real
    weight: Real
    missed: Whole
    tested: Whole
    goals: NDArray[np.bool_]


def needs(knowledge: Knowledge, graph: Graph, wishes: Wishes) -> Needs:
    """Relevance × the chance that it is not known, where the child's own evidence shows the gap."""
    tested = knowledge.tested
    open_to_it = tested & (wishes.stops != kernel.BLOCK)
    worth = relevance(knowledge, graph, wishes) * (1 - knowledge.p)
    unknown = knowledge.p < rules.READY["percent"] / 100
    deepest = ~_stands_on_any(tested & unknown, graph)
    return Needs(
        students=knowledge.students,
        joins=np.where(open_to_it & deepest & (knowledge.p < rules.GROUP["percent"] / 100), worth, 0.0),
        stays=np.where(open_to_it & (knowledge.p < rules.MASTERED["percent"] / 100), worth, 0.0),
        weight=knowledge.weight,
        missed=knowledge.missed,
        tested=tested.sum(axis=1),
        goals=(wishes.targets > 0).any(axis=1),
    )


def _stands_on_any(marked: NDArray[np.bool_], graph: Graph) -> NDArray[np.bool_]:
    """Where anything a standard stands on directly is marked."""
    found = np.zeros_like(marked)
    for k in range(len(graph.codes)):
        found[:, k] = marked[:, graph.of_standard(k)].any(axis=1)
    return found
