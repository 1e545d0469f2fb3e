"""Groups that ran in a week, class by class, and those of them of which anybody entered a result."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Q

from homeroom.mastery.models import Check, KeptGroup, Membership
from homeroom.reports.week import Week


@dataclass(frozen=True)
class Run:
    """Of one class."""

    groups: int = 0
    with_results: int = 0


def run(rooms: Collection[int], week: Week) -> Mapping[int, Run]:
    """A group ran in the week if it was kept on one of its days and a child was in it."""
    days = Q(begins_on__lte=week.sunday, ends_on__gte=week.monday)
    not_ended = Q(ended_at=None) | Q(ended_at__date__gte=week.monday)
    groups = list(KeptGroup.objects.filter(days, not_ended, school_class__in=rooms))
    members = _members(groups, week)
    checked = _checked(groups, week)
    found: dict[int, Run] = {}
    for group in groups:
        inside = members.get(group.pk, set())
        before = found.get(group.school_class_id, Run())
        told = bool(inside & checked.get(group.standard_id, set()))
        if inside:
            found[group.school_class_id] = Run(before.groups + 1, before.with_results + told)
    return found


def _members(groups: Collection[KeptGroup], week: Week) -> Mapping[int, set[int]]:
    held = Membership.objects.filter(Q(left_at=None) | Q(left_at__date__gte=week.monday), group__in=groups)
    found: dict[int, set[int]] = {}
    for group, child in held.filter(since__lte=week.sunday).values_list("group", "student"):
        found.setdefault(group, set()).add(child)
    return found


def _checked(groups: Collection[KeptGroup], week: Week) -> Mapping[int, set[int]]:
    """The children of whom a teacher saw something on a standard in the week."""
    told = Check.objects.filter(withdrawn_at=None, seen_on__range=(week.monday, week.sunday))
    found: dict[int, set[int]] = {}
    wanted = {group.standard_id for group in groups}
    for standard, child in told.filter(standard__in=wanted).values_list("standard", "student"):
        found.setdefault(standard, set()).add(child)
    return found
