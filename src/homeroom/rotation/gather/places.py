"""What a week has room for: rooms, seats of the lab, places for independent work, and programs with their licences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from homeroom.goals import capability
from homeroom.rotation.bells import Kind as BlockKind
from homeroom.rotation.block.instance import Program, Room, Slot
from homeroom.rotation.gather.notes import Notes
from homeroom.rotation.gather.week import Week
from homeroom.rotation.input_models import Licence
from homeroom.rotation.input_models import Room as RoomRow


@dataclass(frozen=True)
class Places:
    """In each slot so many seats and places; `rooms` in order of their numbers."""

    rooms: tuple[Room, ...]
    seats: tuple[int, ...]
    independent: tuple[int, ...]


def places(week: Week, independent: int | None, notes: Notes) -> Places:
    """`independent`: the school's own limit; None for as many as there are children."""
    rows = RoomRow.objects.filter(school=week.school).order_by("pk")
    rooms = tuple(Room(one.pk, one.kind, one.seats, one.devices) for one in rows)
    labs = sum(min(one.seats, one.devices or one.seats) for one in rooms if one.kind == RoomRow.Kind.LAB)
    if not labs and week.slots:
        notes.add("no-lab", gettext("No room of the school is a lab: nobody can be given technology."))
    share = _share(week)
    if any(share(slot) < 1 for slot in week.slots):
        words = gettext("Flexible blocks of several classes overlap in part: seats are shared out by children.")
        notes.add("overlapping-sessions", words)
    limit = len(week.pupils) if independent is None else independent
    taken = {slot.key: _in_lab(week, slot) for slot in week.slots}
    return Places(
        rooms,
        tuple(max(0, int((labs - taken[slot.key]) * share(slot))) for slot in week.slots),
        tuple(int(limit * share(slot)) for slot in week.slots),
    )


def programs(week: Week, used: Collection[str], notes: Notes) -> tuple[Program, ...]:
    """Every program that the school has a licence of, or that work was given in."""
    grades = sorted({one.grade for one in week.pupils})
    rows: dict[str, list[Licence]] = {slug: [] for slug in used}
    for one in Licence.objects.filter(school=week.school).order_by("program", "pk"):
        rows.setdefault(one.program, []).append(one)
    if without := [capability.name_of(slug) for slug, some in sorted(rows.items()) if not some]:
        words = gettext("No licence on record of %(programs)s: planned without a limit.")
        notes.add("no-licence", words % {"programs": ", ".join(without)})
    return tuple(_program(slug, some, grades) for slug, some in sorted(rows.items()))


def _program(slug: str, rows: Collection[Licence], grades: Collection[str]) -> Program:
    """Of several licences of one program the smallest number at once holds."""
    at_once = [one.concurrent for one in rows if one.concurrent is not None]
    least = {grade: one.least_minutes for one in rows for grade in one.grades or grades if one.least_minutes}
    most = {grade: one.most_minutes for one in rows for grade in one.grades or grades if one.most_minutes is not None}
    return Program(slug, min(at_once, default=None), dict(sorted(least.items())), dict(sorted(most.items())))


def _in_lab(week: Week, slot: Slot) -> int:
    """Children of classes that the rotation has in the lab while the slot lasts."""
    sizes = Counter(one.school_class for one in week.pupils)
    return sum(
        sizes[number]
        for number, group in week.classes.items()
        if any(
            bell.kind == BlockKind.LAB and bell.start < slot.end and slot.start < bell.end
            for bell in week.bells.blocks_on(group, slot.on)
        )
    )


def _share(week: Week) -> Callable[[Slot], float]:
    """What part of a slot's seats is its own: 1, but where slots of other classes share some of its minutes."""
    many: Mapping[int, int] = Counter(key for one in week.pupils for key in one.own)

    def share(slot: Slot) -> float:
        return many[slot.key] / sum(many[one.key] for one in week.slots_in(slot.on, slot.start, slot.end))

    return share
