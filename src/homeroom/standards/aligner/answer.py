"""What is made of the chances: five candidates, the smallest set that holds nearly all, and what is sure enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from homeroom.standards.aligner.candidates import Candidate, places
from homeroom.standards.aligner.texts import Matrix

SHOWN = 5
MASS = 0.9
"""How much of the chances the likely ones hold together."""


@dataclass(frozen=True)
class Cuts:
    """From which chance on a standard, or a cluster of them, is taken without a person; None: never."""

    standard: float | None = None
    cluster: float | None = None


@dataclass(frozen=True)
class Answer:
    """`candidates` are the five most likely standards with their chances; `none` is the chance that it serves none.

    `likely` is the smallest set of standards that, with `none` if that is among them, holds 90 % of the chances;
    `none_likely` says whether it is. `accepted` is what is taken without a person, with its chance: a standard, or the
    code of a cluster where only that is sure; blank where a person has to look.
    """

    candidates: tuple[tuple[str, float], ...]
    none: float
    likely: tuple[str, ...]
    none_likely: bool
    accepted: str = ""
    chance: float = 0.0

    @property
    def uncertainty(self) -> float:
        """The chance that what is most likely is wrong."""
        return 1 - max([self.none, *(chance for _, chance in self.candidates[:1])])


class Reader:
    """Turns chances into answers, for one list of candidates."""

    def __init__(self, candidates: Sequence[Candidate], cuts: Cuts) -> None:
        self._codes = tuple(one.code for one in candidates)
        clusters = places([one.cluster for one in candidates])
        self._names, self._members = tuple(clusters), tuple(clusters.values())
        self._cuts = cuts

    def answer(self, chances: Matrix, sayable: bool = True) -> Answer:
        """Of one lesson's chances, *none* last. Where it says too little (`sayable`), a person has to look."""
        order = [int(at) for at in np.argsort(-chances, kind="stable")]
        enough = int(np.searchsorted(np.cumsum(chances[order]), MASS)) + 1
        likely, nowhere = order[:enough], len(self._codes)
        accepted, chance = self.taken(chances) if sayable else ("", 0.0)
        return Answer(
            candidates=tuple((self._codes[at], float(chances[at])) for at in order if at != nowhere)[:SHOWN],
            none=float(chances[-1]),
            likely=tuple(self._codes[at] for at in likely if at != nowhere),
            none_likely=nowhere in likely,
            accepted=accepted,
            chance=chance,
        )

    def taken(self, chances: Matrix) -> tuple[str, float]:
        """The standard if it is sure, else its cluster if that is, with the chance."""
        standard, chance = self.likeliest(chances)
        if self._cuts.standard is not None and chance >= self._cuts.standard:
            return standard, chance
        cluster, chance = self.likeliest_cluster(chances)
        return (cluster, chance) if self._cuts.cluster is not None and chance >= self._cuts.cluster else ("", 0.0)

    def likeliest(self, chances: Matrix) -> tuple[str, float]:
        best = int(np.argmax(chances[:-1]))
        return self._codes[best], float(chances[best])

    def likeliest_cluster(self, chances: Matrix) -> tuple[str, float]:
        together = [float(chances[members].sum()) for members in self._members]
        best = int(np.argmax(together))
        return self._names[best], min(1.0, together[best])
