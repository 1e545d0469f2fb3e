"""What to look at before a goal's work is sent: minutes, standards without content, who masters it, who is unknown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Sum
from django.utils.translation import gettext, ngettext

from homeroom.goals.choose import Proposal
from homeroom.goals.models import Assignment, Goal
from homeroom.mastery.state import State
from homeroom.people.visibility import Scope
from homeroom.reports.class_week.report import Named
from homeroom.reports.estimates import Estimates, estimates
from homeroom.reports.gathered import Gathered
from homeroom.reports.goals import rules
from homeroom.reports.goals.report import Check, ChildWork
from homeroom.reports.values import count
from homeroom.reports.week import school_year

UNKNOWN = (State.NO_EVIDENCE, State.NOT_ENOUGH)


@dataclass(frozen=True)
class Aimed:
    """A goal with the work that is proposed for these children."""

    goal: Goal
    scope: Scope
    children: Sequence[ChildWork]
    made: Proposal

    @property
    def numbers(self) -> list[int]:
        return [one.child.number for one in self.children]


def checks(aimed: Aimed) -> tuple[Check, ...]:
    """All five, in the order of the page; those that are fine say so."""
    codes = list(aimed.goal.standards.order_by("pk").values_list("standard__code", "standard__title"))
    with Gathered(aimed.numbers, aimed.made.versions[0]) as gathered:
        found = estimates(gathered, school_year(aimed.scope.on))
    known = _known(aimed, [code for code, _ in codes], found)
    return (
        minutes(aimed),
        _content(aimed, codes),
        _mastered(aimed),
        _no_evidence(aimed, known),
        _nothing(aimed),
    )


def _known(aimed: Aimed, codes: Sequence[str], found: Estimates) -> Mapping[int, Sequence[State]]:
    return {number: [found.of(number, code).shown for code in codes] for number in aimed.numbers}


def minutes(aimed: Aimed) -> Check:
    """Without minutes of the goal's own there is nothing to hold the work against."""
    block = aimed.goal.minutes
    who = tuple(_off_minutes(aimed, block)) if block else ()
    if not block:
        words = gettext("The goal gives no lab minutes, so nothing is held against them.")
    elif not who:
        words = gettext("Everybody's work fits the %(minutes)s lab minutes.") % {"minutes": count(block)}
    else:
        words = ngettext(
            "%(count)s child has more or far less work than the %(minutes)s lab minutes.",
            "%(count)s children have more or far less work than the %(minutes)s lab minutes.",
            len(who),
        ) % {"count": count(len(who)), "minutes": count(block)}
    return Check("minutes", not who, words, rules.MINUTES, who)


def _off_minutes(aimed: Aimed, block: int) -> Iterator[tuple[Named, str]]:
    others = _elsewhere(aimed)
    for one in aimed.children:
        here, there = one.minutes, others.get(one.child.number, 0)
        if not here or rules.MINUTES["percent"] * block <= 100 * (here + there) <= 100 * block:
            continue
        if there:
            words = gettext("%(here)s minutes here, %(there)s for other goals") % {
                "here": count(here),
                "there": count(there),
            }
        else:
            words = ngettext("%(count)s minute", "%(count)s minutes", here) % {"count": count(here)}
        yield one.child, words


def _elsewhere(aimed: Aimed) -> Mapping[int, int]:
    """Minutes of other goals' work in the same days, by child."""
    goal = aimed.goal
    others = Assignment.objects.filter(student__in=aimed.numbers, goal__sent_at__isnull=False, goal__ended_at=None)
    meeting = others.filter(begins_on__lte=goal.ends_on, ends_on__gte=goal.begins_on).exclude(goal=goal)
    return dict(meeting.values("student").annotate(all=Sum("minutes")).values_list("student", "all"))


def _content(aimed: Aimed, codes: Sequence[tuple[str, str]]) -> Check:
    lacking = set(aimed.made.without_work)
    without = tuple((code, title) for code, title in codes if code in lacking)
    if not without:
        return Check("content", True, gettext("Every standard has a lesson in some program."), rules.CONTENT)
    words = ngettext(
        "%(count)s standard has no lesson in any program: plan it offline.",
        "%(count)s standards have no lesson in any program: plan them offline.",
        len(without),
    )
    return Check("content", False, words % {"count": count(len(without))}, rules.CONTENT, codes=without)


def _mastered(aimed: Aimed) -> Check:
    masters = {one.student for one in aimed.made.children if one.masters}
    who = tuple((one.child, "") for one in aimed.children if one.child.number in masters)
    if not who:
        return Check("mastered", True, gettext("Nobody masters all of it already."), rules.MASTERED)
    words = ngettext(
        "%(count)s child masters all of it already.", "%(count)s children master all of it already.", len(who)
    )
    return Check("mastered", False, words % {"count": count(len(who))}, rules.MASTERED, who)


def _no_evidence(aimed: Aimed, known: Mapping[int, Sequence[State]]) -> Check:
    unknown = {number for number, states in known.items() if all(one in UNKNOWN for one in states)}
    who = tuple((one.child, "") for one in aimed.children if one.child.number in unknown)
    if not who:
        return Check(
            "evidence", True, gettext("Of everybody something is known on these standards."), rules.NO_EVIDENCE
        )
    words = ngettext(
        "Of %(count)s child nothing is known on these standards yet.",
        "Of %(count)s children nothing is known on these standards yet.",
        len(who),
    )
    return Check("evidence", False, words % {"count": count(len(who))}, rules.NO_EVIDENCE, who)


def _nothing(aimed: Aimed) -> Check:
    who = tuple((one.child, one.without) for one in aimed.children if not one.works)
    if not who:
        return Check("nothing", True, gettext("There is work for everybody."), rules.NOTHING)
    words = ngettext("%(count)s child gets no work.", "%(count)s children get no work.", len(who))
    return Check("nothing", False, words % {"count": count(len(who))}, rules.NOTHING, who)
