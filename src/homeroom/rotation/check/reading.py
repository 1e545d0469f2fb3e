"""A plan and its week, laid out so that rules can be read off: who is where, and who is in a group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from homeroom.rotation.block.instance import Adult, Child, Instance, Room
from homeroom.rotation.block.modality import ADULT_LED, Modality
from homeroom.rotation.block.plan import Group, Place, Plan


@dataclass(frozen=True)
class Meeting:
    """A group in one of its slots, with the children who are placed there."""

    group: Group
    slot: int
    children: tuple[int, ...]


@dataclass(frozen=True)
class Reading:
    """Of the plan only what there is in its week; `known` names the rest."""

    instance: Instance
    places: tuple[Place, ...]
    groups: Mapping[int, Group]

    @cached_property
    def children(self) -> Mapping[int, Child]:
        return {child.number: child for child in self.instance.children}

    @cached_property
    def adults(self) -> Mapping[int, Adult]:
        return {adult.number: adult for adult in self.instance.adults}

    @cached_property
    def rooms(self) -> Mapping[int, Room]:
        return {room.number: room for room in self.instance.rooms}

    @cached_property
    def at(self) -> Mapping[tuple[int, int], list[Place]]:
        """By child and slot."""
        found: dict[tuple[int, int], list[Place]] = defaultdict(list)
        for place in self.places:
            found[place.child, place.slot].append(place)
        return found

    @cached_property
    def of_child(self) -> Mapping[int, list[Place]]:
        found: dict[int, list[Place]] = {number: [] for number in self.children}
        for place in self.places:
            found[place.child].append(place)
        return found

    @cached_property
    def in_slot(self) -> Mapping[int, list[Place]]:
        found: dict[int, list[Place]] = {slot.key: [] for slot in self.instance.slots}
        for place in self.places:
            found[place.slot].append(place)
        return found

    @cached_property
    def _members(self) -> Mapping[tuple[int, int], list[int]]:
        found: dict[tuple[int, int], list[int]] = defaultdict(list)
        for place in self.places:
            if place.group is not None:
                found[place.group, place.slot].append(place.child)
        return found

    @cached_property
    def meetings(self) -> tuple[Meeting, ...]:
        """Every group in every slot that it names, or that a child is placed in with it."""
        named = {(key, slot) for key, group in self.groups.items() for slot in group.slots}
        return tuple(
            Meeting(self.groups[key], slot, tuple(sorted(self._members.get((key, slot), ()))))
            for key, slot in sorted(named | set(self._members))
        )

    @cached_property
    def served(self) -> Mapping[tuple[int, int], set[tuple[int, int | None]]]:
        """The adults, each with a room, whom a child meets in a slot, unless the child is away."""
        found: dict[tuple[int, int], set[tuple[int, int | None]]] = defaultdict(set)
        for child in self.instance.children:
            for service in child.services:
                if service.slot not in child.away:
                    found[child.number, service.slot].add((service.adult, service.room))
        return found

    def each_child_slot(self) -> Iterator[tuple[Child, int, list[Place]]]:
        for child in self.instance.children:
            for slot in self.instance.slots:
                yield child, slot.key, self.at.get((child.number, slot.key), [])

    def minutes(self, slot: int) -> int:
        return self.instance.slots[slot].minutes

    def led_by_adults(self, child: int) -> int:
        return sum(place.modality in ADULT_LED for place in self.of_child[child])

    def minutes_in(self, child: int, program: str) -> int:
        worked = (Modality.TECHNOLOGY, program)
        return sum(
            self.minutes(place.slot) for place in self.of_child[child] if (place.modality, place.program) == worked
        )


def read(instance: Instance, plan: Plan) -> Reading:
    slots, children = range(len(instance.slots)), {child.number for child in instance.children}
    adults = {None, *(adult.number for adult in instance.adults)}
    groups: dict[int, Group] = {}
    for group in plan.groups:
        if group.adult in adults and all(slot in slots for slot in group.slots):
            groups.setdefault(group.key, group)
    places = tuple(
        place
        for place in plan.places
        if place.child in children and place.slot in slots and (place.group is None or place.group in groups)
    )
    return Reading(instance, places, groups)
