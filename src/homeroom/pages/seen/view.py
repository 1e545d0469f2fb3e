"""Who saw this child: the answer to a family that asks. For the data team, and principals who may see the child."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from homeroom.pages import keyset
from homeroom.pages.access import names_children, page, viewer
from homeroom.pages.frame import long_day
from homeroom.pages.seen import words
from homeroom.people import audit, audit_look
from homeroom.people.answering import answers_for
from homeroom.people.clock import today
from homeroom.people.models import Student
from homeroom.people.viewing import Viewer
from homeroom.people.visibility import scope

A_PAGE = 1_000


@names_children
@page
def seen(request: HttpRequest, number: int) -> HttpResponse:
    """Day by day: who opened or changed what, why they could, and how often."""
    who = viewer(request)
    child = _child(who, number)
    entries = audit_look.of_child(number, keyset.asked(request), A_PAGE + 1)
    audit.saw(who, f"who saw page {number}", [number], scope(who, [child]).students[number])
    shown = entries[:A_PAGE]
    began = audit_look.reaches_back_to()
    context = {
        "child": child,
        "days": words.days(shown, audit_look.names(shown)),
        "entries": len(shown),
        "began": long_day(timezone.localtime(began).date()) if began else "",
        "older": keyset.mark(shown[-1]) if len(entries) > A_PAGE else "",
        "from_the_start": keyset.NAME not in request.GET,
        "today": long_day(today()),
    }
    return render(request, "seen/page.html", context)


def _child(who: Viewer, number: int) -> Student:
    if not answers_for(who, number):
        raise Http404
    return Student.objects.get(pk=number)
