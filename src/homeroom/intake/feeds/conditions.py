"""What is wrong with the feeds today: a pure judgement over what came, what is expected and the calendar.

Nothing is remembered between two judgements. What a delivery settles is no longer found, and its alarm closes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext_noop

from homeroom.intake.feeds import odd
from homeroom.intake.feeds.came import Came
from homeroom.intake.feeds.due import Rhythm, next_due
from homeroom.intake.feeds.found import Condition, day_words
from homeroom.intake.feeds.models import FeedAlarm, FeedExpectation
from homeroom.intake.models import Delivery
from homeroom.people.school_days import Calendar

Kind = FeedAlarm.Kind
NameOf = Callable[[str, str], str]


@dataclass(frozen=True)
class Expected:
    """One expectation with the name people know its feed by, and what of it came, oldest day first."""

    rule: FeedExpectation
    name: str
    came: Sequence[Came]
    held: Sequence[Came] = field(default_factory=tuple)
    # Files of the feed's report that are not the next one of any rule.
    strays: Sequence[Came] = field(default_factory=tuple)

    @property
    def rhythm(self) -> Rhythm:
        return Rhythm(self.rule.cadence, self.rule.due, self.rule.school_id)

    @property
    def key(self) -> str:
        return f"{self.rule.program}|{self.rule.report}|{self.rule.files}|{self.rule.school_id or ''}"


def assign(
    rules: Sequence[FeedExpectation], all_came: Sequence[Came], name_of: NameOf, calendar: Calendar, oldest: date
) -> list[Expected]:
    """Each rule with its deliveries. A file of an unknown name is the one that its feed waits for, if one does.

    What stands for a day before `oldest`, though it came just now, is no next file of any feed.
    """
    found = []
    for key in sorted({(rule.program, rule.report) for rule in rules}):
        own = [rule for rule in rules if (rule.program, rule.report) == key]
        published = [one for one in all_came if (one.program, one.report) == key and one.state == "published"]
        in_time = [one for one in published if one.stands_on >= oldest]
        shared = _share(own, sorted(in_time, key=lambda one: (one.stands_on, one.delivery)), calendar)
        taken = {one.delivery for part in shared for one in part}
        newest = max(taken, default=0)
        strays = [one for one in published if one.delivery not in taken and one.delivery > newest]
        for place, rule in enumerate(own):
            held = [one for one in all_came if one.state == Delivery.State.HELD and one.stem == rule.files]
            mine = [c for c in shared[place] if fits(rule, c)]
            found.append(Expected(rule, name_of(*key), mine, held, strays if place == 0 else ()))
    return found


def fits(rule: FeedExpectation, one: Came) -> bool:
    """Whether it is of the rule's school. A delivery whose schools nobody knows is of all."""
    return rule.school_id is None or not one.schools or rule.school_id in one.schools


def _share(rules: Sequence[FeedExpectation], came: Sequence[Came], calendar: Calendar) -> list[list[Came]]:
    shared: list[list[Came]] = [[] for _ in rules]
    known = {rule.files for rule in rules}
    for one in came:
        meant = [n for n, rule in enumerate(rules) if rule.files in ("", one.stem)]
        if one.stem not in known and not meant:
            meant = _waiting(rules, shared, one, came, calendar)
        for place in meant:
            shared[place].append(one)
    return shared


def _waiting(
    rules: Sequence[FeedExpectation], shared: list[list[Came]], one: Came, came: Sequence[Came], calendar: Calendar
) -> list[int]:
    """The rule whose own file is not there on the day that this one stands for. A correction beside it is none."""
    there = {other.stem for other in came if other.stands_on == one.stands_on and other is not one}
    waiting = []
    for place, rule in enumerate(rules):
        rhythm = Rhythm(rule.cadence, rule.due, rule.school_id)
        last = shared[place][-1] if shared[place] else None
        if rule.files not in there and (last is None or next_due(rhythm, last.stands_on, calendar) <= one.stands_on):
            waiting.append(place)
    same = [place for place in waiting if shared[place] and shared[place][-1].layout == one.layout]
    return (same or waiting)[:1]


def conditions(expected: Sequence[Expected], calendar: Calendar, today: date) -> Iterator[Condition]:
    """All that is wrong on `today`. Nothing is, on a day that the calendar closes."""
    strange: dict[int, Condition] = {}
    for one in expected:
        if not one.rule.watched or calendar.closed_by_word(today, one.rule.school_id):
            continue
        held = list(_layout_held(one))
        strange |= {condition.delivery: condition for condition in held if condition.delivery}
        old = list(odd.wrong_year(one.rule, one.name, one.key, one.strays, calendar))
        yield from old
        if not held and not old:
            yield from _absent(one, calendar, today)
        yield from _gaps(one, calendar)
        yield from odd.conditions(one.rule, one.name, one.key, one.came, calendar)
    yield from strange.values()


def due_on(one: Expected, calendar: Calendar) -> date:
    """The school day on which the feed's next file is due."""
    last = max((c.stands_on for c in one.came), default=None)
    if last is None:
        return calendar.on_or_after(one.rule.since, one.rule.school_id)
    return next_due(one.rhythm, last, calendar)


def _absent(one: Expected, calendar: Calendar, today: date) -> Iterator[Condition]:
    """The next file is due and not there."""
    last = max((c.stands_on for c in one.came), default=None)
    rhythm, due = one.rhythm, due_on(one, calendar)
    if today <= due:
        return
    # The due day is over, be it only a weekend since; further days of grace are school days.
    waited = max(calendar.count(due, today, one.rule.school_id), 1)
    newest = (
        gettext_noop("nothing since %(last_day)s") % {"last_day": day_words(last)}
        if last
        else gettext_noop("nothing so far")
    )
    when = (
        gettext_noop("expected %(rhythm_words)s, so on %(due_day)s")
        % {"rhythm_words": rhythm.words, "due_day": day_words(due)}
        if rhythm.cadence != "day"
        else gettext_noop("expected %(rhythm_words)s") % {"rhythm_words": rhythm.words}
    )
    if waited > one.rule.grace:
        words = gettext_noop("%(name)s: %(newest_words)s; %(when_words)s.") % {
            "name": one.name,
            "newest_words": newest,
            "when_words": when,
        }
        todo = gettext_noop(
            "Ask whoever sends it whether the export or the transfer has stopped, and for the file itself; "
            "then receive it. If this feed has ended, stop watching it."
        )
        yield _of_rule(one, Kind.MISSING, f"absent|{one.key}|{due}", due, words, todo)
    else:
        words = gettext_noop("%(name)s: not in yet; %(when_words)s. The newest is of %(last_words)s.") % {
            "name": one.name,
            "when_words": when,
            "last_words": day_words(last) if last else gettext_noop("no day yet"),
        }
        todo = gettext_noop("Wait until %(until_day)s; if it has not come by then, ask who sends it.") % {
            "until_day": day_words(_grace_ends(one, due, calendar))
        }
        yield _of_rule(one, Kind.LATE, f"absent|{one.key}|{due}", due, words, todo)


def _grace_ends(one: Expected, due: date, calendar: Calendar) -> date:
    day = due
    for _ in range(one.rule.grace):
        day = calendar.next(day, one.rule.school_id)
    return day


@dataclass(frozen=True)
class Gap:
    """School days, `first` to `last`, that no file holds: the one due on `due` never came, though later ones did."""

    due: date
    first: date
    last: date


def gaps(one: Expected, calendar: Calendar) -> Iterator[Gap]:
    """A file that never came though later ones did, and whose days no later one holds."""
    whole = sorted((c for c in one.came if c.first_on and c.last_on), key=lambda c: c.stands_on)
    rhythm, school = one.rhythm, one.rule.school_id
    if rhythm.cadence == "term":
        return
    for place in range(1, len(whole)):
        before, after = whole[:place], whole[place:]
        due = next_due(rhythm, before[-1].stands_on, calendar)
        if next_due(rhythm, due, calendar) > after[0].stands_on:
            continue
        held_to = max(c.last_on for c in before if c.last_on)
        held_from = min(c.first_on for c in after if c.first_on)
        first = calendar.next(held_to, school)
        if first < held_from and calendar.count(held_to, held_from, school) > 1:
            yield Gap(due, first, calendar.before(held_from, 1, school))


def _gaps(one: Expected, calendar: Calendar) -> Iterator[Condition]:
    for gap in gaps(one, calendar):
        days = (
            day_words(gap.first)
            if gap.first == gap.last
            else gettext_noop("%(first_day)s to %(last_day)s")
            % {"first_day": day_words(gap.first), "last_day": day_words(gap.last)}
        )
        words = gettext_noop(
            "%(name)s: the file due on %(due_day)s never came. Later ones did, but none holds %(days_words)s."
        ) % {"name": one.name, "due_day": day_words(gap.due), "days_words": days}
        todo = gettext_noop(
            "Ask for the file of that time and receive it; the order in which files come does not matter."
        )
        yield _of_rule(one, Kind.MISSING, f"gap|{one.key}|{gap.first}", gap.due, words, todo)


def _layout_held(one: Expected) -> Iterator[Condition]:
    """A file under the feed's own name that no layout fits: it waits, and so do the feed's rows."""
    newest = max((c.delivery for c in one.came), default=0)
    waiting = [c for c in one.held if one.rule.files and c.delivery > newest]
    by_name: dict[str, Came] = {c.stem: c for c in waiting}
    for c in by_name.values():
        words = gettext_noop(
            "%(name)s: “%(file)s” has the usual name, but its columns fit no known layout. It is held."
        ) % {"name": one.name, "file": c.file}
        todo = gettext_noop(
            "Open the delivery, compare its columns, and accept a new layout for it; its rows follow by themselves."
        )
        yield _of_rule(one, Kind.LAYOUT_CHANGED, f"held|{one.key}|{c.delivery}", c.stands_on, words, todo, c.delivery)


def _of_rule(
    one: Expected, kind: Kind, cause: str, since: date, words: str, todo: str, delivery: int | None = None
) -> Condition:
    rule = one.rule
    return Condition(rule.program, rule.report, rule.school_id, kind, cause, since, words, todo, delivery)
