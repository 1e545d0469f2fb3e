"""The day as a model: one seat for each child and slot, groups that meet or don't, and every rule of the week.

Two goals, one after the other: first what must not be given up (locks, places, adult-led sessions, equity), then what
the day is worth less what moving children costs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from math import ceil

from msgspec.structs import replace

from homeroom.rotation.block.day_choices import choices
from homeroom.rotation.block.day_groups import Day, Meeting
from homeroom.rotation.block.modality import ADULT_LED, Modality
from homeroom.rotation.block.today import Seat
from homeroom.rotation.block.value import ALONE
from homeroom.rotation.solvers.day.columns import Column, by_group, doing, led_by_adults
from homeroom.rotation.solvers.day.rows import Rows, Term

TUTORING, TECHNOLOGY, INDEPENDENT = Modality.TUTORING, Modality.TECHNOLOGY, Modality.INDEPENDENT
PEER, OVERFLOW = Modality.PEER, Modality.OVERFLOW
HAIR = 1e-6  # a move between equals is no move


class Model:
    def __init__(self, day: Day):
        self.day, self.rows = day, Rows()
        self.instance = day.facts.instance
        self.columns = list(self._columns())
        self.by_child: dict[int, list[Column]] = defaultdict(list)
        self.by_seat: dict[tuple[int, int], list[Column]] = defaultdict(list)
        for column in self.columns:
            self.by_child[column.choice.seat.child].append(column)
            self.by_seat[column.choice.seat.child, column.choice.seat.slot].append(column)
        self.joining: dict[int, int] = {}
        self.then: dict[int, float] = {}
        self._one_place()
        self._groups()
        self._seats()
        self._weeks()
        self._pairs()
        self._worth()
        self.first = self._first()

    # Columns and rows

    def _columns(self) -> Iterator[Column]:
        for choice in choices(self.day):
            for larger in self._bins(choice.meeting):
                yield Column(self.rows.column(), choice, larger)

    def _bins(self, meeting: Meeting | None) -> tuple[bool, ...]:
        if meeting is None or meeting.modality is not TUTORING or meeting.most <= self.instance.sizes.small:
            return (False,)
        return (False, True)

    def _one_place(self) -> None:
        for columns in self.by_seat.values():
            self.rows.row(((column.number, 1.0) for column in columns), 1.0, 1.0)

    def _groups(self) -> None:
        members: dict[tuple[int, bool], list[int]] = {
            (meeting.number, larger): [] for meeting in self.day.meetings for larger in self._bins(meeting)
        }
        for column in self.columns:
            if column.choice.meeting is not None:
                members[column.choice.meeting.number, column.larger].append(column.number)
        self._pool(members)
        of_adult, of_room = defaultdict[tuple[int, int], list[int]](list), defaultdict[tuple[int, int], list[int]](list)
        seated: dict[tuple[int, int], list[int]] = defaultdict(list)
        of_meeting: dict[int, list[int]] = defaultdict(list)
        for (number, larger), inside in members.items():
            meeting, meets = self.day.meetings[number], self.rows.column()
            least, most = self._sizes(meeting, larger)
            terms = [(column, 1.0) for column in inside]
            self.rows.row([*terms, (meets, -float(least))], least=0.0)
            self.rows.row([*terms, (meets, -float(most))], most=0.0)
            of_meeting[number].append(meets)
            if meeting.adult is not None:
                of_adult[meeting.adult, meeting.slot].append(meets)
            if meeting.room is not None:
                of_room[meeting.room, meeting.slot].append(meets)
                seated[meeting.room, meeting.slot] += inside
        for meets_of in (of_meeting, of_adult):
            for columns in meets_of.values():
                self.rows.at_most(columns, 1)
        for (room, slot), columns in of_room.items():
            if self.day.facts.rooms[room].kind != "flex":
                self.rows.at_most(columns, 1)
            else:
                self.rows.at_most(seated[room, slot], self.day.facts.rooms[room].seats)

    def _pool(self, members: dict[tuple[int, bool], list[int]]) -> None:
        """Whoever takes any seat among peers takes one of some group: how many of them each group gets is a column."""
        pooled: dict[int, list[int]] = defaultdict(list)
        for column in self.columns:
            if column.choice.seat.modality is PEER and column.choice.meeting is None:
                pooled[column.choice.seat.slot].append(column.number)
        for meeting in self.day.meetings:
            if meeting.modality is PEER and pooled[meeting.slot]:
                self.joining[meeting.number] = self.rows.column(float(meeting.most))
                members[meeting.number, False].append(self.joining[meeting.number])
        for slot, columns in pooled.items():
            into = [
                self.joining[meeting.number]
                for meeting in self.day.meetings
                if meeting.number in self.joining and meeting.slot == slot
            ]
            self.rows.row([*((column, 1.0) for column in columns), *((column, -1.0) for column in into)], 0.0, 0.0)

    def _sizes(self, meeting: Meeting, larger: bool) -> tuple[int, int]:
        small = self.instance.sizes.small
        if larger:
            return small + 1, meeting.most
        return meeting.least, min(meeting.most, small) if meeting.modality is TUTORING else meeting.most

    def _seats(self) -> None:
        in_slot: dict[int, list[Column]] = defaultdict(list)
        for column in self.columns:
            in_slot[column.choice.seat.slot].append(column)
        for slot, columns in in_slot.items():
            self.rows.at_most(doing(columns, TECHNOLOGY), self.instance.seats[slot])
            self.rows.at_most(doing(columns, INDEPENDENT), self.instance.independent[slot])
            for program in self.instance.programs:
                if program.concurrent is not None:
                    self.rows.at_most(doing(columns, TECHNOLOGY, program.slug), program.concurrent)

    def _weeks(self) -> None:
        """Caps and most minutes of a week, less what the other days hold."""
        limits = self.instance.limits
        most_of = {TECHNOLOGY: limits.technology, INDEPENDENT: limits.independent, PEER: limits.peer}
        for child, columns in self.by_child.items():
            spent = Counter(place.modality for place in self.day.elsewhere(child))
            sessions = Counter(place.program for place in self.day.elsewhere(child) if place.program)
            for modality, most in most_of.items():
                self.rows.at_most(doing(columns, modality), most - spent[modality])
            for slug in sorted({column.choice.seat.program for column in columns} - {""}):
                self.rows.at_most(doing(columns, TECHNOLOGY, slug), limits.program - sessions[slug])
                most_minutes = self.day.facts.programs[slug].most.get(self.day.facts.children[child].grade)
                if most_minutes is not None:
                    self.rows.row(self._minutes(columns, slug), most=max(0, most_minutes - self._spent(child, slug)))

    def _minutes(self, columns: Iterable[Column], slug: str) -> list[Term]:
        return [
            (column.number, float(self.instance.slots[column.choice.seat.slot].minutes))
            for column in columns
            if column.choice.seat.program == slug
        ]

    def _spent(self, child: int, slug: str) -> int:
        return sum(
            self.instance.slots[place.slot].minutes for place in self.day.elsewhere(child) if place.program == slug
        )

    def _pairs(self) -> None:
        """Apart: at most one of them in a group. Together: both in the same group, or both in none."""
        for pair in self.instance.pairs:
            for slot in self.day.slots:
                one, other = self.by_seat.get((pair.one, slot), []), self.by_seat.get((pair.other, slot), [])
                if one and other:
                    self._pair(by_group(one), by_group(other), together=pair.together)

    def _pair(self, one: dict[int, list[int]], other: dict[int, list[int]], *, together: bool) -> None:
        for group in sorted({*one, *other} if together else {*one} & {*other}):
            if together:
                terms = [(column, 1.0) for column in one.get(group, ())]
                self.rows.row([*terms, *((column, -1.0) for column in other.get(group, ()))], 0.0, 0.0)
            else:
                self.rows.at_most([*one[group], *other[group]], 1)

    # What it is worth

    def _worth(self) -> None:
        assumed = self.instance.assumptions
        for column in self.columns:
            choice, seat = column.choice, column.choice.seat
            gain = choice.gain * (assumed.larger if column.larger else 1.0)
            moves = not choice.stays and not self.day.affected(seat.child, seat.slot)
            self.then[column.number] = -gain + (max(self.day.today.stability, HAIR) if moves else 0.0)
        for child, columns in self.by_child.items():
            self._again(child, columns, assumed.repeat)
            self._least_minutes(child, columns, assumed.missed_minute)

    def _again(self, child: int, columns: list[Column], price: float) -> None:
        """Working alone on a standard once more, today or on another day."""
        on: dict[int, list[int]] = defaultdict(list)
        for column in columns:
            seat = column.choice.seat
            if seat.modality in ALONE and seat.standard is not None:
                on[seat.standard].append(column.number)
        before = Counter(place.standard for place in self.day.elsewhere(child) if place.modality in ALONE)
        for standard, numbers in on.items():
            if before[standard]:
                self.then.update({number: self.then[number] + price for number in numbers})
            elif len(self.day.slots) > 1:
                again = self.rows.column(float(len(self.day.slots)), whole=False)
                self.then[again] = price
                self.rows.row([*((number, 1.0) for number in numbers), (again, -1.0)], most=1.0)

    def _least_minutes(self, child: int, columns: list[Column], price: float) -> None:
        for slug in sorted({column.choice.seat.program for column in columns} - {""}):
            least = self.day.facts.programs[slug].least.get(self.day.facts.children[child].grade, 0)
            missing = least - self._spent(child, slug)
            if missing > 0 and price:
                missed = self.rows.column(float(missing), whole=False)
                self.then[missed] = price
                self.rows.row([*self._minutes(columns, slug), (missed, 1.0)], least=float(missing))

    # What must not be given up

    def _first(self) -> list[dict[int, float]]:
        """Level after level: broken locks of those who work alone, which wait for nobody; all broken locks; overflow;
        the worst shortfall; all of it; and what equity lacks."""
        broken = {column.number: 1.0 for column in self.columns if not column.choice.locked}
        alone = {c.number: 1.0 for c in self.columns if c.number in broken and self._works_alone(c.choice.seat)}
        overflow = {c.number: 1.0 for c in self.columns if c.choice.seat.modality is OVERFLOW}
        worst, short = self._floors()
        return [level for level in (alone, broken, overflow, worst, short, self._equity()) if level]

    def _works_alone(self, seat: Seat) -> bool:
        """By a lock of the child's in this slot."""
        return any(lock.modality in ALONE for lock in self.day.facts.locks[seat.child, seat.slot])

    def _led(self, child: int) -> int:
        return sum(place.modality in ADULT_LED for place in self.day.elsewhere(child))

    def _planned(self, child: int) -> int:
        """Adult-led sessions of the child's week, as it was planned."""
        today = [self.day.was.get((child, slot)) for slot in self.day.slots]
        return self._led(child) + sum(place is not None and place.modality in ADULT_LED for place in today)

    def _floors(self) -> tuple[dict[int, float], dict[int, float]]:
        """A child's floor, or what the plan had for the child where that was less: today does not mend the week."""
        short: dict[int, float] = {}
        worst = self.rows.column(float(len(self.day.slots)), whole=False)
        for child, columns in self.by_child.items():
            floor = min(self.day.facts.children[child].floor, self._planned(child))
            lacks, led = float(floor - self._led(child)), led_by_adults(columns)
            if lacks > 0:
                slack = self.rows.column(lacks, whole=False)
                short[slack] = 1.0
                self.rows.row([*((number, 1.0) for number in led), (slack, 1.0)], least=lacks)
                self.rows.row([(worst, 1.0), (slack, -1.0)], least=0.0)
        return ({worst: 1.0} if short else {}), short

    def _equity(self) -> dict[int, float]:
        """How many sessions a band is below its share of the mean, as it was planned, of all; a band that the plan had
        below its share is to be no further below. The mean of the plan does not move: were it today's, taking sessions
        from others would help a band."""
        lacking: dict[int, float] = {}
        planned = {child.number: self._planned(child.number) for child in self.instance.children}
        led = {child: led_by_adults(columns) for child, columns in self.by_child.items()}
        mean = sum(planned.values()) / max(1, len(planned))
        for band in self.instance.equity:
            had = sum(planned[child] for child in band.children)
            elsewhere = sum(self._led(child) if child in led else planned[child] for child in band.children)
            least = ceil(min(had, band.least * mean * len(band.children)) - elsewhere - HAIR)
            own = [number for child in band.children for number in led.get(child, ())]
            if least > 0:
                slack = self.rows.column(float(least))
                lacking[slack] = 1.0
                self.rows.row([*((number, 1.0) for number in own), (slack, 1.0)], least=float(least))
        return lacking

    def seats(self, chosen: Sequence[float]) -> tuple[Seat, ...]:
        """What was chosen; children who take any seat among peers fill the groups in order."""
        free = [
            (self.day.meetings[number].slot, number)
            for number, column in self.joining.items()
            for _ in range(round(chosen[column]))
        ]
        found = []
        for column in self.columns:
            seat = column.choice.seat
            if chosen[column.number] > 0.5:
                if seat.modality is PEER and column.choice.meeting is None:
                    slot, number = next(each for each in free if each[0] == seat.slot)
                    free.remove((slot, number))
                    seat = replace(seat, meeting=number)
                found.append(seat)
        return tuple(found)
