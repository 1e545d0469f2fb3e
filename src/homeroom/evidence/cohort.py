"""The flow of a study, from who could be drawn to who is analysed. Each child counts once, where it was on the day.

Every sum is kept to the last child: assigned is stayed, moved, left and erased together; and it is those with baseline
and outcome, with one of them, with neither, and erased.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from homeroom.evidence import plan_json
from homeroom.evidence.arms import Arms, arms
from homeroom.evidence.flow import ArmFlow, Flow, summed
from homeroom.evidence.follow import GONE, places
from homeroom.evidence.lock import plan_of
from homeroom.evidence.models import Draw, DrawChange, Study, StudyChild, StudyOutcome
from homeroom.evidence.outcomes import Measured, answered, measured, roles, write_down
from homeroom.evidence.plan_json import DRAWN_INSIDE, StudyPlan

Role = StudyOutcome.Role
ALL = "every class is in both arms"
UNDRAWN = "not drawn"


@dataclass(frozen=True)
class Followed:
    """One child. `arm` is where it was drawn, `now_arm` where it is now; `elsewhere`: also in another arm's class."""

    pseudonym: str
    arm: str
    home: str
    now: str
    now_arm: str
    joined: bool = False
    elsewhere: bool = False
    erased: bool = False
    has_baseline: bool = True
    has_outcome: bool = True


def flow(draw: Draw, *, keep: bool = True) -> Flow:
    """From the ledger and the facts. What was found of each measure is written down beside it (`StudyOutcome`).

    Whoever only looks keeps nothing.
    """
    plan, where = plan_json.load(plan_of(draw).text), arms(draw)
    children = _followed(draw, plan, where, keep)
    left = set(draw.changes.filter(kind=DrawChange.Kind.LEFT).values_list("key", flat=True))
    told = []
    for arm in [ALL] if where.are_inside else [*(one.name for one in plan.arms), UNDRAWN]:
        inside = [one for one in children if one.arm == arm]
        classes = _classes(arm, plan, where, inside)
        if classes or inside or arm != UNDRAWN:
            told.append(replace(counted(arm, inside), classes=len(classes), classes_left=len(classes & left)))
    undrawn = tuple(json.loads(draw.undrawn))
    return Flow(tuple(told), summed(told), undrawn, draw.by_lot, draw.study.draws.count())


def counted(arm: str, children: Iterable[Followed]) -> ArmFlow:
    """The children of one arm, all of them given."""
    inside = list(children)
    here = [one for one in inside if not one.joined]
    there = [one for one in here if not one.erased]
    return ArmFlow(
        arm,
        assigned=len(here),
        stayed=sum(one.now == one.home for one in there),
        moved_within=sum(one.now not in (one.home, GONE) and one.now_arm == one.arm for one in there),
        moved_across=sum(one.now not in (one.home, GONE) and one.now_arm != one.arm for one in there),
        left=sum(one.now == GONE for one in there),
        erased=len(here) - len(there),
        also_elsewhere=sum(one.elsewhere for one in there),
        analysed=sum(one.has_baseline and one.has_outcome for one in there),
        no_baseline=sum(not one.has_baseline and one.has_outcome for one in there),
        no_outcome=sum(one.has_baseline and not one.has_outcome for one in there),
        neither=sum(not one.has_baseline and not one.has_outcome for one in there),
        joined=len(inside) - len(here),
    )


def _followed(draw: Draw, plan: StudyPlan, where: Arms, keep: bool) -> list[Followed]:
    members = list(draw.members.order_by("pk"))
    found = _measured(draw, plan, [one.student_id for one in members if one.student_id is not None], keep)
    now = places(draw)
    return [_of(one, now[one.pseudonym], where, found) for one in members]


def _of(one: StudyChild, now: str, where: Arms, found: Mapping[str, Measured]) -> Followed:
    arm = _named(where, where.of_child(one.pseudonym, one.home))
    baseline, outcome = found.get(Role.BASELINE), found.get(Role.PRIMARY)
    return Followed(
        one.pseudonym,
        arm,
        one.home,
        now,
        _named(where, where.of_child(one.pseudonym, now)),
        joined=one.joined_on is not None,
        elsewhere=any(_named(where, where.of_class(other)) != arm for other in one.also) and not _by_child(where),
        erased=one.student_id is None,
        has_baseline=baseline is None or one.student_id in baseline.of,
        has_outcome=outcome is not None and one.student_id in outcome.of,
    )


def _measured(draw: Draw, plan: StudyPlan, students: Collection[int], keep: bool) -> dict[str, Measured]:
    """By role; of several secondary outcomes none is needed here, all are written down."""
    found = {key: measured(plan.measure(window), window, students) for key, window in roles(plan)}
    if keep:
        write_down(plan_of(draw), plan, found)
    of = {role: one for (role, _), one in found.items()}
    if plan.unit in DRAWN_INSIDE and plan.primary is not None:
        answers = answered(plan.measure(plan.primary), plan.primary, students)
        of[Role.PRIMARY] = replace(of[Role.PRIMARY], of={child: result for child, _, result, _ in answers})
    return of


def _classes(arm: str, plan: StudyPlan, where: Arms, inside: Collection[Followed]) -> set[str]:
    """Of a draw of children each class has some in either arm, and counts in both."""
    if _by_child(where):
        return {one.home for one in inside}
    return {one for one in plan.named if _named(where, where.of_class(one)) == arm}


def _by_child(where: Arms) -> bool:
    return where.unit == Study.Unit.STUDENT


def _named(where: Arms, arm: str) -> str:
    return ALL if where.are_inside else arm or UNDRAWN
