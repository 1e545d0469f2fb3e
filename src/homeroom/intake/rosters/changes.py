"""Make a roster set true, or hold it for a second person: tried out first, weighed, then kept or taken back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from homeroom.intake import ledger
from homeroom.intake.ledger import Cause
from homeroom.intake.models import Delivery
from homeroom.intake.roster_models import RosterChangeSet
from homeroom.intake.rosters import rollover, standing
from homeroom.intake.rosters.oneroster import ReadFile, ReadSet, counts
from homeroom.intake.rosters.samples import Sample, samples
from homeroom.intake.rosters.suspends import suspends
from homeroom.intake.rosters.weigh import Weight, lived_in, weigh
from homeroom.people import audit, images
from homeroom.people.clock import today
from homeroom.people.images import Image
from homeroom.people.models import School, User
from homeroom.people.names import folded
from homeroom.people.roster import Applied, apply
from homeroom.people.upsert import Counts

State = RosterChangeSet.State
WAIT_FOR = gettext_noop(
    "an earlier set (change set %(number)s) waits for a decision: a delta set counts on what that one tells"
)
NEW_SCHOOL = gettext_noop("the first set of a school that had nobody yet")


class _TooMuchError(Exception):
    """Takes back what was tried out."""


@transaction.atomic
def take(
    change_set: RosterChangeSet, fresh: Mapping[str, Delivery], read: ReadSet, approved_by: User | None = None
) -> list[Delivery]:
    """Try the set out. Where it changes more than usual and nobody has approved it, all of that is taken back."""
    on, before = today(), images.take()
    try:
        with transaction.atomic():
            applied = apply(read.roster, on)
            after = images.take()
            weights = _weights(change_set, before, after, read, on)
            _note(change_set, weights, samples(weights, before, after))
            change_set.suspends = suspends(before, after)
            if not approved_by and (reasons := _reasons(change_set, weights)):
                change_set.reasons = reasons
                raise _TooMuchError
    except _TooMuchError:
        return _hold(change_set, fresh, read)
    change_set.before = images.packed(images.changes(before, after))
    _audit_first(change_set, weights)
    return _make_true(change_set, fresh, read, applied)


def _note(change_set: RosterChangeSet, weights: Sequence[Weight], some: list[Sample]) -> None:
    change_set.weights = [one.as_json() for one in weights if one.touched or one.missing]
    change_set.samples = some


def _reasons(change_set: RosterChangeSet, weights: Sequence[Weight]) -> list[str]:
    """Why a person must look at this set first, in sentences."""
    earlier = standing.waiting()
    found = [WAIT_FOR % {"number": earlier.pk}] if earlier and change_set.mode == "delta" else []
    return found + [one.words for one in weights if one.too_much and not one.expected]


def _weights(change_set: RosterChangeSet, before: Image, after: Image, read: ReadSet, on: date) -> list[Weight]:
    """What the set would change, each with the reason why so much of it is expected, if there is one."""
    lived = lived_in(before, on)
    found = []
    for one in weigh(before, after, read.faulty, on):
        new = one.school not in lived and not _stands_already(one, before, after)
        found.append(replace(one, expected=NEW_SCHOOL if new else rollover.expects(one, change_set, on)))
    return found


def _stands_already(one: Weight, before: Image, after: Image) -> bool:
    """Whether a new school is rather an old one under a new id: by its name, or because an old one went missing."""
    if one.school is None:
        return False
    old, new = images.named(before, "school"), images.named(after, "school")
    same_name = any(folded(row["name"]) == folded(one.school_name) for pk, row in old.items() if pk != one.school)
    gone = any(new[pk]["missing_since"] and not row["missing_since"] for pk, row in old.items())
    return one.school not in old and (same_name or gone)


def _hold(change_set: RosterChangeSet, fresh: Mapping[str, Delivery], read: ReadSet) -> list[Delivery]:
    if change_set.mode == "bulk":
        replace_held(change_set)
    change_set.state = State.HELD
    change_set.save()
    now = timezone.now()
    words = gettext_noop("held, nothing of the set was taken in: %(reasons_words)s. A second person must decide") % {
        "reasons_words": "; ".join(change_set.reasons)
    }
    for report, delivery in fresh.items():
        file = read.files[report]
        delivery.rows_in, delivery.layout = file.rows_in, read.version
        close(delivery, Delivery.State.HELD, words, now)
        write_held(delivery, file, words, read.taken(report))
    change_set.deliveries.set(fresh.values())
    return list(fresh.values())


def _make_true(
    change_set: RosterChangeSet, fresh: Mapping[str, Delivery], read: ReadSet, applied: Applied
) -> list[Delivery]:
    if change_set.mode == "bulk":
        replace_held(change_set)
    now = timezone.now()
    change_set.state, change_set.applied_at = State.APPLIED, now
    change_set.save()
    for report, delivery in fresh.items():
        file = read.files[report]
        delivery.rows_in, delivery.layout = file.rows_in, read.version
        found = counts(file)
        found["published"] = file.rows_in - found.total()
        close(delivery, Delivery.State.PUBLISHED, _words(file, applied), now)
        if delivery.pk:
            delivery.groups.all().delete()
        ledger.write(delivery, found, _causes(file))
    change_set.deliveries.set(fresh.values())
    return list(fresh.values())


def replace_held(by: RosterChangeSet) -> None:
    """Held sets are no longer the sender's last word once a newer full set has come."""
    for held in RosterChangeSet.objects.filter(state=State.HELD).exclude(pk=by.pk):
        settle_unused(held, State.REPLACED, gettext_noop("a newer set came before anybody decided about this one"))


def settle_unused(change_set: RosterChangeSet, state: str, words: str) -> None:
    """End a held set without taking anything of it in; its rows end as ignored, with the reason."""
    change_set.state, change_set.decided_at = state, timezone.now()
    change_set.save()
    for delivery in change_set.deliveries.all():
        held = delivery.held
        delivery.groups.filter(ended_as="held").delete()
        close(delivery, Delivery.State.REFUSED, words, change_set.decided_at)
        names = ("duplicate", "quarantined", ledger.ERASED)
        kept = {name: getattr(delivery, name) for name in names if getattr(delivery, name)}
        gone = set(ledger.erased_rows(delivery.sha256).tolist())
        waiting = [number for number in range(1, delivery.rows_in + 1) if number not in gone]
        cause = Cause("ignored", f"set_{state}", "", words, waiting[:held])
        ledger.write(delivery, {**kept, "ignored": delivery.ignored + held}, [cause])


def write_held(delivery: Delivery, file: ReadFile, words: str, taken: bool) -> None:
    """All rows of a file wait; those of a file that homeroom takes nothing from are ignored as ever."""
    if taken:
        gone = {fault.row for fault in file.faults if fault.ended_as == ledger.ERASED}
        held = [number for number in range(1, file.rows_in + 1) if number not in gone]
        causes = [Cause("held", "set_held", "", words, held), ledger.erased_cause(sorted(gone))]
        delivery.groups.filter(ended_as=ledger.ERASED).delete() if delivery.pk else None
        ledger.write(delivery, {"held": len(held), "erased": len(gone)}, causes)
    else:
        ledger.write(delivery, {"ignored": file.rows_in}, _causes(file))


def close(delivery: Delivery, state: str, message: str, now: datetime) -> None:
    delivery.state, delivery.message, delivery.finished_at = state, message, now


def _causes(file: ReadFile) -> Iterator[Cause]:
    """The faults of a file, those of one cause together."""
    groups: dict[tuple[str, str, str, str], list[int]] = defaultdict(list)
    for fault in file.faults:
        groups[fault.ended_as, fault.code, fault.column, fault.words].append(fault.row)
    return (Cause(*cause, numbers) for cause, numbers in groups.items())


# Clever's files by the OneRoster file whose counts tell of them.
COUNTED = {"schools": "orgs", "sections": "classes", "students": "users", "teachers": "users", "staff": "users"}
RELATED = gettext_noop("%(created)s relationships of families new, %(changed)s changed, %(ended)s ended")


def _words(file: ReadFile, applied: Applied) -> str:
    parts = list(file.notes)
    related = applied.counts["relationships"]
    if file.report in ("users", "students") and related != Counts():
        parts.insert(0, RELATED % {"created": related.created, "changed": related.changed, "ended": related.missing})
    counted = "" if file.report == "relationships" else COUNTED.get(file.report, file.report)
    if found := applied.counts.get(counted):
        parts.insert(
            0,
            gettext_noop("%(created)s new, %(changed)s changed, %(missing)s absent for the first time")
            % {"created": found.created, "changed": found.changed, "missing": found.missing},
        )
    if file.report in ("users", "teachers") and applied.suspended:
        parts.append(
            gettext_noop("%(n)s staff suspended, because this full set no longer holds them") % {"n": applied.suspended}
        )
    return "; ".join(parts)


def _audit_first(change_set: RosterChangeSet, weights: Sequence[Weight]) -> None:
    """The first set of an empty school is approved by setting the school up; the log says so."""
    schools = sorted({one.school for one in weights if one.expected == NEW_SCHOOL and one.school and one.too_much})
    for school in School.objects.filter(pk__in=schools):
        audit.did(change_set.sent_by, "approved", f"roster set {change_set.name}", (), f"{NEW_SCHOOL}: {school.name}")
