"""Judge the feeds: propose what to expect, find what is wrong, open and close alarms. Safe to run at any time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from homeroom.intake.feeds import conditions, rosters
from homeroom.intake.feeds.came import Came, came, copy_schools_of_repeats
from homeroom.intake.feeds.expect import declared_feeds, fill, propose
from homeroom.intake.feeds.found import Condition
from homeroom.intake.feeds.models import FeedAlarm, FeedExpectation
from homeroom.intake.layouts import declared
from homeroom.intake.models import ROSTERS
from homeroom.intake.workshop import one_judge
from homeroom.people.clock import today
from homeroom.people.models import School, User
from homeroom.people.school_days import Calendar, calendar
from homeroom.programs.declaration import Program

LOOK_BACK = timedelta(days=150)  # a termly feed's last file lies within
RECENT = timedelta(weeks=4)


def judge(programs: Sequence[Program] | None = None) -> list[FeedAlarm]:
    """Bring expectations and alarms up to date; returns the alarms that are open. One run at a time."""
    with one_judge():
        known = tuple(programs if programs is not None else declared())
        day, days = today(), calendar()
        copy_schools_of_repeats()
        oldest = day - LOOK_BACK
        all_came = came(oldest)
        propose([one for one in all_came if one.stands_on >= oldest], declared_feeds(known), days)
        expected = feeds(known, all_came, days)
        found = [*conditions.conditions(expected, days, day), *rosters.lacking(days, day)]
        settle([_with_school(one) for one in found], expected, days, day)
    return open_alarms()


def feeds(known: Sequence[Program], all_came: Sequence[Came], days: Calendar) -> list[conditions.Expected]:
    """Every expectation with what came of it."""
    rules = list(FeedExpectation.objects.all())
    return conditions.assign(rules, all_came, names(known), days, today() - LOOK_BACK)


def open_alarms() -> list[FeedAlarm]:
    """What is wrong now: what never came first, then by the day it is about."""
    order = list(FeedAlarm.Kind)
    found = FeedAlarm.objects.filter(closed_at=None).select_related("school", "delivery")
    return sorted(found, key=lambda one: (order.index(FeedAlarm.Kind(one.kind)), one.since, one.pk))


def names(programs: Iterable[Program]) -> conditions.NameOf:
    """`ST Math, Weekly usage`. A program that comes in another's layout has no name but its slug."""
    known = {program.slug: program.name for program in programs} | dict.fromkeys(ROSTERS, "Roster")
    reports = {(program.slug, report.slug): report.name for program in programs for report in program.reports}
    carried = {report: name for (_, report), name in reports.items()}

    def name(program: str, report: str) -> str:
        told = reports.get((program, report)) or carried.get(report, report)
        return ", ".join(filter(None, (known.get(program) or program.replace("_", " ").title(), told)))

    return name


@transaction.atomic
def settle(found: Sequence[Condition], expected: Sequence[conditions.Expected], days: Calendar, day: date) -> None:
    """Open what is new, bring open ones up to date, close what is no longer so. On a closed day nothing changes."""
    standing = {alarm.cause: alarm for alarm in FeedAlarm.objects.filter(closed_at=None)}
    dismissed = set(FeedAlarm.objects.exclude(closed_by=None).values_list("cause", flat=True))
    for one in found:
        if alarm := standing.pop(one.cause, None):
            alarm.kind, alarm.words, alarm.what_to_do = one.kind, one.words, one.what_to_do
            alarm.save(update_fields=["kind", "words", "what_to_do"])
        elif one.cause not in dismissed:
            _open(one, day)
    newest = {key: max(one.came, key=lambda c: c.delivery, default=None) for key, one in _by_key(expected).items()}
    for alarm in standing.values():
        if not days.closed_by_word(day, alarm.school_id):
            _close(alarm, newest.get(_key_of(alarm)), day)


def close(alarm: FeedAlarm, by: User) -> None:
    """A person says that this is all right. The same cause does not ring again."""
    alarm.closed_at, alarm.closed_on, alarm.closed_by = timezone.now(), today(), by
    alarm.save(update_fields=["closed_at", "closed_on", "closed_by"])


def propose_anew(rule: FeedExpectation) -> None:
    """Expect what the last four weeks show, in place of what was expected."""
    day, known = today(), declared()
    recent = came(day - RECENT)
    own = [c for c in recent if (c.program, c.report) == (rule.program, rule.report) and c.state == "published"]
    seen = [c for c in own if rule.files in ("", c.stem) and conditions.fits(rule, c)]
    feed = declared_feeds(known).get((seen[-1].carrier if seen else rule.program, rule.report))
    fill(rule, seen if len({c.stands_on for c in seen}) > 1 else [], feed, calendar())
    rule.edited_by, rule.edited_at = None, None
    rule.save()


def _open(one: Condition, day: date) -> None:
    FeedAlarm.objects.create(
        program=one.program,
        report=one.report,
        school_id=one.school,
        kind=one.kind,
        cause=one.cause[:512],
        since=one.since,
        words=one.words,
        what_to_do=one.what_to_do,
        delivery_id=one.delivery,
        opened_on=day,
    )


def _close(alarm: FeedAlarm, newest: Came | None, day: date) -> None:
    """The delivery that settled it is the feed's newest, if that came since."""
    alarm.closed_at, alarm.closed_on = timezone.now(), day
    if newest and newest.delivery != alarm.delivery_id:
        alarm.closed_by_delivery_id = newest.delivery
    alarm.save(update_fields=["closed_at", "closed_on", "closed_by_delivery"])


def _by_key(expected: Sequence[conditions.Expected]) -> dict[str, conditions.Expected]:
    return {one.key: one for one in expected}


def _key_of(alarm: FeedAlarm) -> str:
    """The feed that a cause names: `kind|program|report|files|school|…`."""
    return "|".join(alarm.cause.split("|")[1:5])


def _with_school(one: Condition) -> Condition:
    """Words about a school that is gone name it; the judgement knows only its number."""
    if "{school}" not in one.words:
        return one
    name = School.objects.filter(pk=one.school or 0).values_list("name", flat=True).first() or "a school"
    return replace(one, words=one.words.replace("{school}", name))
