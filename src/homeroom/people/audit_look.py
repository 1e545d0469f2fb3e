"""Look things up in the audit log, a stretch at a time. An index answers every question here, never a scan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from homeroom.people import audit_index
from homeroom.people.audit import REFUSED
from homeroom.people.models import AuditEntry, User

# "Older than this": the moment and key of the last entry that was shown.
After = tuple[datetime, int]


@dataclass(frozen=True)
class Filter:
    """Blank means any."""

    actor: str = ""
    student: int | None = None
    verb: str = ""
    day: date | None = None


def entries(chosen: Filter, after: After | None, most: int) -> Sequence[AuditEntry]:
    """The newest entries that fit, older than `after`, at most so many."""
    found = AuditEntry.objects.all()
    if chosen.actor:
        found = found.filter(actor=chosen.actor)
    if chosen.verb:
        found = found.filter(verb=chosen.verb)
    if chosen.day:
        start, end = _day(chosen.day)
        found = found.filter(at__gte=start, at__lt=end)
    if chosen.student is not None:
        return _of_child(found, chosen.student, after, most)
    return list(_older(found, after).order_by("-at", "-id")[:most])


def of_child(student: int, after: After | None, most: int) -> Sequence[AuditEntry]:
    """Who saw this child or changed something about it, newest first. What was refused showed nothing."""
    return _of_child(AuditEntry.objects.exclude(verb=REFUSED), student, after, most)


def reaches_back_to() -> datetime | None:
    """When the oldest entry that is kept was written."""
    return AuditEntry.objects.order_by("at", "id").values_list("at", flat=True).first()


def verbs() -> list[str]:
    """Every verb that stands in the log, found by leaping along the index from one to the next."""
    found: list[str] = []
    while (following := _next_verb(found[-1] if found else "")) is not None:
        found.append(following)
    return found


def names(entries: Iterable[AuditEntry]) -> Mapping[int, str]:
    """The names of who acted, by the number of the account, as they stand on record today. Who is gone is not in it."""
    wanted = {number for one in entries for number in (one.actor_number, one.acting_as_number) if number}
    users = User.objects.select_related("staff", "contact", "student").filter(pk__in=wanted)
    return {
        user.pk: person.name for user in users if (person := user.staff or user.contact or user.student) is not None
    }


def _of_child(found: QuerySet[AuditEntry], student: int, after: After | None, most: int) -> Sequence[AuditEntry]:
    """In the order in which they were written, which is the order of the list of children."""
    audit_index.catch_up()
    found = found.filter(children__student=student)
    if after:
        found = found.filter(pk__lt=after[1])
    return list(found.order_by("-children__entry_id")[:most])


def _older(found: QuerySet[AuditEntry], after: After | None) -> QuerySet[AuditEntry]:
    """By moment and key, so that two entries of one moment are both shown. The first half is what the index reads."""
    if after is None:
        return found
    at, key = after
    return found.filter(at__lte=at).filter(Q(at__lt=at) | Q(pk__lt=key))


def _next_verb(verb: str) -> str | None:
    later = AuditEntry.objects.filter(verb__gt=verb).order_by("verb", "at", "id")
    return later.values_list("verb", flat=True).first()


def _day(day: date) -> tuple[datetime, datetime]:
    start, end = (datetime.combine(one, time.min) for one in (day, day + timedelta(days=1)))
    return timezone.make_aware(start), timezone.make_aware(end)
