"""Where other pages lead to a lab's board."""

from __future__ import annotations

from django.http import HttpRequest

from homeroom.pages import rule
from homeroom.pages.access import standing
from homeroom.people.lab import coordinators
from homeroom.people.models import School


def lab_of(request: HttpRequest, school_class: int) -> int | None:
    """The school whose lab a class goes to, for a reader who may open its board; none where no lab is run."""
    if not rule.lab(standing(request)):
        return None
    school = School.objects.filter(classes=school_class).first()
    return school.pk if school and coordinators(school).exists() else None
