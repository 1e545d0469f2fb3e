"""A week and its plan under other numbers and names, which mean nothing."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from homeroom.rotation.block.instance import Instance, digest
from homeroom.rotation.block.plan import Plan

replace = msgspec.structs.replace
type Name = Callable[[int], int]


def renamed(one: Instance, child: Name, adult: Name, room: Name, program: Callable[[str], str]) -> Instance:
    def room_of(number: int | None) -> int | None:
        return None if number is None else room(number)

    children = tuple(
        replace(
            own,
            number=child(own.number),
            given=tuple(replace(work, program=program(work.program)) for work in own.given),
            services=tuple(replace(met, adult=adult(met.adult), room=room_of(met.room)) for met in own.services),
        )
        for own in one.children
    )
    return replace(
        one,
        children=children[::-1],
        adults=tuple(replace(own, number=adult(own.number), room=room_of(own.room)) for own in one.adults),
        rooms=tuple(replace(own, number=room(own.number)) for own in one.rooms),
        programs=tuple(replace(own, slug=program(own.slug)) for own in one.programs),
        pairs=tuple(replace(own, one=child(own.one), other=child(own.other)) for own in one.pairs),
        locks=tuple(
            replace(
                own,
                child=child(own.child),
                adult=None if own.adult is None else adult(own.adult),
                program=own.program and program(own.program),
            )
            for own in one.locks
        ),
        running=tuple(
            replace(own, adult=adult(own.adult), children=tuple(map(child, own.children))) for own in one.running
        ),
        equity=tuple(replace(own, children=tuple(map(child, own.children))) for own in one.equity),
    )


def renamed_plan(
    instance: Instance, one: Plan, child: Name, adult: Name, room: Name, program: Callable[[str], str]
) -> Plan:
    """`instance` is the renamed one."""

    def key(group: int | None) -> int | None:
        return None if group is None else 100 - group

    def adult_of(number: int | None) -> int | None:
        return None if number is None else adult(number)

    def room_of(number: int | None) -> int | None:
        return None if number is None else room(number)

    places = tuple(
        replace(
            own,
            child=child(own.child),
            group=key(own.group),
            adult=adult_of(own.adult),
            room=room_of(own.room),
            program=own.program and program(own.program),
        )
        for own in one.places
    )
    groups = tuple(
        replace(
            own,
            key=100 - own.key,
            children=tuple(sorted(map(child, own.children))),
            adult=adult_of(own.adult),
            room=room_of(own.room),
        )
        for own in one.groups
    )
    return replace(one, instance=digest(instance), places=places[::-1], groups=groups[::-1])
