"""What teachers have put first on a child's list of next steps, or left out of it."""

from __future__ import annotations

from collections.abc import Iterable

from homeroom.mastery import stops
from homeroom.mastery.models import Stop
from homeroom.reports.student_week.report import Said, Step


def said_of(student: int) -> tuple[Said, ...]:
    """What holds now, what was put first before what was left out."""
    found = stops.holding().filter(student=student).select_related("standard").order_by("where", "since", "pk")
    return tuple(_said(one) for one in found)


def but(steps: Iterable[Step], said: Iterable[Said], most: int) -> tuple[Step, ...]:
    """The first of the steps, without what a teacher has left out since they were drawn."""
    out = {one.code for one in said if not one.is_first}
    return tuple(step for step in steps if step.code not in out)[:most]


def _said(one: Stop) -> Said:
    first = one.where == Stop.Where.FIRST
    return Said(one.pk, one.standard.code, one.standard.title, first, one.reason, one.said_by, one.since)
