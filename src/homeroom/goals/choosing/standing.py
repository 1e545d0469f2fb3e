"""What is asked of children already, and what came of it, as far as a choice must know it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from homeroom.goals.events import states
from homeroom.goals.fold import ENDED, State
from homeroom.goals.models import Assignment, AssignmentEvent, Goal

Kind = AssignmentEvent.Kind
# Over, one way or the other: it takes no minutes, and no place in its program.
CLOSED = frozenset({Kind.MET, Kind.NOT_MET, Kind.SUBSTITUTED, Kind.EXPIRED, Kind.NO_EVIDENCE, Kind.STOPPED}) | ENDED
# Taken off, or never seen by the child: the same may be asked again for the same goal.
AGAIN = frozenset({Kind.EXPIRED, Kind.NO_EVIDENCE}) | ENDED


@dataclass(frozen=True)
class Asked:
    """One assignment that stands: `open` while it is not over, `own` where it is of the goal that is chosen for."""

    student: int
    standard: str
    program: str
    content_item: int | None
    minutes: int
    open: bool
    own: bool
    again: bool
    stopped_on: date | None


def asked(goal: Goal, students: Collection[int]) -> list[Asked]:
    """All that was ever asked of these children, oldest first."""
    found = Assignment.objects.filter(student__in=list(students)).select_related("standard").order_by("made_at", "pk")
    listed = list(found)
    told = states(listed)
    return [_asked(one, told[one.pk], goal) for one in listed]


def _asked(one: Assignment, state: State, goal: Goal) -> Asked:
    stopped = state.since if state.word == Kind.STOPPED else None
    return Asked(
        student=one.student_id,
        standard=one.standard.code,
        program=one.program,
        content_item=one.content_item_id,
        minutes=one.minutes,
        open=state.word not in CLOSED and one.ends_on >= goal.begins_on,
        own=one.goal_id == goal.pk,
        again=state.word in AGAIN,
        stopped_on=timezone.localtime(stopped).date() if stopped else None,
    )
