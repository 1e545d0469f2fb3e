"""Which adults see which children by a published plan: rows of caseload for exactly its dates, and their end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import QuerySet

from homeroom.people.doors import in_classes, reaches, taught, together
from homeroom.people.enrolled import here, holds
from homeroom.people.models import Caseload, Role
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.models import BlockPlan, Placement, PlanCaseload, Room, StaffTime

A_DAY = timedelta(days=1)
# The audit log shows it to whoever asks who saw a child: where and when, never what for.
REASON = "flexible block, week of {}"
AT_ONCE = 500
# Where children work without an adult who leads: whoever is there is with all of them.
SHARED = (Room.Kind.LAB, Room.Kind.FLEX)


class Grant(NamedTuple):
    """An adult sees a child from one day to another; both count."""

    staff: int
    student: int
    begins_on: date
    ends_on: date


def follow(plan: BlockPlan, before: BlockPlan | None, since: date) -> None:
    """Write what the plan asks for from a day on. What the one before wrote for those days stays only where it is
    asked for again; a row that no plan wrote is never touched."""
    wanted = set(_runs(_seen(plan, since)))
    kept = _keep(plan, before, wanted, since) if before else set()
    told = REASON.format(plan.week)
    rows = [
        Caseload(staff_id=one.staff, student_id=one.student, begins_on=one.begins_on, ends_on=one.ends_on, reason=told)
        for one in sorted(wanted - kept)
    ]
    made = Caseload.objects.bulk_create(rows, batch_size=AT_ONCE)
    PlanCaseload.objects.bulk_create((PlanCaseload(plan=plan, caseload=one) for one in made), batch_size=AT_ONCE)


def end(plan: BlockPlan, since: date) -> None:
    """From this day on the plan lets nobody see anybody."""
    for own in _held(plan, since):
        _cut(own.caseload, since)


def _keep(plan: BlockPlan, before: BlockPlan, wanted: set[Grant], since: date) -> set[Grant]:
    """Rows of the plan before that hold for the new one as they are, which takes them over. The others end."""
    kept, taken = set[Grant](), list[int]()
    for own in _held(before, since):
        row = own.caseload
        grant = Grant(row.staff_id, row.student_id, max(row.begins_on or since, since), row.ends_on or since)
        if grant in wanted:
            kept.add(grant)
            taken.append(own.pk)
        else:
            _cut(row, since)
    PlanCaseload.objects.filter(pk__in=taken).update(plan=plan)
    return kept


def _held(plan: BlockPlan, since: date) -> QuerySet[PlanCaseload]:
    return PlanCaseload.objects.filter(here(since, "caseload__"), plan=plan).select_related("caseload").order_by("pk")


def _cut(row: Caseload, since: date) -> None:
    """A row that never held a whole day goes: the audit log has what was seen by it."""
    if row.begins_on is not None and row.begins_on < since:
        Caseload.objects.filter(pk=row.pk).update(ends_on=since - A_DAY)
    else:
        row.delete()


def _seen(plan: BlockPlan, since: date) -> Iterator[tuple[int, int, date]]:
    """Adult, child and day, without children whom the adult sees as the teacher of their class."""
    served: dict[tuple[int, date], set[int]] = defaultdict(set)
    for staff, student, day in _with(plan, since):
        served[staff, day].add(student)
    for (staff, day), students in served.items():
        for student in students - _own(staff, day):
            yield staff, student, day


def _with(plan: BlockPlan, since: date) -> Iterator[tuple[int, int, date]]:
    """Who leads a child, and where nobody does: who is in the room then, by the staff's own times."""
    rows = Placement.objects.filter(plan=plan, day__gte=since).order_by("day", "session")
    leads: dict[tuple[date, int], set[int]] = defaultdict(set)
    alone: dict[tuple[date, int], list[Placement]] = defaultdict(list)
    for one in rows.only("student_id", "day", "session", "starts_at", "ends_at", "staff_id", "room_id", "modality"):
        if one.staff_id is None:
            alone[one.day, one.session].append(one)
        else:
            leads[one.day, one.session].add(one.staff_id)
            yield one.staff_id, one.student_id, one.day
    for key, places in alone.items():
        there = _there(plan, places[0], leads[key])
        for one in places:
            if one.room_id is None and one.modality != Modality.TECHNOLOGY:
                continue  # nobody knows where it is; the class's own teacher sees the child anyway
            for staff in there.get(one.room_id, ()):
                yield staff, one.student_id, one.day


def _there(plan: BlockPlan, at: Placement, leads: set[int]) -> Mapping[int | None, set[int]]:
    """Adults by room in one session; under None those in labs and large rooms, for work online that names none."""
    times = StaffTime.objects.filter(
        holds(at.day),
        here(at.day, "staff__"),
        school=plan.school_id,
        weekday=at.day.weekday(),
        kind=StaffTime.Kind.AVAILABLE,
        starts_at__lt=at.ends_at,
        ends_at__gt=at.starts_at,
        room__isnull=False,
    ).exclude(staff__in=leads)
    found: dict[int | None, set[int]] = defaultdict(set)
    for staff, room, kind in times.values_list("staff", "room", "room__kind"):
        found[room].add(staff)
        if kind in SHARED:
            found[None].add(staff)
    return found


def _own(staff: int, day: date) -> set[int]:
    schools = together(reaches(staff, day), (Role.Kind.TEACHER,))
    if schools == ():
        return set()
    return set(in_classes(taught(staff, schools, day), day).values_list("pk", flat=True))


def _runs(seen: Iterable[tuple[int, int, date]]) -> Iterator[Grant]:
    """Days that follow each other are one row."""
    days: dict[tuple[int, int], set[date]] = defaultdict(set)
    for staff, student, day in seen:
        days[staff, student].add(day)
    for (staff, student), own in days.items():
        for first in sorted(day for day in own if day - A_DAY not in own):
            last = first
            while last + A_DAY in own:
                last += A_DAY
            yield Grant(staff, student, first, last)
