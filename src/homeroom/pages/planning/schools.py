"""Whose plans? The way in to a school's plans from every page: where there is one school, it is opened."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from homeroom.pages.access import for_planned, standing
from homeroom.pages.rule import planners
from homeroom.people.doors import together
from homeroom.people.models import Role, School

KINDS = (*(Role.Kind.LAB_COORDINATOR, Role.Kind.PRINCIPAL, Role.Kind.DATA_TEAM), Role.Kind.TEACHER, Role.Kind.TUTOR)


@for_planned
def plans(request: HttpRequest) -> HttpResponse:
    """Who makes the plans begins with the week's, who works by them with today's."""
    route = "block" if planners(standing(request)) else "today"
    found = _schools(request)
    if len(found) == 1:
        return redirect(route, found[0].pk)
    return render(request, "planning/schools.html", {"schools": found, "route": route})


def _schools(request: HttpRequest) -> list[School]:
    """Those with classes that everybody who looks reaches."""
    schools = School.objects.filter(kind="school", ends_on=None, classes__isnull=False).distinct()
    for eye in standing(request).eyes:
        reach = together(dict(eye), KINDS)
        if reach is not None:
            schools = schools.filter(pk__in=reach)
    return list(schools.order_by("name", "pk"))
