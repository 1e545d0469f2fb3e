"""Put together what became of a goal that was sent: program by program, by the funnel, and child by child."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from homeroom.facts import store
from homeroom.goals.events import states
from homeroom.goals.fold import State
from homeroom.goals.judging import Judged, judge_all, rule
from homeroom.goals.models import Assignment, Goal
from homeroom.goals.sent import Outcome, Sent, sent
from homeroom.people.visibility import Scope
from homeroom.programs.assign import API
from homeroom.reports.class_week.make import named
from homeroom.reports.goals.funnels import funnels, how_long
from homeroom.reports.goals.proposed import named_program, work_of
from homeroom.reports.goals.report import ChildDone, Done, ProgramResult, Results
from homeroom.reports.values import NO_EVIDENCE, Value, day, known
from homeroom.reports.values import children as children_words


def results(goal: Goal, scope: Scope) -> Results:
    """For the goal's children who are in `scope`; the others are counted."""
    everybody = set(goal.students.values_list("student", flat=True))
    inside = sorted(everybody & scope.students.keys())
    works = list(
        goal.assignments.filter(student__in=inside)
        .select_related("goal", "standard", "serves", "content_item")
        .order_by("standard__order", "pk")
    )
    found = states(works)
    told = {one.pk: sent(one, found[one.pk]) for one in works}
    done = {one.pk: _done(one, found[one.pk], told[one.pk]) for one in works}
    return Results(
        goal=goal.pk,
        class_id=goal.school_class_id,
        class_title=goal.school_class.title,
        school=goal.school_class.school.name,
        title=goal.title,
        owner=goal.owner,
        rule=rule(goal),
        codes=tuple(goal.standards.order_by("pk").values_list("standard__code", "standard__title")),
        begins_on=goal.begins_on,
        ends_on=goal.ends_on,
        sent_on=_day(goal.sent_at),
        ended_on=_day(goal.ended_at),
        lead=_lead(goal, list(done.values()), scope.on),
        programs=tuple(_programs(list(told.values()))),
        funnel=funnels(works),
        how_long=how_long(works),
        children=tuple(_children(goal, inside, works, done)),
        hidden=len(everybody) - len(inside),
        notes=tuple(_notes(len(everybody) - len(inside))),
        drawn_from={"facts": store.current()},
    )


def _done(one: Assignment, state: State, told: Sent) -> Done:
    return Done(
        number=str(one.pk),
        work=work_of(one, state.channel),
        outcome=told.outcome,
        sending=told.words,
        before=told.before_words,
        state=state.word,
        last_on=_day(state.since),
    )


def _programs(told: Sequence[Sent]) -> Iterator[ProgramResult]:
    """Each program, the work without one last."""
    inside: dict[str, list[Sent]] = defaultdict(list)
    for one in told:
        inside[one.program].append(one)
    for program in sorted(inside, key=lambda slug: (not slug, slug)):
        held = inside[program]
        counted = Counter(one.outcome for one in held)
        reasons = Counter(one.words for one in held if one.outcome is Outcome.NOT_POSSIBLE)
        reasons.update(one.before_words for one in held if one.before_words)
        yield ProgramResult(
            program=program,
            name=named_program(program),
            outcomes={outcome: counted[outcome] for outcome in Outcome if counted[outcome]},
            reasons=tuple(sorted(reasons.items())),
            file=bool(counted[Outcome.FILE] + counted[Outcome.UPLOADED]),
            uploaded=bool(counted[Outcome.UPLOADED]),
            stuck=any(channel == API for one in held for channel, _ in one.failed),
        )


def _children(
    goal: Goal, inside: Sequence[int], works: Sequence[Assignment], done: Mapping[UUID, Done]
) -> Iterator[ChildDone]:
    own: dict[int, list[Done]] = defaultdict(list)
    for one in works:
        own[one.student_id].append(done[one.pk])
    verdicts = judge_all(goal, inside)
    for child in named(inside):
        found = verdicts[child.number]
        yield ChildDone(child, found.outcome, _evidence(goal, found), tuple(own[child.number]))


def _evidence(goal: Goal, found: Judged) -> Value:
    """Minutes are summed over the goal; of all else the evidence of its standards is."""
    if goal.criterion == Goal.Criterion.MINUTES:
        return NO_EVIDENCE if found.minutes is None else known(found.minutes, unit="minutes")
    total = sum(one.evidence for one in found.standards)
    return known(total) if total else NO_EVIDENCE


def _lead(goal: Goal, done: Sequence[Done], on: date) -> str:
    if not done:
        return gettext("Nothing was sent to the children whom you see.")
    blocked = sum(one.outcome is Outcome.NOT_POSSIBLE for one in done)
    if blocked:
        words = ngettext(
            "%(count)s piece of work could not be sent.", "%(count)s pieces of work could not be sent.", blocked
        )
        return words % {"count": blocked}
    if goal.ended_at is not None:
        return gettext("This goal has ended.")
    if goal.ends_on < on:
        return gettext("Its days are over: it ran until %(day)s.") % {"day": day(goal.ends_on)}
    return gettext("It runs until %(day)s.") % {"day": day(goal.ends_on)}


def _notes(hidden: int) -> Iterator[str]:
    if hidden:
        words = gettext("Not in the class any more, or not yours to see, so not shown here: %(children)s of this goal.")
        yield words % {"children": children_words(hidden)}


def _day(at: datetime | None) -> date | None:
    return timezone.localtime(at).date() if at else None
