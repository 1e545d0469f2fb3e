"""What a class is to be taught week by week, and what came of it: taught, moved or skipped, each with one undo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import islice

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from homeroom.goals.errors import GoalsError
from homeroom.goals.models import UnitPlan
from homeroom.goals.shares import whole_parts
from homeroom.goals.weeks import monday, taught_weeks
from homeroom.people import audit
from homeroom.people.models import Class, User
from homeroom.standards import leaves
from homeroom.standards.models import Standard, Unit, UnitStandard

State = UnitPlan.State
MOST_MINUTES = 2_000  # in a week: more than a school week has


@transaction.atomic
def plan_unit(by: User, school_class: Class, unit: Unit, first_week: date, minutes: int) -> list[UnitPlan]:
    """Copy a unit into a class's weeks, the first of which has the day `first_week` in it.

    `minutes` is each child's lab time a week, divided among the week's standards by their weights, to the minute. Weeks
    without a school day are passed over. What the class has planned of a standard and week stays as it is; planned
    again, the unit changes minutes alone, and nothing that is marked. Gives the unit's rows, week by week.
    Raises GoalsError where the unit is empty or the minutes can't be.
    """
    _possible(minutes)
    told = list(unit.standards.select_related("standard"))
    if not told:
        raise GoalsError(gettext("This unit has no standards yet: add some to it first."))
    weeks = list(islice(taught_weeks(first_week, school_class.school_id), max(one.week for one in told)))
    for number, week in enumerate(weeks, start=1):
        for standard, part in _parts([one for one in told if one.week == number], minutes).items():
            _plan(by, school_class, standard, week, part, unit)
    audit.did(by, "planned", f"class {school_class.pk}, unit {unit.code} from {weeks[0]}", [], "a class's plan")
    return list(of(school_class, weeks[0], weeks[-1]).filter(unit=unit))


@transaction.atomic
def plan_standard(by: User, school_class: Class, standard: Standard, week: date, minutes: int) -> UnitPlan:
    """Plan one standard for the week that has the day `week` in it; planned there already, its minutes change."""
    _possible(minutes)
    made = _plan(by, school_class, standard, monday(week), minutes, None)
    words = f"class {school_class.pk}, {standard.code} in the week of {made.week}"
    audit.did(by, "planned", words, [], "a class's plan")
    return made


def of(school_class: Class, first: date, last: date) -> QuerySet[UnitPlan]:
    """The class's rows of the weeks from that of one day to that of another, in the order they are taught."""
    rows = UnitPlan.objects.filter(school_class=school_class, week__gte=monday(first), week__lte=monday(last))
    return rows.select_related("standard", "unit").order_by("week", "unit__order", "standard__order", "pk")


@transaction.atomic
def mark(by: User, plan: UnitPlan, state: str, moved_to: date | None = None) -> UnitPlan:
    """Say what came of a row: taught, skipped, or moved to the week that has the day `moved_to` in it.

    The same again changes nothing; another state takes the place of the one before. A moved row's minutes go to the
    week it moved to, on a row of its own or on the one that is there. `planned` takes back what was said.
    Raises GoalsError for a move to nowhere or to the same week, and where a move can't be taken back any more.
    """
    held = _held(plan)
    target = monday(moved_to) if moved_to and state == State.MOVED else None
    _possible_move(held, state, target)
    if (held.state, held.moved_to) == (state, target):
        return held
    if held.state == State.MOVED:
        _take_back(held)
    if target:
        _move(by, held, target)
    said = state != State.PLANNED
    held.state, held.moved_to = state, target
    held.marked_by, held.marked_at = (by.get_username(), timezone.now()) if said else ("", None)
    held.save(update_fields=["state", "moved_to", "marked_by", "marked_at"])
    words = f"class {held.school_class_id}, {held.standard.code} in the week of {held.week}"
    audit.did(by, state if said else "undid", words, [], "a class's plan")
    return held


def undo(by: User, plan: UnitPlan) -> UnitPlan:
    """Take back what was said of a row: it is planned again. Raises GoalsError where what it moved to was marked."""
    return mark(by, plan, State.PLANNED)


def taught(school_class: Class, week: date) -> Mapping[str, float]:
    """What the class was taught in the week that has this day in it: leaf standards with shares that sum to 1.

    The plan, less what was moved away or skipped, by planned minutes; where none of it has minutes, evenly. A whole
    standard is spread over its parts. Empty where nothing is planned: that week tells of no plan, not of an empty one.
    """
    rows = UnitPlan.objects.filter(
        school_class=school_class, week=monday(week), state__in=(State.PLANNED, State.TAUGHT)
    )
    minutes = dict(rows.values_list("standard__code", "minutes"))
    return shares({code: float(told) for code, told in minutes.items()})


def shares(minutes: Mapping[str, float]) -> dict[str, float]:
    """Minutes by standard as shares of leaf standards that sum to 1, in the order of their codes."""
    told = minutes if any(minutes.values()) else dict.fromkeys(minutes, 1.0)
    whole = sum(told.values())
    spread = leaves.spread({code: part / whole for code, part in told.items() if part})
    return dict(sorted(spread.items()))


def _parts(told: Sequence[UnitStandard], minutes: int) -> dict[Standard, int]:
    parts = whole_parts(minutes, [one.weight for one in told])
    return dict(zip([one.standard for one in told], parts, strict=True))


def _plan(by: User, school_class: Class, standard: Standard, week: date, minutes: int, unit: Unit | None) -> UnitPlan:
    defaults = {"unit": unit, "minutes": minutes, "made_by": by.get_username()}
    made, new = UnitPlan.objects.get_or_create(
        school_class=school_class, standard=standard, week=week, defaults=defaults
    )
    if not new and made.state == State.PLANNED and made.unit in (unit, None) and made.minutes != minutes:
        made.minutes = minutes
        made.save(update_fields=["minutes"])
    return made


def _held(plan: UnitPlan) -> UnitPlan:
    """The row as it stands now, and nobody else's until this is over."""
    found = UnitPlan.objects.select_for_update().filter(pk=plan.pk).first()
    if found is None:
        raise GoalsError(gettext("This is no longer planned: open the page again."))
    return found


def _possible(minutes: int) -> None:
    if not 0 <= minutes <= MOST_MINUTES:
        most = f"{MOST_MINUTES:,}"
        raise GoalsError(gettext("Minutes a week are from 0 to %(most)s.") % {"most": most})


def _possible_move(held: UnitPlan, state: str, target: date | None) -> None:
    if state not in State.values:
        raise GoalsError(gettext("Say whether it was taught, moved or skipped."))
    if state == State.MOVED and target in (None, held.week):
        raise GoalsError(gettext("Say which other week it moved to."))


def _move(by: User, held: UnitPlan, week: date) -> None:
    """Bring the row's minutes to another week."""
    there = UnitPlan.objects.select_for_update().filter(
        school_class=held.school_class_id, standard=held.standard_id, week=week
    )
    found = there.first()
    if found is None:
        told = {"school_class_id": held.school_class_id, "standard_id": held.standard_id, "unit_id": held.unit_id}
        made = {"minutes": held.minutes, "made_by": by.get_username(), "moved_from": held}
        UnitPlan.objects.create(**told, **made, week=week)
    elif found.state in (State.PLANNED, State.TAUGHT):
        there.update(minutes=F("minutes") + held.minutes)
    else:
        raise GoalsError(gettext("It was moved or skipped in that week, too: take that back first."))


def _take_back(held: UnitPlan) -> None:
    """Bring the row's minutes back from the week that they were moved to."""
    row = UnitPlan.objects.filter(school_class=held.school_class_id, standard=held.standard_id)
    there = row.select_for_update().filter(week=held.moved_to or held.week).exclude(pk=held.pk).first()
    if there is None:
        return
    made_by_this = there.moved_from_id == held.pk
    if there.state in (State.MOVED, State.SKIPPED) or (made_by_this and there.state == State.TAUGHT):
        raise GoalsError(gettext("The week it moved to was marked since: take that back first."))
    others = row.filter(state=State.MOVED, moved_to=held.moved_to).exclude(pk=held.pk).order_by("pk")
    if made_by_this and not others.exists():
        there.delete()
        return
    there.moved_from = others.first() if made_by_this else there.moved_from
    there.minutes = max(0, there.minutes - held.minutes)
    there.save(update_fields=["minutes", "moved_from"])
