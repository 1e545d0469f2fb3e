"""How much of a class's lab time was on its unit's standards, in one sentence; nothing where that can't be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext

from homeroom.reports import sql
from homeroom.reports.gathered import Gathered
from homeroom.reports.rules import ON_PLAN, Rule
from homeroom.reports.values import children, count, day, percent, share
from homeroom.reports.week import Week, When


@dataclass(frozen=True)
class OnPlan:
    """Shares of lab minutes, 0 to 1: on the plan's standards, the ends of its 90 % interval, and for repairing gaps.

    `through` is the last day with work; `sentence` and `evidence` say it in words.
    """

    share: float
    low: float
    high: float
    gap_repair: float
    lessons: int
    children: int
    minutes: int
    through: date
    as_of: date
    sentence: str
    evidence: str
    rule: Rule


def on_plan(gathered: Gathered, school_class: int, week: Week, when: When) -> OnPlan | None:
    """None without a unit plan for the week, and under the rule's limits."""
    asked = {"class": school_class, "week": week.monday}
    found = gathered.rows(sql.text(__file__, "on_plan"), asked, week.school_year)
    return _told(found[0], when) if found else None


def _told(row: tuple[Any, ...], when: When) -> OnPlan | None:
    as_of, through, seconds, lessons, of_children, sure, on, low, high, gap_repair = row
    if lessons < ON_PLAN["lessons"] or sure < ON_PLAN["percent"] / 100:
        return None
    told = {"share": share(on), "low": count(percent(low)), "high": count(percent(high)), "gaps": share(gap_repair)}
    minutes = round(seconds / 60)
    evidence = gettext(
        "%(minutes)s minutes of %(children)s in %(lessons)s different lessons up to %(through)s; worked out on %(day)s."
    ) % {
        "minutes": count(minutes),
        "children": children(of_children),
        "lessons": count(lessons),
        "through": day(through),
        "day": day(as_of),
    }
    sentence = _sentence(when) % told
    return OnPlan(on, low, high, gap_repair, lessons, of_children, minutes, through, as_of, sentence, evidence, ON_PLAN)


def _sentence(when: When) -> str:
    return {
        "this": gettext(
            "%(share)s of lab minutes this week were on your unit's standards, %(low)s to %(high)s; "
            "%(gaps)s repaired gaps it needs."
        ),
        "last": gettext(
            "%(share)s of lab minutes last week were on your unit's standards, %(low)s to %(high)s; "
            "%(gaps)s repaired gaps it needs."
        ),
        "that": gettext(
            "%(share)s of lab minutes that week were on your unit's standards, %(low)s to %(high)s; "
            "%(gaps)s repaired gaps it needs."
        ),
    }[when]
