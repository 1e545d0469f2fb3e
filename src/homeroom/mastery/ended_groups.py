"""Groups that have ended, while what was seen in them can still be entered."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from homeroom.mastery.group_models import GroupAct, KeptGroup, Membership
from homeroom.mastery.rules import ENTERED
from homeroom.people.clock import today


def a_while() -> timedelta:
    return timedelta(days=ENTERED["days"])


def still_open(on: date | None = None) -> QuerySet[KeptGroup]:
    """Groups with children that ended lately. One whose keeping was undone never met, and is none of them."""
    day = on or today()
    ran_out = Q(ended_at=None, ends_on__lt=day, ends_on__gte=day - a_while())
    was_ended = Q(ended_at__date__gte=day - a_while())
    undone = GroupAct.objects.filter(group=OuterRef("pk"), undoes__kind=GroupAct.Kind.KEPT)
    inside = Membership.objects.filter(group=OuterRef("pk"), left_at=None)
    return KeptGroup.objects.filter(ran_out | was_ended).filter(Exists(inside), ~Exists(undone))


def last_day(group: KeptGroup) -> date:
    """The last day on which the group met, or may have met: of a running one the day that is planned."""
    assert group.ends_on is not None  # noqa: S101  the table's own constraint
    if group.ended_at is None:
        return group.ends_on
    return min(group.ends_on, timezone.localtime(group.ended_at).date(), today())


def open_until(group: KeptGroup) -> date:
    """The last day on which results can be entered."""
    return last_day(group) + a_while()
