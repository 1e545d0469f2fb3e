"""Versions of a school's week: a draft is kept, read as it was, changed by a person step by step, or thrown away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import msgspec
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext

from homeroom.people import audit
from homeroom.people.models import School
from homeroom.rotation.drafts import AT_ONCE, BY_HAND, By, signed
from homeroom.rotation.errors import RotationError
from homeroom.rotation.gather.notes import Note
from homeroom.rotation.gather.school_week import school_week
from homeroom.rotation.models import Entry, Rotation, RotationStep
from homeroom.rotation.plan_models import State
from homeroom.rotation.week.edit import Draft
from homeroom.rotation.week.instance import Instance, digest
from homeroom.rotation.week.plan import Level, Plan
from homeroom.rotation.week_lines import Line, entries_of, lines, lines_of, place_of, rows, still_there

Step = Callable[[Draft], Draft]


@dataclass(frozen=True)
class Opened:
    """A version beside the school as it is now. `step` is the last change that was made in it, 0 for none; `gone` are
    classes of the version that the school's week has no more."""

    kept: Rotation
    instance: Instance
    plan: Plan
    notes: tuple[Note, ...]
    step: int
    gone: tuple[int, ...] = ()

    @property
    def draft(self) -> Draft:
        return Draft(self.instance, self.plan)

    @property
    def is_draft(self) -> bool:
        return self.kept.state == State.DRAFT

    @property
    def is_of_now(self) -> bool:
        """Whether it was made from what the school's week is made of now."""
        return self.kept.input_hash == digest(self.instance)


@dataclass(frozen=True)
class Dates:
    """From which day to which a week holds; both count."""

    begins_on: date
    ends_on: date


@transaction.atomic
def save(instance: Instance, plan: Plan, by: By, dates: Dates, name: str = "", seconds: float = 0) -> Rotation:
    """Keep a week as the next version of its school. Raises RotationError where it could not be read back."""
    kept = Rotation.objects.create(
        school_id=instance.school,
        name=name,
        begins_on=dates.begins_on,
        ends_on=dates.ends_on,
        version=_next(instance.school),
        input_hash=digest(instance),
        seed=plan.seed,
        solver=plan.made_by,
        levels=[_told(level) for level in plan.levels],
        seconds=seconds,
        made_by=signed(by),
    )
    _write(kept, lines_of(instance, plan.entries))
    if entries_of(instance, lines(kept))[0] != plan.entries:
        raise RotationError(gettext("The week names what its school does not have. Plan it again."))
    audit.did(by, "drafted", named(kept), [], f"version {kept.version}")
    return kept


def opened(kept: Rotation) -> Opened:
    """The version as it was saved, with what was changed in it by hand, beside the school as it is now."""
    now = school_week(kept.school)
    entries, gone = entries_of(now.instance, lines(kept))
    plan = Plan(digest(now.instance), entries, tuple(_level(one) for one in kept.levels), (), kept.seed, kept.solver)
    return Opened(kept, now.instance, plan, now.notes, last_step(kept), gone)


def last_step(kept: Rotation) -> int:
    return RotationStep.objects.filter(rotation=kept).aggregate(last=Max("pk"))["last"] or 0


def copy(kept: Rotation, by: By, dates: Dates) -> Rotation:
    """A new draft that says the same, of what the school's week still has."""
    was = opened(kept)
    return save(was.instance, msgspec.structs.replace(was.plan, levels=(), made_by=BY_HAND), by, dates, kept.name)


@transaction.atomic
def change(draft: Rotation, step: Step, by: By, what: str, seen: int) -> Opened:
    """One step of a person's work on a draft, who has seen it as it was after the step `seen`.

    Nothing is checked against the rules: a draft may be saved broken. Raises RotationError where the draft is none any
    more, was changed by somebody else meanwhile, or where there can be no such step.
    """
    kept = _as_seen(draft, seen)
    was = opened(kept)
    now = step(was.draft)
    new = lines_of(was.instance, now.plan.entries)
    before = lines_of(was.instance, was.plan.entries)
    held = {place_of(one): one for one in lines(kept)}
    gone = [held[place_of(one)] for one in _not_in(before, new)]
    come = _not_in(new, before)
    if gone or come:
        _put(kept, gone, come)
        made = RotationStep.objects.create(rotation=kept, gone=gone, come=come, what=what[:64], by=signed(by))
        audit.did(by, "changed", named(kept), [], f"step {made.pk}: {what[:64]}")
    return opened(kept)


@transaction.atomic
def undo(draft: Rotation, by: By, seen: int) -> Opened:
    """Take the last step back, whoever made it. Nothing changes where there is none."""
    kept = _as_seen(draft, seen)
    last = RotationStep.objects.filter(rotation=kept).order_by("-pk").first()
    if last is not None:
        _put(kept, _lines(last.come), still_there(_lines(last.gone)))
        audit.did(by, "took back", named(kept), [], f"step {last.pk}: {last.what}")
        last.delete()
    return opened(kept)


@transaction.atomic
def discard(draft: Rotation, by: By) -> None:
    """Delete a draft. What was published stays for good, so it raises RotationError for that."""
    kept = as_draft(draft)
    audit.did(by, "discarded", named(kept), [], f"version {kept.version}")
    kept.delete()


def named(kept: Rotation) -> str:
    """The week as the audit log names it."""
    return f"rotation {kept.pk}, school {kept.school_id}"


def as_draft(draft: Rotation) -> Rotation:
    """The draft, for nobody else to change until this transaction ends."""
    kept = Rotation.objects.select_for_update().filter(pk=draft.pk, state=State.DRAFT).first()
    if kept is None:
        raise RotationError(gettext("This week is no draft any more. Copy it, and change the copy."))
    return kept


def _as_seen(draft: Rotation, seen: int) -> Rotation:
    kept = as_draft(draft)
    if last_step(kept) != seen:
        raise RotationError(gettext("Somebody changed this draft meanwhile. Look at it again, then do it once more."))
    return kept


def _next(school: School | int) -> int:
    newest = Rotation.objects.filter(school=school).aggregate(newest=Max("version"))["newest"]
    return (newest or 0) + 1


def _not_in(some: list[Line], others: list[Line]) -> list[Line]:
    known = set(others)
    return [one for one in some if one not in known]


def _write(kept: Rotation, some: list[Line]) -> None:
    Entry.objects.bulk_create(rows(kept, some), batch_size=AT_ONCE)


def _put(kept: Rotation, gone: list[Line], come: list[Line]) -> None:
    """These lines in place of those. What was proved of the week before is proved of this one no more."""
    held = lines(kept)
    Entry.objects.filter(pk__in=[held[one] for one in gone if one in held]).delete()
    _write(kept, come)
    Rotation.objects.filter(pk=kept.pk).update(solver=BY_HAND, levels=[], conflict=[])
    kept.refresh_from_db()


def _lines(told: list[list[object]]) -> list[Line]:
    return [msgspec.convert(one, Line) for one in told]


def _told(level: Level) -> dict[str, object]:
    return msgspec.to_builtins(level)  # type: ignore[no-any-return]  # a structure becomes a dictionary


def _level(told: dict[str, object]) -> Level:
    return msgspec.convert(told, Level)
