"""The week of some children as columns and rows; everybody else stays where a board has them.

One builder serves all: the exact model (all children), a neighbourhood (a few), and the relaxation (all children, the
tutors as one pool).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from homeroom.rotation.block.board import Board, Facts
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.solvers.block.columns import Asked, Columns, Week

RELAXED = {"broken": -10.0, "over": -3.0, "worst": -0.2, "short": -0.2, "gain": 1.0}
NO_FLOOR = {**RELAXED, "worst": 0.0, "short": 0.0}
WEIGHTS = {"broken": -1000.0, "over": -100.0, "worst": -20.0, "short": -6.0, "unequal": -60.0, "gain": 1.0}


class Builder(Columns):
    def build(self) -> Week:
        for child in self.children:
            for slot in self.facts.present(child):
                self.alone(child, slot)
        for team in self.teams():
            self.lead(team)
        self.peers()
        self._one_place()
        self._one_group()
        self._capacity()
        self._weeks()
        self._floors()
        return self.week

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
        if not self.instance.equity or self.asked.pooled:  # a row less bounds no less truly, and its prices come sooner
            return
        mean = self._mean(led)
        for band in self.instance.equity:
            terms = [(led[child], 1.0 / len(band.children)) for child in band.children if child in led]
            if not band.children or (isinstance(mean, float) and not terms):
                continue
            missing = self.model.column(float(len(self.instance.slots)), whole=False, unequal=1.0)
            fixed = self._held(band.children, led)[0] / len(band.children)
            if isinstance(mean, float):
                self.model.row([*terms, (missing, 1.0)], least=band.least * mean - fixed)
            else:
                total, share = mean
                self.model.row([*terms, (missing, 1.0), (total, -band.least * share)], least=-fixed)

    def _mean(self, led: Mapping[int, int]) -> float | tuple[int, float]:
        """What bands are held against: a number, or a column and its factor."""
        if self.asked.mean is not None:
            return self.asked.mean
        everyone = [child.number for child in self.instance.children]
        total = self.model.column(float(len(everyone) * len(self.instance.slots)), whole=False)
        self.model.row([(total, 1.0), *((one, -1.0) for one in led.values())], *self._held(everyone, led))
        return total, 1.0 / len(everyone)

    def _held(self, children: Iterable[int], led: Mapping[int, int]) -> tuple[float, float]:
        there = float(sum(self.board.led(child) for child in children if child not in led))
        return there, there


def build(facts: Facts, board: Board, asked: Asked) -> Week:
    return Builder(facts, board, asked).build()
