"""Work out how much of what children worked on in four weeks is mastered, before and after: table `mastery_change`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import batched

from homeroom.evidence.minutes import Gain
from homeroom.facts import store
from homeroom.facts.engine import session
from homeroom.facts.schema import MASTERY_CHANGE
from homeroom.mastery.knowledge import Knowledge
from homeroom.people.clock import today

WEEKS = 4
WEEK = timedelta(weeks=1)
BACK = 4  # of the last so many weeks it is worked out anew, for data come late; older ones stay as they were told
FRESH = timedelta(days=3)
AT_ONCE = 1_000  # children of whom the estimates of eight mornings fit into memory
EPOCH = date(1970, 1, 1)
NEWEST = "select max(as_of), max(last_week) from mastery_change"
OLDER = "select student, last_week, as_of, standards, before, after from mastery_change where last_week < $first"
NAMES = ("student", "last_week", "as_of", "standards", "before", "after")
Row = tuple[object, ...]


def nightly() -> bool:
    """Work it out where a week is over, and again some days later. Says whether it was done."""
    made_on, week = store.query(NEWEST, tables=[MASTERY_CHANGE.name]).one
    if made_on is not None and week >= _newest() and made_on > today() - FRESH:
        return False
    return work_out()


def work_out(back: int = BACK) -> bool:
    """Publish the last `back` weeks anew. False before anything was estimated."""
    from homeroom.mastery import estimate  # brings numba, which takes a second

    with store.publishing():
        weeks, year = [_newest() - at * WEEK for at in reversed(range(back))], _school_year(today())
        weeks = [week for week in weeks if _school_year(week) == year]
        children = estimate.children() if weeks else []
        rows = [row for some in batched(children, AT_ONCE) for row in _rows(some, weeks)]
        if not rows:
            return False
        _publish(rows, weeks[0], year)
        return True


def gains(before: Knowledge, after: Knowledge, first: date) -> Iterator[tuple[int, Gain]]:
    """Of each child on the standards that it worked on since `first`.

    Standards whose state a teacher has set are left out: nobody knows what it was before.
    """
    worked = (after.weight > 0) & (after.last >= (first - EPOCH).days)
    if after.told is not None:
        worked &= after.told < 0
    for row, (child, on) in enumerate(zip(after.students, worked, strict=True)):
        if on.any():
            yield int(child), Gain(int(on.sum()), float(before.p[row][on].sum()), float(after.p[row][on].sum()))


def _rows(children: Sequence[int], weeks: Sequence[date]) -> Iterator[Row]:
    """One child and last week a row, by the constants of today."""
    from homeroom.mastery import estimate

    mornings = sorted({day for week in weeks for day in (week + WEEK, week - (WEEKS - 1) * WEEK)})
    found = estimate.known_on_each(children, mornings)
    known = found[0] if found else {}
    for week in weeks if known else ():
        first = week - (WEEKS - 1) * WEEK
        for child, gain in gains(known[first], known[week + WEEK], first):
            yield child, week, today(), gain.standards, gain.before, gain.after


def _publish(rows: Sequence[Row], first: date, year: int) -> None:
    """With the older weeks of this school year, which stay."""
    old = list(store.true_files(MASTERY_CHANGE.name, school_year=year))
    kept = store.query(OLDER, {"first": first}, tables=[MASTERY_CHANGE.name], school_year=year).rows
    with session() as place:
        every = [*kept, *rows]
        place.relation("told", {name: [row[at] for row in every] for at, name in enumerate(NAMES)})
        sql = "select * replace (cast(last_week as date) as last_week, cast(as_of as date) as as_of) from told"
        staged = store.stage_year(place, MASTERY_CHANGE, year, sql, every=True)
    store.publish([staged], [file.pk for file in old], "mastery change of the last weeks worked out")


def _school_year(day: date) -> int:
    return day.year + (day.month >= 8)


def _newest() -> date:
    """The Monday of the last week whose school days are over."""
    day = today()
    return day - timedelta(days=day.weekday() + (0 if day.weekday() > 4 else 7))
