"""Who saw this child: the answer to a family that asks. For the data team, and principals who may see the child."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from homeroom.pages import keyset
from homeroom.pages.access import names_children, page, viewer
from homeroom.pages.files import Kind, answer, links
from homeroom.pages.seen import words
from homeroom.pages.seen.file import filed
from homeroom.people import audit, audit_look
from homeroom.people.answering import answers_for
from homeroom.people.clock import today
from homeroom.people.models import Student
from homeroom.people.viewing import Viewer
from homeroom.people.visibility import scope
from homeroom.reports.values import long_day

TEMPLATE = "seen/page.html"
A_PAGE = 1_000


@names_children
@page
def seen(request: HttpRequest, number: int) -> HttpResponse:
    """Day by day: who opened or changed what, why they could, and how often."""
    return render(request, TEMPLATE, _told(request, number, audit.saw, "who saw page"))


@names_children
@page
def seen_file(request: HttpRequest, number: int, kind: Kind) -> HttpResponse:
    """The same as a file, from the same entry on."""
    told = _told(request, number, audit.exported, "who saw file")
    return answer(request, kind, filed(told["child"], told["days"]), TEMPLATE, lambda: told)


def _told(request: HttpRequest, number: int, write: Callable[..., object], seen_as: str) -> dict[str, Any]:
    who = viewer(request)
    child = _child(who, number)
    entries = audit_look.of_child(number, keyset.asked(request), A_PAGE + 1)
    write(who, f"{seen_as} {number}", [number], scope(who, [child]).students[number])
    shown = entries[:A_PAGE]
    began = audit_look.reaches_back_to()
    return {
        "child": child,
        "files": links("seen", number, query=request.GET.urlencode()),
        "days": words.days(shown, audit_look.names(shown)),
        "entries": len(shown),
        "began": long_day(timezone.localtime(began).date()) if began else "",
        "older": keyset.mark(shown[-1]) if len(entries) > A_PAGE else "",
        "from_the_start": keyset.NAME not in request.GET,
        "today": long_day(today()),
    }


def _child(who: Viewer, number: int) -> Student:
    if not answers_for(who, number):
        raise Http404
    return Student.objects.get(pk=number)
