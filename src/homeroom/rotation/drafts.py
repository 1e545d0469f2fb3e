"""Drafts of the flexible block: a plan is kept, read back as it was, copied, changed by hand, or thrown away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time

import msgspec
from django.db import transaction
from django.db.models import Max

from homeroom.people import audit
from homeroom.people.models import Staff, Student, User
from homeroom.rotation.block.grouped import groups_of
from homeroom.rotation.block.instance import Instance, Slot, digest
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.block.plan import Level, Place, Plan
from homeroom.rotation.errors import RotationError, gettext_noop
from homeroom.rotation.models import BlockPlan, Placement, PlanGroup, Room
from homeroom.rotation.plan_models import State
from homeroom.standards.models import Standard

# A person, somebody at the command line, or nobody: the installation itself.
By = User | audit.CommandLine | None
BY_HAND = "hand"
AT_ONCE = 500
NO_DRAFT = gettext_noop("This plan is no draft any more. Copy it, and change the copy.")
OF_ANOTHER = gettext_noop("The plan was made from something else than what is kept with it. Plan again.")
OTHER_GROUPS = gettext_noop("The plan's groups, or their order, are not those that its places name. Plan again.")
NO_SESSION = gettext_noop("The week has no session %(session)s. Choose one of its own.")
NO_GROUP = gettext_noop("The plan has no group %(group)s, which one of its places names. Plan again.")
LOST = {
    Student: gettext_noop("The plan names the child of number %(number)s, not there any more. Plan again."),
    Staff: gettext_noop("The plan names the adult of number %(number)s, not there any more. Plan again."),
    Room: gettext_noop("The plan names the room of number %(number)s, not there any more. Plan again."),
}
PLACED = ("student", "day", "session", "modality", "group__key", "staff", "room", "program", "standard__code", "works")


@transaction.atomic
def save(instance: Instance, plan: Plan, by: By) -> BlockPlan:
    """Keep a plan as the next version of its school and week. Raises RotationError where it could not be read back."""
    if plan.instance != digest(instance):
        raise RotationError(OF_ANOTHER)
    draft = BlockPlan.objects.create(
        school_id=instance.school,
        week=instance.week,
        version=_next(instance.school, instance.week),
        instance=msgspec.to_builtins(instance),
        input_hash=plan.instance,
        seed=plan.seed,
        solver=plan.made_by,
        levels=msgspec.to_builtins(plan.levels),
        seconds=plan.seconds,
        price_of_floor=plan.price_of_floor,
        made_by=signed(by),
    )
    _write(draft, instance, plan)
    if read(draft) != plan:
        raise RotationError(OTHER_GROUPS)
    audit.did(by, "drafted", named(draft), [], f"version {draft.version}")
    return draft


def read(kept: BlockPlan) -> Plan:
    """The plan as it was saved, with what was changed in it by hand."""
    places = _places(kept)
    goes_on = dict(PlanGroup.objects.filter(plan=kept).values_list("key", "goes_on"))
    return Plan(
        instance=kept.input_hash,
        places=places,
        groups=groups_of(places, goes_on),
        levels=msgspec.convert(kept.levels, tuple[Level, ...]),
        seed=kept.seed,
        made_by=kept.solver,
        seconds=kept.seconds,
        price_of_floor=kept.price_of_floor,
    )


def instance_of(kept: BlockPlan) -> Instance:
    """What it was planned from."""
    return msgspec.convert(kept.instance, Instance)


def copy(kept: BlockPlan, by: By) -> BlockPlan:
    """A new draft that says the same: what was published is changed in no other way."""
    return save(instance_of(kept), read(kept), by)


@transaction.atomic
def put(draft: BlockPlan, place: Place, by: By) -> None:
    """Give a child this place in a session instead of any other. The place's group, if any, is one of the draft's, or
    begins here. Raises RotationError where the draft is none any more, or the place names what is not there.

    Nothing is checked against the rules: a draft may be saved broken, and is refused when it is published.
    """
    kept = _open(draft)
    instance = instance_of(kept)
    if place.slot not in range(len(instance.slots)):
        raise RotationError(NO_SESSION % {"session": place.slot})
    slot = instance.slots[place.slot]
    place = _as_its_group(kept, instance, place)
    Placement.objects.filter(plan=kept, student=place.child, day=slot.on, session=slot.session).delete()
    _write(kept, instance, Plan(kept.input_hash, (place,), groups_of((place,), {})))
    PlanGroup.objects.filter(plan=kept, placements=None).delete()
    # What was proved of the plan before is proved of this one no more.
    BlockPlan.objects.filter(pk=kept.pk).update(solver=BY_HAND, levels=[], price_of_floor=None)
    audit.did(by, "moved a child", named(kept), [place.child], f"{slot.on}, session {slot.session}: {place.modality}")


@transaction.atomic
def discard(draft: BlockPlan, by: By) -> None:
    """Delete a draft. What was published stays for good, so it raises RotationError for that."""
    kept = _open(draft)
    audit.did(by, "discarded", named(kept), [], f"version {kept.version}")
    kept.delete()


def as_rows(kept: BlockPlan, instance: Instance, places: Sequence[Place]) -> list[Placement]:
    """The rows that these places would have in the plan, with the keys of those that they have. Writes nothing."""
    groups, standards = _group_rows(kept), _standards(instance)
    days = {instance.slots[place.slot].on for place in places}
    held = Placement.objects.filter(plan=kept, day__in=days).values_list("student", "day", "session", "pk")
    keys = {(student, day, session): number for student, day, session, number in held}
    rows = [_row(kept, instance.slots[place.slot], place, groups, standards) for place in places]
    for row in rows:
        row.pk = keys[row.student_id, row.day, row.session]
    return rows


def say_levels(kept: BlockPlan, plan: Plan) -> None:
    """Keep what the plan says that it is worth."""
    BlockPlan.objects.filter(pk=kept.pk).update(levels=msgspec.to_builtins(plan.levels))


def named(kept: BlockPlan) -> str:
    """The plan as the audit log names it."""
    return f"block plan {kept.pk}, week {kept.week}"


def signed(by: By) -> str:
    """Who did it, as a record keeps it."""
    return (by.get_username() if isinstance(by, User) else str(by or audit.INSTALLATION))[:150]


def minutes_of(place: Placement) -> int:
    """How long the session is."""
    return (place.ends_at.hour - place.starts_at.hour) * 60 + place.ends_at.minute - place.starts_at.minute


def _open(draft: BlockPlan) -> BlockPlan:
    kept = BlockPlan.objects.select_for_update().filter(pk=draft.pk, state=State.DRAFT).first()
    if kept is None:
        raise RotationError(NO_DRAFT)
    return kept


def _next(school: int, week: date) -> int:
    newest = BlockPlan.objects.filter(school=school, week=week).aggregate(newest=Max("version"))["newest"]
    return (newest or 0) + 1


def _places(kept: BlockPlan) -> tuple[Place, ...]:
    instance = instance_of(kept)
    slots = {(slot.on, slot.session): slot.key for slot in instance.slots}
    standards = {standard.code: standard.key for standard in instance.standards}
    rows = Placement.objects.filter(plan=kept).values_list(*PLACED)
    found = (
        Place(child, slots[day, session], Modality(what), key, adult, room, program, standards.get(code), tuple(works))
        for child, day, session, what, key, adult, room, program, code, works in rows.iterator()
    )
    return tuple(sorted(found, key=lambda place: (place.child, place.slot)))


def _as_its_group(kept: BlockPlan, instance: Instance, place: Place) -> Place:
    """Whoever joins a group does what it does, with its adult, in its room."""
    own = next((group for group in read(kept).groups if group.key == place.group), None)
    if own is None:
        return place
    return msgspec.structs.replace(
        place, modality=own.modality, adult=own.adult, standard=own.standard, room=own.room, program=""
    )


def _write(draft: BlockPlan, instance: Instance, plan: Plan) -> None:
    _must_be_there(plan.places)
    standards = _standards(instance)
    there = set(PlanGroup.objects.filter(plan=draft).values_list("key", flat=True))
    PlanGroup.objects.bulk_create(
        PlanGroup(
            plan=draft,
            key=group.key,
            modality=group.modality,
            staff_id=group.adult,
            standard_id=standards.get(group.standard),
            room_id=group.room,
            goes_on=group.goes_on,
        )
        for group in plan.groups
        if group.key not in there
    )
    groups = _group_rows(draft)
    lacking = {place.group for place in plan.places} - {None, *groups}
    if lacking:
        raise RotationError(NO_GROUP % {"group": min(map(str, lacking))})
    made = (_row(draft, instance.slots[place.slot], place, groups, standards) for place in plan.places)
    Placement.objects.bulk_create(made, batch_size=AT_ONCE)


def _group_rows(draft: BlockPlan) -> dict[int, int]:
    return dict(PlanGroup.objects.filter(plan=draft).values_list("key", "pk"))


def _row(
    draft: BlockPlan, slot: Slot, place: Place, groups: Mapping[int, int], standards: Mapping[int | None, int]
) -> Placement:
    return Placement(
        plan=draft,
        student_id=place.child,
        day=slot.on,
        session=slot.session,
        starts_at=_clock(slot.start),
        ends_at=_clock(slot.end),
        modality=place.modality,
        group_id=None if place.group is None else groups[place.group],
        staff_id=place.adult,
        room_id=place.room,
        program=place.program,
        standard_id=standards.get(place.standard),
        works=list(place.works),
    )


def _clock(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


def _standards(instance: Instance) -> dict[int | None, int]:
    """The number of each of the instance's standards; of codes that several frameworks have, the first's."""
    codes = [standard.code for standard in instance.standards]
    found = dict(Standard.objects.filter(code__in=codes).order_by("-framework_id").values_list("code", "pk"))
    return {standard.key: found[standard.code] for standard in instance.standards if standard.code in found}


def _must_be_there(places: Sequence[Place]) -> None:
    named: dict[type[Student | Staff | Room], set[int]] = {
        Student: {place.child for place in places},
        Staff: {place.adult for place in places if place.adult is not None},
        Room: {place.room for place in places if place.room is not None},
    }
    for model, numbers in named.items():
        lost = numbers - set(model._default_manager.filter(pk__in=numbers).values_list("pk", flat=True))
        if lost:
            raise RotationError(LOST[model] % {"number": min(lost)})
