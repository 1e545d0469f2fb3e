"""Rooms to visit, each by a rule with its evidence: where children wait for an adult, never how well somebody teaches.

In one fixed order a room: many children without work, many stuck on the same, much less time than usual.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from django.utils.translation import gettext

from homeroom.people.models import Staff
from homeroom.people.school_days import Calendar
from homeroom.reports.class_week.columns import titles_of
from homeroom.reports.class_week.do_next import told_enough
from homeroom.reports.freshness import Freshness
from homeroom.reports.monday.lines import spent
from homeroom.reports.monday.read import Facts
from homeroom.reports.monday.report import MinutesColumn, Visit
from homeroom.reports.monday.rooms import Seats
from homeroom.reports.rules import Rule
from homeroom.reports.rules_of_schools import FEW, LESS_TIME, QUIET_ROOM, ROOMS, STUCK_ROOM
from homeroom.reports.values import State, children, count, listed, shown
from homeroom.reports.week import SCHOOL_DAYS

Reason = tuple[str, Rule, int]
"""The evidence in words, the rule, and how many children it is about."""


@dataclass(frozen=True)
class Situation:
    """What the rules look at."""

    facts: Facts
    minutes: Sequence[MinutesColumn]
    freshness: Mapping[int, Sequence[Freshness]]
    calendar: Calendar
    staff: Mapping[int, Staff]

    @property
    def is_full_week(self) -> bool:
        """Whether it and the weeks before were full weeks of school: a holiday is no reason to visit anybody."""
        weeks = [self.facts.week.shifted(-back) for back in range(LESS_TIME["weeks"] + 1)]
        return all(self.calendar.count(week.previous.sunday, week.sunday) >= SCHOOL_DAYS for week in weeks)


def visits(situation: Situation, found: Iterable[Seats]) -> tuple[Visit, ...]:
    """All that apply: a room once, those with the most children concerned first."""
    made = [made for one in found if len(one.children) >= FEW["children"] and (made := _visit(situation, one))]
    return tuple(sorted(made, key=lambda one: (-one.children, one.room.title, one.room.number)))


def named(found: Sequence[Visit]) -> tuple[Visit, ...]:
    """Those that the page names, by the room's title."""
    return tuple(sorted(found[: ROOMS["rooms"]], key=lambda one: (one.room.title, one.room.number)))


def _visit(situation: Situation, one: Seats) -> Visit | None:
    teachers = tuple(situation.staff[teacher].name for teacher in one.teachers)
    for rule in RULES:
        if reason := rule(situation, one):
            return Visit(one.room, teachers, *reason)
    return None


def _quiet(situation: Situation, one: Seats) -> Reason | None:
    missing = len(one.children - situation.facts.active)
    fresh = situation.freshness[one.room.number]
    if 100 * missing < QUIET_ROOM["percent"] * len(one.children) or not told_enough(fresh, situation.facts.week):
        return None
    words = gettext("%(missing)s of %(children)s with no work seen; all programs have told.")
    return words % {"missing": count(missing), "children": children(len(one.children))}, QUIET_ROOM, missing


def _stuck(situation: Situation, one: Seats) -> Reason | None:
    """On the standard where most are; of several, the first by code."""
    stuck: dict[str, set[int]] = {}
    for run in situation.facts.not_moving:
        if run.student in one.children:
            stuck.setdefault(run.standard, set()).add(run.student)
    many = {code: len(who) for code, who in stuck.items() if len(who) > STUCK_ROOM["most"]}
    if not many:
        return None
    code = min(many, key=lambda code: (-many[code], code))
    title = f"{code} {titles_of([code]).get(code, '')}".strip()
    told = {"children": children(many[code]), "standard": title, "more": count(len(many) - 1)}
    if len(many) > 1:
        words = gettext("%(children)s not moving on %(standard)s, and as many or fewer on %(more)s more.")
    else:
        words = gettext("%(children)s not moving on %(standard)s.")
    return words % told, STUCK_ROOM, many[code]


def _less_time(situation: Situation, one: Seats) -> Reason | None:
    if not situation.is_full_week or not told_enough(situation.freshness[one.room.number], situation.facts.week):
        return None
    if any(line.state == "late" for line in situation.freshness[one.room.number]):
        return None
    told = [words for column in situation.minutes if (words := _fell(situation, one, column))]
    return (listed(told) + ".", LESS_TIME, len(one.children)) if told else None


def _fell(situation: Situation, room: Seats, column: MinutesColumn) -> str:
    """`i-Ready: 14 minutes, before 41, 38 and 44`."""
    now = spent(room.children, column, situation.facts)
    values = (now.middle, *now.before)
    if any(value.state is not State.KNOWN or value.exact is None for value in values):
        return ""
    usual = median(value.exact or 0 for value in now.before)
    if 100 * (now.middle.exact or 0) >= LESS_TIME["percent"] * usual:
        return ""
    told = {"program": column.name, "minutes": shown(now.middle), "before": listed([shown(one) for one in now.before])}
    return gettext("%(program)s: %(minutes)s minutes, before %(before)s") % told


RULES: tuple[Callable[[Situation, Seats], Reason | None], ...] = (_quiet, _stuck, _less_time)
