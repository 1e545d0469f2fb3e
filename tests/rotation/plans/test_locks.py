"""What a study's draw decides comes in as locks, which the next plan keeps."""

from __future__ import annotations

import pytest

from homeroom.people.models import AuditEntry
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.errors import RotationError
from homeroom.rotation.locks import At, lock, unlock
from homeroom.rotation.models import PlanLock
from rotation.plans.a_week import MONDAY, TUESDAY, Block, person

STUDY = "study 7"


def test_a_study_decides_sessions_and_takes_them_back(own: Block) -> None:
    child, tutor = own.children[0].pk, person(own.tutor).pk
    lock(At(child, MONDAY, 1), Modality.TUTORING, STUDY, own.teacher, staff=tutor)
    lock(At(child, TUESDAY, 2), Modality.TECHNOLOGY, STUDY, None, program="number_trail")
    lock(At(child, TUESDAY, 2), Modality.INDEPENDENT, STUDY, None)
    told = PlanLock.objects.order_by("day").values_list("student", "day", "session", "modality", "staff", "program")
    assert list(told) == [(child, MONDAY, 1, "tutoring", tutor, ""), (child, TUESDAY, 2, "independent", None, "")]
    assert unlock(STUDY, None) == 2
    assert unlock(STUDY, None) == 0
    assert not PlanLock.objects.exists()
    assert [one.verb for one in AuditEntry.objects.order_by("pk")] == ["locked", "locked", "locked", "unlocked"]


def test_what_somebody_else_has_decided_stays(own: Block) -> None:
    child = own.children[0].pk
    PlanLock.objects.create(student_id=child, day=MONDAY, session=1, modality="tutoring", origin="teacher")
    with pytest.raises(RotationError, match="Somebody else has decided"):
        lock(At(child, MONDAY, 1), Modality.INDEPENDENT, STUDY, None)
    assert unlock(STUDY, None) == 0


def test_nobody_is_locked_into_a_service(own: Block) -> None:
    with pytest.raises(RotationError, match="service"):
        lock(At(own.children[0].pk, MONDAY, 1), Modality.SERVICE, STUDY, None)
