"""Teachers have a say in plans: a session is decided beforehand, or a place is objected to, and somebody answers."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from homeroom.people import audit
from homeroom.people.models import Student, User
from homeroom.rotation.drafts import By, signed
from homeroom.rotation.errors import RotationError
from homeroom.rotation.gather.ruled import CHOSEN
from homeroom.rotation.models import Objection, Placement, PlanLock

LONGEST = 1000


@transaction.atomic
def lock(by: By, place: Placement) -> PlanLock:
    """From the next plan on the child's session is as this place is. What a study's draw has decided stays."""
    if place.modality not in CHOSEN:
        raise RotationError(gettext("Only a place that a plan chooses can be kept: no meeting, and no overflow."))
    _must_be_a_persons(place.student_id, place.day, place.session)
    told = {"modality": place.modality, "staff": place.staff, "program": place.program, "origin": signed(by)}
    kept, _ = PlanLock.objects.update_or_create(
        student_id=place.student_id, day=place.day, session=place.session, defaults=told
    )
    audit.did(by, "locked", f"plan lock {kept.pk}", [place.student_id], _where(place.day, place.session))
    return kept


@transaction.atomic
def unlock(by: By, kept: PlanLock) -> None:
    """The session is open again from the next plan on."""
    _must_be_a_persons(kept.student_id, kept.day, kept.session)
    audit.did(by, "unlocked", f"plan lock {kept.pk}", [kept.student_id], _where(kept.day, kept.session))
    kept.delete()


@transaction.atomic
def object_to(by: By, place: Placement, reason: str) -> Objection:
    """The reason is kept, whatever comes of it. Raises RotationError where there is none."""
    if not (words := reason.strip()[:LONGEST]):
        raise RotationError(gettext("Say in a few words why."))
    at = {"student_id": place.student_id, "day": place.day, "session": place.session}
    kept = Objection.objects.create(placement=place, **at, reason=words, by=signed(by))
    audit.did(by, "objected", f"objection {kept.pk}", [place.student_id], _where(place.day, place.session))
    return kept


@transaction.atomic
def answer(by: By, number: int, words: str) -> Objection:
    """Whoever plans says what comes of it. An answer that was given stays."""
    kept = Objection.objects.select_for_update().filter(pk=number).first()
    if kept is None or kept.answer:
        raise RotationError(gettext("This objection was answered already, or is not there any more."))
    if not (told := words.strip()[:LONGEST]):
        raise RotationError(gettext("Say in a few words what comes of it."))
    kept.answer, kept.answered_by, kept.answered_at = told, signed(by), timezone.now()
    kept.save(update_fields=["answer", "answered_by", "answered_at"])
    audit.did(by, "answered", f"objection {kept.pk}", [kept.student_id], _where(kept.day, kept.session))
    return kept


def locked(student: Student | int, day: date, session: int) -> PlanLock | None:
    return PlanLock.objects.filter(student=student, day=day, session=session).first()


def is_a_persons(kept: PlanLock) -> bool:
    """Whether somebody who signs in has decided it. Else a study's draw has."""
    return User.objects.filter(username=kept.origin).exists()


def _must_be_a_persons(student: int, day: date, session: int) -> None:
    held = locked(student, day, session)
    if held is not None and not is_a_persons(held):
        told = gettext("%(origin)s has decided this session, and nobody who signs in here. It stays as it is.")
        raise RotationError(told % {"origin": held.origin})


def _where(day: date, session: int) -> str:
    return f"{day}, session {session}"
