"""What a notice of a breach must tell out of the audit log: who, about which children, when, by what means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from homeroom.people import audit_index
from homeroom.people.models import AuditEntry, Enrollment

AT_ONCE = 2_000


@dataclass(frozen=True)
class Asked:
    """Which part of the log. Blank means all; both days count. Entries from `until` on are left out."""

    students: frozenset[int] = frozenset()
    actor: str = ""
    first: date | None = None
    last: date | None = None
    until: datetime | None = None


@dataclass
class Times:
    """How often something stands in the log, and between when."""

    times: int = 0
    first: datetime | None = None
    last: datetime | None = None

    def add(self, at: datetime) -> None:
        self.times += 1
        self.first = min(self.first or at, at)
        self.last = max(self.last or at, at)


@dataclass
class Found:
    """The sums. A child that was not shown to anybody in this part is not among `children`."""

    all: Times = field(default_factory=Times)
    children: dict[int, Times] = field(default_factory=dict)
    actors: dict[str, Times] = field(default_factory=dict)
    by: dict[int, set[str]] = field(default_factory=dict)
    seen_by: dict[str, set[int]] = field(default_factory=dict)
    means: dict[tuple[str, str], Times] = field(default_factory=dict)

    def add(self, entry: AuditEntry, students: list[int]) -> None:
        at, actor = entry.at, entry.actor
        self.all.add(at)
        self.actors.setdefault(actor, Times()).add(at)
        self.means.setdefault((entry.verb, entry.kind), Times()).add(at)
        self.seen_by.setdefault(actor, set()).update(students)
        for student in students:
            self.children.setdefault(student, Times()).add(at)
            self.by.setdefault(student, set()).add(actor)


def entries(asked: Asked) -> Iterator[tuple[AuditEntry, list[int]]]:
    """The entries of that part in their order, each with those of its children that were asked for."""
    for entry in _chosen(asked).iterator(AT_ONCE):
        students = [one for one in entry.students if not asked.students or one in asked.students]
        yield entry, students


def ever_in_class(number: int, asked: Asked) -> frozenset[int]:
    """The children who were enrolled in the class at any time, whatever its roster says today."""
    held = Enrollment.objects.filter(school_class=number, student__isnull=False)
    return frozenset(pk for pk in held.values_list("student", flat=True) if pk) | asked.students


def _chosen(asked: Asked) -> QuerySet[AuditEntry]:
    found = AuditEntry.objects.order_by("at", "id")
    if asked.students:
        audit_index.catch_up()
        about = AuditEntry.objects.filter(children__student__in=asked.students)
        found = found.filter(pk__in=about.order_by().values("pk"))
    if asked.actor:
        found = found.filter(actor=asked.actor)
    if asked.first:
        found = found.filter(at__gte=_start(asked.first))
    if asked.last:
        found = found.filter(at__lt=_start(asked.last + timedelta(days=1)))
    if asked.until:
        found = found.filter(at__lt=asked.until)
    return found


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
