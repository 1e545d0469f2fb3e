"""Which plans name a row of what they were made from, and which rows can't be taken away from them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext

from homeroom.people.models import School
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.input_models import (
    DayType,
    Licence,
    PlanLock,
    Qualification,
    Room,
    Service,
    StaffTime,
    TemplateBlock,
)
from homeroom.rotation.plan_models import BlockPlan, Entry, Placement, PlanGroup, Rotation, State

NONE = Q(pk__in=[])


def plans_naming(record: Any, school: School, on: date) -> int:
    """Drafts and published plans of the day's week or a later one that name this record."""
    monday = on - timedelta(days=on.weekday())
    blocks = BlockPlan.objects.filter(school=school, week__gte=monday).exclude(state=State.ENDED)
    weeks = Rotation.objects.filter(school=school, ends_on__gte=on).exclude(state=State.ENDED)
    return blocks.filter(_in_blocks(record)).count() + weeks.filter(_in_weeks(record)).count()


def refused(record: Any) -> str:
    """Why this record can't be removed, in words; blank where it can."""
    if not isinstance(record, DayType):
        return ""
    if Entry.objects.filter(day_type=record).exists():
        return gettext("a week that was planned goes by it: it stays, but its weekdays can be changed")
    if record.templates.exists() or record.dates.exists():
        return gettext("bells or dates are written down for it: remove these first")
    return ""


def _in_blocks(record: Any) -> Q:
    places, groups = _places(record), _groups(record)
    named = Placement.objects.filter(places).values("plan"), PlanGroup.objects.filter(groups).values("plan")
    return Q(pk__in=named[0]) | Q(pk__in=named[1])


def _in_weeks(record: Any) -> Q:
    return Q(pk__in=Entry.objects.filter(_entries(record)).values("rotation"))


def _places(record: Any) -> Q:
    match record:
        case Room():
            return Q(room=record)
        case Service():
            return Q(student=record.student_id, staff=record.provider_id, modality=Modality.SERVICE)
        case PlanLock():
            return Q(student=record.student_id, day=record.day, session=record.session)
        case Licence():
            return Q(program=record.program)
        case _:
            return NONE


def _groups(record: Any) -> Q:
    match record:
        case Room():
            return Q(room=record)
        case StaffTime() | Qualification():
            return Q(staff=record.staff_id)
        case _:
            return NONE


def _entries(record: Any) -> Q:
    match record:
        case Room():
            return Q(room=record)
        case DayType():
            return Q(day_type=record)
        case TemplateBlock():
            return Q(template=record.template_id)
        case StaffTime() | Qualification():
            return Q(staff=record.staff_id)
        case _:
            return NONE
