"""The school whose page was asked for, if the reader's roles reach it."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from homeroom.pages.access import standing
from homeroom.people.doors import together
from homeroom.people.models import Role, School
from homeroom.people.visibility import LARGEST


def school_of(request: HttpRequest, number: int, kinds: tuple[Role.Kind, ...]) -> School:
    """The school, if everybody who looks is one of these there; to everybody else it does not exist."""
    if not 0 < number <= LARGEST:
        raise Http404
    for eye in standing(request).eyes:
        reach = together(dict(eye), kinds)
        if reach is not None and number not in reach:
            raise Http404
    found = School.objects.filter(pk=number, kind="school").first()
    if found is None:
        raise Http404
    return found
