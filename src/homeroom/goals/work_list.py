"""What adults have children do at a day's session, row by row, and the ticks that tell that it was given and done.

It is a channel like the others: the tick is the event. A link stands here, too, until the child's own door opens it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from homeroom.goals import capability, sent
from homeroom.goals.errors import GoalsError
from homeroom.goals.events import record, states, withdraw
from homeroom.goals.fold import ENDED, Happening, State
from homeroom.goals.models import Assignment, AssignmentEvent
from homeroom.people.clock import now as this_moment
from homeroom.programs.assign import DEEP_LINK, WORK_LIST

Kind = AssignmentEvent.Kind
TAKEN_BACK = gettext_noop("the tick was taken back")
AT_ONCE = 500  # children in one query: SQLite takes few parameters


class Step(StrEnum):
    """What an adult ticks: the child has the work before it; the child has done it."""

    GIVEN = "given"
    DONE = "done"


@dataclass(frozen=True)
class Tick:
    """Who ticked, and when. `event` is the event's id."""

    by: str
    at: datetime
    event: UUID


@dataclass(frozen=True)
class Row:
    """One assignment as a work-list tells it.

    `lesson` is the lesson's title, blank where only a standard is named. `to_set`: an adult chooses it in the program
    for the child; otherwise the child is shown it. `state` is the assignment's own, which answers may have moved on
    without any tick. No `program`: it is offline work.
    """

    assignment: UUID
    student: int
    program: str
    program_name: str
    lesson: str
    lesson_id: str
    standard: str
    standard_title: str
    minutes: int
    begins_on: date
    ends_on: date
    goal: int
    reason: str
    link: str
    to_set: bool
    given: Tick | None
    done: Tick | None
    state: State

    @property
    def finished(self) -> bool:
        """By a tick, or by what the program told."""
        return self.state.finished


def rows(day: date, students: Collection[int], school_class: int | None = None) -> list[Row]:
    """The work that stands on the list for these children on the day, by child, first day and program.

    It asks nobody's leave: give it only children whom the reader may see. `school_class` leaves the goals of other
    classes out.
    """
    wanted = sorted(set(students))
    found: list[Assignment] = []
    for start in range(0, len(wanted), AT_ONCE):
        found += _of_children(day, wanted[start : start + AT_ONCE], school_class)
    known = states(found)
    listed = [one for one in found if _on_the_list(known[one.pk])]
    return [_row(one, known[one.pk]) for one in listed]


def tick(by: str, assignment: UUID, step: Step, at: datetime | None = None) -> None:
    """Say that the work was given or done. Ticking what is ticked changes nothing.

    Raises GoalsError where the work is not on the list any more.
    """
    with transaction.atomic():
        one, state = _locked(assignment)
        if _ticked(state, step):
            return
        if not _on_the_list(state):
            raise GoalsError(gettext_noop("This work is not on the list any more. Load the page again."))
        moment, evidence = at or this_moment(), {"tick": str(step)}
        source = f"tick {step} {moment.isoformat()}"
        record(one, _kind(one, state, step), moment, source=source, actor=by, channel=state.channel, evidence=evidence)


def untick(by: str, assignment: UUID, step: Step) -> None:
    """Take the tick back: the work stands where it stood before. Nothing happens where there is no tick."""
    with transaction.atomic():
        _, state = _locked(assignment)
        found = _ticked(state, step)
        if found is not None:
            withdraw(found.event, actor=by, reason=TAKEN_BACK)


def _of_children(day: date, students: Sequence[int], school_class: int | None) -> list[Assignment]:
    found = Assignment.objects.filter(student__in=students, begins_on__lte=day, ends_on__gte=day)
    found = found.filter(goal__ended_at=None)
    if school_class is not None:
        found = found.filter(goal__school_class=school_class)
    return list(
        found.select_related("standard", "content_item").order_by("student", "begins_on", "program", "pk"),
    )


def _locked(assignment: UUID) -> tuple[Assignment, State]:
    found = Assignment.objects.select_for_update(of=("self",)).filter(pk=assignment).first()
    if found is None:
        raise GoalsError(gettext_noop("This work is not there any more. Load the page again."))
    return found, states([found])[found.pk]


def _on_the_list(state: State) -> bool:
    """Carried by the list or by a link. Work that a program was told of itself needs no adult."""
    return state.channel in (WORK_LIST, DEEP_LINK) and state.word not in (*ENDED, Kind.STOPPED, Kind.BLOCKED)


def _ticked(state: State, step: Step) -> Tick | None:
    found = [one for one in state.events if _is_tick(one, step)]
    return Tick(getattr(found[-1], "actor", ""), found[-1].happened_at, found[-1].id) if found else None


def _is_tick(event: Happening, step: Step) -> bool:
    told = getattr(event, "evidence", None) or {}
    return bool(told.get("tick") == step)


def _kind(one: Assignment, state: State, step: Step) -> Kind:
    """Set in a program that keeps assignments, it was pushed there; shown to the child, it is available."""
    if step is Step.DONE:
        return Kind.SUBMITTED
    return Kind.PUSHED if _to_set(one, state) else Kind.AVAILABLE


def _to_set(one: Assignment, state: State) -> bool:
    return bool(one.program) and state.channel == WORK_LIST and capability.of(one.program).can_be_set


def _row(one: Assignment, state: State) -> Row:
    item = one.content_item
    return Row(
        assignment=one.pk,
        student=one.student_id,
        program=one.program,
        program_name=capability.name_of(one.program) if one.program else "",
        lesson=(item.title or item.external_id) if item else "",
        lesson_id=item.external_id if item else "",
        standard=one.standard.code,
        standard_title=one.standard.title,
        minutes=one.minutes,
        begins_on=one.begins_on,
        ends_on=one.ends_on,
        goal=one.goal_id,
        reason=one.reason,
        link=sent.sent(one, state).link if state.channel == DEEP_LINK else "",
        to_set=_to_set(one, state),
        given=_ticked(state, Step.GIVEN),
        done=_ticked(state, Step.DONE),
        state=state,
    )
