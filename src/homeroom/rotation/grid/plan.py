"""A placed week: where and when each activity is, and how good that is known to be."""

from __future__ import annotations

import msgspec

from homeroom.rotation.block.plan import StoppedBy
from homeroom.rotation.errors import RotationError


class Meeting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One activity from the hour `start` on; `room` is blank where no rule asks for one."""

    activity: int
    start: int
    room: str = ""


class Plan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Meetings in the order of the instance's activities; none at all where no plan was found. `cost` is the sum of
    the weights of the wishes that are broken, and no plan costs less than `bound`."""

    instance: str
    meetings: tuple[Meeting, ...]
    cost: float = 0.0
    bound: float | None = None
    stopped_by: StoppedBy = StoppedBy.PERSON
    seed: int = 0
    made_by: str = "hand"
    seconds: float = 0.0
    format: str = "homeroom grid plan 1"


def as_json(one: Plan) -> bytes:
    return msgspec.json.encode(one, order="deterministic")


def from_json(text: bytes) -> Plan:
    """Raises RotationError for a file that is damaged or something else."""
    try:
        return msgspec.json.decode(text, type=Plan)
    except msgspec.MsgspecError as why:
        raise RotationError(f"This is no file of a placed week: {why}.") from why
