"""A plan of one flexible-block week: where each child is in each slot, the groups, and how good it is known to be."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from homeroom.rotation.block.modality import Modality
from homeroom.rotation.errors import RotationError


class Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One child in one slot. `group` is the key of a `Group`; a child who is away has no place."""

    child: int
    slot: int
    modality: Modality
    group: int | None = None
    adult: int | None = None
    room: int | None = None
    program: str = ""
    standard: int | None = None
    works: tuple[str, ...] = ()


class Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The same children with the same adult on the same standard, in one or two slots. A peer project has neither."""

    key: int
    modality: Modality
    slots: tuple[int, ...]
    children: tuple[int, ...]
    adult: int | None = None
    standard: int | None = None
    room: int | None = None
    goes_on: bool = False


class Aim(StrEnum):
    """What the plan is best at, one after the other: what comes first is never given up for what follows."""

    OVERFLOW = "overflow"  # child-slots without a place; fewest
    WORST = "worst shortfall"  # of adult-led sessions under a child's floor; least
    SHORT = "shortfall"  # the sum of them; least
    GAIN = "gain"  # what the sessions are worth under the assumptions; most
    CHANGES = "changes"  # child-slots that differ from the plan before; fewest


class StoppedBy(StrEnum):
    PROVED = "proved"
    LIMIT = "limit"  # a count of the solver's steps: the same next time
    CLOCK = "clock"  # may differ next time
    PERSON = "person"
    BROKEN = "broken"  # the solver ended before it was done; may differ next time


class Level(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One aim's value in the plan, and what is proved: no plan that keeps the rules, and the levels before, passes
    `bound`. `gap` is |bound - value| / max(|value|, 1e-9); None where no bound is known."""

    aim: Aim
    value: float
    bound: float | None = None
    gap: float | None = None
    stopped_by: StoppedBy = StoppedBy.LIMIT


class Plan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Places stand in the order of child and slot, groups in that of their keys. `instance` is the digest of what it
    was planned from; `made_by` names the solver with its version, or the rule, or "hand"."""

    instance: str
    places: tuple[Place, ...]
    groups: tuple[Group, ...]
    levels: tuple[Level, ...] = ()
    seed: int = 0
    made_by: str = "hand"
    seconds: float = 0.0
    price_of_floor: float | None = None
    format: str = "homeroom block plan 1"


def as_json(one: Plan) -> bytes:
    return msgspec.json.encode(one, order="deterministic")


def from_json(text: bytes) -> Plan:
    """Raises RotationError for a file that is damaged or something else."""
    try:
        return msgspec.json.decode(text, type=Plan)
    except msgspec.MsgspecError as why:
        raise RotationError(f"This is no file of a plan: {why}.") from why
