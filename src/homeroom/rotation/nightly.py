"""What the night does for the flexible block: it proposes the week that comes, and never publishes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from homeroom.people.clock import today
from homeroom.people.models import School
from homeroom.rotation import changes, drafts
from homeroom.rotation.block.instance import Instance, digest
from homeroom.rotation.block.plan import Plan
from homeroom.rotation.changes import Difference
from homeroom.rotation.errors import RotationError
from homeroom.rotation.models import BlockPlan, DayType
from homeroom.rotation.plan_models import State

A_DAY, A_WEEK = timedelta(days=1), timedelta(weeks=1)


@dataclass(frozen=True)
class Planner:
    """`gather` says what a school's week is planned from, without sessions where it has no flexible block; `solve`
    plans it. Either may raise RotationError."""

    gather: Callable[[School, date], Instance]
    solve: Callable[[Instance], Plan]


@dataclass(frozen=True)
class Proposed:
    """What the night did for one school. `draft` is none where nothing has changed, or where it `failed`, in words."""

    school: int
    week: date
    draft: BlockPlan | None = None
    differences: tuple[Difference, ...] = ()
    failed: str = ""


def propose(planner: Planner) -> list[Proposed]:
    """A draft of the coming week for each school with day types whose needs, people or rules have changed since its
    newest version. One school that can't be planned stops no other; what is published stays as it is."""
    return [found for school in _schools() if (found := _one(school, coming(today()), planner))]


def coming(day: date) -> date:
    """The Monday of the week that is planned: from Saturday on, and all through a week, the one that follows."""
    return day - day.weekday() * A_DAY + A_WEEK


def _schools() -> list[School]:
    return list(School.objects.filter(pk__in=DayType.objects.values("school")).order_by("pk"))


def _one(school: School, week: date, planner: Planner) -> Proposed | None:
    try:
        instance = planner.gather(school, week)
        if not (instance.slots and instance.children):
            return None
        versions = BlockPlan.objects.filter(school=school, week=week).order_by("-version")
        newest = versions.first()
        if newest is not None and newest.input_hash == digest(instance):
            return Proposed(school.pk, week)
        draft = drafts.save(instance, planner.solve(instance), None)
    except RotationError as error:
        return Proposed(school.pk, week, failed=str(error))
    told = versions.exclude(pk=draft.pk).filter(state=State.PUBLISHED).first() or newest
    differences = tuple(changes.between(told, draft)) if told else ()
    _tidy(draft)
    return Proposed(school.pk, week, draft, differences)


def _tidy(draft: BlockPlan) -> None:
    """Earlier proposals that nobody has touched go: what a person has copied, or changed, is that person's."""
    earlier = BlockPlan.objects.filter(
        school=draft.school_id, week=draft.week, state=State.DRAFT, made_by=draft.made_by, version__lt=draft.version
    )
    for one in earlier.exclude(solver=drafts.BY_HAND):
        drafts.discard(one, None)
