"""A week while it is being filled: who may still go where. It takes no place that would break a rule.

A group meets in one slot: a second meeting is a group of its own, and worth no less so while `second` is at most 2.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from homeroom.rotation.block.instance import Adult, Child, Instance, Lock
from homeroom.rotation.block.modality import ADULT_LED, Modality
from homeroom.rotation.block.value import Worth


class Option(NamedTuple):
    """What a child may do in a slot. A peer project's group is numbered on the board alone."""

    modality: Modality
    adult: int | None = None
    program: str = ""
    standard: int | None = None

    def keeps(self, lock: Lock) -> bool:
        return (
            self.modality is lock.modality
            and lock.adult in (None, self.adult)
            and lock.program in ("", self.program)
            and lock.standard in (None, self.standard)
        )


OVERFLOW = Option(Modality.OVERFLOW)
type At = tuple[int, int]  # a child or an adult, and a slot


class Facts:
    """What never changes while a week is filled."""

    def __init__(self, instance: Instance):
        self.instance = instance
        self.worth = Worth(instance)
        self.children = {child.number: child for child in instance.children}
        self.adults = {adult.number: adult for adult in instance.adults}
        self.programs = {program.slug: program for program in instance.programs}
        self.rooms = {room.number: room for room in instance.rooms}
        self.served = {
            (child.number, served.slot): served
            for child in instance.children
            for served in child.services
            if served.slot not in child.away
        }
        self._present = {
            child.number: [
                slot.key
                for slot in instance.slots
                if slot.key not in child.away and (child.number, slot.key) not in self.served
            ]
            for child in instance.children
        }
        self.locks: dict[At, list[Lock]] = defaultdict(list)
        for lock in instance.locks:
            self.locks[lock.child, lock.slot].append(lock)
        self.apart: dict[int, set[int]] = defaultdict(set)
        self.together: dict[int, set[int]] = defaultdict(set)
        for pair in instance.pairs:
            partners = self.together if pair.together else self.apart
            partners[pair.one].add(pair.other)
            partners[pair.other].add(pair.one)
        serving = {(served.adult, slot) for (_, slot), served in self.served.items()}
        self.leading = {
            adult.number: tuple(slot for slot in sorted(set(adult.slots)) if (adult.number, slot) not in serving)
            for adult in instance.adults
        }
        self.needing: dict[int, list[int]] = defaultdict(list)
        for child in instance.children:
            for need in child.needs:
                self.needing[need.standard].append(child.number)
        self.by_class: dict[int, list[int]] = defaultdict(list)
        for child in instance.children:
            self.by_class[child.school_class].append(child.number)
        seats = sum(self.sizes(adult)[1] * len(self.leading[adult.number]) for adult in instance.adults)
        self.led_at_most = seats / max(1, len(instance.children))  # sessions with an adult, were every group full
        self.tutors_only = frozenset(child.number for child in instance.children if self._needs_a_tutor(child))
        self.independent_on = {number: self.worth.largest_need(number) for number in self.children}

    def _needs_a_tutor(self, child: Child) -> bool:
        """Whether a child with a floor finds no adult of the class who may lead it."""
        teachers = [adult for adult in self.instance.adults if adult.school_class == child.school_class]
        return bool(child.floor) and not any(
            self.may_be_led(child, adult, need.standard)
            for adult in teachers
            for need in child.needs
            if self.leading[adult.number]
        )

    def present(self, child: Child) -> list[int]:
        """The slots in which a place is wanted: all but those away or at a service."""
        return self._present[child.number]

    def sizes(self, adult: Adult) -> tuple[int, int]:
        sizes = self.instance.sizes
        least, most = sizes.tutoring if adult.leads is Modality.TUTORING else sizes.teacher_led
        return least, most if adult.room is None else min(most, self.rooms[adult.room].seats)

    def may_be_led(self, child: Child, adult: Adult, standard: int) -> bool:
        """Qualified for the child's grade and the subject, in the language asked for, and of the class if a teacher."""
        if adult.leads is Modality.TEACHER_LED and adult.school_class != child.school_class:
            return False
        if child.language and child.language not in adult.languages:
            return False
        subject = self.instance.standards[standard].subject
        return any(
            own.subject in ("", subject) and (not own.grades or child.grade in own.grades) for own in adult.teaches
        )

    def allowed(self, child: int, slot: int, option: Option) -> bool:
        return all(option.keeps(lock) for lock in self.locks.get((child, slot), ()))

    def technology(self, child: Child, slot: int) -> Iterator[Option]:
        found = {
            Option(Modality.TECHNOLOGY, None, given.program, given.standard)
            for given in child.given
            if slot in given.slots and given.program in self.programs
        }
        return iter(sorted(found, key=lambda option: (option.program, option.standard or 0)))

    def independent(self, child: int) -> Option:
        return Option(Modality.INDEPENDENT, None, "", self.independent_on[child])


class Board:
    def __init__(self, facts: Facts):
        self.facts = facts
        self.instance = facts.instance
        self.at: dict[At, Option] = {}
        self.members: dict[At, list[int]] = defaultdict(list)  # by adult and slot
        self.on: dict[At, int] = {}  # the group's standard, by adult and slot
        self.peers: dict[int, list[list[int]]] = defaultdict(list)  # by slot
        self.used: Counter[tuple[int, Modality | str]] = Counter()  # of a slot: seats, places, licences
        self.spent: Counter[tuple[int, Modality | str]] = Counter()  # of a child's week: sessions
        self.minutes: Counter[tuple[int, str]] = Counter()
        self.led_of_class: Counter[int] = Counter()

    def _waits(self, child: int, slot: int) -> bool:
        return (child, slot) not in self.at and slot in self.facts.present(self.facts.children[child])

    # Places alone

    def may(self, child: int, slot: int, option: Option) -> bool:
        """Whether an option of technology or independent work is still open to a child without a place."""
        if not self._waits(child, slot) or not self.facts.allowed(child, slot, option):
            return False
        limits = self.instance.limits
        if option.modality is Modality.INDEPENDENT:
            room = self.used[slot, Modality.INDEPENDENT] < self.instance.independent[slot]
            return room and self.spent[child, Modality.INDEPENDENT] < limits.independent
        program = self.facts.programs[option.program]
        grade = self.facts.children[child].grade
        minutes = self.minutes[child, option.program] + self.instance.slots[slot].minutes
        return (
            self.used[slot, Modality.TECHNOLOGY] < self.instance.seats[slot]
            and (program.concurrent is None or self.used[slot, program.slug] < program.concurrent)
            and self.spent[child, Modality.TECHNOLOGY] < limits.technology
            and self.spent[child, program.slug] < limits.program
            and minutes <= program.most.get(grade, minutes)
        )

    def put(self, child: int, slot: int, option: Option) -> None:
        self.at[child, slot] = option
        self._count(child, slot, option, 1)

    def _count(self, child: int, slot: int, option: Option, by: int) -> None:
        for what in (option.modality, option.program):
            if what:
                self.used[slot, what] += by
                self.spent[child, what] += by
        if option.modality in ADULT_LED:
            self.led_of_class[self.facts.children[child].school_class] += by
        if option.program:
            self.minutes[child, option.program] += by * self.instance.slots[slot].minutes

    # Groups

    def free(self, adult: int, slot: int) -> bool:
        room = self.facts.adults[adult].room
        taken = any(at == slot and room is not None and self.facts.adults[other].room == room for other, at in self.on)
        return slot in self.facts.leading[adult] and (adult, slot) not in self.on and not taken

    def open_to(self, child: int, slot: int, option: Option) -> bool:
        """Whether a child without a place could be in such a group, its other members apart."""
        if not self._waits(child, slot) or not self.facts.allowed(child, slot, option):
            return False
        return option.modality is not Modality.PEER or (self.spent[child, Modality.PEER] < self.instance.limits.peer)

    def choose(self, ranked: Iterable[int], slot: int, option: Option, most: int) -> list[int]:
        """The first of the ranked children who can be in one group, with whom they must be together."""
        chosen: list[int] = []
        wanted = [child for child in ranked if self.open_to(child, slot, option)]
        able = set(wanted)
        for child in wanted:
            company = self.company(child, slot)
            if child in chosen or not company <= able or len({*chosen, *company}) > most:
                continue
            if any(self.facts.apart[one] & {*chosen, *company} for one in company):
                continue
            chosen += sorted(company - set(chosen))
        return chosen

    def company(self, child: int, slot: int) -> set[int]:
        """The child, and all who must be in the child's group while they are here."""
        company, waiting = {child}, [child]
        while waiting:
            for other in self.facts.together.get(waiting.pop(), ()):
                if other not in company and slot in self.facts.present(self.facts.children[other]):
                    company.add(other)
                    waiting.append(other)
        return company

    def gather(self, adult: int, slot: int, standard: int, children: Iterable[int]) -> None:
        option = Option(self.facts.adults[adult].leads, adult, "", standard)
        self.on[adult, slot] = standard
        for child in children:
            self.members[adult, slot].append(child)
            self.put(child, slot, option)

    def befriend(self, slot: int, children: list[int]) -> None:
        self.peers[slot].append(children)
        for child in children:
            self.put(child, slot, Option(Modality.PEER))

    # What is left

    def led(self, child: int) -> int:
        return sum(self.spent[child, modality] for modality in ADULT_LED)

    def unplaced(self) -> Iterator[At]:
        for child in self.instance.children:
            for slot in self.facts.present(child):
                if (child.number, slot) not in self.at:
                    yield child.number, slot

    def overflow_the_rest(self) -> None:
        for child, slot in list(self.unplaced()):
            self.put(child, slot, OVERFLOW)
