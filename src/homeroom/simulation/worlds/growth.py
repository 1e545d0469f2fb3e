"""World I: knowledge is a logit that grows with each answer.

Items, standards and programs differ in how hard they are, programs in how easily their items are guessed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from homeroom.simulation.chance import stream
from homeroom.simulation.worlds.practised import ITEMS, MOST, Answered, Program, chance_of, practice

SLIP = 0.04
PROGRAMS = (
    Program("Trellis", 0.33, SLIP, harder=-0.4),
    Program("Lantern", 0.08, SLIP, harder=0.5),
    Program("Compass", 0.20, SLIP),
)


@dataclass(frozen=True)
class Terms:
    """Spreads are of logits; `steep` turns them into chances."""

    ability: float = 1.0
    standards: float = 0.7  # among one child's
    hard: float = 0.7  # among standards
    items: float = 0.6
    steep: float = 1.4
    growth: float = 0.12  # at most, with an answer
    right: float = 0.04  # more with a right one
    cut: float = 0.7  # the share right at which a standard counts as mastered


def make(seed: int, children: int = 600, standards: int = 20, terms: Terms | None = None) -> Answered:
    terms = terms or Terms()
    planned = practice(stream(seed, "practice"), children, standards, len(PROGRAMS))
    random = stream(seed, "growth")
    hard = random.normal(0, terms.hard, standards)
    item = random.normal(0, terms.items, len(PROGRAMS) * standards * ITEMS)
    knows = random.normal(0, terms.ability, children)[:, None] + random.normal(
        0, terms.standards, (children, standards)
    )
    guess, harder = (np.array([getattr(p, name) for p in PROGRAMS]) for name in ("guess", "harder"))
    correct = np.zeros(len(planned.child), dtype=np.bool_)
    for turn in range(MOST):
        at = planned.at(turn)
        child, standard, program = planned.child[at], planned.standard[at], planned.program[at]
        against = hard[standard] + item[planned.item[at]] + harder[program]
        share = chance_of(terms.steep * (knows[child, standard] - against))
        correct[at] = random.random(len(at)) < guess[program] + (1 - guess[program] - SLIP) * share
        knows[child, standard] += terms.growth * random.random(len(at)) + terms.right * correct[at]
    share = chance_of(terms.steep * (knows - hard))
    return Answered(planned, PROGRAMS, correct, share >= terms.cut, share, terms.cut)
