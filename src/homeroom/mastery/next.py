"""What each child should work on next: a ranked list of standards, each with its reason.

A standard's value is its relevance (its own goal, and the goals that stand on it, less with each step) × the chance
that the child is ready × what practice can still add. Answers in vain lower the chance that the child is ready, and
raise the doubt about what the standard stands on. Works from the edges alone, never from states of knowledge.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from homeroom.mastery import next_kernel as kernel
from homeroom.mastery import rules
from homeroom.mastery.errors import MasteryError
from homeroom.mastery.graph import Graph
from homeroom.mastery.knowledge import Knowledge, Real, Whole

Stops = NDArray[np.int8]
MOST = 10


@dataclass(frozen=True)
class Wishes:
    """What adults want, as arrays of children × standards.

    `targets` is a goal's weight, 0 where a standard is no goal; `stops` is 1 where a teacher has put a standard first,
    -1 where one has taken it off the list, else 0.
    """

    targets: Real
    stops: Stops

    @classmethod
    def of(cls, knowledge: Knowledge, targets: Real, stops: Stops | None = None) -> Wishes:
        """Targets may be one row, the same for all children. Raises MasteryError where the shapes don't meet."""
        shape = knowledge.p.shape
        if targets.shape not in (shape, shape[1:]) or (stops is not None and stops.shape != shape):
            raise MasteryError(
                f"targets and stops have other shapes than p ({shape}): give one value a child and standard"
            )
        if not (targets >= 0).all():
            raise MasteryError("a target is below 0 or not a number: give 0 where a standard is no goal")
        return cls(np.broadcast_to(targets, shape), np.zeros(shape, np.int8) if stops is None else stops)


@dataclass(frozen=True)
class Steps:
    """Children × places, best first. `standard` is -1 past a list's end; `kind` is one of the kernel's words.

    `cause` is the standard that the reason names beside it: the goal that stands on it, or what is not known before it.
    """

    students: Whole
    standard: Whole
    kind: Whole
    cause: Whole
    value: Real


@dataclass(frozen=True)
class Judged:
    """What every standard is for one child: offered, or why not; `value` is 0 where it is not offered."""

    status: Whole
    cause: Whole
    value: Real


def next_steps(knowledge: Knowledge, graph: Graph, wishes: Wishes, most: int = MOST) -> Steps:
    """Each child's list, drawn the same each time."""
    shape = (len(knowledge.students), most)
    standard, kind, cause = (np.full(shape, -1, np.int64) for _ in range(3))
    value = np.zeros(shape)
    kernel.rank(_children(knowledge, graph, wishes), *_fixed(graph), standard, kind, cause, value)
    return Steps(knowledge.students, standard, kind, cause, value)


def judge(knowledge: Knowledge, graph: Graph, wishes: Wishes, row: int) -> Judged:
    """All standards for the child in one row."""
    count = len(graph.codes)
    judged = Judged(np.empty(count, np.int64), np.empty(count, np.int64), np.empty(count))
    child = _children(knowledge, graph, wishes)[row]
    kernel.judge(child, *_fixed(graph), np.empty((4, count)), judged.status, judged.cause, judged.value)
    return judged


def limits() -> Real:
    """The rules' thresholds, in the kernel's order and units."""
    return np.array(
        [
            rules.MASTERED["percent"] / 100,
            rules.READY["percent"] / 100,
            rules.TESTED["items"],
            rules.NEAR["steps"],
            rules.NOT_MOVING["answers"],
            rules.REST["days"],
            rules.TRY["answers"],
            rules.REVIEW["days"],
        ]
    )


def _fixed(graph: Graph) -> tuple[Whole, Whole, Real]:
    return graph.starts, graph.before, limits()


def _children(knowledge: Knowledge, graph: Graph, wishes: Wishes) -> Real:
    """The kernel's rows of every child."""
    count = knowledge.p.shape[1]
    if count != len(graph.codes):
        raise MasteryError(f"p has {count} standards, the prerequisites have {len(graph.codes)}: give both the same")
    children = np.empty((len(knowledge.students), 6, count))
    children[:, kernel.P] = knowledge.p
    # A teacher's word stands for a test.
    enough = np.maximum(knowledge.weight, rules.TESTED["items"])
    children[:, kernel.WEIGHT] = np.where(knowledge.tested, enough, knowledge.weight)
    children[:, kernel.MISSED] = knowledge.missed
    children[:, kernel.SINCE] = knowledge.today - knowledge.last
    children[:, kernel.TARGET] = wishes.targets
    children[:, kernel.STOP] = wishes.stops
    return children


def relevance(knowledge: Knowledge, graph: Graph, wishes: Wishes) -> Real:
    """What each standard is worth to each child's goals: its own weight, and a share of those that stand on it."""
    children, fixed, count = _children(knowledge, graph, wishes), _fixed(graph), len(graph.codes)
    found, spare = np.empty(knowledge.p.shape), (np.empty(count, np.int64), np.empty(count, np.int64), np.empty(count))
    room = np.empty((4, count))
    for row, child in enumerate(children):
        kernel.judge(child, *fixed, room, *spare)
        found[row] = room[1]
    return found
