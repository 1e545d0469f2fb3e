"""Unknown spellings, for the data team: which of our standards a program's spelling stands for."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext

from homeroom.pages.access import for_data_team_form, reader
from homeroom.pages.to_align import told
from homeroom.pages.to_align.forms import OTHER, ServesForm
from homeroom.people import audit
from homeroom.reports.values import count, plain_day
from homeroom.standards import unknown
from homeroom.standards.errors import StandardsError
from homeroom.standards.models import UnknownSpelling
from homeroom.standards.spelling import resolve
from homeroom.standards.unknown import Waiting

TEMPLATE = "spellings/page.html"
A_PAGE = 50


@for_data_team_form
def spellings(request: HttpRequest) -> HttpResponse:
    """The queue, and the spelling in hand. No child is in it."""
    waiting = unknown.waiting()
    if request.method != "POST":
        return _shown(request, waiting, _in_hand(request.GET.get("spelling", ""), waiting))
    if request.POST.get("act") == "undo":
        return _undone(request, request.POST.get("spelling", ""))
    return _decided(request, waiting)


def _decided(request: HttpRequest, waiting: tuple[Waiting, ...]) -> HttpResponse:
    spelling = request.POST.get("spelling", "")
    one = next((found for found in waiting if found.spelling == spelling), None)
    if one is None:
        gone = gettext("This spelling does not wait any more: somebody has decided, or it is known by now.")
        return _shown(request, waiting, _in_hand("", waiting), wrong=gone, status=409)
    form = _form(one, request.POST)
    if not form.is_valid():
        return _shown(request, waiting, one, form, status=422)
    try:
        _keep(request, one.spelling, form.codes)
    except StandardsError as error:
        return _shown(request, waiting, one, form, str(error), 409)
    return HttpResponseRedirect(f"{reverse('spellings')}?{urlencode({'done': one.spelling})}#kept")


@transaction.atomic
def _keep(request: HttpRequest, spelling: str, codes: list[str]) -> None:
    if len(codes) > 1:
        raise StandardsError(gettext("A spelling stands for one standard, or for none."))
    code = (resolve(codes[0]) or codes[0]) if codes else None
    unknown.decide(spelling, code, reader(request).get_username())
    audit.did(reader(request), "decided a spelling", "a spelling", [], f"{spelling}: {code or 'no standard'}")


@transaction.atomic
def _undone(request: HttpRequest, spelling: str) -> HttpResponse:
    unknown.undo(spelling)
    audit.did(reader(request), "undid", "a spelling", [], spelling)
    return HttpResponseRedirect(f"{reverse('spellings')}?{urlencode({'spelling': spelling})}#in-hand")


def _shown(
    request: HttpRequest,
    waiting: tuple[Waiting, ...],
    one: Waiting | None,
    form: ServesForm | None = None,
    wrong: str = "",
    status: int = 200,
) -> HttpResponse:
    page = Paginator(waiting, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "lead": _lead(waiting),
        "one": one,
        "one_rows": _rows(one.rows) if one else "",
        "form": (form or _form(one)) if one else None,
        "page": page,
        "lines": [(each, _rows(each.rows), ", ".join(each.candidates)) for each in page],
        "wrong": wrong,
        "done": _decision(request.GET.get("done", "")),
        "decided": [_said(row) for row in _decisions()[:A_PAGE]],
    }
    return render(request, TEMPLATE, context, status=status)


def _in_hand(spelling: str, waiting: tuple[Waiting, ...]) -> Waiting | None:
    """The spelling that is asked for, else the one that most rows carry."""
    return next((one for one in waiting if one.spelling == spelling), waiting[0] if waiting else None)


def _form(one: Waiting, sent: object = None) -> ServesForm:
    titles = told.titles(one.candidates)
    offered = [(code, f"{code} {titles.get(code, '')}".strip()) for code in one.candidates]
    form = ServesForm(offered, gettext("None of our standards"), sent, initial={} if offered else {"serves": OTHER})
    form.fields["serves"].label = gettext("Which standard does it stand for?")
    return form


def _lead(waiting: tuple[Waiting, ...]) -> str:
    many = len(waiting)
    if not many:
        return gettext("Every spelling that programs use is known, or somebody has decided about it.")
    words = ngettext("%(count)s spelling waits.", "%(count)s spellings wait.", many)
    return words % {"count": count(many)}


def _rows(rows: int) -> str:
    return ngettext("%(count)s row", "%(count)s rows", rows) % {"count": count(rows)}


def _decisions() -> QuerySet[UnknownSpelling]:
    rows = UnknownSpelling.objects.exclude(decided_on=None).select_related("standard")
    return rows.order_by("-decided_on", "spelling")


def _decision(spelling: str) -> dict[str, object] | None:
    """The decision that led here, while it stands."""
    row = _decisions().filter(spelling=spelling).first() if spelling else None
    return _said(row) if row else None


def _said(row: UnknownSpelling) -> dict[str, object]:
    return {
        "spelling": row.spelling,
        "standard": row.standard.code if row.standard else gettext("no standard"),
        "by": row.decided_by,
        "on": plain_day(row.decided_on) if row.decided_on else "",
    }
