"""The work-list: what each child is to do today, and what an adult has seen to."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from homeroom.goals.errors import GoalsError
from homeroom.goals.work_list import Step, tick, untick
from homeroom.pages.access import form, names_children, page, reader, viewer
from homeroom.pages.files import Kind, answer, links
from homeroom.people import audit
from homeroom.people.clock import today
from homeroom.people.models import Class
from homeroom.people.serving import served_by
from homeroom.people.visibility import Scope, classes_of, numbers_in, open_class, scope
from homeroom.reports.goals.words import state_words
from homeroom.reports.values import long_day
from homeroom.reports.work_list import WorkList, work_list
from homeroom.reports.work_list.file import filed
from homeroom.reports.work_list.told import lead

TEMPLATE = "work_list/page.html"
CLASS, DAY = "class", "day"
TICK = "sees to the work of a child"
# How far from today a list may be asked for: a school year either way.
FAR = timedelta(days=366)


@names_children
@form
def list_of_work(request: HttpRequest) -> HttpResponse:
    """The page. A tick is sent here, too, and so is the taking back of one."""
    report, allowed = _report(request)
    if request.method == "POST":
        return redirect(f"{reverse('work-list')}{_query(report)}{_ticked(request, report)}")
    _saw(request, report, allowed, "work-list")
    return render(request, TEMPLATE, context(request, report))


@names_children
@page
def list_of_work_file(request: HttpRequest, kind: Kind) -> HttpResponse:
    """The same as a file; its PDF is the sheet."""
    report, allowed = _report(request)
    _saw(request, report, allowed, "work-list file")
    return answer(request, kind, filed(report), TEMPLATE, lambda: context(request, report))


def context(request: HttpRequest, report: WorkList) -> dict[str, object]:
    return {
        "report": report,
        "lead": lead(report),
        "day": long_day(report.on),
        "is_today": report.on == today(),
        "before": _query(report, report.on - timedelta(days=1)),
        "after": _query(report, report.on + timedelta(days=1)),
        "lines": [(one, state_words(one.state)) for one in report.lines],
        "classes": [] if report.class_id else list(classes_of(viewer(request)).order_by("title", "pk")),
        "files": links("work-list", query=_query(report).removeprefix("?")),
    }


def _ticked(request: HttpRequest, report: WorkList) -> str:
    """Tick a line, or take its tick back: `tick=done-NUMBER`. Another's line is none. Returns its place on the page."""
    back = "untick" in request.POST
    if not back and "tick" not in request.POST:
        return ""
    step, _, number = request.POST["untick" if back else "tick"].partition("-")
    line = report.line(number)
    if line is None or step not in Step:
        raise Http404
    with suppress(GoalsError):  # it left the list a moment ago: the page shows it as it is now
        (untick if back else tick)(reader(request).get_username(), UUID(line.number), Step(step))
    audit.did(reader(request), "took back a tick of" if back else "ticked", f"work {number}", [line.child.number], TICK)
    return f"#work-{line.number}"


def _report(request: HttpRequest) -> tuple[WorkList, Scope]:
    chosen, on = _class(request), _day(request)
    children = numbers_in(chosen) if chosen else served_by(viewer(request)).values_list("pk", flat=True)
    allowed = scope(viewer(request), children)
    return work_list(allowed, on, chosen), allowed


def _class(request: HttpRequest) -> Class | None:
    """`?class=7`: one that the reader may open; any other is no page."""
    text = request.GET.get(CLASS, "")
    if not text:
        return None
    found = open_class(viewer(request), int(text)) if text.isascii() and text.isdigit() and len(text) < 20 else None
    if found is None:
        raise Http404
    return found


def _day(request: HttpRequest) -> date:
    text = request.GET.get(DAY, "")
    try:
        found = date.fromisoformat(text) if text else today()
    except ValueError:
        raise Http404 from None
    if abs(found - today()) > FAR:
        raise Http404
    return found


def _query(report: WorkList, on: date | None = None) -> str:
    """The same list again, or that of another day."""
    told: dict[str, object] = {CLASS: report.class_id} if report.class_id else {}
    wanted = on or report.on
    if wanted != today():
        told[DAY] = wanted.isoformat()
    return f"?{urlencode(told)}" if told else ""


def _saw(request: HttpRequest, report: WorkList, allowed: Scope, what: str) -> None:
    """The audit row, before anything is shown: of those who stand on the list."""
    shown = sorted({one.child.number for one in report.lines})
    reasons = "; ".join(sorted({allowed.students[one] for one in shown})) or "no child on the list"
    write = audit.exported if what.endswith("file") else audit.saw
    write(viewer(request), f"{what}, {report.on.isoformat()}", shown, reasons, report="work-list")
