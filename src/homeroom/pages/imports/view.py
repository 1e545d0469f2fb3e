"""Imports: what came in, and where every row of it went. For the data team."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from homeroom.intake import match, quarantine, unknown
from homeroom.intake.errors import IntakeError
from homeroom.intake.feeds.models import DeliverySchool
from homeroom.intake.layout_models import UnknownLayout
from homeroom.intake.layouts import declared
from homeroom.intake.ledger import SET_ASIDE
from homeroom.intake.models import ROSTERS, Delivery, RowGroup
from homeroom.pages.access import for_data_team, for_data_team_of_all, standing, viewer
from homeroom.pages.imports import ledger, states
from homeroom.pages.imports.decide import decide
from homeroom.pages.imports.matrix import ABSENT
from homeroom.pages.imports.morning import LEGEND, morning
from homeroom.pages.imports.waits import waits
from homeroom.pages.imports.what_to_do import advice, what_to_do
from homeroom.pages.kit.words import said
from homeroom.pages.rule import data_team_of_all
from homeroom.people import audit
from homeroom.people.clock import today
from homeroom.people.recognised import recognised
from homeroom.reports import csv
from homeroom.reports.seen import program_name
from homeroom.reports.values import count

A_PAGE = 50
SECONDS = 5  # between two looks at a running job
GONE = gettext_noop("The file as it was received is not among the kept originals, or can't be opened.")


@dataclass(frozen=True)
class Line:
    """A delivery as the list shows it."""

    delivery: Delivery
    program: str
    report: str
    balance: str
    progress: ledger.Progress | None

    @property
    def unpublished(self) -> bool:
        """Held and refused files tell their message first; there may be no rows to tell of."""
        return self.delivery.state in (Delivery.State.HELD, Delivery.State.REFUSED)

    @property
    def outcome(self) -> tuple[str, str]:
        """The state in words and by its colour. A file of which no row became a fact is no success."""
        state, found = self.delivery.state, self.delivery
        if state == Delivery.State.PUBLISHED and found.quarantined:
            took = found.published or found.duplicate or found.superseded
            words, colour = ("published in part", "part") if took else ("nothing published", "held")
            return states.of_delivery(words), colour
        return states.of_delivery(state), state


@for_data_team
def imports(request: HttpRequest) -> HttpResponse:
    """The morning: alarms, the last ten school days; then deliveries, newest first, by program and state."""
    program, state = request.GET.get("program", ""), request.GET.get("state", "")
    chosen = Delivery.objects.prefetch_related("schools")
    if program:
        chosen = chosen.filter(program=program)
    if state:
        chosen = chosen.filter(state=state)
    page: Page[Delivery] = Paginator(chosen, A_PAGE).get_page(request.GET.get("page"))
    known = Delivery.objects.exclude(program="").order_by("program").values_list("program", flat=True).distinct()
    early = morning()
    context = {
        "alarms": [(one, states.of_alarm(one.kind)) for one in early.alarms],
        "matrix": early.matrix,
        "judged": early.judged,
        "waits": waits(),
        "absent": ABSENT,
        "calendar_note": early.note,
        "today": today(),
        "legend": LEGEND,
        "lines": [_line(found) for found in page],
        "page": page,
        "programs": [(slug, _program(slug)) for slug in known],
        "states": [(one, states.of_delivery(one)) for one in Delivery.State.values],
        "program": program,
        "state": state,
        "running": Delivery.objects.filter(state=Delivery.State.RUNNING).exists(),
    }
    return _watched(request, "imports/page.html", context)


@for_data_team
def delivery(request: HttpRequest, number: int) -> HttpResponse:
    """One delivery: its ledger, and why rows did not become facts."""
    found = get_object_or_404(Delivery, pk=number)
    every = list(found.groups.defer("numbers"))
    groups, aside = [g for g in every if g.ended_as != SET_ASIDE], [g for g in every if g.ended_as == SET_ASIDE]
    published = found.state == Delivery.State.PUBLISHED and found.program not in ROSTERS
    of_all = data_team_of_all(standing(request))
    context: dict[str, object] = {
        "sentence": ledger.sentence(found),
        "facts": ledger.facts(found),
        "aside": [_why(group) for group in aside],
        "alarms": [(one, states.of_alarm(one.kind)) for one in found.alarms.filter(closed_at=None)],
        "schools": [(part, count(part.rows), count(part.children)) for part in _schools(found)],
        "asked": (match.UNMATCHED, match.CONFLICT),
        "as_of": ledger.as_of(found),
        "accepted": UnknownLayout.objects.filter(delivery=found, decision=UnknownLayout.Decision.ACCEPTED).first(),
        "decide": decide(found),
        "can_redrive": published and found.quarantined,
        "can_undo": found.state == Delivery.State.PUBLISHED
        and found.withdrawn < found.rows_in
        and found.program not in ROSTERS,
        "line": _line(found),
        "delivery": found,
        "size": ledger.size(found.size),
        "classes": ledger.classes(found),
        "groups": [_why(group) for group in groups],
        "advice": advice(found, groups),
        "of_all": of_all,
        "unknown_layout": of_all and unknown.waiting().filter(delivery=found).exists(),
        "running": found.state == Delivery.State.RUNNING,
    }
    return _watched(request, "imports/delivery.html", context)


@for_data_team_of_all
def quarantined_rows(request: HttpRequest, number: int, group: int) -> HttpResponseBase:
    """The quarantined rows of one reason as CSV, safe to open in a spreadsheet."""
    found = get_object_or_404(RowGroup, pk=group, delivery=number)
    if found.ended_as not in ("quarantined", SET_ASIDE):
        raise Http404
    try:
        header, rows = quarantine.rows(found)
    except IntakeError as error:
        return render(request, "imports/rows_gone.html", {"why": said(str(error)), "number": number}, status=410)
    except OSError:
        return render(request, "imports/rows_gone.html", {"why": gettext(GONE), "number": number}, status=410)
    words = f"quarantined rows of delivery {number}, reason {found.code}"
    audit.exported(viewer(request), words, recognised(rows), "data team")
    name = f"delivery-{number}-{found.code}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(csv.lines(header, rows), content_type="text/csv; charset=utf-8", headers=headers)


def _why(group: RowGroup) -> tuple[RowGroup, str, str, str, str]:
    """A group of rows, and in words: how many, the first line, what to do, where they are."""
    rows, first = count(group.rows), count(group.first_line)
    return group, rows, first, what_to_do(group), states.of_rows(group.ended_as)


def _schools(found: Delivery) -> QuerySet[DeliverySchool]:
    return found.schools.exclude(school=None).select_related("school").order_by("school__name", "program")


def _watched(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    """While something runs, the page looks again by itself where the person has chosen that. It needs no script."""
    on, off = request.GET.copy(), request.GET.copy()
    on["watch"] = "on"
    off.pop("watch", None)
    watching = bool(context["running"]) and "watch" in request.GET
    switch = {"watching": watching, "watch_on": f"?{on.urlencode()}", "watch_off": f"?{off.urlencode()}"}
    response = render(request, template, {**context, **switch, "seconds": SECONDS})
    if watching:
        response.headers["Refresh"] = str(SECONDS)
    return response


def _program(slug: str) -> str:
    return gettext("not recognised") if not slug else gettext("Roster") if slug in ROSTERS else program_name(slug)


def _carried(found: Delivery) -> str:
    """The programs whose rows a general report carries; blank where the rows are the report's own program's."""
    inside = {part.program for part in found.schools.all()} - {found.program, ""}
    return ", ".join(_program(slug) for slug in sorted(inside)) if found.program not in ROSTERS else ""


def _report(found: Delivery) -> str:
    """The report's name as its program's declaration gives it."""
    reports = [report for program in declared() if program.slug == found.program for report in program.reports]
    return next((report.name for report in reports if report.slug == found.report), found.report.replace("_", " "))


def _line(found: Delivery) -> Line:
    running = found.state == Delivery.State.RUNNING
    return Line(
        delivery=found,
        program=_carried(found) or _program(found.program),
        report=_report(found),
        balance=ledger.balance(found),
        progress=ledger.progress(found, timezone.now()) if running else None,
    )
