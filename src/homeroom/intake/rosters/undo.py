"""Undo a roster set within 30 days: every row that it touched is again, to the byte, what it was before."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from homeroom.facts import store
from homeroom.intake import ledger
from homeroom.intake.errors import IntakeError
from homeroom.intake.feeds.models import DeliverySchool
from homeroom.intake.layouts import declared
from homeroom.intake.ledger import Cause
from homeroom.intake.match import UNMATCHED
from homeroom.intake.models import Delivery, IdentityDecision, IdentityLink
from homeroom.intake.quarantine import redrive
from homeroom.intake.roster_models import RosterChangeSet
from homeroom.intake.rosters import changes
from homeroom.intake.rosters.decide import NOT_DATA_TEAM, find
from homeroom.intake.rosters.team import holds_data_team
from homeroom.intake.undo import take_back
from homeroom.intake.who.rows import rows_of
from homeroom.intake.workshop import one_intake
from homeroom.people import audit, images
from homeroom.people.images import Change
from homeroom.people.models import User

State = RosterChangeSet.State
KEPT = timedelta(days=30)
# What is only known of the rows themselves, and goes with them.
GO_WITH_IT = (IdentityLink, DeliverySchool)
GONE = gettext_noop("The roster that brought this child in has been undone.")


def undo(number: int, by: User) -> RosterChangeSet:
    """Undo the newest set that was taken in. Raises IntakeError where that can't be, naming what stands in the way.

    Rows of programs that were linked to children whom the set brought in wait again.
    """
    with one_intake(), store.publishing(), transaction.atomic():
        change_set = find(number)
        if not holds_data_team(change_set, by):
            raise IntakeError(NOT_DATA_TEAM)
        if words := obstacle(change_set):
            raise IntakeError(words)
        changed = images.unpacked(change_set.before or b"")
        if words := on_top(changed):
            raise IntakeError(words)
        links = _unlink(changed)
        images.restore(changed, f"undone {number}")
        _close(change_set, by)
        children = {one.pk for one in changed if one.table == "student"}
        audit.did(by, "undid", f"roster change set {number}", children, f"{len(changed)} rows are as before")
        _wait_again(links)
    return change_set


def _unlink(changed: list[Change]) -> dict[int, list[int]]:
    """Let go of the links to children who will be gone; their rows, as delivery -> rows."""
    gone = [one.pk for one in changed if one.table == "student" and one.before is None]
    links = IdentityLink.objects.filter(student__in=gone)
    rows: dict[int, list[int]] = {}
    for program in links.filter(withdrawn_at=None).order_by().values_list("program", flat=True).distinct():
        keys = dict(links.filter(program=program, withdrawn_at=None).values_list("key", "vendor_key"))
        rows |= rows_of(program, keys, declared())
    links.delete()
    IdentityDecision.objects.filter(student__in=gone).delete()
    schools = [one.pk for one in changed if one.table == "school" and one.before is None]
    DeliverySchool.objects.filter(school__in=schools).delete()
    return rows


def _wait_again(rows: dict[int, list[int]]) -> None:
    if rows:
        take_back(rows, ends_as="quarantined", code=UNMATCHED, words=GONE)
        list(redrive(sorted(rows)))


def obstacle(change_set: RosterChangeSet) -> str:
    """Why a set can't be undone as it lies in the list of sets; nothing where it may be."""
    if change_set.state != State.APPLIED or change_set.applied_at is None:
        return gettext_noop("Change set %(number)s is %(state_words)s: there is nothing to undo.") % {
            "number": change_set.pk,
            "state_words": change_set.state,
        }
    if change_set.before is None or timezone.now() - change_set.applied_at > KEPT:
        return gettext_noop(
            "Change set %(number)s was taken in more than %(days)s days ago: it can't be undone any more."
        ) % {"number": change_set.pk, "days": KEPT.days}
    applied = RosterChangeSet.objects.filter(state=State.APPLIED, applied_at__gte=change_set.applied_at)
    newest = applied.order_by("-applied_at", "-pk").first()
    if newest and newest.pk != change_set.pk:
        return gettext_noop("Change set %(number)s (%(name)s) stands on top of this one. Undo that one first.") % {
            "number": newest.pk,
            "name": newest.name,
        }
    return ""


def on_top(changed: list[Change]) -> str:
    """What was done since to rows that the set touched, in words; nothing where they are as it left them."""
    moved = [f"{count:,} of {table.replace('_', ' ')}" for table, count in images.moved_on(changed).items()]
    others = {model: pks for model, pks in images.leaning_on(changed).items() if model not in GO_WITH_IT}
    if said := others.pop(IdentityDecision, None):
        others |= {IdentityDecision: in_force} if (in_force := _in_force(said)) else {}
    leaning = [f"{len(pks):,} {model._meta.verbose_name_plural}" for model, pks in others.items()]
    if moved:
        return gettext_noop(
            "Rows that this set wrote have been changed since: %(parts)s. It can't be undone any more."
        ) % {"parts": ", ".join(moved)}
    if leaning:
        return gettext_noop("Other records stand on what this set brought in: %(parts)s. Take these back first.") % {
            "parts": ", ".join(leaning)
        }
    return ""


def _in_force(decisions: list[int]) -> list[int]:
    """Decisions about a child that nobody took back. The others are history, which the audit log keeps."""
    said = IdentityDecision.objects.filter(pk__in=decisions, undone_by=None)
    return list(said.exclude(verdict=IdentityDecision.Verdict.UNDONE).values_list("pk", flat=True))


def forget_old() -> int:
    """Let go of what is needed only for undoing, and of samples by name, after 30 days. How many sets let go."""
    old = RosterChangeSet.objects.filter(received_at__lt=timezone.now() - KEPT).exclude(state=State.HELD)
    return old.exclude(before=None, samples=[]).update(before=None, samples=[])


def forget_student(student: int, words: Collection[str] = ()) -> None:
    """Take one child out of everything that is kept for undoing: by number, and where an id or a name of theirs stands.

    `words` are told by KnownBy.words.
    """
    for change_set in RosterChangeSet.objects.all():
        samples = [one for one in change_set.samples if one["student"] != student]
        change_set.samples = [one for one in samples if not any(word in one["name"] for word in words)]
        if change_set.before is not None:
            left = images.without_student(images.unpacked(change_set.before), student, words)
            change_set.before = images.packed(left)
        change_set.save(update_fields=["samples", "before"])


def _close(change_set: RosterChangeSet, by: User) -> None:
    change_set.state, change_set.undone_by, change_set.undone_at = State.UNDONE, by, timezone.now()
    change_set.before = None
    change_set.save()
    words = gettext_noop("undone by %(who)s") % {"who": by.get_username()}
    for delivery in change_set.deliveries.all():
        _withdraw(delivery, words)


def _withdraw(delivery: Delivery, words: str) -> None:
    """The rows that were taken in end as withdrawn; the others stay where they were."""
    kept = {name: getattr(delivery, name) for name in ("duplicate", "quarantined", "ignored", ledger.ERASED)}
    groups = list(delivery.groups.all())
    settled = {number for group in groups for number in ledger.unpacked(group.numbers).tolist()}
    numbers = [number for number in range(1, delivery.rows_in + 1) if number not in settled]
    causes = [Cause("withdrawn", "set_undone", "", words, numbers)]
    for one in groups:
        if one.ended_as == "quarantined":  # the ledger writes these anew each time
            causes.append(Cause(one.ended_as, one.code, one.column, one.words, ledger.unpacked(one.numbers)))
    changes.close(delivery, Delivery.State.WITHDRAWN, words, timezone.now())
    ledger.write(delivery, {**kept, "withdrawn": len(numbers)}, causes)
