"""Minutes of staff in homeroom itself, worked out of the audit log: another kind of effort than what they say.

Two looks with less than `PAUSE` between them are one stretch of time; a single look counts as `LEAST`. It is told in
sums of many, as what they say is, and it is no measure of anybody's work.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from homeroom.evidence.models import EffortEntry
from homeroom.evidence.sentences import FEW_STAFF
from homeroom.people.models import AuditEntry, User

IN_PRODUCT = "in homeroom"
PAUSE, LEAST = timedelta(minutes=5), timedelta(minutes=1)
A_WEEK = timedelta(days=7)


@transaction.atomic
def note(monday: date) -> int:
    """Write a week's minutes down, once. How many members of staff were in."""
    if EffortEntry.objects.filter(week=monday, source=EffortEntry.Source.LOG).exists():
        return 0
    begin = timezone.make_aware(datetime.combine(monday, time.min))
    looks = AuditEntry.objects.filter(at__gte=begin, at__lt=begin + A_WEEK, actor_number__isnull=False).order_by("at")
    staff = dict(User.objects.filter(staff__isnull=False).values_list("pk", "staff"))
    times: dict[int, list[datetime]] = {}
    for actor, at in looks.values_list("actor_number", "at"):
        if actor in staff:
            times.setdefault(staff[actor], []).append(at)
    told = {"week": monday, "activity": IN_PRODUCT, "source": EffortEntry.Source.LOG}
    rows = [EffortEntry(staff_id=one, minutes=minutes(each), **told) for one, each in times.items()]
    return len(EffortEntry.objects.bulk_create(rows))


def minutes(looks: Iterable[datetime]) -> int:
    """Whole minutes of looks in their order."""
    whole, before = timedelta(0), None
    for at in looks:
        gap = at - before if before is not None else PAUSE
        whole += gap if gap < PAUSE else LEAST
        before = at
    return round(whole / timedelta(minutes=1))


def are_few(people: Iterable[int]) -> bool:
    """Whether a mean of their minutes would tell of each."""
    return len(set(people)) < FEW_STAFF["people"]
