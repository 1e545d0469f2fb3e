"""Who saw this child: the answer to a family that asks. For the data team, and principals who may see the child."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from homeroom.pages import keyset
from homeroom.pages.access import page, reader
from homeroom.pages.frame import long_day
from homeroom.pages.roles import roles
from homeroom.pages.seen import words
from homeroom.people import audit, audit_look
from homeroom.people.clock import today
from homeroom.people.models import Role, Student, User
from homeroom.people.visibility import scope, visible_to

A_PAGE = 1_000
ASKED = {Role.Kind.DATA_TEAM, Role.Kind.PRINCIPAL}


@page
def seen(request: HttpRequest, number: int) -> HttpResponse:
    """Day by day: who opened or changed what, why they could, and how often."""
    user = reader(request)
    child = _child(user, number)
    entries = audit_look.of_child(number, keyset.asked(request), A_PAGE + 1)
    audit.saw(user, f"who saw page {number}", [number], scope(user, [child]).students[number])
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


def may_ask(user: User) -> bool:
    """Whether this person answers families that ask. Which child's page it is, is a question of its own."""
    return bool(ASKED & set(roles(user)))


def _child(user: User, number: int) -> Student:
    child = visible_to(user).filter(pk=number).first() if may_ask(user) else None
    if child is None:
        raise Http404
    return child
