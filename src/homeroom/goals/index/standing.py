"""What each child had mastered, was due to review, and would have been offered, on the Monday that a week begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from homeroom.goals.index.worked import Flags, Real
from homeroom.mastery import next_kernel as kernel
from homeroom.mastery import rules
from homeroom.mastery.graph import Graph
from homeroom.mastery.knowledge import Knowledge
from homeroom.mastery.next import Wishes, judge

OFFERED = (kernel.GOAL, kernel.BEFORE_GOAL, kernel.PROBE, kernel.TRY, kernel.REVIEW)


@dataclass(frozen=True)
class Standing:
    """Children × standards, in the order of `students` and of the graph's codes."""

    mastered: Flags
    due: Flags
    needed: Flags


def known_on(students: Sequence[int], monday: date) -> tuple[Knowledge, Graph]:
    """What was known then. Before any night nothing is known of anybody."""
    from homeroom.mastery import curriculum, estimate  # brings numba, which takes a second

    found = estimate.known_on(students, monday)
    if found is not None:
        return found[0], found[1].graph
    graph = curriculum.loaded().graph
    shape = (len(students), len(graph.codes))
    none = np.zeros(shape)
    unseen = Knowledge(np.array(sorted(students)), none, none, none.astype(np.int64), np.full(shape, np.nan), 0.0)
    return unseen, graph


def standing(knowledge: Knowledge, graph: Graph, targets: Mapping[int, Real]) -> Standing:
    """`targets` is what each child works towards: its class's plan and its own goals, by the child's number."""
    mastered: Flags = knowledge.p >= rules.MASTERED["percent"] / 100
    status = np.stack([_status(knowledge, graph, row, targets) for row in range(len(knowledge.students))])
    return Standing(mastered, status == kernel.REVIEW, np.isin(status, OFFERED))


def _status(knowledge: Knowledge, graph: Graph, row: int, targets: Mapping[int, Real]) -> np.ndarray:
    one = of_rows(knowledge, np.array([row]))
    wanted = targets.get(int(one.students[0]), np.zeros(len(graph.codes)))
    return judge(one, graph, Wishes.of(one, wanted), 0).status


def of_rows(knowledge: Knowledge, rows: np.ndarray) -> Knowledge:
    """Some of the children."""
    names = ("students", "p", "weight", "missed", "last", "told")
    columns = {name: value[rows] for name in names if (value := getattr(knowledge, name)) is not None}
    return replace(knowledge, mean=None, variance=None, **columns)
