"""The adult of a kept group sees its children: the caseload rows that say so, from day to day, and their end."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from homeroom.mastery.group_models import KeptGroup, Membership
from homeroom.people.clock import today
from homeroom.people.models import Caseload, Staff
from homeroom.people.visibility import numbers_in


def follow(groups: Collection[KeptGroup]) -> None:
    """Make the caseloads of these groups what their members and adults are now. Safe to do again."""
    rows = Membership.objects.filter(group__in=[group.pk for group in groups])
    here = {group.pk: set(numbers_in(group.school_class)) for group in groups}
    for one in rows.select_related("group__standard", "group__staff", "caseload").order_by("pk"):
        wanted = _is_served(one) and one.student_id in here[one.group_id]  # who left the class may be in it till night
        held = one.caseload
        if held is not None and not (wanted and held.staff_id == one.group.staff_id):
            _end(one, held)
            held = None
        if held is not None:
            Caseload.objects.filter(pk=held.pk).update(ends_on=one.group.ends_on)
        elif wanted and one.group.staff is not None:
            _begin(one, one.group.staff)


def _is_served(one: Membership) -> bool:
    group = one.group
    return group.staff_id is not None and one.left_at is None and group.ended_at is None


def _begin(one: Membership, adult: Staff) -> None:
    group = one.group
    told = {"begins_on": today(), "ends_on": group.ends_on, "reason": f"small group on {group.standard.code}"}
    made = Caseload.objects.create(staff=adult, student_id=one.student_id, **told)
    Membership.objects.filter(pk=one.pk).update(caseload=made)


def _end(one: Membership, held: Caseload) -> None:
    """From this moment on. A row that began today never held a whole day: the audit log has what was seen by it."""
    Membership.objects.filter(pk=one.pk).update(caseload=None)
    yesterday = today() - timedelta(days=1)
    if held.begins_on is not None and held.begins_on > yesterday:
        held.delete()
    elif held.ends_on is None or held.ends_on > yesterday:
        Caseload.objects.filter(pk=held.pk).update(ends_on=yesterday)
