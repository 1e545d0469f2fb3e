"""The week of some children as columns and rows; everybody else stays where a board has them.

One builder serves all: the exact model (all children), a neighbourhood (a few), and the relaxation (all children, the
tutors as one pool). What a child does alone, in a tutor's or teacher's group of a size bin, or among peers is a column.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import NamedTuple

from homeroom.rotation.block.board import OVERFLOW, Board, Facts, Option
from homeroom.rotation.block.instance import Adult, Child
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.solvers.block.highs import Model

WEIGHTS = {"broken": -1000.0, "over": -100.0, "worst": -20.0, "short": -6.0, "unequal": -60.0, "gain": 1.0}


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
    peers, which keeps pairs exactly and costs columns. `before` says whom a change would hit."""

    free: tuple[int, ...]
    standards: Standards | None = None
    pooled: bool = False
    peers_apart: bool = False
    before: Mapping[tuple[int, int], Option] | None = None


class Builder:
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

    def build(self) -> Week:
        for child in self.children:
            for slot in self.facts.present(child):
                self._alone(child, slot)
        for team in self._teams():
            self._led(team)
        self._peers()
        self._one_place()
        self._one_group()
        self._capacity()
        self._weeks()
        self._floors()
        return self.week

    def _seat(self, child: int, slot: int, option: Option, gain: float, group: int = 0) -> int:
        changed = self.asked.before is not None and self.asked.before.get((child, slot)) != option
        lost = option is OVERFLOW or option.modality is Modality.OVERFLOW
        locked = bool(self.facts.locks.get((child, slot))) and not self.facts.allowed(child, slot, option)
        column = self.model.column(
            home=self.facts.children[child].school_class, gain=gain, over=lost, broken=locked, change=changed
        )
        self.week.seats.append(Seat(column, child, slot, option, group))
        self.at[child, slot].append(column)
        return column

    # Alone

    def _alone(self, child: Child, slot: int) -> None:
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

    def _teams(self) -> list[Team]:
        free = {child.school_class for child in self.children}
        tutors = [adult.number for adult in self.instance.adults if adult.leads is Modality.TUTORING]
        teachers = [
            Team((adult.number,))
            for adult in self.instance.adults
            if adult.leads is not Modality.TUTORING and adult.school_class in free
        ]
        pools = [Team(tuple(tutors))] if self.asked.pooled and tutors else [Team((number,)) for number in tutors]
        return [*pools, *teachers]

    def _led(self, team: Team) -> None:
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

    def _pairs(self, slot: int, seats: Mapping[int, list[int]], held: Collection[int]) -> None:
        """Apart never both; together both or neither, while both are here."""
        for one, other in combinations(sorted(seats), 2):
            if other in self.facts.apart.get(one, ()):
                self.model.total([*seats[one], *seats[other]], most=1.0)
        for one in seats:
            for other in self.facts.together.get(one, ()):
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

    def _peers(self) -> None:
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
                    self._pairs(slot.key, seats, ())

    def _peer(self, child: int, slot: int, group: int) -> int:
        option = Option(Modality.PEER)
        seat = self._seat(child, slot, option, self.facts.worth.place(child, slot, Modality.PEER, None), group)
        self.spent[child, Modality.PEER].append(seat)
        return seat

    def _may_meet_peers(self, child: Child, slot: int) -> bool:
        """In one pool of peers, whoever has a pair stays out but in the exact and the relaxed week."""
        paired = child.number in self.facts.apart or child.number in self.facts.together
        return (
            slot in self.facts.present(child)
            and self.facts.allowed(child.number, slot, Option(Modality.PEER))
            and (self.asked.pooled or self.asked.peers_apart or not paired)
        )

    # Rows

    def _one_place(self) -> None:
        for columns in self.at.values():
            self.model.total(columns, 1.0, 1.0)

    def _one_group(self) -> None:
        rooms: dict[tuple[int, int], list[int]] = defaultdict(list)
        for (team, slot), opened in self.meets.items():
            able = sum(slot in self.facts.leading[adult] for adult in team.adults)
            self.model.total(opened, most=float(able))
            room = self.facts.adults[team.adults[0]].room
            if room is not None and not self.asked.pooled:
                rooms[room, slot] += opened
        shared = [adult.room for adult in self.instance.adults]
        for (room, _), opened in rooms.items():
            if shared.count(room) > 1:
                self.model.total(opened, most=1.0)

    def _capacity(self) -> None:
        for (slot, what), columns in self.used.items():
            if what is Modality.TECHNOLOGY:
                most: int | None = self.instance.seats[slot]
            elif what is Modality.INDEPENDENT:
                most = self.instance.independent[slot]
            else:
                most = self.facts.programs[what].concurrent
            left = None if most is None else most - self.board.used[slot, what]
            if left is not None and left < len(columns):
                self.model.total(columns, most=float(left))

    def _weeks(self) -> None:
        limits = self.instance.limits
        most = {
            Modality.TECHNOLOGY: limits.technology,
            Modality.INDEPENDENT: limits.independent,
            Modality.PEER: limits.peer,
        }
        slot_of = {seat.column: seat.slot for seat in self.week.seats}
        for (child, what), columns in self.spent.items():
            cap = most[what] if isinstance(what, Modality) else limits.program
            if len(columns) > cap:
                self.model.total(columns, most=float(cap))
            if not isinstance(what, Modality):
                self._minutes(child, what, {column: self._length(slot_of[column]) for column in columns})
        for one in self.children:
            for licence in self.instance.programs:
                if (one.number, licence.slug) not in self.spent:
                    self.week.sure -= self.facts.worth.assumed.missed_minute * licence.least.get(one.grade, 0)
        for (child, _), columns in self.worked.items():
            if len(columns) > 1:
                again = self._own(child, float(len(columns)), gain=-self.facts.worth.assumed.repeat)
                self.model.row([(again, 1.0), *((column, -1.0) for column in columns)], least=-1.0)

    def _length(self, slot: int) -> float:
        return float(self.instance.slots[slot].minutes)

    def _minutes(self, child: int, program: str, lengths: Mapping[int, float]) -> None:
        licence, grade = self.facts.programs[program], self.facts.children[child].grade
        if sum(lengths.values()) > licence.most.get(grade, float("inf")):
            self.model.row(list(lengths.items()), most=float(licence.most[grade]))
        least = licence.least.get(grade, 0)
        if least:
            missed = self._own(child, float(least), gain=-self.facts.worth.assumed.missed_minute)
            self.model.row([(missed, 1.0), *lengths.items()], least=float(least))

    def _own(self, child: int, end: float, **aims: float) -> int:
        return self.model.column(end, whole=False, home=self.facts.children[child].school_class, **aims)

    # Floors

    def _floors(self) -> None:
        worst = self.model.column(float(max((child.floor for child in self.children), default=0)), worst=1.0)
        led: dict[int, int] = {}
        for child in self.children:
            led[child.number] = count = self._own(child.number, float(len(self.instance.slots)))
            self.model.row([(count, 1.0), *((seat, -1.0) for seat in self.led[child.number])], 0.0, 0.0)
            if child.floor:
                short = self._own(child.number, float(child.floor), short=1.0)
                self.model.row([(count, 1.0), (short, 1.0)], least=float(child.floor))
                self.model.row([(worst, 1.0), (short, -1.0)], least=0.0)
        self._equity(led)

    def _equity(self, led: Mapping[int, int]) -> None:
        if not self.instance.equity:
            return
        everyone = [child.number for child in self.instance.children]
        total = self.model.column(float(len(everyone) * len(self.instance.slots)), whole=False)
        self.model.row([(total, 1.0), *((one, -1.0) for one in led.values())], *self._held(everyone, led))
        for band in self.instance.equity:
            if not band.children:
                continue
            share = 1.0 / len(band.children)
            terms = [(led[child], share) for child in band.children if child in led]
            missing = self.model.column(float(len(self.instance.slots)), whole=False, unequal=1.0)
            fixed = share * self._held(band.children, led)[0]
            self.model.row([*terms, (missing, 1.0), (total, -band.least / len(everyone))], least=-fixed)

    def _held(self, children: Iterable[int], led: Mapping[int, int]) -> tuple[float, float]:
        there = float(sum(self.board.led(child) for child in children if child not in led))
        return there, there


def build(facts: Facts, board: Board, asked: Asked) -> Week:
    return Builder(facts, board, asked).build()
