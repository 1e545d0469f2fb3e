"""A goal before it is sent: begun, aimed and discarded, each change kept at once so that it can be left and resumed.

Nothing is asked of anybody here. What is sent changes no more: each of these refuses a goal that was.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from homeroom.goals.choose import approve
from homeroom.goals.errors import GoalsError
from homeroom.goals.models import Goal, GoalStandard, GoalStudent
from homeroom.goals.sending import send
from homeroom.goals.setting import settle, weights_of
from homeroom.mastery.kept_groups import present
from homeroom.mastery.models import KeptGroup
from homeroom.people import audit
from homeroom.people.clock import today
from homeroom.people.models import Class, User
from homeroom.people.visibility import numbers_in
from homeroom.standards.models import Standard, Unit

SENT = gettext_noop("This goal has been sent: it changes no more. End it, and set another.")
NO_STANDARD = gettext_noop("Choose at least one standard.")
NO_CHILD = gettext_noop("Choose at least one child.")
NOTHING = gettext_noop("There is no work to send: no lesson fits these standards and children.")
NOT_HERE = gettext_noop("One of these children is no longer in the class. Look at the list again.")
REASON = "sets a goal of the class"
LONGEST_TITLE = 255


@dataclass(frozen=True)
class Aim:
    """What is to be reached, how that is judged, and in which days. `minutes` are of one child in the whole window."""

    title: str
    standards: Sequence[Standard]
    criterion: str
    cut: float
    count: int
    minutes: int
    begins_on: date
    ends_on: date


def drafts(school_class: Class) -> QuerySet[Goal]:
    """Goals of a class that were not sent, the newest first."""
    return Goal.objects.filter(school_class=school_class, sent_at=None).order_by("-pk")


@transaction.atomic
def begin(
    by: User,
    school_class: Class,
    unit: Unit | None = None,
    standards: Sequence[Standard] = (),
    children: Collection[int] | None = None,
) -> Goal:
    """A draft for the week that comes: a unit's standards or these, for these children or the whole class."""
    found = list(standards) or (list(weights_of(unit)) if unit else [])
    weeks = max(1, unit.weeks) if unit else 2
    begins = next_monday()
    made = Goal.objects.create(
        school_class=school_class,
        unit=unit,
        title=_title(unit, found),
        begins_on=begins,
        ends_on=begins + timedelta(days=7 * weeks - 3),
        minutes=60 * weeks,
        owner=by.get_username(),
    )
    _weigh(made, found)
    inside = numbers_in(school_class)
    chosen = inside if children is None else [one for one in inside if one in set(children)]
    _fill(made, chosen)
    if children is not None:
        made.scope = Goal.Scope.CHILD
        made.save(update_fields=["scope"])
    audit.did(by, "began", f"goal {made.pk}", chosen, REASON)
    return made


def next_monday() -> date:
    """The coming Monday; today where it is one."""
    return today() + timedelta(days=-today().weekday() % 7)


@transaction.atomic
def aim(by: User, draft: Goal, told: Aim) -> None:
    """Raises GoalsError where no standard is named, the days are turned round, or the goal was sent."""
    hold(draft)
    if not told.standards:
        raise GoalsError(NO_STANDARD)
    draft.title = told.title.strip()[:LONGEST_TITLE] or _title(draft.unit, told.standards)
    for name in ("criterion", "cut", "count", "minutes", "begins_on", "ends_on"):
        setattr(draft, name, getattr(told, name))
    draft.save()
    _weigh(draft, told.standards)
    audit.did(by, "aimed", f"goal {draft.pk}", _children(draft), REASON)


@transaction.atomic
def choose(by: User, draft: Goal, scope: str, children: Collection[int], group: KeptGroup | None = None) -> None:
    """For whom it is. Raises GoalsError for nobody, and for a child who is not in the class."""
    hold(draft)
    inside = set(numbers_in(draft.school_class))
    wanted = inside if scope == Goal.Scope.CLASS else _in_group(group) if group else set(children)
    if not wanted:
        raise GoalsError(NO_CHILD)
    if wanted - inside:
        raise GoalsError(NOT_HERE)
    draft.scope, draft.group = scope, group
    draft.save(update_fields=["scope", "group"])
    draft.students.exclude(student__in=wanted).delete()
    _fill(draft, wanted - set(_children(draft)))
    audit.did(by, "chose", f"goal {draft.pk}", sorted(wanted), REASON)


@transaction.atomic
def discard(by: User, draft: Goal) -> None:
    """A draft goes without a trace but the audit log's: nothing was asked of anybody."""
    hold(draft)
    audit.did(by, "discarded", f"goal {draft.pk}", _children(draft), REASON)
    draft.delete()


def send_off(by: User, draft: Goal) -> None:
    """Approve what is proposed, write down whom the goal is for, and send it. Sending twice is sending once.

    Of a class or a group those count who are in it now. Raises GoalsError, in words, where that can't be.
    """
    if draft.scope != Goal.Scope.CHILD:
        choose(by, draft, draft.scope, (), draft.group)
    if not approve(draft, by).assignments:
        raise GoalsError(NOTHING)
    settle(by, draft)
    send(draft, by.get_username())


def hold(draft: Goal) -> None:
    """Let nobody else change this draft until the transaction ends. Raises GoalsError where it was sent."""
    if Goal.objects.select_for_update().get(pk=draft.pk).sent_at is not None:
        raise GoalsError(SENT)


def _weigh(goal: Goal, standards: Sequence[Standard]) -> None:
    """A unit's standards keep their part of its time; any other counts as one."""
    weights = weights_of(goal.unit) if goal.unit else {}
    goal.standards.all().delete()
    rows = [GoalStandard(goal=goal, standard=one, weight=weights.get(one, 1.0)) for one in dict.fromkeys(standards)]
    GoalStandard.objects.bulk_create(rows)


def _fill(goal: Goal, children: Collection[int]) -> None:
    GoalStudent.objects.bulk_create([GoalStudent(goal=goal, student_id=one) for one in sorted(children)])


def _children(goal: Goal) -> list[int]:
    return list(goal.students.order_by("student").values_list("student", flat=True))


def _in_group(group: KeptGroup) -> set[int]:
    return set(present([group]).values_list("student", flat=True))


def _title(unit: Unit | None, standards: Sequence[Standard]) -> str:
    """The unit's title, else the codes: words that need no language."""
    return (unit.title if unit else ", ".join(one.code for one in standards[:6]))[:LONGEST_TITLE]
