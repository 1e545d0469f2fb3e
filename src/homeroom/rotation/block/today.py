"""One day on which somebody is missing: what is planned anew from, and what comes of it. Plain data, as in `instance`.

`as_it_is` gives the week with the absences in it: what the replanned plan is checked against.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec
from msgspec.structs import replace

from homeroom.rotation.block.instance import Child, Instance, Lock
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.block.plan import Plan, StoppedBy
from homeroom.rotation.errors import RotationError

STABILITY = 0.1


class Away(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A child or an adult who is not there in these slots. Never why."""

    who: int
    slots: tuple[int, ...]


class Today(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`stability` is what moving one child who is not affected must be worth at least, in the plan's own value. `void`
    are locks that can't be kept with those who are here."""

    instance: Instance
    plan: Plan
    on: date
    children: tuple[Away, ...] = ()
    adults: tuple[Away, ...] = ()
    locks: tuple[Lock, ...] = ()
    stability: float = STABILITY
    void: tuple[Lock, ...] = ()
    format: str = "homeroom day 1"

    def __post_init__(self) -> None:
        """Raises RotationError where a part is not of this day."""
        slots = set(self.slots)
        if not slots:
            raise RotationError(f"The flexible block has no session on {self.on}.")
        if not self.stability >= 0:
            raise RotationError("Stability is 0 or more.")
        if any(set(away.slots) - slots for away in (*self.children, *self.adults)):
            raise RotationError(f"An absence is in a session that is not of {self.on}.")
        if any(lock.slot not in slots for lock in self.locks):
            raise RotationError(f"A lock is in a session that is not of {self.on}.")

    @property
    def slots(self) -> tuple[int, ...]:
        return tuple(slot.key for slot in self.instance.slots if slot.on == self.on)


class Seat(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a child goes in a slot. `meeting` is the number of a group in `day_groups.meetings`."""

    child: int
    slot: int
    modality: Modality
    meeting: int | None = None
    program: str = ""
    standard: int | None = None


class Seated(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A seat for each child and slot of the day that needs one, in their order."""

    seats: tuple[Seat, ...]
    made_by: str
    stopped_by: StoppedBy = StoppedBy.LIMIT


def as_it_is(today: Today) -> Instance:
    """The week with who is away taken out, today's locks in it, and the least sizes of today's groups eased."""
    one = today.instance
    children, adults = _slots_of(today.children), _slots_of(today.adults)
    return replace(
        one,
        children=tuple(_child(child, children.get(child.number, frozenset()), adults) for child in one.children),
        adults=tuple(
            replace(adult, slots=tuple(slot for slot in adult.slots if slot not in adults.get(adult.number, ())))
            for adult in one.adults
        ),
        locks=tuple(lock for lock in _locks(today) if not (lock in today.void or _void(lock, adults))),
        eased=tuple(sorted({*one.eased, *today.slots})),
    )


def _locks(today: Today) -> tuple[Lock, ...]:
    """Today's lock on a child's slot takes the place of the week's."""
    anew = {(lock.child, lock.slot) for lock in today.locks}
    return (*(lock for lock in today.instance.locks if (lock.child, lock.slot) not in anew), *today.locks)


def _void(lock: Lock, adults: dict[int, frozenset[int]]) -> bool:
    return lock.adult is not None and lock.slot in adults.get(lock.adult, ())


def _child(child: Child, slots: frozenset[int], adults: dict[int, frozenset[int]]) -> Child:
    """A service whose adult is away does not take place."""
    services = tuple(one for one in child.services if one.slot not in adults.get(one.adult, ()))
    if not slots and services == child.services:
        return child
    return replace(child, away=tuple(sorted({*child.away, *slots})), services=services)


def _slots_of(away: Iterable[Away]) -> dict[int, frozenset[int]]:
    found: dict[int, frozenset[int]] = {}
    for one in away:
        found[one.who] = found.get(one.who, frozenset()) | frozenset(one.slots)
    return found


def as_json(one: Today | Seated) -> bytes:
    return msgspec.json.encode(one, order="deterministic")


def today_from_json(text: bytes) -> Today:
    """Raises RotationError for a file that is damaged or something else."""
    return _from_json(text, Today)


def seated_from_json(text: bytes) -> Seated:
    """Raises RotationError for a file that is damaged or something else."""
    return _from_json(text, Seated)


def _from_json[T](text: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(text, type=kind)
    except msgspec.MsgspecError as why:
        raise RotationError(f"This is no file of a day: {why}.") from why
