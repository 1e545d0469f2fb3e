"""What each child may do in each slot of a day that is planned anew, and what each choice is worth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from homeroom.rotation.block.board import Option
from homeroom.rotation.block.day_groups import Day, Meeting
from homeroom.rotation.block.instance import Child
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.block.today import Seat
from homeroom.rotation.block.value import ALONE


@dataclass(frozen=True)
class Choice:
    """`gain` is that of a small group; `stays` where it is what was planned; `locked` where it keeps every lock.

    A peer project without a `meeting` is a seat in any of the slot's: for children whom no pair binds, one choice
    does for all of them.
    """

    seat: Seat
    gain: float
    stays: bool
    locked: bool
    meeting: Meeting | None = None


def choices(day: Day) -> Iterator[Choice]:
    """By child and slot; the last of each is supervised overflow."""
    meetings: dict[int, list[Meeting]] = {slot: [] for slot in day.slots}
    for meeting in day.meetings:
        meetings[meeting.slot].append(meeting)
    bound = {number for pair in day.facts.instance.pairs for number in (pair.one, pair.other)}
    for child, slot in day.present():
        for meeting in meetings[slot]:
            named = meeting.modality is not Modality.PEER or child.number in bound or day.stays(child.number, meeting)
            if named and day.may_join(child, meeting):
                yield _joining(day, child, meeting)
        if child.number not in bound:
            yield _choice(day, child.number, slot, Option(Modality.PEER), stays=False)
        for option in _alone(day, child, slot):
            yield _choice(day, child.number, slot, option)
        yield _choice(day, child.number, slot, Option(Modality.OVERFLOW))


def _alone(day: Day, child: Child, slot: int) -> Iterator[Option]:
    yield from technology(day, child, slot)
    yield from sorted({day.facts.independent(child.number), *_as_planned(day, child, slot)}, key=str)


def technology(day: Day, child: Child, slot: int) -> Iterator[Option]:
    """Of each program the works that are worth most, as many as the day has slots: no more can be of use. And what was
    planned, and what a lock asks for."""
    alone = {place.standard for place in day.elsewhere(child.number) if place.modality in ALONE}
    ranked = sorted(
        day.facts.technology(child, slot), key=lambda option: -_worth(day, child.number, slot, option, alone)
    )
    taken: Counter[str] = Counter()
    locked = (child.number, slot) in day.facts.locks
    for option in ranked:
        taken[option.program] += 1
        if taken[option.program] <= len(day.slots) or locked or _stays(day, child.number, slot, option):
            yield option


def _worth(day: Day, child: int, slot: int, option: Option, alone: set[int | None]) -> float:
    price = day.facts.instance.assumptions.repeat if option.standard in alone else 0.0
    return day.facts.worth.place(child, slot, option.modality, option.standard) - price


def _as_planned(day: Day, child: Child, slot: int) -> Iterator[Option]:
    """Independent work on another standard than the planner would choose."""
    place = day.was.get((child.number, slot))
    if place is not None and place.modality is Modality.INDEPENDENT:
        yield Option(Modality.INDEPENDENT, None, "", place.standard)


def _joining(day: Day, child: Child, meeting: Meeting) -> Choice:
    option = Option(meeting.modality, meeting.adult, "", meeting.standard)
    gain = day.facts.worth.place(child.number, meeting.slot, meeting.modality, meeting.standard)
    gain += day.facts.instance.assumptions.running if meeting.goes_on else 0.0
    seat = Seat(child.number, meeting.slot, meeting.modality, meeting.number, "", meeting.standard)
    locked = day.facts.allowed(child.number, meeting.slot, option)
    return Choice(seat, gain, day.stays(child.number, meeting), locked, meeting)


def _choice(day: Day, child: int, slot: int, option: Option, *, stays: bool | None = None) -> Choice:
    gain = day.facts.worth.place(child, slot, option.modality, option.standard)
    seat = Seat(child, slot, option.modality, None, option.program, option.standard)
    stays = _stays(day, child, slot, option) if stays is None else stays
    return Choice(seat, gain, stays, day.facts.allowed(child, slot, option))


def _stays(day: Day, child: int, slot: int, option: Option) -> bool:
    place, what = day.was.get((child, slot)), (option.modality, option.program, option.standard)
    return place is not None and (place.modality, place.program, place.standard) == what
