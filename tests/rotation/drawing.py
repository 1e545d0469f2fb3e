"""A plan drawn as a table: a line a child, a cell a session.

`T50:0` is tutoring by adult 50 on standard 0, `C51:1` the teacher's group, `P1` a peer project, `alpha:0` a program,
`I` independent work, `I:0` on a standard, `S90` a service, `O` overflow, `-` nothing. The same cell in one column is
one group; with a star after it, in all columns.
"""

from __future__ import annotations

from collections import defaultdict

import msgspec

from homeroom.rotation.block.instance import Instance, digest
from homeroom.rotation.block.modality import GROUPED, Modality
from homeroom.rotation.block.plan import Group, Place, Plan

LETTERS = {
    "T": Modality.TUTORING,
    "C": Modality.TEACHER_LED,
    "P": Modality.PEER,
    "I": Modality.INDEPENDENT,
    "S": Modality.SERVICE,
    "O": Modality.OVERFLOW,
}


def drawn(instance: Instance, table: str) -> Plan:
    rows = [line.replace("|", " ").split() for line in table.strip().splitlines()]
    members: dict[tuple[str, int | None], set[tuple[int, int]]] = defaultdict(set)
    singles = []
    for child, *cells in rows:
        for slot, cell in enumerate(cells):
            place = _place(instance, int(child), slot, cell)
            if place is not None and place.modality in GROUPED:
                members[cell, None if "*" in cell else slot].add((int(child), slot))
            elif place is not None:
                singles.append(place)
    places, groups = singles, []
    for key, ((cell, _), whole) in enumerate(sorted(members.items(), key=str)):
        theirs = [_place(instance, child, slot, cell) for child, slot in sorted(whole)]
        found = [msgspec.structs.replace(place, group=key) for place in theirs if place is not None]
        places += found
        groups.append(_group(key, found))
    return Plan(digest(instance), tuple(sorted(places, key=lambda one: (one.child, one.slot))), tuple(groups))


def _group(key: int, found: list[Place]) -> Group:
    slots, children = sorted({one.slot for one in found}), sorted({one.child for one in found})
    any_ = found[0]
    return Group(key, any_.modality, tuple(slots), tuple(children), any_.adult, any_.standard, any_.room)


def _place(instance: Instance, child: int, slot: int, cell: str) -> Place | None:
    if cell == "-":
        return None
    what, _, on = cell.strip("*").partition(":")
    standard = int(on) if on else None
    if what[0] not in LETTERS:
        works = {(given.program, given.standard): given.works for one in instance.children for given in one.given}
        own = works.get((what, standard), ()) if standard is not None else ()
        return Place(child, slot, Modality.TECHNOLOGY, program=what, standard=standard, works=own)
    modality, number = LETTERS[what[0]], int(what[1:]) if what[1:] else None
    if modality is Modality.PEER:
        return Place(child, slot, modality)
    rooms = {adult.number: adult.room for adult in instance.adults}
    room = rooms.get(number) if number is not None else None
    return Place(child, slot, modality, adult=number, room=room, standard=standard)
