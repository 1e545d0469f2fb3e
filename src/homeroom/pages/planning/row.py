"""One row of what plans are made from: change it or take it out, and what that means for plans."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from homeroom.pages.access import for_planners_form, names_children, reader, viewer
from homeroom.pages.planning import words
from homeroom.pages.planning.asked import asked
from homeroom.pages.planning.form import RowForm, begun, sentence
from homeroom.pages.planning.rows import columns, lines
from homeroom.pages.planning.table import CHANGED, REMOVED, back, rules
from homeroom.people import audit
from homeroom.people.clock import today
from homeroom.rotation.files import one
from homeroom.rotation.files.naming import plans_naming, refused
from homeroom.standards.account import FaultError

REMOVE = "remove"


@names_children
@for_planners_form
def planning_row(request: HttpRequest, number: int, table: str, row: int) -> HttpResponseBase:
    """The row with its form; and what names it, before it goes."""
    found = asked(request, number, table)
    record = found.record(row)
    wrong = ""
    if request.POST.get("act") == REMOVE:
        try:
            one.remove(found.table, record, found.place, reader(request))
            return back(found, REMOVED)
        except FaultError as fault:
            wrong = sentence(fault.reason)
    sent = request.method == "POST" and not wrong
    form = RowForm(found, request.POST if sent else None, initial=begun(found, record))
    if sent and form.take(lambda cells: one.change(found.table, record, cells, found.place, reader(request))):
        return back(found, CHANGED)
    children = sorted(one.of_children(found.table, [record]))
    if children:
        what = f"planning page {found.school.pk}, {found.table.name}"
        audit.saw(viewer(request), what, children, found.reasons(children))
    [line] = lines(found, [record])
    context = {
        "asked": found,
        "told": words.TABLES[found.table.name],
        "facts": list(zip(columns(found), line.cells, strict=True)),
        "form": form,
        "wrong": wrong,
        "stays": sentence(why) if (why := refused(record)) else "",
        "rules": rules(found),
        "plans": plans_naming(record, found.school, today()),
    }
    return render(request, "planning/row.html", context, status=409 if wrong else 422 if sent else 200)
