"""One flexible-block week as the planner takes it, out of the database; what can't be used is told in words."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from homeroom.mastery import kept_groups
from homeroom.people.models import School
from homeroom.rotation.block.instance import Adult, Child, Instance, Running, from_json
from homeroom.rotation.block.instance import Standard as Asked
from homeroom.rotation.block.modality import ADULT_LED, Modality
from homeroom.rotation.errors import RotationError, gettext_noop
from homeroom.rotation.gather.needs import wanted
from homeroom.rotation.gather.notes import Note, Notes
from homeroom.rotation.gather.places import places, programs
from homeroom.rotation.gather.ruled import assumptions, bands, languages, locks, lowest_quarter, pairs, ruled
from homeroom.rotation.gather.served import meetings
from homeroom.rotation.gather.staffed import adults, staffed
from homeroom.rotation.gather.week import Week, away, week_of
from homeroom.rotation.left import differences
from homeroom.rotation.plan_models import BlockPlan, PlanGroup, State

WEEK = timedelta(days=7)
NO_MONDAY = gettext_noop("%(iso_day)s is no Monday: a flexible block is planned by weeks.")
Responses = Mapping[int, Mapping[Modality, float]]


@dataclass(frozen=True)
class Gathered:
    """The week, and what of the school's data was left out of it or assumed."""

    instance: Instance
    notes: tuple[Note, ...]


def instance_of(school: School, week: date, responses: Responses | None = None) -> Instance:
    """What `gathered` gathers, without its notes."""
    return gathered(school, week, responses).instance


def gathered(school: School, monday: date, responses: Responses | None = None) -> Gathered:
    """The school's flexible block in the week of this Monday.

    `responses` multiply what a modality is worth to a child, where that was learned. Raises RotationError for another
    day than a Monday.
    """
    if monday.weekday():
        raise RotationError(NO_MONDAY % {"iso_day": monday})
    notes = Notes()
    week = week_of(school, monday, notes)
    values, assumed = ruled(school, notes), assumptions(school, notes)
    found, held, gone = wanted(week, assumed.on_goal, notes), staffed(week), away(week)
    met = meetings(week, held, gone, notes)
    lowest, spoken = lowest_quarter(week, found.level), languages(week)
    children = tuple(
        Child(
            number=one.number,
            school_class=one.school_class,
            grade=one.grade,
            floor=values.lowest_floor if one.number in lowest else values.floor,
            needs=found.needs[one.number],
            given=found.given[one.number],
            away=tuple(sorted(gone[one.number])),
            services=tuple(sorted(met.children[one.number], key=lambda served: served.slot)),
            language=spoken.get(one.number, ""),
            response=dict(sorted((responses or {}).get(one.number, {}).items())),
        )
        for one in week.pupils
    )
    leading = adults(week, held, met.adults, notes)
    room = places(week, values.independent, notes)
    instance = Instance(
        school=school.pk,
        week=monday,
        slots=week.slots,
        standards=found.standards,
        children=children,
        adults=leading,
        rooms=room.rooms,
        programs=programs(week, {given.program for child in children for given in child.given}, notes),
        seats=room.seats,
        independent=room.independent,
        running=_running(week, found.standards, leading),
        pairs=pairs(week, notes),
        locks=locks(week, children, leading, notes),
        equity=bands(week, lowest, values.equity),
        sizes=values.sizes,
        limits=values.limits,
        assumptions=assumed,
    )
    return Gathered(instance, tuple(notes.told))


def left_since(plan: BlockPlan) -> list[Note]:
    """What has changed since the plan was made, in words, the children first. Nothing where it keeps no instance."""
    if not plan.instance:
        return []
    return differences(from_json(json.dumps(plan.instance).encode()), instance_of(plan.school, plan.week))


def _running(week: Week, standards: Sequence[Asked], leading: Sequence[Adult]) -> tuple[Running, ...]:
    """Groups of last week's published plan, and groups that teachers keep, as far as their people are in this week."""
    place = {one.code: one.key for one in standards}
    there, leaders = set(week.numbers), {one.number for one in leading}
    found: dict[tuple[int, int, tuple[int, ...]], None] = {}
    for staff, code, children in (*_last_week(week), *_kept(week)):
        own = tuple(sorted(there.intersection(children)))
        if own and staff in leaders and code in place:
            found[staff, place[code], own] = None
    return tuple(Running(*one) for one in sorted(found))


def _last_week(week: Week) -> list[tuple[int | None, str, Collection[int]]]:
    plan = BlockPlan.objects.filter(school=week.school, week=week.monday - WEEK, state=State.PUBLISHED).first()
    rows = PlanGroup.objects.filter(plan=plan, modality__in=ADULT_LED, standard__isnull=False) if plan else ()
    return [
        (one.staff_id, one.standard.code if one.standard else "", set(one.placements.values_list("student", flat=True)))
        for one in rows
    ]


def _kept(week: Week) -> list[tuple[int | None, str, Collection[int]]]:
    groups = list(kept_groups.running(week.on).filter(school_class__school=week.school).select_related("standard"))
    members: dict[int, set[int]] = {one.pk: set() for one in groups}
    for one in kept_groups.present(groups):
        members[one.group_id].add(one.student_id)
    return [(one.staff_id, one.standard.code, members[one.pk]) for one in groups]
