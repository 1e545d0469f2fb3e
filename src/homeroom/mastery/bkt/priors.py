"""What is thought of guesses, slips and learning before anything was seen, in counts of answers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Counts:
    """A prior of a probability: as if so many answers had said yes, and so many no."""

    yes: float
    no: float

    @property
    def mean(self) -> float:
        """Half, where nothing is thought."""
        total = self.yes + self.no
        return self.yes / total if total else 0.5


@dataclass(frozen=True)
class Priors:
    """They keep the two states from changing places, and small standards from extremes.

    `pull` is the number of answers that a program's own guess and slip weigh against what one standard's answers say.
    """

    start: Counts = Counts(1, 2)
    learn: Counts = Counts(1, 8)
    forget: Counts = Counts(1, 18)
    guess: Counts = Counts(4, 16)
    slip: Counts = Counts(2, 18)
    pull: float = 20.0

    @property
    def rows(self) -> NDArray[np.float64]:
        """As the kernels read them: (yes, no) of each, in the order above."""
        counts = (self.start, self.learn, self.forget, self.guess, self.slip)
        return np.array([[count.yes, count.no] for count in counts], dtype=np.float64)


NOTHING = Counts(0, 0)
# Maximum likelihood. With few answers a standard's states may change places: for comparisons only.
NO_PRIORS = Priors(NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, pull=0.0)
