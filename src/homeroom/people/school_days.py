"""The school calendar: which days children are taught, at one school or at all. Everything that waits asks here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_noop

from homeroom.people.models import School, SchoolDay

WEEK = 5  # Monday to Friday
A_DAY = timedelta(days=1)
# No calendar closes a school for longer; a search that finds no school day ends here.
LONGEST_BREAK = 400
NO_CALENDAR = gettext_noop("No school calendar yet: Monday to Friday count as school days.")


@dataclass(frozen=True)
class Marked:
    """One day as a calendar gives it. `school` is blank for all schools."""

    day: date
    kind: str
    name: str = ""
    school: int | None = None


@dataclass(frozen=True)
class Calendar:
    """What is known of each day. A school's own word goes before the one for all, that before the week.

    Asked for no school in particular, a day on which every school is closed by its own word is none either.
    """

    marked: Mapping[tuple[int | None, date], Marked] = field(default_factory=dict)
    schools: frozenset[int] = frozenset()

    @property
    def note(self) -> str:
        """What a reader must know where nobody has given a calendar; else blank."""
        return "" if self.marked else NO_CALENDAR

    def of(self, school: int | None) -> Calendar:
        """This school's calendar, to be asked for no school in particular."""
        days = {day for _, day in self.marked}
        return Calendar({(None, day): told for day in days if (told := self.told(day, school))})

    def told(self, day: date, school: int | None = None) -> Marked | None:
        """What somebody said of this day, if anybody did."""
        return self.marked.get((school, day)) or self.marked.get((None, day)) or self._by_all(day, school)

    def is_school_day(self, day: date, school: int | None = None) -> bool:
        told = self.told(day, school)
        return told.kind == SchoolDay.Kind.INSTRUCTIONAL if told else day.weekday() < WEEK

    def closed_by_word(self, day: date, school: int | None = None) -> bool:
        """Closed because somebody said so, and not for being a weekend."""
        told = self.told(day, school)
        return told is not None and told.kind != SchoolDay.Kind.INSTRUCTIONAL

    def before(self, day: date, count: int = 1, school: int | None = None) -> date:
        """The `count`-th school day before `day`; with 0 the day itself."""
        for _ in range(count):
            day = self._step(day, -A_DAY, school)
        return day

    def next(self, day: date, school: int | None = None) -> date:
        """The first school day after `day`."""
        return self._step(day, A_DAY, school)

    def on_or_after(self, day: date, school: int | None = None) -> date:
        return day if self.is_school_day(day, school) else self.next(day, school)

    def count(self, after: date, until: date, school: int | None = None) -> int:
        """School days after `after`, up to and with `until`."""
        days = (after + timedelta(days=n) for n in range(1, (until - after).days + 1))
        return sum(self.is_school_day(day, school) for day in days)

    def _step(self, day: date, step: timedelta, school: int | None) -> date:
        start = day
        for _ in range(LONGEST_BREAK):
            day += step
            if self.is_school_day(day, school):
                return day
        return start + step

    def _by_all(self, day: date, school: int | None) -> Marked | None:
        if school is not None or not self.schools:
            return None
        words = [self.marked.get((one, day)) for one in sorted(self.schools)]
        closed = [word for word in words if word and word.kind != SchoolDay.Kind.INSTRUCTIONAL]
        taught = [word for word in words if word and word.kind == SchoolDay.Kind.INSTRUCTIONAL]
        return taught[0] if taught else closed[0] if len(closed) == len(words) else None


MONDAY_TO_FRIDAY = Calendar()


def calendar() -> Calendar:
    """The calendar as it stands, in two queries."""
    rows = SchoolDay.objects.order_by().values_list("day", "kind", "name", "school_id")
    marked: dict[tuple[int | None, date], Marked] = {(row[3], row[0]): Marked(*row) for row in rows}
    if not marked:
        return MONDAY_TO_FRIDAY
    return Calendar(marked, frozenset(School.objects.filter(kind="school").order_by().values_list("pk", flat=True)))


@transaction.atomic
def mark(days: Iterable[Marked], origin: str) -> int:
    """Write what these days are, in place of what was said of them before. Says how many days it was."""
    rows = {(one.school, one.day): one for one in days}
    for school in {school for school, _ in rows}:
        SchoolDay.objects.filter(_of(school), day__in=[day for of, day in rows if of == school]).delete()
    SchoolDay.objects.bulk_create(
        (
            SchoolDay(school_id=one.school, day=one.day, kind=one.kind, name=one.name[:255], origin=origin[:255])
            for one in rows.values()
        ),
        batch_size=500,
    )
    return len(rows)


def unmark(first: date, last: date, school: int | None) -> int:
    """Take back what was said of these days: they follow the word for all schools, or the week. Says how many."""
    return SchoolDay.objects.filter(_of(school), day__range=(first, last)).delete()[0]


def _of(school: int | None) -> Q:
    return Q(school=None) if school is None else Q(school_id=school)
