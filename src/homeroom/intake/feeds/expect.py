"""What to expect of a feed: what its declaration says at first, then what its first four weeks show.

What a person has edited is never proposed over.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from homeroom.intake.feeds.came import Came
from homeroom.intake.feeds.due import Rhythm, next_due
from homeroom.intake.feeds.models import FeedExpectation
from homeroom.intake.models import Delivery
from homeroom.people.school_days import Calendar
from homeroom.programs.declaration import Feed, Program

Cadence, Origin = FeedExpectation.Cadence, FeedExpectation.Origin
FOUR_WEEKS = timedelta(weeks=4)
# So much of the four weeks must have been seen, and so many days with files, before anything is learned.
ENOUGH, FEWEST_DAYS = timedelta(weeks=3), 3
OFTEN = 0.6  # of the days with files: a pattern of names that is there so often is the feed's own
MOST_GRACE = 3
LOW, HIGH = 0.5, 2.0  # of the middle file
GRACE: Mapping[str, int] = {Cadence.WEEK: 1, Cadence.MONTH: 3, Cadence.TERM: 10}
# An export of a daily program may well come once a week: until it is known, a school week of grace.
UNLEARNED_GRACE = 5
# A feed whose files lie so many days apart, at the middle, is of this cadence; longer ones are termly.
MOST_DAYS = ((Cadence.DAY, 3), (Cadence.WEEK, 10), (Cadence.MONTH, 45))
Feeds = Mapping[tuple[str, str], Feed]


@dataclass(frozen=True)
class Shape:
    """What four weeks of a feed show."""

    cadence: str
    due: int | None
    grace: int
    rows_low: int
    rows_high: int
    lag: int


def declared_feeds(programs: Iterable[Program]) -> Feeds:
    return {(program.slug, report.slug): report.feed for program in programs for report in program.reports}


def propose(all_came: Sequence[Came], feeds: Feeds, calendar: Calendar) -> None:
    """Write an expectation for every feed that has begun to come, and what its first four weeks have shown."""
    known = defaultdict[tuple[str, str], list[FeedExpectation]](list)
    for expectation in FeedExpectation.objects.all():
        known[expectation.program, expectation.report].append(expectation)
    for key, own in _by_feed(all_came).items():
        standing = known[key]
        if any(one.origin != Origin.DECLARED for one in standing):
            continue
        for one in _proposed(key, own, feeds.get((own[-1].carrier, key[1])), calendar, standing):
            one.save()


def _by_feed(all_came: Iterable[Came]) -> dict[tuple[str, str], list[Came]]:
    found = defaultdict(list)
    for one in all_came:
        if one.state == Delivery.State.PUBLISHED and one.program:
            found[one.program, one.report].append(one)
    return found


def _proposed(
    key: tuple[str, str], own: list[Came], feed: Feed | None, calendar: Calendar, standing: list[FeedExpectation]
) -> Iterator[FeedExpectation]:
    first = min(one.stands_on for one in own)
    days = {one.stands_on for one in own}
    seen = [one for one in own if one.stands_on <= first + FOUR_WEEKS]
    enough = max(days) - first >= ENOUGH and len({one.stands_on for one in seen}) >= FEWEST_DAYS
    patterns = patterns_in(seen)
    for place, files in enumerate(patterns):
        one = standing[place] if place < len(standing) else FeedExpectation(program=key[0], report=key[1])
        one.files, one.since = files, first
        fill(one, [c for c in seen if files in ("", c.stem)] if enough else [], feed, calendar)
        yield one


def fill(one: FeedExpectation, seen: Sequence[Came], feed: Feed | None, calendar: Calendar) -> None:
    """Set what is expected: by what was seen, or where that is too little by the declaration."""
    if seen:
        shape = learned(seen, calendar, one.school_id)
        one.cadence, one.due, one.grace, one.lag = shape.cadence, shape.due, shape.grace, shape.lag
        one.rows_low, one.rows_high, one.origin = shape.rows_low, shape.rows_high, Origin.LEARNED
    else:
        every = feed.every if feed else Cadence.TERM
        one.cadence, one.grace = every, UNLEARNED_GRACE if every == Cadence.DAY else GRACE.get(every, 1)
        one.lag, one.origin = (feed.lag_days if feed else GRACE[Cadence.TERM]), Origin.DECLARED


def patterns_in(seen: Sequence[Came]) -> list[str]:
    """The patterns of names that a feed's files follow; one blank where they follow none.

    Several, such as one file a subject, are several expectations: that the one came does not excuse the other.
    """
    days = defaultdict(set)
    for one in seen:
        days[one.stem].add(one.stands_on)
    most = len({one.stands_on for one in seen})
    often = sorted(name for name, on in days.items() if len(on) >= max(2, OFTEN * most))
    return often or [""]


def learned(seen: Sequence[Came], calendar: Calendar, school: int | None = None) -> Shape:
    days = sorted({one.stands_on for one in seen})
    gaps = [(after - before).days for before, after in pairwise(days)]
    middle = median(gaps) if gaps else MOST_DAYS[-1][1] + 1
    cadence = next((cadence for cadence, most in MOST_DAYS if middle <= most), Cadence.TERM)
    due = _due(cadence, days)
    sizes = [rows_of(one, school) for one in seen]
    return Shape(
        cadence.value,
        due,
        _grace(Rhythm(cadence, due, school), days, calendar),
        int(LOW * median(sizes)),
        round(HIGH * median(sizes)),
        max((_lag(one, calendar, school) for one in seen), default=0),
    )


def rows_of(one: Came, school: int | None) -> int:
    return one.rows if school is None else one.schools.get(school, 0)


def _due(cadence: str, days: Sequence[date]) -> int | None:
    if cadence == Cadence.WEEK:
        return Counter(day.weekday() for day in days).most_common(1)[0][0]
    return sorted(day.day for day in days)[len(days) // 2] if cadence == Cadence.MONTH else None


def _grace(rhythm: Rhythm, days: Sequence[date], calendar: Calendar) -> int:
    """School days that files came after they were due; one file that never came is no rule."""
    slips = [
        calendar.count(next_due(rhythm, before, calendar), after, rhythm.school)
        for before, after in pairwise(days)
        if after > next_due(rhythm, before, calendar)
    ]
    return max((slip for slip in slips if slip <= MOST_GRACE), default=0)


def _lag(one: Came, calendar: Calendar, school: int | None) -> int:
    """School days between the newest event and the file's day."""
    if one.last_on is None or one.last_on >= one.stands_on:
        return 0
    return calendar.count(one.last_on, one.stands_on, school)
