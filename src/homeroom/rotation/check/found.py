"""What the checker says of a plan."""

from __future__ import annotations

from dataclasses import dataclass

from homeroom.rotation.block.instance import Instance
from homeroom.rotation.block.plan import Aim
from homeroom.rotation.rules import in_words


@dataclass(frozen=True, order=True)
class Broken:
    """A rule that is not kept, where, and by whom. `found` and `limit` are there where something was counted."""

    rule: str
    slot: int | None = None
    children: tuple[int, ...] = ()
    adults: tuple[int, ...] = ()
    group: int | None = None
    room: int | None = None
    program: str = ""
    found: float | None = None
    limit: float | None = None

    def words(self, instance: Instance) -> str:
        return in_words(self.rule, instance)


@dataclass(frozen=True, order=True)
class Missed:
    """A floor that is not reached, by how much. `band` is the key of children whom equity is kept for."""

    rule: str
    children: tuple[int, ...]
    short: float
    program: str = ""
    band: str = ""

    def words(self, instance: Instance) -> str:
        return in_words(self.rule, instance)


@dataclass(frozen=True)
class Checked:
    """`broken` is empty where every hard rule is kept; `overflow` names children and slots without a place; `levels`
    is each aim as worked out anew. Changes are counted only against a plan before."""

    broken: tuple[Broken, ...]
    missed: tuple[Missed, ...]
    overflow: tuple[tuple[int, int], ...]
    levels: tuple[tuple[Aim, float], ...]

    @property
    def sound(self) -> bool:
        return not self.broken

    @property
    def value(self) -> float:
        return dict(self.levels)[Aim.GAIN]
