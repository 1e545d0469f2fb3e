"""The adults of a week: who leads groups, of what kind, in which slots, and what each is qualified for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import ngettext
from msgspec.structs import replace

from homeroom.people.enrolled import enrollments_on, here
from homeroom.people.models import Staff
from homeroom.rotation.bells import Kind as BlockKind
from homeroom.rotation.bells import clock
from homeroom.rotation.block.instance import Adult, Slot, Teaches
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.gather.notes import Notes
from homeroom.rotation.gather.week import Week, absences
from homeroom.rotation.input_models import Qualification, StaffTime
from homeroom.standards.models import Framework

Kind = StaffTime.Kind


@dataclass(frozen=True)
class Hours:
    """When one adult is there on a day, as (from, to, room), and when busy otherwise, as (from, to)."""

    there: tuple[tuple[int, int, int | None], ...] = ()
    busy: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Staffed:
    """The hours of each adult by (staff, day), the slots that each is absent from, and whose times are on record."""

    hours: Mapping[tuple[int, date], Hours]
    absent: Mapping[int, set[int]]
    told: frozenset[int]

    def free(self, staff: int, day: date, start: int, end: int, *, unless_said: bool) -> bool:
        """Whether the adult is free all that time. Of whose times nothing is on record is there `unless_said`."""
        hours = self.hours.get((staff, day), Hours())
        there = any(a <= start and end <= b for a, b, _ in hours.there) if staff in self.told else unless_said
        return there and not any(a < end and start < b for a, b in hours.busy)

    def room(self, staff: int, slot: Slot) -> int | None:
        there = self.hours.get((staff, slot.on), Hours()).there
        return next((room for a, b, room in there if a <= slot.start and slot.end <= b), None)


def staffed(week: Week) -> Staffed:
    """By staff times that hold on the day, and by the rotation's entries outside flexible blocks."""
    there: dict[tuple[int, date], list[tuple[int, int, int | None]]] = defaultdict(list)
    busy: dict[tuple[int, date], list[tuple[int, int]]] = defaultdict(list)
    for one in _times(week):
        for day in week.days:
            if day.weekday() == one.weekday and _holds(one, day):
                span = clock(one.starts_at), clock(one.ends_at)
                if one.kind == Kind.AVAILABLE:
                    there[one.staff_id, day].append((*span, one.room_id))
                else:
                    busy[one.staff_id, day].append(span)
    for group in week.classes.values():
        for day in week.days:
            for bell in week.bells.blocks_on(group, day):
                if bell.staff is not None and bell.kind != BlockKind.FLEXIBLE:
                    busy[bell.staff, day].append((bell.start, bell.end))
    hours = {key: Hours(tuple(there.get(key, ())), tuple(busy.get(key, ()))) for key in {*there, *busy}}
    gone = absences(week, "staff", Staff.objects.values_list("pk", flat=True))
    return Staffed(hours, gone, frozenset(staff for staff, _ in there))


def adults(week: Week, held: Staffed, serving: Mapping[int, Collection[int]], notes: Notes) -> tuple[Adult, ...]:
    """Teachers for their own class's children; for tutoring everybody else who is there and is qualified.

    `serving` are the slots that each gives to a service.
    """
    teaching, taught = _teaching(week), _teaches()
    tutors = sorted(held.told - teaching.keys())
    found = [_teacher(week, held, staff, group, taught) for staff, group in sorted(teaching.items())]
    found += [_tutor(week, held, staff, taught[staff]) for staff in tutors if staff in taught]
    _tell(teaching.keys() - taught.keys(), [one for one in tutors if one not in taught], notes)
    free = [_without(one, serving.get(one.number, ())) for one in found]
    idle = [one.number for one in free if not one.slots]
    if idle:
        words = ngettext(
            "%(count)s adult who may lead a group is free in no session of the week.",
            "%(count)s adults who may lead a group are free in no session of the week.",
            len(idle),
        )
        notes.add("no-free-session", words % {"count": len(idle)})
    return tuple(one for one in free if one.slots)


def apart(slots: Iterable[Slot]) -> list[Slot]:
    """As many of these as one adult can take: none begins before another has ended."""
    found: list[Slot] = []
    for one in sorted(slots, key=lambda slot: (slot.on, slot.end, slot.key)):
        if not found or found[-1].on != one.on or found[-1].end <= one.start:
            found.append(one)
    return sorted(found, key=lambda slot: slot.key)


def _times(week: Week) -> list[StaffTime]:
    first, last = week.days[0], week.days[-1]
    rows = StaffTime.objects.filter(here(first), here(first, "staff__"), school=week.school)
    return list(rows.filter(Q(begins_on=None) | Q(begins_on__lte=last)).order_by("staff", "weekday", "starts_at", "pk"))


def _holds(one: StaffTime, day: date) -> bool:
    return (one.begins_on is None or one.begins_on <= day) and (one.ends_on is None or day <= one.ends_on)


def _teaching(week: Week) -> dict[int, int]:
    """Each teacher with the first of the children's classes that is hers."""
    groups = {one.school_class for one in week.pupils}
    rows = enrollments_on(week.on).filter(here(week.on, "staff__"), school_class__in=groups, staff__isnull=False)
    found: dict[int, int] = {}
    for staff, group in rows.order_by("staff", "-primary", "school_class").values_list("staff", "school_class"):
        found.setdefault(staff, group)
    return found


@dataclass(frozen=True)
class _Taught:
    teaches: tuple[Teaches, ...]
    languages: tuple[str, ...]


def _teaches() -> Mapping[int, _Taught]:
    """What each adult is qualified for; a subject is spelled as its standards have it."""
    spelled = {one.casefold(): one for one in Framework.objects.values_list("subject", flat=True)}
    rows: dict[int, list[Qualification]] = defaultdict(list)
    for one in Qualification.objects.order_by("staff", "subject", "language"):
        rows[one.staff_id].append(one)
    return {
        staff: _Taught(
            tuple(
                dict.fromkeys(
                    Teaches(spelled.get(one.subject.casefold(), one.subject), tuple(one.grades)) for one in some
                )
            ),
            tuple(sorted({one.language for one in some})),
        )
        for staff, some in rows.items()
    }


def _teacher(week: Week, held: Staffed, staff: int, group: int, taught: Mapping[int, _Taught]) -> Adult:
    """Without a qualification on record a teacher leads her own class in everything."""
    own = taught.get(staff, _Taught((Teaches("", tuple(week.classes[group].grades)),), ("en",)))
    slots = next(one.own for one in week.pupils if one.school_class == group)
    one = Adult(staff, Modality.TEACHER_LED, tuple(sorted(slots)), own.teaches, own.languages, group)
    return _timed(week, held, one, unless_said=True)


def _tutor(week: Week, held: Staffed, staff: int, own: _Taught) -> Adult:
    slots = tuple(one.key for one in week.slots)
    return _timed(week, held, Adult(staff, Modality.TUTORING, slots, own.teaches, own.languages), unless_said=False)


def _timed(week: Week, held: Staffed, one: Adult, *, unless_said: bool) -> Adult:
    """The adult in those of its slots in which it is free, in the room where it is then."""
    gone = held.absent.get(one.number, set())
    free = [slot for slot in (week.slots[key] for key in one.slots) if slot.key not in gone]
    free = [slot for slot in free if held.free(one.number, slot.on, slot.start, slot.end, unless_said=unless_said)]
    kept = apart(free)
    rooms = [held.room(one.number, slot) for slot in kept]
    room = next((room for room in rooms if room is not None), None)
    return replace(one, slots=tuple(slot.key for slot in kept), room=room)


def _without(one: Adult, serving: Collection[int]) -> Adult:
    return replace(one, slots=tuple(slot for slot in one.slots if slot not in serving))


def _tell(teachers: Collection[int], tutors: Sequence[int], notes: Notes) -> None:
    if teachers:
        words = ngettext(
            "%(count)s teacher has no qualification on record and is planned with her own class in every subject.",
            "%(count)s teachers have no qualification on record and are planned with their own class in every subject.",
            len(teachers),
        )
        notes.add("teacher-unqualified", words % {"count": len(teachers)})
    if tutors:
        words = ngettext(
            "%(count)s adult is there and has no qualification on record, so leads no group: give it one.",
            "%(count)s adults are there and have no qualification on record, so they lead no group: give them one.",
            len(tutors),
        )
        notes.add("tutor-unqualified", words % {"count": len(tutors)})
