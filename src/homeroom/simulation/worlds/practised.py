"""What the worlds of answers have in common: who practises what in which program, and the truth beside the answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Bools = NDArray[np.bool_]

FEWEST, MOST = 2, 13  # answers of a child on a standard
ITEMS = 12  # of each standard in each program


@dataclass(frozen=True)
class Program:
    """`guess`: right without the knowledge; `slip`: wrong with it; `harder`: its items, in logits."""

    name: str
    guess: float
    slip: float
    harder: float = 0.0


@dataclass(frozen=True)
class Practice:
    """One entry an answer to come, by child; a child takes its standards one after the other, in an order of its own.

    `turn` counts a child's answers on one standard from 0.
    """

    child: Whole
    standard: Whole
    program: Whole
    item: Whole  # of all standards and programs, counted on
    turn: Whole

    def at(self, turn: int) -> Whole:
        """The places of the answers with this turn: at most one for each child and standard."""
        return np.flatnonzero(self.turn == turn)


@dataclass(frozen=True)
class Answered:
    """Answers, and the truth that no engine is shown.

    `mastered[child, standard]` at the end of practice. `share[child, standard]`: the share of ordinary items that the
    child would then get right, were there no guesses and slips; where knowing is yes or no, it is 1 or 0. `cut`: the
    share from which on a standard counts as mastered, None where it is not a matter of degree.
    """

    practice: Practice
    programs: tuple[Program, ...]
    correct: Bools
    mastered: Bools
    share: Real
    cut: float | None = None

    @property
    def table(self) -> dict[str, NDArray[Any]]:
        """The answers as columns that mastery's engines read."""
        names = np.array([program.name for program in self.programs])
        return {
            "student": self.practice.child,
            "standard": self.practice.standard,
            "program": names[self.practice.program],
            "item": self.practice.item,
            "correct": self.correct.astype(np.int64),
        }


def practice(random: Generator, children: int, standards: int, programs: int) -> Practice:
    """Every child on every standard. How a child divides its time among the programs is drawn evenly for each."""
    order = random.permuted(np.tile(np.arange(standards), (children, 1)), axis=1)
    counts = random.integers(FEWEST, MOST + 1, (children, standards))
    child, block = np.divmod(np.repeat(np.arange(children * standards), counts.ravel()), standards)
    standard = order[child, block]
    firsts = np.cumsum(counts) - counts.ravel()
    turn = np.arange(len(child)) - np.repeat(firsts, counts.ravel())
    until = random.dirichlet(np.ones(programs), children).cumsum(axis=1)
    program = (random.random(len(child))[:, None] > until[child][:, :-1]).sum(axis=1)
    item = (program * standards + standard) * ITEMS + random.integers(0, ITEMS, len(child))
    return Practice(child, standard, program.astype(np.int64), item, turn)


def chance_of(logit: Real) -> Real:
    return 1.0 / (1.0 + np.exp(-logit))
