"""The rooms of a week: where whole grades go, where specials are. Several labs count as one with all their seats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from homeroom.people.models import School
from homeroom.rotation.gather.notes import Notes
from homeroom.rotation.input_models import Room as RoomRow
from homeroom.rotation.week.instance import Room, RoomKind

Kind = RoomRow.Kind


@dataclass(frozen=True)
class Places:
    """The numbers of rooms; None where the school has none of the kind."""

    rooms: tuple[Room, ...]
    lab: int | None
    lunch: int | None
    yard: int | None
    flex: int | None
    special: tuple[int, ...]


def places_of(school: School, notes: Notes) -> Places:
    rows = list(RoomRow.objects.filter(school=school).order_by("-seats", "pk"))
    of = {kind: [one for one in rows if one.kind == kind] for kind in Kind}
    for kind in (Kind.LUNCH, Kind.YARD, Kind.FLEX):
        if len(of[kind]) > 1:
            words = gettext("Of several rooms of one kind the largest is planned with: %(room)s.")
            notes.add("several-rooms", words % {"room": of[kind][0].name})
    labs = of[Kind.LAB]
    seats = {one.pk: one.seats for one in rows}
    if labs:
        seats[labs[0].pk] = sum(min(one.seats, one.devices or one.seats) for one in labs)
    kept = [one for one in rows if one not in labs[1:]]
    rooms = tuple(Room(one.pk, RoomKind(one.kind), seats[one.pk]) for one in sorted(kept, key=lambda one: one.pk))
    return Places(
        rooms,
        _first(labs),
        _first(of[Kind.LUNCH]),
        _first(of[Kind.YARD]),
        _first(of[Kind.FLEX]),
        tuple(sorted(one.pk for one in of[Kind.SPECIAL])),
    )


def _first(rooms: Sequence[RoomRow]) -> int | None:
    return rooms[0].pk if rooms else None
