"""Goals are set, sent and ended; who they are for, and what came of them for each child."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from homeroom.goals.errors import GoalsError
from homeroom.goals.judging import Judged as Judged
from homeroom.goals.judging import Outcome as Outcome
from homeroom.goals.judging import judge as judge
from homeroom.goals.judging import judge_all as judge_all
from homeroom.goals.models import Goal, GoalStandard, GoalStudent
from homeroom.mastery.models import KeptGroup, Membership
from homeroom.people import audit
from homeroom.people.clock import now as this_moment
from homeroom.people.clock import today
from homeroom.people.enrolled import enrollments_on, here
from homeroom.people.models import Class, User
from homeroom.standards.models import Standard, Unit

LONGEST_TITLE = 255
MOST_STANDARDS, MOST_DAYS = 60, 400
Criterion, Scope = Goal.Criterion, Goal.Scope


@dataclass(frozen=True)
class Until:
    """How a goal is judged; only what its criterion asks for is looked at.

    `cut` is a chance of mastery or a share of an exit check; `evidence` counts ordinary items' worth; `count` lessons
    of each standard; `minutes` each child's lab time in the whole window.
    """

    criterion: str = Criterion.MASTERY
    cut: float = 0.8
    evidence: float = 5.0
    count: int = 1
    minutes: int = 0


@transaction.atomic
def make_goal(
    by: User,
    school_class: Class,
    standards: Mapping[Standard, float],
    begins_on: date,
    ends_on: date,
    *,
    until: Until = Until(),
    title: str = "",
    unit: Unit | None = None,
    group: KeptGroup | None = None,
    students: Iterable[int] = (),
) -> Goal:
    """A draft: nothing is asked of anybody until it is sent. `standards` are weights, of which only the ratios count.

    It is for the class; with a group for its members, with students for these alone. Raises GoalsError, in words for
    whoever sets it, where it can't be.
    """
    named = sorted(set(students))
    _possible(school_class, standards, begins_on, ends_on, until, group, named)
    goal = Goal.objects.create(
        school_class=school_class,
        scope=Scope.CHILD if named else Scope.GROUP if group else Scope.CLASS,
        group=None if named else group,
        unit=unit,
        title=(title.strip() or _title(standards, unit))[:LONGEST_TITLE],
        criterion=until.criterion,
        cut=until.cut,
        evidence=until.evidence,
        count=until.count,
        minutes=until.minutes,
        begins_on=begins_on,
        ends_on=ends_on,
        owner=by.get_username(),
    )
    weights = [GoalStandard(goal=goal, standard=one, weight=weight) for one, weight in standards.items()]
    GoalStandard.objects.bulk_create(weights)
    GoalStudent.objects.bulk_create(GoalStudent(goal=goal, student_id=student) for student in named)
    audit.did(by, "set", f"goal {goal.pk} for class {school_class.pk}", named, "a goal")
    return goal


def weights_of(unit: Unit) -> dict[Standard, float]:
    """A unit's standards with their weights, in the order they come."""
    found: dict[Standard, float] = {}
    for one in unit.standards.select_related("standard"):
        found[one.standard] = found.get(one.standard, 0.0) + one.weight
    return found


def children_of(goal: Goal) -> list[int]:
    """Whom the goal is for, in the order of their numbers: of a draft those of today, then those it was sent to."""
    fixed = GoalStudent.objects.filter(goal=goal).order_by("student").values_list("student", flat=True)
    if goal.sent_at is not None or goal.scope == Scope.CHILD:
        return list(fixed)
    if goal.scope == Scope.GROUP:
        of_group = Membership.objects.filter(
            group=goal.group_id, left_at=None, student__in=_enrolled(goal.school_class)
        )
        return sorted(set(of_group.values_list("student", flat=True)))
    return _enrolled(goal.school_class)


@transaction.atomic
def settle(by: User, goal: Goal) -> list[int]:
    """Write down whom the goal is for, and that it is sent. Safe again: who joins later is added by a person.

    Raises GoalsError where it is for nobody, or has ended.
    """
    held = Goal.objects.select_for_update().get(pk=goal.pk)
    if held.ended_at is not None:
        raise GoalsError(gettext("This goal has ended: set a new one."))
    children = children_of(held)
    if not children:
        raise GoalsError(gettext("There is no child that this goal is for: choose some."))
    if held.sent_at is None:
        rows = [GoalStudent(goal=held, student_id=student) for student in children]
        GoalStudent.objects.bulk_create(rows, ignore_conflicts=True)
        held.sent_at = goal.sent_at = this_moment()
        held.save(update_fields=["sent_at"])
        audit.did(by, "sent", f"goal {held.pk} of class {held.school_class_id}", children, "a goal")
    return children


@transaction.atomic
def add_child(by: User, goal: Goal, student: int) -> bool:
    """Give a goal that was sent to one more child of its class. Whether this call did."""
    if student not in _enrolled(goal.school_class):
        raise GoalsError(gettext("This child is not in the class."))
    _, new = GoalStudent.objects.get_or_create(goal=goal, student_id=student)
    if new:
        audit.did(by, "added", f"goal {goal.pk}", [student], "a goal")
    return new


@transaction.atomic
def end_goal(by: User, goal: Goal) -> bool:
    """End a goal before its last day; what was asked for and done stays on record. Whether this call did."""
    now = timezone.now()
    if not Goal.objects.filter(pk=goal.pk, ended_at=None).update(ended_by=by.get_username(), ended_at=now):
        return False
    goal.ended_by, goal.ended_at = by.get_username(), now
    audit.did(by, "ended", f"goal {goal.pk} of class {goal.school_class_id}", children_of(goal), "a goal")
    return True


def _enrolled(school_class: Class) -> list[int]:
    day = today()
    rows = enrollments_on(day).filter(here(day, "student__"), school_class=school_class, student__isnull=False)
    return sorted(set(rows.values_list("student", flat=True)))


def _title(standards: Mapping[Standard, float], unit: Unit | None) -> str:
    return unit.title if unit else ", ".join(one.code for one in standards)


def _possible(
    school_class: Class,
    standards: Mapping[Standard, float],
    begins_on: date,
    ends_on: date,
    until: Until,
    group: KeptGroup | None,
    students: list[int],
) -> None:
    if not standards or len(standards) > MOST_STANDARDS:
        most = {"most": MOST_STANDARDS}
        raise GoalsError(gettext("Choose at least one standard, and no more than %(most)s.") % most)
    if not all(0 < weight < float("inf") for weight in standards.values()):
        raise GoalsError(gettext("Each standard needs a weight above 0."))
    if not 0 <= (ends_on - begins_on).days <= MOST_DAYS:
        raise GoalsError(gettext("The last day comes after the first, and within %(days)s days.") % {"days": MOST_DAYS})
    _possible_until(until)
    if group is not None and group.school_class_id != school_class.pk:
        raise GoalsError(gettext("This group is one of another class."))
    strangers = set(students) - set(_enrolled(school_class)) if students else set()
    if strangers:
        raise GoalsError(gettext("Some of these children are not in the class."))


def _possible_until(until: Until) -> None:
    if until.criterion not in Criterion.values:
        raise GoalsError(gettext("Say how the goal is judged: by mastery, an exit check, lessons or minutes."))
    if not 0 < until.cut <= 1:
        raise GoalsError(gettext("The cut is above 0 and at most 100 percent."))
    if not 0 <= until.evidence <= 1000:
        raise GoalsError(gettext("Evidence is from 0 to 1,000 ordinary items."))
    if not 1 <= until.count <= 1000:
        raise GoalsError(gettext("Lessons to pass are from 1 to 1,000."))
    least = 1 if until.criterion == Criterion.MINUTES else 0
    if not least <= until.minutes <= 30_000:
        raise GoalsError(gettext("Minutes for the whole goal are from %(least)s to 30,000.") % {"least": least})
