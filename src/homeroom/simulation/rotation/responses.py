"""What would truly help the children of a generated flexible block, and what comes of their sessions.

Everything is planted and invented: log response = that of the modality + of modality and subject + of modality and band
+ the child's own. What is learned from `outcomes` can be held against `Truth.response`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import exp, log

import msgspec
import numpy as np

from homeroom.rotation.block.instance import RESPONSE, Child, Instance
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.block.plan import Place
from homeroom.simulation.chance import stream

BANDS = ("low", "middle", "high")  # thirds of the children by their mean p


@dataclass(frozen=True)
class Spread:
    """Standard deviations of the planted effects, and of one outcome's noise."""

    subject: float = 0.15
    band: float = 0.15
    child: float = 0.25
    noise: float = 0.6


@dataclass(frozen=True)
class Outcome:
    """Later evidence on the standard of one session, per unit of need: not from the session itself."""

    child: int
    slot: int
    modality: Modality
    subject: str
    band: str
    gained: float


@dataclass(frozen=True)
class Truth:
    """Effects are logarithms."""

    instance: Instance
    spread: Spread
    subjects: Mapping[tuple[Modality, str], float]
    bands: Mapping[tuple[Modality, str], float]
    children: Mapping[tuple[Modality, int], float]
    seed: int

    @cached_property
    def band_of(self) -> dict[int, str]:
        means = {child.number: float(np.mean([need.p for need in child.needs])) for child in self.instance.children}
        cuts = np.quantile(list(means.values()), [1 / 3, 2 / 3])
        return {number: BANDS[int(np.searchsorted(cuts, mean))] for number, mean in means.items()}

    def response(self, modality: Modality, subject: str, child: int) -> float:
        """Of a whole session at a need of 1; nothing for a service or in overflow."""
        if modality not in RESPONSE:
            return 0.0
        band = self.bands[modality, self.band_of[child]]
        return RESPONSE[modality] * exp(self.subjects[modality, subject] + band + self.children[modality, child])

    def known(self) -> Instance:
        """The instance as somebody would plan it who knew the truth of each child, over its subjects."""
        return msgspec.structs.replace(
            self.instance, children=tuple(self._known(one) for one in self.instance.children)
        )

    def _known(self, child: Child) -> Child:
        subjects = [self.instance.standards[need.standard].subject for need in child.needs]
        response = {
            modality: float(np.mean([self.response(modality, subject, child.number) for subject in subjects])) / usual
            for modality, usual in RESPONSE.items()
        }
        return msgspec.structs.replace(child, response=response)

    def outcomes(self, places: Iterable[Place]) -> list[Outcome]:
        """One of each session on a standard; what a child gains there has noise of its own, whatever else is drawn."""
        return [self._outcome(place, place.standard) for place in places if place.standard is not None]

    def _outcome(self, place: Place, standard: int) -> Outcome:
        subject = self.instance.standards[standard].subject
        noise = stream(self.seed, f"outcome of {place.child} in {place.slot}").normal(0, self.spread.noise)
        response = self.response(place.modality, subject, place.child)
        gained = exp(log(response) + float(noise) - self.spread.noise**2 / 2) if response else 0.0
        return Outcome(place.child, place.slot, place.modality, subject, self.band_of[place.child], gained)


def planted(instance: Instance, seed: int, spread: Spread | None = None) -> Truth:
    """Children's own effects are drawn in the order of their numbers, so a child's place in a list changes nothing."""
    wide = spread or Spread()
    random = stream(seed, "responses")
    subjects = sorted({standard.subject for standard in instance.standards})
    numbers = sorted(child.number for child in instance.children)
    return Truth(
        instance,
        wide,
        {(modality, subject): float(random.normal(0, wide.subject)) for modality in RESPONSE for subject in subjects},
        {(modality, band): float(random.normal(0, wide.band)) for modality in RESPONSE for band in BANDS},
        {(modality, number): float(random.normal(0, wide.child)) for modality in RESPONSE for number in numbers},
        seed,
    )
