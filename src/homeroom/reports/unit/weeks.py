"""Put a class's plan together, week by week. It names no child."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from django.utils.translation import gettext, ngettext

from homeroom.goals.models import UnitPlan
from homeroom.people.models import Class
from homeroom.reports.unit.report import Plan, PlanLine, PlannedUnit, PlanWeek
from homeroom.reports.values import count, listed
from homeroom.reports.week import Week, school_year

AHEAD = 4  # weeks that are shown even where nothing is planned in them


def plan(school_class: Class, on: date) -> Plan:
    """The weeks of the school year of `on`."""
    held = UnitPlan.objects.filter(school_class=school_class).select_related("standard", "unit")
    rows = [one for one in held.order_by("week", "standard__order", "pk") if school_year(one.week) == school_year(on)]
    now = Week.of(on).monday
    inside: dict[date, list[PlanLine]] = defaultdict(list)
    for one in rows:
        inside[one.week].append(_line(one))
    ahead = {now + timedelta(weeks=number) for number in range(AHEAD)} if rows else set()
    return Plan(
        class_id=school_class.pk,
        title=school_class.title,
        school=school_class.school.name,
        on=on,
        lead=_lead(inside, now),
        weeks=tuple(PlanWeek(day, day == now, tuple(inside.get(day, ()))) for day in sorted(inside.keys() | ahead)),
        units=tuple(_units(rows)),
    )


def _line(one: UnitPlan) -> PlanLine:
    unit = one.unit.title if one.unit else ""
    standard = one.standard
    return PlanLine(one.pk, standard.code, standard.title, unit, one.minutes, one.state, one.moved_to, one.marked_by)


def _units(rows: Sequence[UnitPlan]) -> Iterator[PlannedUnit]:
    weeks: dict[int, list[UnitPlan]] = defaultdict(list)
    for one in rows:
        if one.unit_id is not None:
            weeks[one.unit_id].append(one)
    for number, held in weeks.items():
        unit = held[0].unit
        yield PlannedUnit(number, unit.title if unit else "", held[0].week, held[-1].week)


def _lead(inside: Mapping[date, Sequence[PlanLine]], now: date) -> str:
    if not inside:
        return gettext("Nothing is planned yet.")
    here = [one for one in inside.get(now, ()) if one.state != UnitPlan.State.MOVED]
    open_ = sum(one.state == UnitPlan.State.PLANNED for day, held in inside.items() if day < now for one in held)
    words = [gettext("This week: %(codes)s.") % {"codes": listed([one.code for one in here])}] if here else []
    words = words or [gettext("Nothing is planned for this week.")]
    if open_:
        told = ngettext(
            "Of earlier weeks %(count)s line is not marked yet.",
            "Of earlier weeks %(count)s lines are not marked yet.",
            open_,
        )
        words.append(told % {"count": count(open_)})
    return " ".join(words)
