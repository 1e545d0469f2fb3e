"""Each night: what the facts and the feeds say became of what was asked. Safe to run twice, and to be stopped.

What should hold is worked out anew from the facts that are true; what holds already is left alone, what no longer
follows is withdrawn. So an undone delivery takes its events back, and the order of deliveries plays no part.

*Not done* is the event `expired`: the window is over, every file that tells of it has come, and none has a row of the
work. `no_evidence` stands where files are late or missing, so that nothing can be said. Neither is written while work
was seen, nor of work that never went out, and while the next file is not due nothing is said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from homeroom.goals.events import New, Withdrawal, change, events_of
from homeroom.goals.fold import ENDED, UNSEEN, WORK, Event, Kind, State, state_of
from homeroom.goals.models import Assignment
from homeroom.goals.signs import NO_WORDS, Relation, Sign, end_of, signs
from homeroom.intake.feeds import reach
from homeroom.intake.feeds.odd import SCHOOL_YEAR_STARTS, school_year
from homeroom.intake.feeds.reach import Feeds, Told
from homeroom.intake.layouts import declared
from homeroom.people.clock import now as this_moment
from homeroom.people.clock import today
from homeroom.programs.declaration import Program

AT_ONCE = 20_000  # assignments that are looked at together: each look reads the facts once
# Written beside each event of this module, and by nobody else.
TOLD_BY, FACTS, FEED = "told_by", "facts", "feed"
NO_LONGER = gettext_noop("What it rested on is no longer there")
SUBSTITUTED = gettext_noop("Other work on the same standard in its days")
NOT_DONE = gettext_noop("Its days are over, the program's data is complete, and none of it is this work")
NOBODY_TICKED = gettext_noop("Its days are over and nobody has ticked it")
UNKNOWN: Mapping[Told, str] = {
    Told.LATE: gettext_noop("The program's data is late, so nothing can be said"),
    Told.GAP: gettext_noop("A file with the program's data of these days never came, so nothing can be said"),
    Told.WITHOUT: gettext_noop("The program's files of these days hold nobody of this school, so nothing can be said"),
    Told.NO_FEED: gettext_noop("The program sends no lessons or answers of this school, so nothing can be said"),
}


def nightly(programs: Sequence[Program] | None = None) -> int:
    """Follow everything that was asked in this school year. Returns how many events were added."""
    known = tuple(programs if programs is not None else declared())
    feeds, words = reach.now(known), words_of(known)
    return sum(follow(some, feeds, words) for some in _by_goals(_sent()))


def follow(assignments: Sequence[Assignment], feeds: Feeds, words: Relation = NO_WORDS) -> int:
    """Bring the events of these assignments up to date. All work asked for one goal goes in together."""
    told = defaultdict[UUID, list[Sign]](list)
    for sign in signs(assignments, words):
        told[sign.assignment].append(sign)
    known = events_of(assignments)
    new, gone = list[New](), list[Withdrawal]()
    for one in assignments:
        held = state_of(known[one.pk]).events
        derived = {event.id for event in held if _derived(event)}
        wanted = {event.id: event for event in _wanted(one, told[one.pk], known[one.pk], feeds)}
        new += [event for key, event in wanted.items() if key not in derived]
        gone += [Withdrawal(key, NO_LONGER) for key in sorted(derived - wanted.keys())]
    return change(new, gone) if new or gone else 0


def words_of(programs: Iterable[Program]) -> Relation:
    """Programs' own words for what became of an assignment, with the kind of event that each means."""
    rows = [
        (program.slug, word, kind)
        for program in programs
        for word, kind in (program.assign.status_words if program.assign else {}).items()
    ]
    return {name: [row[at] for row in rows] for at, name in enumerate(("program", "word", "kind"))}


def _sent() -> QuerySet[Assignment]:
    """What was ever approved, and could still be worked on in this school year."""
    begin = date(school_year(today()) - 1, SCHOOL_YEAR_STARTS, 1)
    approved = Assignment.objects.filter(events__kind=Kind.APPROVED, ends_on__gte=begin).distinct()
    return approved.select_related("goal__school_class", "standard", "content_item").order_by("goal", "pk")


def _by_goals(assignments: QuerySet[Assignment]) -> Iterator[list[Assignment]]:
    """Parts of about `AT_ONCE`, each of whole goals."""
    part = list[Assignment]()
    for one in assignments.iterator(chunk_size=2_000):
        if len(part) >= AT_ONCE and one.goal_id != part[-1].goal_id:
            yield part
            part = []
        part.append(one)
    if part:
        yield part


def _derived(event: object) -> bool:
    return isinstance(event, Event) and TOLD_BY in event.evidence


def _wanted(one: Assignment, told: Sequence[Sign], events: Sequence[Event], feeds: Feeds) -> list[New]:
    """The events that follow from facts and feeds today, and from nobody's word."""
    said = state_of(_said(events))
    found = [_of_sign(one, sign, said) for sign in told]
    worked = any(sign.kind in WORK or sign.kind == Kind.SUBSTITUTED for sign in told)
    if worked or any(sign.kind in UNSEEN for sign in told) or not _out(said):
        return found
    return [*found, *_of_feed(one, feeds)]


def _said(events: Sequence[Event]) -> list[Event]:
    """What people and channels said: all but this module's own events. What withdraws those is then of no account."""
    return [event for event in events if TOLD_BY not in event.evidence]


def _out(said: State) -> bool:
    """Whether it went out and is still asked, and nobody has said that it was worked on."""
    out = said.first(Kind.PUSHED, Kind.AVAILABLE) is not None and said.word not in (*ENDED, Kind.BLOCKED, Kind.QUEUED)
    return out and not any(event.kind in WORK for event in said.events)


def _of_sign(one: Assignment, sign: Sign, said: State) -> New:
    return New(
        one.pk,
        sign.kind,
        sign.at,
        sign.source,
        actor=sign.program,
        channel=said.channel if sign.kind == Kind.AVAILABLE else "",
        reason=SUBSTITUTED if sign.kind == Kind.SUBSTITUTED else "",
        evidence={TOLD_BY: FACTS, "content_item": sign.content_item, "delivery": sign.delivery, "row": sign.row},
    )


def _of_feed(one: Assignment, feeds: Feeds) -> Iterator[New]:
    day = today()
    over = day > one.ends_on
    if not one.program:
        if over:
            yield _unseen(one, Kind.NO_EVIDENCE, "nobody ticked", NOBODY_TICKED)
        return
    told = feeds.told(one.program, one.goal.school_class.school_id, one.begins_on, one.ends_on)
    if told == Told.COMPLETE and over:
        yield _unseen(one, Kind.EXPIRED, told, NOT_DONE)
    if told in UNKNOWN and day > one.begins_on:
        yield _unseen(one, Kind.NO_EVIDENCE, told, UNKNOWN[told])


def _unseen(one: Assignment, kind: str, why: str, reason: str) -> New:
    """The moment of *not done* is the window's end; of *no evidence* the first night that found it."""
    at = end_of(one.ends_on) if kind == Kind.EXPIRED else this_moment()
    return New(one.pk, kind, at, f"feed\n{why}", reason=reason, evidence={TOLD_BY: FEED, FEED: str(why)})
