"""What came and what did not: program × school × day, for the last ten school days, newest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext, ngettext

from homeroom.intake.feeds.came import Came
from homeroom.intake.feeds.due import Rhythm, next_due
from homeroom.intake.feeds.models import FeedAlarm, FeedExpectation
from homeroom.intake.models import Delivery
from homeroom.pages.imports import states
from homeroom.people.models import SchoolDay
from homeroom.people.school_days import Calendar
from homeroom.reports.values import count

DAYS = 10
LONGEST = 60  # calendar days looked back for ten school days
Kind, State = FeedAlarm.Kind, Delivery.State
ABSENT = (Kind.MISSING, Kind.LATE)
# The worst first: a cell that holds several shows this one.
STATES = ("missing", "held", "odd", "late", "due", "part", "ok", "holiday", "none")
SIGNS = {"missing": "✕", "held": "■", "odd": "!", "late": "…", "due": "○", "part": "!", "ok": "✓", "holiday": "–"}
SHORT = {Kind.LAYOUT_CHANGED: "layout", Kind.INVALID: "more invalid", Kind.SHRUNK: "shrunk"}
UNKNOWN = ""  # the program of a file that nobody recognised


@dataclass(frozen=True)
class Cell:
    """One program, school and day. `number` is the delivery to open, `files` how many there were."""

    state: str
    word: str = ""
    number: int | None = None
    alarm: int | None = None
    files: int = 1

    @property
    def sign(self) -> str:
        return SIGNS.get(self.state, "")


NOTHING = Cell("none")


@dataclass(frozen=True)
class Column:
    """A school day, or the closed days between two of them as one."""

    days: tuple[date, ...]
    closed: str = ""

    @property
    def day(self) -> date:
        return self.days[-1]


@dataclass(frozen=True)
class Row:
    school: int | None
    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Group:
    program: str
    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Matrix:
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Known:
    """All that the matrix is drawn from."""

    came: Sequence[Came]
    rules: Sequence[FeedExpectation]
    alarms: Sequence[FeedAlarm]
    calendar: Calendar
    programs: Mapping[str, str]
    schools: Mapping[int, str]
    today: date


def matrix(known: Known) -> Matrix:
    columns = tuple(columns_of(known.calendar, known.today))
    watched = {rule.program for rule in known.rules if rule.watched}
    seen = {one.program for one in known.came if columns and one.stands_on >= columns[-1].days[0]}
    told = sorted(watched | seen, key=lambda slug: (slug == UNKNOWN, known.programs.get(slug, slug).casefold()))
    return Matrix(columns, tuple(_group(known, slug, columns) for slug in told))


def columns_of(calendar: Calendar, today: date) -> Iterator[Column]:
    """Ten school days, newest first, and between them what the calendar closed."""
    closed: list[date] = []
    shown = 0
    for back in range(LONGEST):
        day = today - timedelta(days=back)
        if calendar.is_school_day(day):
            if closed:
                yield _closed(calendar, closed)
            closed = []
            yield Column((day,))
            shown += 1
        elif calendar.closed_by_word(day) and day.weekday() < 5:
            closed.insert(0, day)
        if shown == DAYS:
            return


def _closed(calendar: Calendar, days: Sequence[date]) -> Column:
    told = [word for day in days if (word := calendar.told(day))]
    names = list(dict.fromkeys(word.name or _closed_for(word.kind) for word in told))
    return Column(tuple(days), ", ".join(names[:2]))


def _closed_for(kind: str) -> str:
    return gettext("holiday") if kind == SchoolDay.Kind.HOLIDAY else gettext("other")


def _group(known: Known, program: str, columns: Sequence[Column]) -> Group:
    own = [one for one in known.came if one.program == program]
    found = sorted({school for one in own for school in one.schools}, key=lambda pk: known.schools.get(pk, ""))
    schools: list[int | None] = [*found] or [None]
    places = _placed(own, columns)
    rows = tuple(
        Row(
            school,
            known.schools.get(school or 0, "") if school else "",
            _cells(known, program, school, columns, places),
        )
        for school in schools
    )
    return Group(program, known.programs.get(program, program), rows)


def _placed(came: Iterable[Came], columns: Sequence[Column]) -> Mapping[int, list[Came]]:
    """Deliveries by column. One that stands for a day without school belongs to the next school day."""
    placed: dict[int, list[Came]] = defaultdict(list)
    if not columns:
        return placed
    for one in came:
        later = [n for n, column in enumerate(columns) if not column.closed and column.day >= one.stands_on]
        if one.stands_on > columns[-1].day - timedelta(days=3):
            placed[max(later, default=0)].append(one)
    return placed


def _cells(
    known: Known, program: str, school: int | None, columns: Sequence[Column], placed: Mapping[int, list[Came]]
) -> tuple[Cell, ...]:
    absent = _absent(known, program, school, columns)
    ours = [one for one in known.alarms if one.program == program and one.school_id in (None, school)]
    alarms = {one.delivery_id: one for one in ours if one.kind not in ABSENT}
    made = []
    for place, column in enumerate(columns):
        if column.closed or not known.calendar.is_school_day(column.day, school):
            made.append(Cell("holiday", gettext("holiday")))
            continue
        came = [one for one in placed.get(place, []) if school is None or not one.schools or school in one.schools]
        cells = [_came(known, one, alarms) for one in came]
        cells += [absent[place]] if place in absent else []
        worst = min(cells, key=lambda cell: STATES.index(cell.state), default=NOTHING)
        made.append(Cell(worst.state, worst.word, worst.number, worst.alarm, max(len(came), 1)))
    return tuple(made)


def _came(known: Known, one: Came, alarms: Mapping[int | None, FeedAlarm]) -> Cell:
    number = one.delivery
    if one.state in (State.HELD, State.REFUSED):
        return Cell("held", states.of_delivery(one.state), number)
    if alarm := alarms.get(number):
        return Cell("odd", states.of_alarm(SHORT.get(Kind(alarm.kind), alarm.kind)), number, alarm.pk)
    if one.quarantined:
        rows = ngettext("%(n)s row", "%(n)s rows", one.quarantined) % {"n": _compact(one.quarantined)}
        return Cell("part", rows, number)
    return Cell("ok", gettext("came late") if _late(known, one) else gettext("on time"), number)


def _late(known: Known, one: Came) -> bool:
    """Whether it came days after the day it is of. History that was taken in at the start is not late."""
    born = min((other.came_on for other in known.came if other.came_on), default=None)
    if not (one.came_on and born and one.stands_on >= born):
        return False
    grace = max((rule.grace for rule in known.rules if rule.program == one.program), default=1)
    return known.calendar.count(one.stands_on, one.came_on) > grace + 1


def _absent(known: Known, program: str, school: int | None, columns: Sequence[Column]) -> Mapping[int, Cell]:
    """What should be there and is not, by column: an open alarm from its day on, and what is due today."""
    found: dict[int, Cell] = {}
    for alarm in known.alarms:
        ours = alarm.program == program and alarm.school_id in (None, school)
        gone = alarm.kind == Kind.SHRUNK and alarm.school_id is not None
        if ours and (alarm.kind in ABSENT or gone):
            for place in _dues(known, alarm, columns):
                found[place] = Cell("late" if alarm.kind == Kind.LATE else "missing", _word(alarm), alarm=alarm.pk)
    for rule in known.rules:
        if rule.program == program and rule.watched and rule.school_id in (None, school) and _due_today(known, rule):
            found.setdefault(0, Cell("due", gettext("due today")))
    return found


def _word(alarm: FeedAlarm) -> str:
    return states.of_alarm("late" if alarm.kind == Kind.LATE else "missing")


def _dues(known: Known, alarm: FeedAlarm, columns: Sequence[Column]) -> Iterator[int]:
    """The columns of the days on which something was due since; at least the newest, so that it is seen."""
    rule = next((r for r in known.rules if (r.program, r.report) == (alarm.program, alarm.report)), None)
    days, day = [alarm.since], alarm.since
    if rule and "gap" not in alarm.cause.split("|", 1)[0] and alarm.kind in ABSENT:
        while rule.cadence != "term" and len(days) < LONGEST:
            day = next_due(Rhythm(rule.cadence, rule.due, rule.school_id), day, known.calendar)
            if day >= known.today:
                break
            days.append(day)
    places = [place for place, column in enumerate(columns) if column.day in days and not column.closed]
    yield from places or [0]


def _due_today(known: Known, rule: FeedExpectation) -> bool:
    own = [one.stands_on for one in known.came if (one.program, one.report) == (rule.program, rule.report)]
    rhythm = Rhythm(rule.cadence, rule.due, rule.school_id)
    return bool(own) and next_due(rhythm, max(own), known.calendar) == known.today


def _compact(number: int) -> str:
    return f"{count(number // 1000)}k" if number >= 10_000 else count(number)
