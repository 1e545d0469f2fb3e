"""Lessons to align, for the data team: which standards a lesson serves, one after the other, by the keyboard alone."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from homeroom.facts import store
from homeroom.pages.access import for_data_team_form, reader, viewer
from homeroom.pages.to_align import told
from homeroom.pages.to_align.forms import OTHER, ServesForm
from homeroom.people import audit
from homeroom.people.clock import today
from homeroom.people.visibility import scope, visible_to
from homeroom.reports.to_align import ToAlign, Work, of_children
from homeroom.reports.week import school_year
from homeroom.standards import review
from homeroom.standards.aligner.align import missing
from homeroom.standards.errors import StandardsError
from homeroom.standards.review import Waiting
from homeroom.standards.spelling import resolve

TEMPLATE = "to_align/page.html"
ROOMS = ("waiting", "inferred", "decided")
A_PAGE = 50


@dataclass(frozen=True)
class Asked:
    """What a form brought, and what is wrong with it."""

    one: Waiting | None = None
    form: ServesForm | None = None
    wrong: str = ""
    status: int = 200


@for_data_team_form
def to_align(request: HttpRequest) -> HttpResponse:
    """The queue, and the lesson in hand. It counts children and names none."""
    if request.method == "POST":
        return _undone(request) if request.POST.get("act") == "undo" else _decided(request)
    room = request.GET.get("room", "")
    return _list(request, room) if room in ROOMS[1:] else _waiting(request, Asked())


def _decided(request: HttpRequest) -> HttpResponse:
    """Keep what was said, then the next lesson."""
    one, by = review.one(number(request.POST.get("lesson", ""))), reader(request)
    if one is None:
        return _waiting(request, Asked(wrong=gettext("This lesson is no longer in the catalogue."), status=409))
    form = _form(one, request.POST)
    if not form.is_valid():
        return _waiting(request, Asked(one, form, status=422))
    try:
        # A code that can't be read stays as it was written, so that it can be named.
        made = review.decide(one.number, [resolve(code) or code for code in form.codes], by.get_username())
    except StandardsError as error:
        return _waiting(request, Asked(one, form, str(error), 409))
    audit.did(by, "aligned", f"lesson {one.number}", [], ", ".join(made.codes) or "no standard")
    return HttpResponseRedirect(f"{reverse('to-align')}?done={made.pk}#kept")


def _undone(request: HttpRequest) -> HttpResponse:
    """Take a decision back; its lesson is in hand again."""
    by = reader(request)
    try:
        made = review.undo(number(request.POST.get("review", "")), by.get_username())
    except StandardsError as error:
        return _waiting(request, Asked(wrong=str(error), status=409))
    audit.did(by, "undid", f"lesson {made.content_item_id}", [], "which standards it serves")
    return HttpResponseRedirect(f"{reverse('to-align')}?lesson={made.content_item_id}#in-hand")


def _waiting(request: HttpRequest, asked: Asked) -> HttpResponse:
    found = _found(request)
    one = asked.one or _in_hand(request, found)
    work = {waiting.number: spent for waiting, spent in found.waiting}
    page = Paginator(found.waiting, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "room": ROOMS[0],
        "lead": told.lead(found),
        "one": told.lesson(one, work.get(one.number, Work())) if one else None,
        "form": asked.form or (_form(one) if one else None),
        "later": _after(found, one) if one else None,
        "page": page,
        "lines": [told.waits(row) for row in page],
        "missing": missing(),
        "suggested": any(waiting.none is not None for waiting, _ in found.waiting),
        "wrong": asked.wrong,
        "done": told.just_done(number(request.GET.get("done", ""))),
    }
    return render(request, TEMPLATE, context, status=asked.status)


def _list(request: HttpRequest, room: str) -> HttpResponse:
    """What was aligned already: by homeroom, or by a person."""
    lines = told.by_homeroom() if room == "inferred" else told.decided()
    page = Paginator(lines, A_PAGE).get_page(request.GET.get("page"))
    return render(request, TEMPLATE, {"room": room, "page": page, "lines": list(page)})


def _found(request: HttpRequest) -> ToAlign:
    """All that waits, by this school year's work of the children whom the reader may see."""
    allowed = scope(viewer(request), visible_to(viewer(request)).values_list("pk", flat=True))
    return of_children(allowed, school_year(today()), store.current())


def _in_hand(request: HttpRequest, found: ToAlign) -> Waiting | None:
    """The lesson that is asked for, else the first that waits."""
    if "lesson" in request.GET:
        return _one(request.GET["lesson"])
    return found.waiting[0][0] if found.waiting else None


def _one(text: str) -> Waiting:
    found = review.one(number(text))
    if found is None:
        raise Http404
    return found


def _after(found: ToAlign, one: Waiting) -> int | None:
    """The lesson behind this one; none behind the last."""
    numbers = [waiting.number for waiting, _ in found.waiting]
    at = numbers.index(one.number) + 1 if one.number in numbers else 0
    return numbers[at] if at < len(numbers) else None


def _form(one: Waiting, sent: object = None) -> ServesForm:
    """The suggestions with their chances. Where none are made, other standards are chosen already."""
    titles = told.titles(code for code, _ in one.candidates)
    offered = [
        (code, told.with_chance(f"{code} {titles.get(code, '')}".strip(), chance)) for code, chance in one.candidates
    ]
    none = gettext("None of our standards")
    none = none if one.none is None else told.with_chance(none, one.none)
    return ServesForm(offered, none, sent, initial={} if one.candidates else {"serves": OTHER})


def number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
