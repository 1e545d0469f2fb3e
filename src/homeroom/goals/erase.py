"""Take a child out of goals and of what was asked of the child for them."""

from __future__ import annotations

from django.db import transaction

from homeroom.goals.models import Assignment, ContentStop, GoalStudent
from homeroom.people.erasures import removed
from homeroom.people.record import Removed

PACKAGE = "goals"


@transaction.atomic
def erase(student: int) -> list[Removed]:
    """Delete the child's assignments with their events, places in goals and what was put first or off. Safe again."""
    of_child = {"assignments": Assignment, "goals": GoalStudent, "lessons put first or off": ContentStop}
    gone = {place: model._default_manager.filter(student=student).delete()[0] for place, model in of_child.items()}
    return [removed(student, PACKAGE, place, count) for place, count in gone.items()]
