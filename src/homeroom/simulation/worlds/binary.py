"""World B: a child knows a standard or doesn't, and learns it between two answers.

The same right answer means different things in the three programs: guess and slip are each program's own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from homeroom.simulation.chance import stream
from homeroom.simulation.worlds.practised import MOST, Answered, Bools, Program, Real, chance_of, practice

PROGRAMS = (Program("Trellis", 0.33, 0.06), Program("Lantern", 0.08, 0.18), Program("Compass", 0.20, 0.10))


@dataclass(frozen=True)
class Terms:
    """Ranges that a standard's own chances are drawn from; abler children begin with more."""

    start: tuple[float, float] = (0.15, 0.5)
    learn: tuple[float, float] = (0.06, 0.2)
    reach: float = 1.5


def make(seed: int, children: int = 600, standards: int = 20, terms: Terms | None = None) -> Answered:
    terms = terms or Terms()
    planned = practice(stream(seed, "practice"), children, standards, len(PROGRAMS))
    random = stream(seed, "binary")
    start, learn = random.uniform(*terms.start, standards), random.uniform(*terms.learn, standards)
    ability = random.normal(0, 1, children)
    known: Bools = random.random((children, standards)) < terms.reach * start * chance_of(ability)[:, None]
    guess, slip = (np.array([getattr(p, name) for p in PROGRAMS]) for name in ("guess", "slip"))
    correct = np.zeros(len(planned.child), dtype=np.bool_)
    for turn in range(MOST):
        at = planned.at(turn)
        child, standard, program = planned.child[at], planned.standard[at], planned.program[at]
        right = np.where(known[child, standard], 1 - slip[program], guess[program])
        correct[at] = random.random(len(at)) < right
        known[child, standard] |= random.random(len(at)) < learn[standard]
    share: Real = known.astype(np.float64)
    return Answered(planned, PROGRAMS, correct, known, share)
