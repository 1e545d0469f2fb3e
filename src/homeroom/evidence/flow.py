"""The sums of a study's flow: of one arm's children what became of them, and how they were used."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass, fields


@dataclass(frozen=True)
class ArmFlow:
    """Children of one arm, and classes. Those who joined since are counted beside, and are not analysed."""

    arm: str
    classes: int = 0
    classes_left: int = 0
    assigned: int = 0
    stayed: int = 0
    moved_within: int = 0
    moved_across: int = 0
    left: int = 0
    erased: int = 0
    also_elsewhere: int = 0
    analysed: int = 0
    no_baseline: int = 0
    no_outcome: int = 0
    neither: int = 0
    joined: int = 0

    @property
    def adds_up(self) -> bool:
        became = self.stayed + self.moved_within + self.moved_across + self.left + self.erased
        used = self.analysed + self.no_baseline + self.no_outcome + self.neither + self.erased
        return became == self.assigned == used


@dataclass(frozen=True)
class Flow:
    """`arms` in the plan's order, `undrawn` units that could not be divided, and the sum of all arms."""

    arms: tuple[ArmFlow, ...]
    total: ArmFlow
    undrawn: tuple[str, ...]
    by_lot: bool
    draws: int

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def summed(arms: Collection[ArmFlow]) -> ArmFlow:
    names = [one.name for one in fields(ArmFlow) if one.name != "arm"]
    return ArmFlow("", **{name: sum(getattr(one, name) for one in arms) for name in names})
