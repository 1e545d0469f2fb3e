"""Audit log: every entry, by person, child, verb and day. For the data team."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy

from homeroom.pages import keyset
from homeroom.pages.access import for_data_team, reader
from homeroom.pages.seen.words import who
from homeroom.people import audit, audit_look, verbs
from homeroom.people.audit_look import Filter
from homeroom.people.clock import today
from homeroom.people.enrolled import holds
from homeroom.people.models import AuditEntry, Role, User
from homeroom.people.reasons import all_said
from homeroom.people.visibility import visible_to
from homeroom.reports.values import moment

A_PAGE = 100
NO_DAY = gettext_lazy("The day must be written as year-month-day, such as 2026-10-05.")
NO_CHILD = gettext_lazy("A child is asked for by its number: it stands in the address of the child's page.")
NOT_YOURS = gettext_lazy(
    "You look after one school: give the number of one of its children to see the entries about it. "
    "The number stands in the address of the child's page."
)


@for_data_team
def audit_log(request: HttpRequest) -> HttpResponse:
    """A stretch of the log, newest first."""
    user = reader(request)
    chosen, wrong = _filter(request)
    advice = "" if wrong else _not_theirs(user, chosen)
    entries = [] if wrong or advice else audit_look.entries(chosen, keyset.asked(request), A_PAGE + 1)
    shown = entries[:A_PAGE]
    audit.saw(user, f"audit log: {_words(chosen)}", (), "data team")
    context = {
        "wrong": wrong,
        "advice": advice,
        "lines": _lines(shown),
        "verbs": [(verb, verbs.said(verb)) for verb in audit_look.verbs()],
        "asked": request.GET,
        "filtered": chosen != Filter(),
        "older": keyset.mark(shown[-1]) if len(entries) > A_PAGE else "",
        "newest": keyset.NAME not in request.GET,
        "onward": urlencode(
            {name: request.GET[name] for name in ("who", "child", "verb", "day") if name in request.GET}
        ),
    }
    return render(request, "audit_log/page.html", context, status=400 if wrong else 200)


def _filter(request: HttpRequest) -> tuple[Filter, str]:
    """What is asked for, and what is wrong with it."""
    told = {name: request.GET.get(name, "").strip() for name in ("who", "child", "verb", "day")}
    try:
        day = date.fromisoformat(told["day"]) if told["day"] else None
    except ValueError:
        return Filter(), str(NO_DAY)
    number = told["child"]
    if number and not (number.isascii() and number.isdigit() and len(number) < 18):
        return Filter(), str(NO_CHILD)
    return Filter(told["who"], int(number) if number else None, told["verb"], day), ""


def _not_theirs(user: User, chosen: Filter) -> str:
    """The whole log is for the network's data team; one school's sees what is about its own children."""
    roles = Role.objects.filter(holds(today()), staff=user.staff_id, kind=Role.Kind.DATA_TEAM)
    if roles.filter(school=None).exists():
        return ""
    theirs = chosen.student is not None and visible_to(user).filter(pk=chosen.student).exists()
    return "" if theirs else str(NOT_YOURS)


def _lines(entries: Sequence[AuditEntry]) -> list[dict[str, object]]:
    names = audit_look.names(entries)
    return [
        {
            "entry": one,
            "at": _to_the_second(timezone.localtime(one.at)),
            "who": who(one, names),
            "did": verbs.said(one.verb),
            "why": all_said(one.reason),
            "children": len(one.students),
            "first": one.students[:8],
        }
        for one in entries
    ]


def _to_the_second(at: datetime) -> str:
    """`Thu 22 Oct 2026, 14:05:09`: entries of one minute must be told apart."""
    return f"{moment(at)}:{at:%S}"


def _words(chosen: Filter) -> str:
    told = {"person": chosen.actor, "child": chosen.student, "verb": chosen.verb, "day": chosen.day}
    return ", ".join(f"{name} {value}" for name, value in told.items() if value) or "all"
