"""Teachers speak: checks are said and withdrawn, states overridden and lifted. Every change counts the version up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from homeroom.mastery.errors import MasteryError
from homeroom.mastery.models import Check, Override, TeachersVersion
from homeroom.people import audit
from homeroom.people.clock import today
from homeroom.people.models import User
from homeroom.standards.models import Standard

ONE = 1  # the only row of the counter
# What was seen, as people read it.
RESULTS: Mapping[str, str | Promise] = {
    Check.Result.GOT_IT: gettext_lazy("got it"),
    Check.Result.PARTLY: gettext_lazy("partly"),
    Check.Result.NOT_YET: gettext_lazy("not yet"),
}


def version() -> int:
    """The number of the last change that a teacher made; 0 before the first."""
    return TeachersVersion.objects.filter(pk=ONE).values_list("number", flat=True).first() or 0


@transaction.atomic
def check(by: User, student: int, standard: Standard, result: str, seen_on: date, note: str = "") -> Check:
    """Write down what a teacher saw on a day. A later word of the same person on that day takes its place.

    Raises MasteryError where the result is none of the three, or the day is still to come.
    """
    if result not in Check.Result.values:
        raise MasteryError(f"{result!r} is no result of a check: say one of {', '.join(Check.Result.values)}.")
    if seen_on > today():
        raise MasteryError("The day of a check can't lie in the future: give the day on which it was seen.")
    told = {"student_id": student, "standard": standard, "seen_on": seen_on, "said_by": by.get_username()}
    made = Check.objects.create(**told, result=result, note=note.strip()[:255])
    _changed(by, "checked", made, student)
    return made


@transaction.atomic
def checks(by: User, standard: Standard, results: Mapping[int, str], seen_on: date) -> list[Check]:
    """Write down what was seen of several children on a day: all of it, or where one can't be kept, nothing.

    What the same person has said already of the child and the day in the same words is not said twice.
    """
    said = Check.objects.filter(standard=standard, seen_on=seen_on, said_by=by.get_username(), withdrawn_at=None)
    known = dict(said.filter(student__in=results).order_by("pk").values_list("student", "result"))
    new = {student: result for student, result in results.items() if known.get(student) != result}
    return [check(by, student, standard, result, seen_on) for student, result in sorted(new.items())]


@transaction.atomic
def withdraw(by: User, one: Check) -> bool:
    """Let a check that was a mistake count no more. Whether this call did."""
    standing = Check.objects.filter(pk=one.pk, withdrawn_at=None)
    if not standing.update(withdrawn_by=by.get_username(), withdrawn_at=timezone.now()):
        return False
    _changed(by, "withdrew", one, one.student_id)
    return True


@transaction.atomic
def override(by: User, student: int, standard: Standard, state: str, reason: str) -> Override:
    """Set the state that is shown. The one that held before is lifted. Raises MasteryError without a reason."""
    if not reason.strip():
        raise MasteryError("Say why: the reason is shown with the state, to everybody who sees the child.")
    if state not in Override.State.values:
        raise MasteryError(f"{state!r} is no state that can be set: say one of {', '.join(Override.State.values)}.")
    for standing in holding().filter(student=student, standard=standard):
        lift(by, standing)
    told = {"student_id": student, "standard": standard, "since": today(), "said_by": by.get_username()}
    made = Override.objects.create(**told, state=state, reason=reason.strip()[:1000])
    _changed(by, "overrode", made, student)
    return made


@transaction.atomic
def lift(by: User, one: Override) -> bool:
    """Show the estimate again. What was said, and by whom, stays on record. Whether this call did."""
    if not holding().filter(pk=one.pk).update(lifted_by=by.get_username(), lifted_at=timezone.now()):
        return False
    _changed(by, "lifted", one, one.student_id)
    return True


def holding() -> QuerySet[Override]:
    """The overrides that hold now."""
    return Override.objects.filter(lifted_at=None)


def count_up() -> None:
    """Say that teachers' words are not what they were. Call it in the transaction that changes them."""
    TeachersVersion.objects.get_or_create(pk=ONE)
    TeachersVersion.objects.filter(pk=ONE).update(number=F("number") + 1)


def _changed(by: User, verb: str, one: Check | Override, student: int) -> None:
    count_up()
    kind = type(one).__name__.lower()
    audit.did(by, verb, f"{kind} {one.pk} on {one.standard.code}", [student], "a teacher's word on mastery")
