"""Propose work for each child of a goal, and let a person approve it.

`propose` writes nothing: the same facts, teachers' words and day give the same work. `approve` saves what was proposed,
writes down that it was proposed and approved, and logs all that could have been chosen beside it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone

from homeroom.facts import store
from homeroom.goals.choosing import log, reasons
from homeroom.goals.choosing.log import Candidate, Line
from homeroom.goals.choosing.rules import POLICY
from homeroom.goals.errors import GoalsError
from homeroom.goals.events import New, change
from homeroom.goals.models import Assignment, AssignmentEvent, Goal
from homeroom.mastery.models import TeachersVersion
from homeroom.people import audit
from homeroom.people.clock import now as this_moment
from homeroom.people.clock import today
from homeroom.people.models import User
from homeroom.standards.models import Standard

if TYPE_CHECKING:
    # It brings numba, which takes a second.
    from homeroom.goals.choosing.draw import Drawn
    from homeroom.goals.choosing.put_together import ForChild, Piece

Kind = AssignmentEvent.Kind


@dataclass(frozen=True)
class Proposal:
    """Work for the children of one goal. `versions` are those of the facts and of teachers' words it was drawn from.

    `without_work` are standards of the goal that no program has anything for; nothing then stands for them but work
    without a program.
    """

    goal: Goal
    children: tuple[ForChild, ...]
    without_work: tuple[str, ...]
    day: date
    seed: int
    versions: tuple[int, int]
    policy: str = POLICY

    @property
    def work(self) -> tuple[Piece, ...]:
        return tuple(piece for child in self.children for piece in child.work)

    @property
    def programs(self) -> tuple[str, ...]:
        """All that work is proposed in, in alphabetical order."""
        return tuple(sorted({piece.assignment.program for piece in self.work} - {""}))


@dataclass(frozen=True)
class Approved:
    """What was saved, how much a person left out, and what was to be kept but is no longer proposed."""

    assignments: tuple[Assignment, ...]
    left_out: int = 0
    gone: frozenset[UUID] = frozenset()


def propose(goal: Goal, seed: int | None = None) -> Proposal:
    """Work for each child whom the goal is for, in the order of their numbers. `seed` decides among equals."""
    from homeroom.goals.choosing.draw import draw
    from homeroom.goals.choosing.put_together import of_child

    seed = goal.pk if seed is None else seed
    versions = store.current(), _teachers_version()
    drawn = draw(goal, seed)
    standards = _standards(goal, drawn.graph.codes)
    children = tuple(of_child(drawn, row, standards, seed) for row in range(len(drawn.students)))
    return Proposal(goal, children, _without_work(goal, drawn), today(), seed, versions)


def approve(goal: Goal, by: User, kept: Collection[UUID] | None = None) -> Approved:
    """Save what is proposed now, or those of it that a person kept, by their numbers; the rest is logged as left out.

    Asking twice is asking once. Raises GoalsError for a goal that has ended, or while new facts are worked in.
    """
    if goal.ended_at is not None:
        raise GoalsError("This goal has ended. Make a new one to ask children for work.")
    proposal = propose(goal)
    wanted = [piece for piece in proposal.work if kept is None or piece.assignment.pk in kept]
    made = [_by(by, piece.assignment) for piece in wanted]
    lines = [_line(child, {one.pk for one in made}) for child in proposal.children]
    how = log.How(proposal.seed, proposal.policy, proposal.day.year + (proposal.day.month >= 8))
    rows = log.rows(lines, goal.pk, how, timezone.now())
    log.publish(rows, how.school_year, f"work chosen for goal {goal.pk}", lambda _: _save(made, by, proposal))
    gone = frozenset(kept or ()) - {piece.assignment.pk for piece in proposal.work}
    return Approved(tuple(made), len(proposal.work) - len(made), gone)


def _save(made: Iterable[Assignment], by: User, proposal: Proposal) -> None:
    listed = list(made)
    Assignment.objects.bulk_create(listed, ignore_conflicts=True)
    moment, source = this_moment(), f"{proposal.policy}, {proposal.day}"
    change(
        New(one.pk, kind, moment, source=source, actor=actor)
        for one in listed
        for kind, actor in ((Kind.PROPOSED, "homeroom"), (Kind.APPROVED, by.get_username()))
    )
    students = sorted({one.student_id for one in listed})
    audit.did(by, "approved", f"work for goal {proposal.goal.pk}", students, "work asked of children for a goal")


def _by(by: User, assignment: Assignment) -> Assignment:
    assignment.made_by = by.get_username()
    return assignment


def _line(child: ForChild, made: Collection[UUID]) -> Line:
    """What a person left out was chosen by nobody, and says so."""
    left_out = frozenset(piece.at for piece in child.work if piece.assignment.pk not in made)
    chosen = frozenset(piece.at for piece in child.work) - left_out
    candidates = tuple(_left_out(one) if at in left_out else one for at, one in enumerate(child.candidates))
    return Line(child.student, candidates, chosen, left_out)


def _left_out(one: Candidate) -> Candidate:
    return replace(one, blocked_by=reasons.LEFT_OUT)


def _standards(goal: Goal, codes: Collection[str]) -> Mapping[str, Standard]:
    """The standards with these codes; where several frameworks have one, that of the goal's."""
    own = set(goal.standards.values_list("standard__framework", flat=True))
    found = Standard.objects.filter(code__in=list(codes)).order_by("pk")
    return {one.code: one for one in sorted(found, key=lambda one: one.framework_id in own)}


def _without_work(goal: Goal, drawn: Drawn) -> tuple[str, ...]:
    served = {code for work in drawn.works for code in work.serves}
    told = goal.standards.order_by("pk").values_list("standard__code", flat=True)
    return tuple(code for code in told if code not in served)


def _teachers_version() -> int:
    return TeachersVersion.objects.values_list("number", flat=True).first() or 0
