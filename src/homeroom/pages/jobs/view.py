"""Jobs: what runs in the background, how far it is, and what the sources brought. For the data team."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop, ngettext, pgettext

from homeroom.intake.job_models import Job
from homeroom.intake.jobs import NO_WORKER, again, ask_once, cancel, worker_is_there
from homeroom.intake.models import Delivery
from homeroom.intake.sources import latest
from homeroom.pages.access import for_data_team_form, reader
from homeroom.pages.imports import ledger, states
from homeroom.pages.jobs.noted import noted
from homeroom.pages.kit.words import said
from homeroom.reports.values import count

A_PAGE = 50
SECONDS = 3  # between two looks at a job that isn't over
NAMES = {
    Job.Kind.UPLOAD: gettext_noop("Upload"),
    Job.Kind.COLLECT: gettext_noop("Collect from all sources"),
    Job.Kind.REDRIVE: gettext_noop("Judge waiting rows anew"),
    Job.Kind.UNDO: gettext_noop("Undo an import"),
    Job.Kind.DECIDE: gettext_noop("Carry out what was said on Who is this?"),
    Job.Kind.LAYOUT: gettext_noop("Load what waited for a layout"),
    Job.Kind.STUDY: gettext_noop("Work out the numbers of a study"),
}
# By which colour of a delivery's state a job's is shown.
COLOURS = {
    Job.State.QUEUED: "running",
    Job.State.RUNNING: "running",
    Job.State.DONE: "published",
    Job.State.FAILED: "refused",
    Job.State.CANCELLED: "held",
}


@dataclass(frozen=True)
class Line:
    """A job as the list shows it."""

    job: Job
    name: str
    state: str
    colour: str
    words: str


@for_data_team_form
def jobs(request: HttpRequest) -> HttpResponseBase:
    """All jobs, newest first, and the last look at each source."""
    if request.method == "POST":
        return redirect("job", _ask(request).pk)
    page: Page[Job] = Paginator(Job.objects.select_related("asked_by"), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "lines": [_line(found) for found in page],
        "page": page,
        "sources": [(run, _state(run.state)) for run in latest()],
        "no_worker": _no_worker(any(found.open for found in page)),
    }
    return render(request, "jobs/page.html", context)


@for_data_team_form
def job(request: HttpRequest, number: int) -> HttpResponseBase:
    """One job. It looks again by itself until it is over, without a script."""
    found = get_object_or_404(Job, pk=number)
    if request.method == "POST":
        _act(request, found)
        return redirect("job", number)
    watching = found.open and request.GET.get("watch") != "off"
    ended = Delivery.objects.in_bulk(found.deliveries)
    context = {
        "line": _line(found),
        "job": found,
        "progress": _progress(found, timezone.now()) if found.open else None,
        "deliveries": [
            (one, states.of_delivery(one.state), _outcome(one)) for pk in found.deliveries if (one := ended.get(pk))
        ],
        "no_worker": _no_worker(found.open),
        "watching": watching,
        "seconds": SECONDS,
    }
    response: HttpResponse = render(request, "jobs/job.html", context)
    if watching:
        response.headers["Refresh"] = str(SECONDS)
    return response


def _ask(request: HttpRequest) -> Job:
    """Collect, or what is asked about one delivery on its page."""
    kind = Job.Kind.COLLECT
    arguments: dict[str, object] = {}
    if number := request.POST.get("delivery", ""):
        found = get_object_or_404(Delivery, pk=int(number) if number.isascii() and number.isdigit() else 0)
        undo = request.POST.get("do") == "undo"
        kind = Job.Kind.UNDO if undo else Job.Kind.REDRIVE
        arguments = {"delivery": found.pk} if undo else {"deliveries": [found.pk]}
    asked = ask_once(kind, reader(request), **arguments)
    noted(reader(request), "asked for", f"job {asked.pk}", f"{NAMES[kind]}{f', delivery {number}' if number else ''}")
    return asked


def _act(request: HttpRequest, found: Job) -> None:
    if request.POST.get("do") == "cancel" and found.open:
        cancel(found.pk)
        noted(reader(request), "cancelled", f"job {found.pk}", NAMES[Job.Kind(found.kind)])
    if request.POST.get("do") == "again" and found.state == Job.State.FAILED:
        again(found.pk)
        noted(reader(request), "asked for again", f"job {found.pk}", NAMES[Job.Kind(found.kind)])


def _line(found: Job) -> Line:
    words = said(found.message) if found.message else _progress(found, timezone.now()).words if found.open else ""
    return Line(found, _name(found), _state(found.state), COLOURS[Job.State(found.state)], words)


def _state(state: str) -> str:
    """Of a job, or of a look at a source."""
    return {
        "queued": pgettext("job", "queued"),
        "running": pgettext("job", "running"),
        "done": pgettext("job", "done"),
        "failed": pgettext("job", "failed"),
        "cancelled": pgettext("job", "cancelled"),
    }[state]


def _name(found: Job) -> str:
    files = found.arguments.get("files")
    if files and found.kind == Job.Kind.UPLOAD:
        return ngettext("Upload of %(n)s file", "Upload of %(n)s files", files) % {"n": count(files)}
    return gettext(NAMES[Job.Kind(found.kind)])


def _progress(found: Job, now: datetime) -> ledger.Progress:
    heard = found.heard_at or found.asked_at
    ahead = found.rows_total - found.rows_done
    silent = found.state == Job.State.RUNNING and now - heard > ledger.SILENT
    return ledger.Progress(
        stage=states.of_stage(
            found.stage or ("waiting for its turn" if found.state == Job.State.QUEUED else "starting")
        ),
        done=found.rows_done,
        total=found.rows_total,
        rate=ledger.speed(found.rate),
        left=ledger.left(ahead, found.rate),
        silent=ledger.silence(now - heard) if silent else "",
    )


def _outcome(delivery: Delivery) -> str:
    shut = delivery.state in (Delivery.State.HELD, Delivery.State.REFUSED)
    return said(delivery.message) if shut and delivery.message else ledger.balance(delivery)


def _no_worker(waiting: bool) -> str:
    return NO_WORKER if waiting and not worker_is_there() else ""
