"""Put the proposed work of a goal into the form that its pages show, child by child."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from homeroom.goals.choose import Proposal, propose
from homeroom.goals.choosing import reasons
from homeroom.goals.models import Assignment, Goal
from homeroom.people.visibility import Scope
from homeroom.reports.class_week.make import named
from homeroom.reports.class_week.report import Named
from homeroom.reports.goals.checks import Aimed, checks
from homeroom.reports.goals.report import ChildWork, GoalWork, ProgramPlan, Work
from homeroom.reports.goals.words import NO_PROGRAM
from homeroom.reports.languages import kept
from homeroom.reports.seen import program_name

if TYPE_CHECKING:
    # It brings numba, which takes a second.
    from homeroom.goals.choosing.put_together import ForChild


def proposed(goal: Goal, scope: Scope) -> GoalWork:
    """The work for those of the goal's children who are in `scope`. Nothing is kept by looking."""
    made = propose(goal)
    children = _children(scope, made)
    facts, words = made.versions
    return GoalWork(
        goal=goal.pk,
        title=goal.title,
        children=children,
        checks=checks(Aimed(goal, scope, children, made)),
        by_program=tuple(_by_program(children)),
        drawn_from={"facts": facts, "teachers' words": words, "policy": made.policy},
    )


def work_of(one: Assignment, channel: str) -> Work:
    item = one.content_item
    return Work(
        program=one.program,
        name=named_program(one.program),
        code=one.standard.code,
        title=one.standard.title,
        serves="" if one.serves_id == one.standard_id else one.serves.code,
        lesson=(item.title or item.external_id) if item else "",
        minutes=one.minutes,
        reason=one.reason,
        why=reasons.said(one.reason_codes) or one.reason,
        channel=channel,
    )


def named_program(slug: str) -> str:
    return program_name(slug) if slug else str(NO_PROGRAM)


def _children(scope: Scope, made: Proposal) -> tuple[ChildWork, ...]:
    inside = {one.student: one for one in made.children if one.student in scope.students}
    return tuple(_child(child, inside[child.number]) for child in named(sorted(inside)))


def _child(child: Named, found: ForChild) -> ChildWork:
    works = tuple(work_of(piece.assignment, piece.channel) for piece in found.work)
    return ChildWork(child, works, "" if works else _without(found))


def _without(found: ForChild) -> str:
    """Why there is nothing for a child: of all that was held back, what held the most back."""
    if found.masters:
        return gettext("Knows all of it already.")
    held = Counter(one.blocked_by for one in found.candidates if one.blocked_by)
    if not held:
        return gettext("No lesson is known that fits.")
    why = max(held, key=lambda why: (held[why], why))
    return kept.said(why) or gettext(why)


def _by_program(children: Sequence[ChildWork]) -> Sequence[ProgramPlan]:
    pieces = Counter((work.program, work.name, work.channel) for one in children for work in one.works)
    reached = Counter(key for one in children for key in {(w.program, w.name, w.channel) for w in one.works})
    return [ProgramPlan(*key, reached[key], pieces[key]) for key in sorted(pieces, key=lambda key: (not key[0], key))]
