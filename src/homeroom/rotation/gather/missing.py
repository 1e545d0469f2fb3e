"""Who is missing on one day of a plan that was made before, and what was decided of that day since."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, time

from django.db.models import Q
from msgspec.structs import replace

from homeroom.people.enrolled import enrollments_on, here
from homeroom.people.models import Staff
from homeroom.rotation import bells, drafts
from homeroom.rotation.block.instance import Adult, Child, Instance, Lock, Slot
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.block.today import Away, Today, as_it_is
from homeroom.rotation.gather.notes import Note, Notes
from homeroom.rotation.gather.ruled import can_be_kept, tell_of_lost_locks
from homeroom.rotation.gather.week import END_OF_DAY, absent_on
from homeroom.rotation.input_models import Absence, PlanLock
from homeroom.rotation.plan_models import BlockPlan


def today_of(plan: BlockPlan, on: date, stability: float) -> tuple[Today, list[Note]]:
    """One day of the plan with who is missing, and what can't be kept. Raises RotationError for a day without a
    session."""
    slots = {slot.key: slot for slot in drafts.instance_of(plan).slots if slot.on == on}
    instance = _as_planned(plan, slots.keys())
    children = _away(on, slots.values(), "student", {child.number for child in instance.children})
    adults = _away(on, slots.values(), "staff", {adult.number for adult in instance.adults})
    everywhere = tuple(slots)
    for number in _gone_children(plan.school_id, on, [child.number for child in instance.children]):
        children[number] = everywhere
    for number in _gone_adults(on, [adult.number for adult in instance.adults]):
        adults[number] = everywhere
    today = Today(instance, drafts.read(plan), on, _listed(children), _listed(adults), (), stability)
    locks, notes = _locks(today)
    return replace(today, locks=locks), notes


def _as_planned(plan: BlockPlan, slots: Collection[int]) -> Instance:
    """The plan's week with the day as it was before it was first planned anew: who was missing then may have come."""
    own = drafts.instance_of(plan)
    if set(own.eased).isdisjoint(slots):
        return own
    earlier = BlockPlan.objects.filter(
        school=plan.school_id, week=plan.week, version__lt=plan.version, published_at__isnull=False
    )
    for one in earlier.order_by("-version"):
        found = drafts.instance_of(one)
        if set(found.eased).isdisjoint(slots):
            return _with_the_day_of(own, found, frozenset(slots))
    return own


def _with_the_day_of(own: Instance, earlier: Instance, slots: frozenset[int]) -> Instance:
    children = {child.number: child for child in earlier.children}
    adults = {adult.number: adult for adult in earlier.adults}
    locks = [lock for lock in own.locks if lock.slot not in slots]
    locks += [lock for lock in earlier.locks if lock.slot in slots]
    return replace(
        own,
        children=tuple(_child(one, children.get(one.number, one), slots) for one in own.children),
        adults=tuple(_adult(one, adults.get(one.number, one), slots) for one in own.adults),
        locks=tuple(locks),
    )


def _child(own: Child, earlier: Child, slots: frozenset[int]) -> Child:
    services = [one for one in own.services if one.slot not in slots]
    services += [one for one in earlier.services if one.slot in slots]
    away = (set(own.away) - slots) | (set(earlier.away) & slots)
    return replace(own, away=tuple(sorted(away)), services=tuple(sorted(services, key=lambda one: one.slot)))


def _adult(own: Adult, earlier: Adult, slots: frozenset[int]) -> Adult:
    return replace(own, slots=tuple(sorted((set(own.slots) - slots) | (set(earlier.slots) & slots))))


def _away(on: date, slots: Collection[Slot], who: str, there: set[int]) -> dict[int, tuple[int, ...]]:
    found: dict[int, set[int]] = {}
    rows = Absence.objects.filter(day=on, **{f"{who}__isnull": False})
    for number, starts, ends in rows.values_list(who, "starts_at", "ends_at"):
        if number in there:
            start, end = _minutes(starts, 0), _minutes(ends, END_OF_DAY)
            missed = {slot.key for slot in slots if slot.start < end and start < slot.end}
            found.setdefault(number, set()).update(missed)
    return {number: tuple(sorted(missed)) for number, missed in found.items() if missed}


def _minutes(at: time | None, blank: int) -> int:
    return blank if at is None else bells.clock(at)


def _gone_children(school: int, on: date, numbers: list[int]) -> set[int]:
    """Of whom the lab knows that they are absent, and who are not enrolled any more."""
    enrolled = enrollments_on(on).filter(here(on, "student__"), school_class__school=school, student__isnull=False)
    return {*absent_on(numbers, on), *(set(numbers) - set(enrolled.values_list("student", flat=True)))}


def _gone_adults(on: date, numbers: Iterable[int]) -> set[int]:
    wanted = set(numbers)
    return wanted - set(Staff.objects.filter(Q(here(on)), pk__in=wanted).values_list("pk", flat=True))


def _listed(away: Mapping[int, tuple[int, ...]]) -> tuple[Away, ...]:
    return tuple(Away(number, away[number]) for number in sorted(away))


def _locks(today: Today) -> tuple[tuple[Lock, ...], list[Note]]:
    """What was decided of the day since the plan was made, as far as it can be kept."""
    instance, known = as_it_is(today), {_traits(lock) for lock in today.instance.locks}
    slots = {slot.session: slot.key for slot in instance.slots if slot.on == today.on}
    children = {one.number: one for one in instance.children}
    adults = {one.number: one for one in instance.adults}
    notes, found, lost = Notes(), list[Lock](), list[int]()
    for one in PlanLock.objects.filter(day=today.on).order_by("student", "session"):
        slot, child = slots.get(one.session), children.get(one.student_id)
        if slot is None or child is None or slot in child.away:
            continue
        if not can_be_kept(one, slot, child, adults):
            lost.append(child.number)
            continue
        lock = Lock(child.number, slot, Modality(one.modality), one.staff_id, one.program)
        if _traits(lock) not in known:
            found.append(lock)
    tell_of_lost_locks(lost, notes)
    return tuple(found), notes.told


def _traits(lock: Lock) -> tuple[int, int, Modality, int | None, str]:
    return lock.child, lock.slot, lock.modality, lock.adult, lock.program
