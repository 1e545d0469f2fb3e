"""The report of one version, made of its entries and the school as it is now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from homeroom.reports.rotation import called
from homeroom.reports.rotation.week.report import (
    AdultDay,
    AdultLine,
    Cell,
    ClassRow,
    Day,
    GradeGrid,
    RoomLine,
    RoomUse,
    RotationWeek,
    Trouble,
)
from homeroom.rotation.week.arithmetic import findings
from homeroom.rotation.week.check import Break
from homeroom.rotation.week.instance import DayType, Grade, Kind
from homeroom.rotation.week.plan import Entry
from homeroom.rotation.week.rules import Strength
from homeroom.rotation.week.sentences import break_said
from homeroom.rotation.week.words import Names, said
from homeroom.rotation.week_drafts import Opened


@dataclass(frozen=True)
class Only:
    """What one reader has of the week: some classes, and the adult's own hours."""

    classes: frozenset[int]
    adult: int | None = None


def rotation_week(was: Opened, only: Only | None = None) -> RotationWeek:
    """For `only` it holds these classes and this adult, and nothing of what is not kept."""
    making = _Making(was, called.names_of(was.instance), was.draft.breaks if only is None else (), only)
    kept = was.kept
    return RotationWeek(
        school=kept.school_id,
        school_name=kept.school.name,
        number=kept.pk,
        version=kept.version,
        name=kept.name,
        state=kept.state,
        begins_on=kept.begins_on,
        ends_on=kept.ends_on,
        days=tuple(making.day(one) for one in was.instance.days),
        conflicts=tuple(_capital(said(one, making.names)) for one in findings(was.instance)) if only is None else (),
        troubles=tuple(making.troubles()),
        notes=tuple(one.words for one in was.notes) if only is None else (),
        gone=len(was.gone),
        is_of_now=was.is_of_now,
        whole=only is None,
        step=was.step,
        made_by=kept.made_by,
        made_at=kept.made_at,
        solver=kept.solver,
    )


def troubles_of(was: Opened, names: Names, breaks: Sequence[Break]) -> Iterator[Trouble]:
    days = {one.key: one.name for one in was.instance.days}
    for one in sorted(breaks, key=lambda one: one.strength is not Strength.HARD):
        words = break_said(one, was.instance, names)
        yield Trouble(days.get(one.day or 0, ""), words, one.strength is Strength.HARD)


@dataclass(frozen=True)
class _Making:
    was: Opened
    names: Names
    breaks: Sequence[Break]
    only: Only | None

    def troubles(self) -> Iterator[Trouble]:
        yield from troubles_of(self.was, self.names, self.breaks)

    def day(self, one: DayType) -> Day:
        entries = [entry for entry in self.was.plan.entries if entry.day == one.key]
        grades = (self.grade(grade, entries) for grade in self.was.instance.grades)
        rooms = self.rooms(entries) if self.only is None else ()
        adults = tuple(self.adults(entries))
        return Day(
            one.key, one.name, called.weekdays(one), tuple(one for one in grades if one.rows), tuple(rooms), adults
        )

    def grade(self, grade: Grade, entries: Sequence[Entry]) -> GradeGrid:
        numbers = [own.number for own in grade.classes if self.only is None or own.number in self.only.classes]
        ours = [one for one in entries if one.school_class in numbers]
        heads = tuple(sorted({(one.start, one.end) for one in ours}))
        cells = {(one.school_class, one.start, one.end): self.cell(one) for one in ours}
        rows = (
            ClassRow(number, self.names.of_class(number), tuple(cells.get((number, *head)) for head in heads))
            for number in numbers
        )
        return GradeGrid(called.grade(grade.name), heads, tuple(rows))

    def cell(self, one: Entry) -> Cell:
        return Cell(
            one.start,
            one.end,
            one.kind,
            called.what(self.was.instance, one),
            called.adults(one.adults, self.names),
            "" if one.room is None else self.names.of_room(one.room),
            one.locked,
            any(_hits(found, one) for found in self.breaks),
        )

    def rooms(self, entries: Sequence[Entry]) -> Iterator[RoomUse]:
        for room in self.was.instance.rooms:
            ours = [one for one in entries if one.room == room.number]
            if ours:
                yield RoomUse(self.names.of_room(room.number), room.seats, tuple(self.lines(ours)))

    def lines(self, ours: Sequence[Entry]) -> Iterator[RoomLine]:
        """Stretches in which the same classes are in a room."""
        bells = sorted({at for one in ours for at in (one.start, one.end)})
        for start, end in pairwise(bells):
            now = [one for one in ours if one.start < end and start < one.end]
            if now:
                classes = tuple(self.names.of_class(one.school_class) for one in now)
                yield RoomLine(start, end, classes, self.seats(now))

    def seats(self, now: Sequence[Entry]) -> int:
        """Of a flexible block only the seats that its grade takes."""
        whole = {one.school_class for one in now if one.kind is not Kind.FLEXIBLE}
        flexible = {one.school_class for one in now if one.kind is Kind.FLEXIBLE}
        needed = 0
        for grade in self.was.instance.grades:
            needed += sum(own.size for own in grade.classes if own.number in whole)
            needed += grade.flexible_seats if any(own.number in flexible for own in grade.classes) else 0
        return needed

    def adults(self, entries: Sequence[Entry]) -> Iterator[AdultDay]:
        busy: dict[int, list[Entry]] = defaultdict(list)
        for entry in entries:
            for adult in entry.adults:
                if self.only is None or adult == self.only.adult:
                    busy[adult].append(entry)
        for adult in sorted(busy, key=lambda number: (self.names.of_adult(number), number)):
            yield AdultDay(adult, self.names.of_adult(adult), tuple(self.hours(busy[adult])))

    def hours(self, entries: Sequence[Entry]) -> Iterator[AdultLine]:
        """Classes that are with an adult at the same time, for the same, stand in one line."""
        together: dict[tuple[int, int, str, str], list[str]] = defaultdict(list)
        for one in sorted(entries, key=lambda one: (one.start, one.school_class)):
            where = "" if one.room is None else self.names.of_room(one.room)
            key = (one.start, one.end, called.what(self.was.instance, one), where)
            together[key].append(self.names.of_class(one.school_class))
        for (start, end, what, where), classes in together.items():
            yield AdultLine(start, end, what, tuple(classes), where)


def _hits(found: Break, one: Entry) -> bool:
    """Whether a rule is not kept just there. What is not kept at no one time hits none of a class's entries."""
    same_day = found.day in (None, one.day)
    return same_day and one.school_class in found.classes and found.at is not None and one.start <= found.at < one.end


def own_classes(was: Opened, classes: Collection[int]) -> frozenset[int]:
    """Those of these classes that the week has."""
    return frozenset(own.number for grade in was.instance.grades for own in grade.classes) & frozenset(classes)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
