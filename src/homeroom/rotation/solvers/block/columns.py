"""What each child may do in each slot, as columns: alone, in a group of an adult and a size bin, or among peers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from homeroom.rotation.block.board import OVERFLOW, Board, Facts, Option
from homeroom.rotation.block.instance import Adult, Child
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.solvers.block.highs import Model


class Team(NamedTuple):
    """Adults who may stand for one another. More than one only where the week is relaxed."""

    adults: tuple[int, ...]


class Size(NamedTuple):
    least: int
    most: int
    larger: bool


class Seat(NamedTuple):
    """A column of a child in a slot. `group` tells apart groups of peers."""

    column: int
    child: int
    slot: int
    option: Option
    group: int = 0


type Standards = Mapping[tuple[int, int], Collection[int]]  # by adult and slot: what a group there may be on


@dataclass
class Week:
    """What the columns mean."""

    model: Model = field(default_factory=Model)
    seats: list[Seat] = field(default_factory=list)
    groups: dict[tuple[Team, int, int], list[int]] = field(default_factory=dict)  # by team, slot, standard
    sure: float = 0.0  # part of the gain that no choice changes


@dataclass(frozen=True)
class Asked:
    """`free` children are planned, with groups on `standards` only (None: all). `peers_apart` numbers the groups of
    peers, which keeps pairs exactly and costs columns. `before` says whom a change would hit. Bands are held against
    `mean` sessions with an adult, where given, not against everybody's: that could be met by leading others less."""

    free: tuple[int, ...]
    standards: Standards | None = None
    pooled: bool = False
    peers_apart: bool = False
    before: Mapping[tuple[int, int], Option] | None = None
    mean: float | None = None


class Columns:
    def __init__(self, facts: Facts, board: Board, asked: Asked):
        self.facts, self.board, self.asked = facts, board, asked
        self.instance = facts.instance
        self.free = set(asked.free)
        self.children = [child for child in facts.instance.children if child.number in self.free]
        self.week = Week()
        self.model = self.week.model
        self.at: dict[tuple[int, int], list[int]] = defaultdict(list)
        self.led: dict[int, list[int]] = defaultdict(list)
        self.used: dict[tuple[int, Modality | str], list[int]] = defaultdict(list)
        self.spent: dict[tuple[int, Modality | str], list[int]] = defaultdict(list)
        self.worked: dict[tuple[int, int], list[int]] = defaultdict(list)
        self.meets: dict[tuple[Team, int], list[int]] = defaultdict(list)

    def _seat(self, child: int, slot: int, option: Option, gain: float, group: int = 0) -> int:
        changed = self.asked.before is not None and self.asked.before.get((child, slot)) != option
        lost = option is OVERFLOW or option.modality is Modality.OVERFLOW
        locked = not any(self.facts.allowed(child, slot, one) for one in self._meant(option))
        column = self.model.column(
            home=self.facts.children[child].school_class, gain=gain, over=lost, broken=locked, change=changed
        )
        self.week.seats.append(Seat(column, child, slot, option, group))
        self.at[child, slot].append(column)
        return column

    def _meant(self, option: Option) -> list[Option]:
        """Where tutors are one pool, a seat is with any of them."""
        if not self.asked.pooled or option.modality is not Modality.TUTORING:
            return [option]
        tutors = (adult.number for adult in self.instance.adults if adult.leads is Modality.TUTORING)
        return [option._replace(adult=number) for number in tutors]

    # Alone

    def alone(self, child: Child, slot: int) -> None:
        self._seat(child.number, slot, OVERFLOW, 0.0)
        for option in (*self.facts.technology(child, slot), self.facts.independent(child.number)):
            if not self.facts.allowed(child.number, slot, option):
                continue
            gain = self.facts.worth.place(child.number, slot, option.modality, option.standard)
            column = self._seat(child.number, slot, option, gain)
            for what in filter(None, (option.modality, option.program)):
                self.used[slot, what].append(column)
                self.spent[child.number, what].append(column)
            if option.standard is not None:
                self.worked[child.number, option.standard].append(column)

    # With an adult

    def teams(self) -> list[Team]:
        free = {child.school_class for child in self.children}
        tutors = [adult.number for adult in self.instance.adults if adult.leads is Modality.TUTORING]
        teachers = [
            Team((adult.number,))
            for adult in self.instance.adults
            if adult.leads is not Modality.TUTORING and adult.school_class in free
        ]
        pools = [Team(tuple(tutors))] if self.asked.pooled and tutors else [Team((number,)) for number in tutors]
        return [*pools, *teachers]

    def lead(self, team: Team) -> None:
        slots = sorted({slot for adult in team.adults for slot in self.facts.leading[adult]})
        for slot in slots:
            for standard in sorted(self._standards(team, slot)):
                self._group(team, slot, standard)

    def _standards(self, team: Team, slot: int) -> Collection[int]:
        held = self.board.on.get((team.adults[0], slot))
        if held is not None:
            return (held,)
        if self.asked.standards is None:
            return {need.standard for child in self.children for need in child.needs}
        return self.asked.standards.get((team.adults[0], slot), ())

    def _able(self, team: Team, slot: int, standard: int) -> list[Child]:
        adults = [self.facts.adults[number] for number in team.adults if slot in self.facts.leading[number]]
        leads = adults[0].leads
        members = [self.facts.children[number] for number in self.facts.needing[standard] if number in self.free]
        return [
            child
            for child in members
            if any(self._may_join(child, slot, adult, standard) for adult in adults)
            and slot in self.facts.present(child)
            and self.facts.worth.need(child.number, leads, standard) >= 0
        ]

    def _may_join(self, child: Child, slot: int, adult: Adult, standard: int) -> bool:
        option = Option(adult.leads, adult.number, "", standard)
        held = self.board.members.get((adult.number, slot), [])
        return (
            self.facts.may_be_led(child, adult, standard)
            and self.facts.allowed(child.number, slot, option)
            and not self.facts.apart.get(child.number, set()) & set(held)
        )

    def _sizes(self, team: Team) -> list[Size]:
        adults = [self.facts.adults[number] for number in team.adults]
        least = min(self.facts.sizes(adult)[0] for adult in adults)
        most = max(self.facts.sizes(adult)[1] for adult in adults)
        small = self.instance.sizes.small
        if adults[0].leads is not Modality.TUTORING:
            return [Size(least, most, False)] if least <= most else []
        bins = [Size(least, min(small, most), False), Size(max(least, small + 1), most, True)]
        return [one for one in bins if one.least <= one.most]

    def _group(self, team: Team, slot: int, standard: int) -> None:
        able = self._able(team, slot, standard)
        held = self.board.members.get((team.adults[0], slot), [])
        sizes = self._sizes(team)
        if not sizes or (not held and len(able) < sizes[0].least):
            return
        adult = self.facts.adults[team.adults[0]]
        home = -1 if adult.school_class is None else adult.school_class
        bonus = self.asked.pooled and self._runs(team, standard)
        option = Option(adult.leads, adult.number, "", standard)
        opened, seats = [], defaultdict(list)
        for size in sizes:
            worth = sum(self._gain(child, slot, option, size) for child in held)
            here = self.model.column(float(len(team.adults)), home=home, gain=worth)
            opened.append(here)
            inside = []
            for child in able:
                gain = self._gain(child.number, slot, option, size) + bonus
                seat = self._seat(child.number, slot, option, gain)
                inside.append(seat)
                seats[child.number].append(seat)
                self.led[child.number].append(seat)
            self._filled(inside, here, size, len(held))
        if held:
            self.model.total(opened, 1.0, 1.0)
        self.meets[team, slot] += opened
        self.week.groups[team, slot, standard] = opened
        if not self.asked.pooled:
            self._pairs(slot, seats, held)
            self._running(team, slot, standard, seats, opened, held)

    def _gain(self, child: int, slot: int, option: Option, size: Size) -> float:
        return self.facts.worth.place(child, slot, option.modality, option.standard, larger=size.larger)

    def _filled(self, inside: list[int], here: int, size: Size, held: int) -> None:
        ones = [(seat, 1.0) for seat in inside]
        self.model.row([*ones, (here, float(held - size.least))], least=0.0)
        self.model.row([*ones, (here, float(held - size.most))], most=0.0)

    def _pairs(self, slot: int, seats: Mapping[int, list[int]], held: Collection[int], *, apart: bool = True) -> None:
        """Apart never both; together both or neither, while both are here."""
        for one in seats:
            for other in sorted(self.facts.apart.get(one, ())) if apart else ():
                if one < other and other in seats:
                    self.model.total([*seats[one], *seats[other]], most=1.0)
        for one in seats:
            for other in sorted(self.facts.together.get(one, ())):
                if slot not in self.facts.present(self.facts.children[other]) or other in held:
                    continue
                if other not in seats or one < other:
                    terms = [(seat, 1.0) for seat in seats[one]]
                    terms += [(seat, -1.0) for seat in seats.get(other, ())]
                    self.model.row(terms, 0.0, 0.0)

    def _runs(self, team: Team, standard: int) -> float:
        """In a relaxation whoever is in a group that could go on gets what going on is worth."""
        going = any(one.adult in team.adults and one.standard == standard for one in self.instance.running)
        return self.facts.worth.assumed.running if going else 0.0

    def _running(
        self, team: Team, slot: int, standard: int, seats: Mapping[int, list[int]], opened: list[int], held: list[int]
    ) -> None:
        for running in self.instance.running:
            if running.adult != team.adults[0] or running.standard != standard:
                continue
            bonus = self.facts.worth.assumed.running
            goes = self.model.column(gain=bonus * len(held))
            back = [(seat, 1.0) for child in running.children for seat in seats.get(child, ())]
            there = len(set(held) & set(running.children))
            self.model.row([*back, (goes, float(there) - (len(running.children) + 1) // 2)], least=0.0)
            self.model.row([(goes, 1.0), *((one, -1.0) for one in opened)], most=0.0)
            for mine in seats.values():
                also = self.model.column(whole=False, gain=bonus)
                self.model.row([(also, 1.0), *((seat, -1.0) for seat in mine)], most=0.0)
                self.model.row([(also, 1.0), (goes, -1.0)], most=0.0)

    # Peers

    def peers(self) -> None:
        least, most = self.instance.sizes.peer
        for slot in self.instance.slots:
            held = sum(len(group) for group in self.board.peers.get(slot.key, ()))
            able = [child.number for child in self.children if self._may_meet_peers(child, slot.key)]
            count = (len(able) + held) // least
            if not count:
                continue
            numbered = range(count) if self.asked.peers_apart else (0,)
            for group in numbered:
                seats = {child: [self._peer(child, slot.key, group)] for child in able}
                opened = self.model.column(1.0 if self.asked.peers_apart else float(count))
                inside = [(mine[0], 1.0) for mine in seats.values()]
                self.model.row([*inside, (opened, -float(least))], least=-float(held))
                self.model.row([*inside, (opened, -float(most))], most=-float(held))
                if not self.asked.pooled:
                    self._pairs(slot.key, seats, (), apart=self.asked.peers_apart)

    def _peer(self, child: int, slot: int, group: int) -> int:
        option = Option(Modality.PEER)
        seat = self._seat(child, slot, option, self.facts.worth.place(child, slot, Modality.PEER, None), group)
        self.spent[child, Modality.PEER].append(seat)
        return seat

    def _may_meet_peers(self, child: Child, slot: int) -> bool:
        """Where peers are one pool, its groups are told apart afterwards, with the pairs in hand."""
        return slot in self.facts.present(child) and self.facts.allowed(child.number, slot, Option(Modality.PEER))
