"""Which standards lessons serve, by their titles: likely ones with chances, or none of these.

It needs the extra `homeroom[align]` (scikit-learn). Without it nothing here raises but `Aligner` itself; ask `missing`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.util import find_spec
from itertools import batched
from typing import Any

from homeroom.standards.aligner.answer import Answer, Cuts, Reader
from homeroom.standards.aligner.candidates import Candidate
from homeroom.standards.aligner.features import ENOUGH_WORDS, Accepted, Index, Lesson
from homeroom.standards.aligner.ranker import Weights, chances
from homeroom.standards.errors import StandardsError

AT_ONCE = 500
FEW = 100
"""With fewer accepted lessons than this, none of them has a say: they were too few to measure how far to trust them."""


@dataclass(frozen=True)
class Learnt:
    """Weights and cuts as the bench learnt them, for one state of knowledge."""

    weights: Weights
    cuts: Cuts


def missing() -> str:
    """What is to be installed for titles to be aligned; blank where all is there."""
    return "" if find_spec("sklearn") else "scikit-learn isn't installed: install homeroom[align]"


class Aligner:
    """Ready to align lessons. `accepted` are lessons that are known to serve some standards, however few.

    Raises StandardsError where scikit-learn is missing.
    """

    def __init__(self, candidates: Sequence[Candidate], accepted: Sequence[Accepted] = ()) -> None:
        if words := missing():
            raise StandardsError(words)
        enough = accepted if len(accepted) >= FEW else ()
        self.learnt = learnt(official=any(one.official for one in candidates), accepted=bool(enough))
        self._index = Index(candidates, enough)
        self._reader = Reader(candidates, self.learnt.cuts)

    def answers(self, lessons: Sequence[Lesson]) -> list[Answer]:
        """One for each lesson, in their order."""
        return [answer for some in batched(lessons, AT_ONCE) for answer in self._answers(some)]

    def _answers(self, lessons: Sequence[Lesson]) -> list[Answer]:
        rows = chances(self.learnt.weights, self._index.see(lessons))
        return [self._reader.answer(row, one.prose >= ENOUGH_WORDS) for row, one in zip(rows, lessons, strict=True)]


def learnt(*, official: bool, accepted: bool) -> Learnt:
    """What was learnt for candidates with or without official sentences, and with or without accepted lessons."""
    told = _file()["learnt"][name(official, accepted)]
    return Learnt(Weights(tuple(told["pair"].values()), tuple(told["none"].values())), Cuts(**told["cuts"]))


def name(official: bool, accepted: bool) -> str:
    return f"{'official' if official else 'own'} words, {'with' if accepted else 'no'} accepted lessons"


def version() -> str:
    """Which learning this is: it stands beside every suggestion that is kept."""
    return str(_file()["version"])


@cache
def _file() -> Any:
    return json.loads((resources.files("homeroom.standards") / "data" / "aligner.json").read_text("utf-8"))
