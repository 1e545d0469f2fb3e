"""People who are asked a scale of questions, and what becomes of it: who answers, in which language, and how.

What a school knows of its surveys is mended or marred by four things, so each can be set: questions left out, people
who tick the same box all the way down, languages in which fewer answer, and groups too small to be shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from scipy.special import ndtri  # type: ignore[import-untyped]  # scipy ships no types

from homeroom.simulation.studies import scales
from homeroom.simulation.studies.scales import Scale

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Speakers:
    """Those of one language: their share of all who are asked, how many of them answer, and by how many standard
    deviations what the scale measures is higher in them."""

    share: float
    answering: float = 1.0
    shift: float = 0.0


@dataclass(frozen=True)
class Crowd:
    """`groups` says how many people are asked in each. `boxes` is how often each choice is picked by speakers without
    a shift, from the least in favour; `turned` are the questions asked the other way round, counted from 0.
    `straight` is the share of people who tick one box, whichever, all the way down."""

    groups: Mapping[str, int]
    scale: Scale = field(default_factory=Scale)
    boxes: tuple[float, ...] = (0.05, 0.1, 0.2, 0.4, 0.25)
    turned: frozenset[int] = frozenset()
    speakers: Mapping[str, Speakers] = field(default_factory=lambda: {"en": Speakers(1.0)})
    straight: float = 0.0

    @property
    def cuts(self) -> Real:
        """Where one choice ends and the next begins."""
        return np.asarray(ndtri(np.cumsum(self.boxes)[:-1]))

    @property
    def people(self) -> int:
        return sum(self.groups.values())


@dataclass(frozen=True)
class Answers:
    """An entry a person that was asked. `ticked` has a column a question: the place of the ticked choice from 1, as it
    stands on the paper; not a number where none was ticked, or the person never answered."""

    group: tuple[str, ...]
    language: tuple[str, ...]
    answered: Flags
    ticked: Real
    crowd: Crowd

    @property
    def scored(self) -> Real:
        """Of those who answered: turned questions the right way round."""
        return turned(self.crowd, self.ticked[self.answered])

    def places(self, person: int) -> list[int | None]:
        return [None if np.isnan(one) else int(one) for one in self.ticked[person]]


def make(crowd: Crowd, random: Generator) -> Answers:
    codes, many = list(crowd.speakers), crowd.people
    spoken = random.choice(len(codes), many, p=[one.share for one in crowd.speakers.values()])
    answering, shift = (
        np.array([getattr(one, name) for one in crowd.speakers.values()])[spoken] for name in ("answering", "shift")
    )
    answered = random.random(many) < answering
    latent = scales.of_factor(crowd.scale, random.normal(size=many) + shift, random)
    right = turned(crowd, np.asarray(np.searchsorted(crowd.cuts, latent) + 1, np.float64))
    lines = random.random(many) < crowd.straight
    ticked = np.where(lines[:, None], random.integers(1, len(crowd.boxes) + 1, many)[:, None], right)
    left_out = random.random(ticked.shape) < crowd.scale.blank
    groups = tuple(name for name, size in crowd.groups.items() for _ in range(size))
    ticked = np.where(left_out | ~answered[:, None], np.nan, ticked)
    return Answers(groups, tuple(codes[one] for one in spoken), answered, ticked, crowd)


def turned(crowd: Crowd, places: Real) -> Real:
    """Ticked places as scores, or scores as ticked places: turned questions are mirrored."""
    mirrored = [at in crowd.turned for at in range(places.shape[1])]
    return np.asarray(np.where(mirrored, len(crowd.boxes) + 1 - places, places))
