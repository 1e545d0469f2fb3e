"""Everything of one simulated school, from one seed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from homeroom.simulation import build, catalogue, learning
from homeroom.simulation.calendar import Week, days_of, weeks_of
from homeroom.simulation.catalogue import Catalogue
from homeroom.simulation.identity import Known, identities
from homeroom.simulation.learning import Life
from homeroom.simulation.school import School


@dataclass(frozen=True)
class World:
    seed: int
    weeks: tuple[Week, ...]
    school: School
    catalogue: Catalogue
    life: Life
    known: dict[str, tuple[Known, ...]]

    @property
    def days(self) -> tuple[date, ...]:
        return days_of(self.weeks)

    def strangers(self, program: str) -> tuple[Known, ...]:
        return self.known[program][len(self.school.children) :]


def make(seed: int, children: int, weeks: int) -> World:
    chosen = weeks_of(weeks)
    school = build.build(seed, children, chosen)
    offered = catalogue.make()
    life = learning.live(seed, school, chosen, offered)
    return World(seed, chosen, school, offered, life, identities(seed, school))
