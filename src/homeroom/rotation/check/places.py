"""Rules about where each child is in each session."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from homeroom.rotation import rules
from homeroom.rotation.block.instance import Lock
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.block.plan import Place
from homeroom.rotation.check.found import Broken
from homeroom.rotation.check.reading import Reading


def of_places(one: Reading) -> Iterator[Broken]:
    yield from one_place(one)
    yield from service(one)
    yield from seats(one)
    yield from licences(one)
    yield from independent_places(one)
    yield from most_minutes(one)
    yield from given_work(one)
    yield from caps(one)
    yield from locks(one)


def one_place(one: Reading) -> Iterator[Broken]:
    for child, slot, places in one.each_child_slot():
        if slot in child.away:
            if places:
                yield Broken(rules.AWAY.id, slot, (child.number,), found=len(places), limit=0)
        elif len(places) != 1:
            yield Broken(rules.ONE_PLACE.id, slot, (child.number,), found=len(places), limit=1)


def service(one: Reading) -> Iterator[Broken]:
    for child, slot, places in one.each_child_slot():
        meant = one.served.get((child.number, slot), set())
        for place in places:
            if meant and not _is_at_a_service(place, meant):
                yield Broken(rules.SERVICE.id, slot, (child.number,), tuple(sorted({adult for adult, _ in meant})))
            elif not meant and place.modality is Modality.SERVICE and slot not in child.away:
                yield Broken(rules.SERVICE.id, slot, (child.number,))


def _is_at_a_service(place: Place, meant: set[tuple[int, int | None]]) -> bool:
    return place.modality is Modality.SERVICE and any(
        place.adult == adult and room in (None, place.room) for adult, room in meant
    )


def seats(one: Reading) -> Iterator[Broken]:
    yield from _at_once(one, Modality.TECHNOLOGY, one.instance.seats, rules.SEATS.id)


def independent_places(one: Reading) -> Iterator[Broken]:
    yield from _at_once(one, Modality.INDEPENDENT, one.instance.independent, rules.INDEPENDENT_PLACES.id)


def _at_once(one: Reading, modality: Modality, limits: tuple[int, ...], rule: str) -> Iterator[Broken]:
    for slot, places in one.in_slot.items():
        children = _children(place for place in places if place.modality is modality)
        if len(children) > limits[slot]:
            yield Broken(rule, slot, children, found=len(children), limit=limits[slot])


def licences(one: Reading) -> Iterator[Broken]:
    for program in one.instance.programs:
        for slot, places in one.in_slot.items():
            children = _children(place for place in places if _is_in(place, program.slug))
            if program.concurrent is not None and len(children) > program.concurrent:
                yield Broken(
                    rules.LICENCES.id,
                    slot,
                    children,
                    program=program.slug,
                    found=len(children),
                    limit=program.concurrent,
                )


def most_minutes(one: Reading) -> Iterator[Broken]:
    for program in one.instance.programs:
        for child in one.instance.children:
            minutes, most = one.minutes_in(child.number, program.slug), program.most.get(child.grade)
            if most is not None and minutes > most:
                yield Broken(
                    rules.MOST_MINUTES.id, None, (child.number,), program=program.slug, found=minutes, limit=most
                )


def given_work(one: Reading) -> Iterator[Broken]:
    for place in one.places:
        in_a_program = place.modality is Modality.TECHNOLOGY
        if not _was_given(one, place) if in_a_program else place.program or place.works:
            yield Broken(rules.GIVEN_WORK.id, place.slot, (place.child,), program=place.program)


def _was_given(one: Reading, place: Place) -> bool:
    return any(
        (given.program, given.standard) == (place.program, place.standard)
        and place.slot in given.slots
        and set(place.works) <= set(given.works)
        for given in one.children[place.child].given
    )


def caps(one: Reading) -> Iterator[Broken]:
    limits = one.instance.limits
    of_kinds = {
        Modality.TECHNOLOGY: limits.technology,
        Modality.INDEPENDENT: limits.independent,
        Modality.PEER: limits.peer,
    }
    for number, places in one.of_child.items():
        kinds = Counter(place.modality for place in places)
        for kind, limit in of_kinds.items():
            if kinds[kind] > limit:
                yield Broken(rules.CAPS.id, None, (number,), found=kinds[kind], limit=limit)
        programs = Counter(place.program for place in places if place.modality is Modality.TECHNOLOGY)
        for program, found in sorted(programs.items()):
            if found > limits.program:
                yield Broken(rules.CAPS.id, None, (number,), program=program, found=found, limit=limits.program)


def locks(one: Reading) -> Iterator[Broken]:
    """A lock on a session that the child misses is no longer one."""
    for lock in one.instance.locks:
        places = one.at.get((lock.child, lock.slot), [])
        if lock.slot not in one.children[lock.child].away and not any(_keeps(place, lock) for place in places):
            yield Broken(rules.LOCKS.id, lock.slot, (lock.child,), _adults(lock.adult), program=lock.program)


def _keeps(place: Place, lock: Lock) -> bool:
    return (
        place.modality is lock.modality
        and lock.adult in (None, place.adult)
        and lock.program in ("", place.program)
        and lock.standard in (None, place.standard)
    )


def _is_in(place: Place, program: str) -> bool:
    return place.modality is Modality.TECHNOLOGY and place.program == program


def _children(places: Iterator[Place]) -> tuple[int, ...]:
    return tuple(sorted(place.child for place in places))


def _adults(adult: int | None) -> tuple[int, ...]:
    return () if adult is None else (adult,)
