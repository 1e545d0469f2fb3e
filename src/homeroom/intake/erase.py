"""Take a child out of what came in: facts, kept originals, rows that wait, links. Every ledger says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from django.db import transaction

from homeroom.facts import erase as facts
from homeroom.facts import store
from homeroom.intake import ledger
from homeroom.intake.erasing.kept import blank_all
from homeroom.intake.erasing.sought import Sought, sought
from homeroom.intake.ledger import Move, Numbers
from homeroom.intake.matching.claim import from_text
from homeroom.intake.models import Delivery, IdentityDecision, IdentityLink, VendorKey
from homeroom.intake.rosters.undo import forget_student
from homeroom.intake.who.decided import standing
from homeroom.intake.workshop import one_intake
from homeroom.people.erasures import removed
from homeroom.people.known_by import people_of
from homeroom.people.models import Student
from homeroom.people.record import Removed

PACKAGE = "intake"


def erase(student: int) -> list[Removed]:
    """Erase the child's facts, rows, links and decisions about them. Rows of theirs end as erased. Safe to do again.

    Call it while the child is still among the people: files know the child by the roster's ids and names.
    """
    told: list[Removed] = []
    with one_intake():
        child = Student.objects.filter(pk=student).first()
        looked_for = sought(child) if child else None
        rows = store.source_rows(student)
        if looked_for:
            rows = _joined(rows, blank_all(looked_for, rows))
        held = facts.rows_held(student)

        def beside(of_facts: Mapping[int, list[int]]) -> None:
            told.extend(facts.noted(student, held))
            told.append(removed(student, PACKAGE, "rows of deliveries", _end_rows(rows, of_facts)))
            told.extend(_forget(student, looked_for))

        store.erase(student, facts.cause(student), beside)
    return told


def _joined(one: Mapping[int, Sequence[int]], other: Mapping[int, Sequence[int]]) -> dict[int, list[int]]:
    return {pk: sorted({*one.get(pk, ()), *other.get(pk, ())}) for pk in {**one, **other}}


def _end_rows(rows: Mapping[int, Sequence[int]], of_facts: Mapping[int, list[int]]) -> int:
    return sum(_end(delivery, rows.get(delivery, ()), of_facts.get(delivery, ())) for delivery in {**rows, **of_facts})


def _end(pk: int, rows: Sequence[int], of_facts: Sequence[int]) -> int:
    """These rows of a delivery end as erased, wherever they lay. How many ended so just now."""
    delivery = Delivery.objects.filter(pk=pk).first()
    if delivery is None:
        return 0
    wanted = np.union1d(np.asarray(rows, dtype=np.int64), np.asarray(of_facts, dtype=np.int64))
    fresh = np.setdiff1d(wanted, _in_groups(delivery, erased=True))
    if delivery.held and not delivery.groups.filter(ended_as="held").exists():
        ledger.tell_held(delivery)
    stood = np.setdiff1d(fresh, _in_groups(delivery, erased=False))
    if fresh.size:
        ledger.move(Move(pk, ledger.erased_cause(fresh), stood=stood, facts=-len(of_facts)))
    return int(fresh.size)


def _in_groups(delivery: Delivery, *, erased: bool) -> Numbers:
    groups = delivery.groups.exclude(ended_as=ledger.SET_ASIDE)
    chosen = groups.filter(ended_as=ledger.ERASED) if erased else groups.exclude(ended_as=ledger.ERASED)
    return np.concatenate([np.empty(0, np.int64), *(ledger.unpacked(group.numbers) for group in chosen)])


@transaction.atomic
def _forget(student: int, looked_for: Sought | None) -> list[Removed]:
    """Links, decisions and keys that tell of the child."""
    child = Student.objects.filter(pk=student).first()
    forget_student(student, {word for one in people_of(child) for word in one.words} if child else ())
    links = IdentityLink.objects.filter(student=student).delete()[0]
    # Keys that a person confirmed as this child hold the child's name; those that are another's by now don't.
    confirmed = VendorKey.objects.filter(decisions__student=student, decisions__verdict="confirm").distinct()
    keys = {key.pk for key in confirmed if _whose(key) in (None, student)}
    if looked_for:
        named = [key for key in VendorKey.objects.all() if looked_for.in_claim(from_text(key.claim), None)]
        keys |= {key.pk for key in named if _whose(key) in (None, student)}
    gone = VendorKey.objects.filter(pk__in=keys)
    counted = gone.count()
    gone.delete()
    decisions = IdentityDecision.objects.filter(student=student).delete()[0]
    lines = {"identity links": links, "keys of programs": counted, "decisions about keys": decisions}
    return [removed(student, PACKAGE, place, count) for place, count in lines.items()]


def _whose(key: VendorKey) -> int | None:
    in_force = key.decisions.exclude(verdict=IdentityDecision.Verdict.UNDONE).filter(undone_by=None).order_by("pk")
    return standing(in_force).student
