"""One table of what plans are made from: its rows, and the ways to add some, by a form or by a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from homeroom.mastery.rules import Sentence
from homeroom.pages.access import for_planners, for_planners_form, names_children, reader, viewer
from homeroom.pages.planning import files, words
from homeroom.pages.planning.asked import Asked, asked
from homeroom.pages.planning.form import RowForm
from homeroom.pages.planning.rows import columns, lines
from homeroom.people import audit
from homeroom.people.names import folded
from homeroom.reports.csv import BOM
from homeroom.rotation.files import give, one
from homeroom.rotation.rule_values import RULES, Value

A_PAGE = 50
# From so many rows on there is something to search.
LONG = 12
ADDED, CHANGED, REMOVED, TAKEN = "added", "changed", "removed", "taken"
COUNTS = ("new", "changed", "unchanged", "aside")


@names_children
@for_planners_form
def planning_table(request: HttpRequest, number: int, table: str) -> HttpResponseBase:
    """The rows; a POST adds one, tries a file, or takes a file that was tried."""
    found = asked(request, number, table)
    if request.method == "GET":
        return page(request, found, RowForm(found))
    if request.POST.get("act") == files.TRY:
        return _tried(request, found)
    if request.POST.get("act") == files.TAKE:
        return _taken(request, found)
    form = RowForm(found, request.POST)
    if form.take(lambda cells: one.add(found.table, cells, found.place, reader(request))):
        return back(found, ADDED)
    return page(request, found, form, status=422)


@names_children
@for_planners
def planning_csv(request: HttpRequest, number: int, table: str) -> HttpResponse:
    """The rows that the reader sees, as the file that can be brought again."""
    found = asked(request, number, table)
    records = found.records
    _write(request, found, "planning file", records)
    buffer = io.StringIO()
    rows = give.rows(found.table, found.school, records)
    csv.writer(buffer, lineterminator="\r\n").writerows([give.head(found.table), *rows])
    headers = {"Content-Disposition": f'attachment; filename="{found.table.name}.csv"'}
    return HttpResponse(f"{BOM}{buffer.getvalue()}", content_type="text/csv; charset=utf-8", headers=headers)


def back(found: Asked, done: str, **counts: int) -> HttpResponseBase:
    address = reverse("planning-table", args=[found.school.pk, found.table.name])
    told = {"done": done, **{name: str(count) for name, count in counts.items()}}
    return redirect(f"{address}?{urlencode(told)}#done")


def page(request: HttpRequest, found: Asked, form: RowForm, wrong: str = "", status: int = 200) -> HttpResponse:
    search = request.GET.get("find", "").strip()
    records = {one.pk: one for one in found.records}
    listed = lines(found, records.values())
    shown = Paginator([one for one in listed if one.has(folded(search))], A_PAGE).get_page(request.GET.get("page"))
    _write(request, found, "planning page", [records[one.number] for one in shown])
    held = found.table.held(found.school).count()
    context = {
        "asked": found,
        "told": words.TABLES[found.table.name],
        "columns": columns(found),
        "page": shown,
        "search": search,
        "long": len(listed) > LONG,
        "rows": len(listed),
        "unseen": held - len(listed),
        "form": form,
        "wrong": wrong,
        "done": _done(request),
        "rules": rules(found),
        "most": files.MOST_WORDS,
    }
    return render(request, "planning/table.html", context, status=status)


def _tried(request: HttpRequest, found: Asked) -> HttpResponseBase:
    try:
        tried = files.tried(request.FILES.get("file"), found, reader(request))
    except files.NotTakenError as why:
        return page(request, found, RowForm(found), str(why), 422)
    context = {"asked": found, "told": words.TABLES[found.table.name], "tried": tried}
    return render(request, "planning/tried.html", context)


def _taken(request: HttpRequest, found: Asked) -> HttpResponseBase:
    try:
        account = files.taken(request.POST.get("token", ""), found, reader(request))
    except files.NotTakenError as why:
        return page(request, found, RowForm(found), str(why), 409)
    counts = {name: account.counts[name] for name in COUNTS[:-1]}
    return back(found, TAKEN, **counts, aside=len(account.set_aside))


def _done(request: HttpRequest) -> Mapping[str, Any]:
    """What the reader has just done, as the address tells it."""
    what = request.GET.get("done", "")
    if what not in (ADDED, CHANGED, REMOVED, TAKEN):
        return {}
    counts = {name: _number(request.GET.get(name, "")) for name in COUNTS}
    return {"what": what, **counts, "read": sum(counts.values())}


def _number(said: str) -> int:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 9 else 0


def rules(found: Asked) -> Sequence[tuple[Sentence, Sequence[tuple[str, Value]]]]:
    """What each rule takes; nothing beside another table."""
    shown = RULES if found.table.name == "rules" else {}
    return [(words.RULES[kind], list(rule.values.items())) for kind, rule in shown.items()]


def _write(request: HttpRequest, found: Asked, kind: str, records: Any) -> None:
    """The audit row, before anything is shown. A table that names no child is in no log of children."""
    children = sorted(one.of_children(found.table, records))
    if children:
        write = audit.exported if kind.endswith("file") else audit.saw
        write(viewer(request), f"{kind} {found.school.pk}, {found.table.name}", children, found.reasons(children))
