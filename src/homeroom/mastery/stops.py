"""A teacher puts a standard first on a child's list, or takes it off; either holds until it is lifted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from homeroom.mastery.errors import MasteryError
from homeroom.mastery.models import Stop
from homeroom.mastery.teachers import count_up
from homeroom.people import audit
from homeroom.people.clock import today
from homeroom.people.models import User
from homeroom.standards.models import Standard

# As `next_kernel` reads them, which is compiled and not needed to say them.
SIGNS: Mapping[str, int] = {Stop.Where.FIRST: 1, Stop.Where.OFF: -1}


@transaction.atomic
def stop(by: User, student: int, standard: Standard, where: str, reason: str) -> Stop:
    """Put a standard first or take it off. What held of it before is lifted. Raises MasteryError without a reason."""
    if not reason.strip():
        raise MasteryError("Say why: the reason is shown with the list, to everybody who sees the child.")
    if where not in Stop.Where.values:
        raise MasteryError(f"{where!r} is no place in a list: say {' or '.join(Stop.Where.values)}.")
    for standing in holding().filter(student=student, standard=standard):
        lift(by, standing)
    told = {"student_id": student, "standard": standard, "since": today(), "said_by": by.get_username()}
    made = Stop.objects.create(**told, where=where, reason=reason.strip()[:1000])
    _changed(by, "put first" if where == Stop.Where.FIRST else "took off", made)
    return made


@transaction.atomic
def lift(by: User, one: Stop) -> bool:
    """Let the list be drawn as without it. What was said, and by whom, stays on record. Whether this call did."""
    if not holding().filter(pk=one.pk).update(lifted_by=by.get_username(), lifted_at=timezone.now()):
        return False
    _changed(by, "lifted", one)
    return True


def holding() -> QuerySet[Stop]:
    """The stops that hold now."""
    return Stop.objects.filter(lifted_at=None)


def signs(students: Sequence[int], standards: Sequence[str]) -> np.ndarray[tuple[int, int], np.dtype[np.int8]]:
    """Children × standards: 1 where a teacher has put one first, -1 where one is off, else 0."""
    row_of = {student: row for row, student in enumerate(students)}
    place_of = {code: place for place, code in enumerate(standards)}
    found = np.zeros((len(students), len(standards)), dtype=np.int8)
    for student, code, where in holding().values_list("student", "standard__code", "where"):
        if student in row_of and code in place_of:
            found[row_of[student], place_of[code]] = SIGNS[where]
    return found


def _changed(by: User, verb: str, one: Stop) -> None:
    count_up()
    words = f"stop {one.pk} on {one.standard.code}"
    audit.did(by, verb, words, [one.student_id], "a teacher's word on a child's list")
