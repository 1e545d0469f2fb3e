"""A checker that finds what it is told to find."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from homeroom.rotation.block.instance import Instance
from homeroom.rotation.block.plan import Plan


@dataclass(frozen=True)
class Broken:
    told: str

    def words(self, instance: Instance) -> str:
        return f"{self.told} (school {instance.school})."


@dataclass(frozen=True)
class Found:
    broken: Sequence[Broken] = ()


def sound(instance: Instance, plan: Plan) -> Found:
    return Found()


def unsound(instance: Instance, plan: Plan) -> Found:
    return Found([Broken("Two groups in one room"), Broken("Two groups in one room"), Broken("A child in two places")])
