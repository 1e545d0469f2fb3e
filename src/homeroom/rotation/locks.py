"""What the draw of a study decides of children's sessions before they are planned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext

from homeroom.people import audit
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.drafts import By
from homeroom.rotation.errors import RotationError
from homeroom.rotation.models import PlanLock

OPEN = frozenset(Modality) - {Modality.SERVICE, Modality.OVERFLOW}


@dataclass(frozen=True)
class At:
    """One child's session."""

    student: int
    day: date
    session: int


@transaction.atomic
def lock(at: At, modality: Modality, study: str, by: By, *, staff: int | None = None, program: str = "") -> PlanLock:
    """Decide it for plans that are made from now on, in place of what the same study decided of it. Raises
    RotationError where a person, or another study, has decided it."""
    if modality not in OPEN:
        raise RotationError(gettext("Nobody can be locked into a service, or into having no place."))
    held = PlanLock.objects.filter(student=at.student, day=at.day, session=at.session).first()
    if held is not None and held.origin != study:
        raise RotationError(gettext("Somebody else has decided that session. Ask them, or choose another one."))
    made, _ = PlanLock.objects.update_or_create(
        student_id=at.student,
        day=at.day,
        session=at.session,
        defaults={"modality": modality, "origin": study, "staff_id": staff, "program": program},
    )
    audit.did(by, "locked", f"session {at.session} of {at.day}", [at.student], study)
    return made


@transaction.atomic
def unlock(study: str, by: By) -> int:
    """Take back all that a study has decided, as when it ends. Gives the number of sessions."""
    held = PlanLock.objects.filter(origin=study)
    children = sorted(set(held.values_list("student", flat=True)))
    gone = held.delete()[0]
    if gone:
        audit.did(by, "unlocked", f"{gone} sessions", children, study)
    return gone
