"""What is decided beforehand of a child's session, by a person or by the draw of a study."""

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
def lock(at: At, modality: Modality, origin: str, by: By, *, staff: int | None = None, program: str = "") -> PlanLock:
    """Decide it for plans that are made from now on, in place of what the same `origin` decided of it: a user name, or
    the study whose draw it is. Raises RotationError where somebody else has decided it."""
    if modality not in OPEN:
        raise RotationError(gettext("Nobody can be locked into a service, or into having no place."))
    held = PlanLock.objects.filter(student=at.student, day=at.day, session=at.session).first()
    if held is not None and held.origin != origin:
        raise RotationError(gettext("Somebody else has decided that session. Ask them, or choose another one."))
    made, _ = PlanLock.objects.update_or_create(
        student_id=at.student,
        day=at.day,
        session=at.session,
        defaults={"modality": modality, "origin": origin, "staff_id": staff, "program": program},
    )
    audit.did(by, "locked", f"session {at.session} of {at.day}", [at.student], origin)
    return made


@transaction.atomic
def unlock(origin: str, by: By) -> int:
    """Take back all that one origin has decided, as when a study ends. Gives the number of sessions."""
    held = PlanLock.objects.filter(origin=origin)
    children = sorted(set(held.values_list("student", flat=True)))
    gone = held.delete()[0]
    if gone:
        audit.did(by, "unlocked", f"{gone} sessions", children, origin)
    return gone
