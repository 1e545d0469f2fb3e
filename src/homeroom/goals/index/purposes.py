"""What a minute on a standard was for, child by child: asked in the order of `PURPOSES`, the first that fits."""

from __future__ import annotations

import numpy as np

from homeroom.goals.index.worked import Flags, Whole
from homeroom.mastery import rules
from homeroom.mastery.graph import Graph

ON_PLAN_NEEDED, ON_PLAN_MASTERED, GAP_REPAIR, DUE_REVIEW, AHEAD, UNRELATED = range(6)


def purposes(taught: Flags, later: Flags, mastered: Flags, due: Flags, graph: Graph) -> Whole:
    """Children × standards: a place in `PURPOSES`. `mastered` and `due` are children × standards, the others one row.

    `later` is what the class's plan brings in a later week. Unknown time is on no standard and has no place here.
    """
    near, beyond = around(taught, graph)
    found = np.full(mastered.shape, UNRELATED)
    found[:, later | beyond] = AHEAD
    found[due] = DUE_REVIEW
    found[near[None] & ~mastered] = GAP_REPAIR
    found[:, taught] = np.where(mastered[:, taught], ON_PLAN_MASTERED, ON_PLAN_NEEDED)
    return found


def around(taught: Flags, graph: Graph) -> tuple[Flags, Flags]:
    """What the plan stands on, as many steps back as next steps go, and what stands on the plan however far."""
    near, steps = np.zeros_like(taught), taught
    for _ in range(rules.NEAR["steps"]):
        steps = _before(steps, graph)
        near |= steps
    planned = frozenset(np.flatnonzero(taught).tolist())
    beyond = np.array([not planned.isdisjoint(one) for one in graph.ancestors], dtype=np.bool_)
    return near & ~taught, beyond & ~taught


def _before(standards: Flags, graph: Graph) -> Flags:
    found = np.zeros_like(standards)
    for at in np.flatnonzero(standards):
        found[graph.of_standard(int(at))] = True
    return found
