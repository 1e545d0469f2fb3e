"""A teacher's word on a lesson or a whole program, for a child or a class: first, or off, until somebody lifts it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from homeroom.goals.errors import GoalsError
from homeroom.goals.models import ContentStop
from homeroom.people import audit
from homeroom.people.clock import today
from homeroom.people.models import Class, User
from homeroom.people.visibility import numbers_in
from homeroom.standards.models import ContentItem

SAY_WHY = gettext_noop("Say why: the reason is shown with the proposal, to everybody who sees the child.")
REASON = "a teacher's word on lessons and programs"
LONGEST_REASON = 1000


@dataclass(frozen=True)
class About:
    """What is said something of: a lesson, or without one the whole program; for one child, or without one a class."""

    program: str
    lesson: ContentItem | None = None
    student: int | None = None
    school_class: Class | None = None


@transaction.atomic
def stop(by: User, about: About, where: str, reason: str) -> ContentStop:
    """Put it first or off. What was said of just the same before is lifted. Raises GoalsError without a reason."""
    if not reason.strip():
        raise GoalsError(SAY_WHY)
    told = {
        "program": about.program,
        "content_item": about.lesson,
        "student_id": about.student,
        "school_class": about.school_class,
    }
    for standing in holding().filter(**told):
        lift(by, standing)
    words = {"where": ContentStop.Where(where), "reason": reason.strip()[:LONGEST_REASON], "since": today()}
    made = ContentStop.objects.create(**told, **words, said_by=by.get_username())
    _changed(by, "put first" if where == ContentStop.Where.FIRST else "took off", made)
    return made


@transaction.atomic
def lift(by: User, one: ContentStop) -> bool:
    """Let work be chosen as without it. What was said stays on record. Whether this call did."""
    if not holding().filter(pk=one.pk).update(lifted_by=by.get_username(), lifted_at=timezone.now()):
        return False
    _changed(by, "lifted", one)
    return True


def holding() -> QuerySet[ContentStop]:
    """What holds now."""
    return ContentStop.objects.filter(lifted_at=None)


def said_of(student: int, school_class: Class) -> QuerySet[ContentStop]:
    """What holds for a child of a class: of the child, and of the whole class; the newest first."""
    of_both = Q(student=student) | Q(school_class=school_class)
    return holding().filter(of_both).select_related("content_item").order_by("-pk")


def _changed(by: User, verb: str, one: ContentStop) -> None:
    if one.student_id:
        children = [one.student_id]
    else:
        assert one.school_class is not None  # noqa: S101  the table's own constraint
        children = numbers_in(one.school_class)
    audit.did(by, verb, f"content stop {one.pk} on {one.program}", children, REASON)
