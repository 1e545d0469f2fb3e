"""A filled board as a plan, its groups numbered and its levels counted."""

from __future__ import annotations

from homeroom.rotation.block.board import At, Board, Option
from homeroom.rotation.block.instance import Child, Instance, digest
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.block.plan import Aim, Group, Level, Place, Plan, StoppedBy
from homeroom.rotation.block.value import aims

LEAST_POSSIBLE = {Aim.OVERFLOW, Aim.WORST, Aim.SHORT, Aim.CHANGES}


def plan_of(board: Board, made_by: str, *, seed: int = 0, before: Plan | None = None) -> Plan:
    """Whoever still has no place goes to supervised overflow."""
    board.overflow_the_rest()
    groups = _groups(board)
    at = {(child, slot): group.key for group in groups for child in group.children for slot in group.slots}
    places = [_place(board, where, option, at.get(where)) for where, option in board.at.items()]
    places += [
        Place(child, slot, Modality.SERVICE, adult=served.adult, room=served.room)
        for (child, slot), served in board.facts.served.items()
    ]
    places.sort(key=lambda place: (place.child, place.slot))
    plan = Plan(digest(board.instance), tuple(places), groups, (), seed, made_by)
    return with_levels(board.instance, plan, before)


def with_levels(instance: Instance, plan: Plan, before: Plan | None) -> Plan:
    """Nothing is proved of them yet but that no child can be placed less than never."""
    levels = tuple(
        level(aim, value, 0.0 if aim in LEAST_POSSIBLE else None) for aim, value in aims(instance, plan, before).items()
    )
    return Plan(
        plan.instance, plan.places, plan.groups, levels, plan.seed, plan.made_by, plan.seconds, plan.price_of_floor
    )


def level(aim: Aim, value: float, bound: float | None, stopped_by: StoppedBy = StoppedBy.LIMIT) -> Level:
    if bound is None:
        return Level(aim, value, None, None, stopped_by)
    gap = abs(bound - value) / max(abs(value), 1e-9)
    return Level(aim, value, bound, gap, StoppedBy.PROVED if abs(bound - value) <= 1e-9 else stopped_by)


def works(child: Child, slot: int, program: str, standard: int | None) -> tuple[str, ...]:
    """The assignments that a child may work on in a program, on a standard, in a slot."""
    found = {
        work
        for given in child.given
        if program and (given.program, given.standard) == (program, standard) and slot in given.slots
        for work in given.works
    }
    return tuple(sorted(found))


def _place(board: Board, where: At, option: Option, group: int | None) -> Place:
    child, slot = where
    room = None if option.adult is None else board.facts.adults[option.adult].room
    given = works(board.facts.children[child], slot, option.program, option.standard)
    return Place(child, slot, option.modality, group, option.adult, room, option.program, option.standard, given)


def _groups(board: Board) -> tuple[Group, ...]:
    found = [
        (slot, adult, board.facts.adults[adult].leads, standard, sorted(board.members[adult, slot]))
        for (adult, slot), standard in board.on.items()
    ]
    found.sort()
    led = [
        Group(
            key,
            modality,
            (slot,),
            tuple(children),
            adult,
            standard,
            board.facts.adults[adult].room,
            board.facts.worth.goes_on(adult, standard, children),
        )
        for key, (slot, adult, modality, standard, children) in enumerate(found)
    ]
    peers = [(slot, sorted(children)) for slot, groups in sorted(board.peers.items()) for children in groups]
    return (
        *led,
        *(
            Group(key, Modality.PEER, (slot,), tuple(children))
            for key, (slot, children) in enumerate(sorted(peers), start=len(led))
        ),
    )


def read_back(board: Board, plan: Plan) -> Board:
    """Puts a plan's places onto an empty board. Only for plans that keep every rule."""
    for group in plan.groups:
        for slot in group.slots:
            if group.adult is None:
                board.befriend(slot, list(group.children))
            elif group.standard is not None:
                board.gather(group.adult, slot, group.standard, group.children)
    for place in plan.places:
        if place.group is None and place.modality is not Modality.SERVICE:
            board.put(place.child, place.slot, Option(place.modality, None, place.program, place.standard))
    return board
