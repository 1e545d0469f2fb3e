"""New layout: files that no layout fits, what each may be, and a person's decision. For the data team."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import pgettext

from homeroom.intake import export_layout, own_programs, unknown
from homeroom.intake.accept import take
from homeroom.intake.errors import InstallationError, IntakeError
from homeroom.intake.job_models import Job
from homeroom.intake.jobs import ask_once
from homeroom.intake.layout_models import UnknownLayout
from homeroom.intake.look import Looked, look_at
from homeroom.pages.access import for_data_team, for_data_team_of_all_form, reader, standing, viewer
from homeroom.pages.imports import states
from homeroom.pages.layouts.form import Form, edits_from, shown
from homeroom.pages.layouts.sample import sample
from homeroom.pages.rule import data_team_of_all
from homeroom.people import audit
from homeroom.people.recognised import recognised

LATELY = 20


@for_data_team
def layouts(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, what was decided lately, and the installation's own layouts."""
    known = own_programs.known()
    decided = UnknownLayout.objects.exclude(decision="").select_related("delivery", "decided_by")
    context = {
        "waiting": unknown.waiting(),
        "decided": [(one, _decision(one.decision)) for one in decided.order_by("-decided_at")[:LATELY]],
        "own": [one for one in own_programs.each_layout(known.programs) if own_programs.is_own(*one)],
        "problems": known.problems,
        "decides": data_team_of_all(standing(request)),
    }
    return render(request, "layouts/page.html", context)


@for_data_team
def layout_file(request: HttpRequest, program: str, report: str, layout: str) -> HttpResponse:
    """A layout as its `program.toml`, to be kept or given to another installation."""
    try:
        text = export_layout.text(f"{program}/{report}/{layout}")
    except IntakeError as error:
        return _gone(request, str(error), 404)
    headers = {"Content-Disposition": 'attachment; filename="program.toml"'}
    return HttpResponse(text, content_type="application/toml; charset=utf-8", headers=headers)


@for_data_team_of_all_form
def new_layout(request: HttpRequest, number: int) -> HttpResponse:
    """The proposal for one held file as a form: look, change, try, accept or reject."""
    try:
        found = unknown.must_wait(number)
        if request.method == "POST":
            return _decided(request, found)
        return _proposed(request, found, look_at(found.delivery, edits_from(request.GET)))
    except IntakeError as error:
        return _gone(request, str(error), 503 if isinstance(error, InstallationError) else 409)
    except OSError:
        return _gone(request, unknown.CLOSED, 410)


def _decided(request: HttpRequest, found: UnknownLayout) -> HttpResponse:
    user, wanted = reader(request), request.POST.get("do", "")
    if wanted == "reject":
        if not request.POST.get("reason", "").strip():
            return _again(request, found, unknown.NO_REASON)
        unknown.reject(found.delivery_id, user, request.POST["reason"])
        return HttpResponseRedirect(reverse("layouts"))
    if wanted != "accept":
        return _proposed(request, found, look_at(found.delivery, edits_from(request.POST)))
    edits = edits_from(request.POST)
    looked = look_at(found.delivery, edits, with_preview=False)
    if looked.proposal.problems:
        return _again(request, found, unknown.NOT_YET)
    take(found.delivery_id, edits, user)
    # The files are loaded in the background: those that wait may be many, and large.
    return HttpResponseRedirect(reverse("job", args=[ask_once(Job.Kind.LAYOUT, user, delivery=found.delivery_id).pk]))


def _again(request: HttpRequest, found: UnknownLayout, wrong: str) -> HttpResponse:
    looked = look_at(found.delivery, edits_from(request.POST))
    return _proposed(request, found, looked, wrong, status=422)


def _proposed(
    request: HttpRequest, found: UnknownLayout, looked: Looked, wrong: str = "", status: int = 200
) -> HttpResponse:
    sent = request.POST if request.method == "POST" else request.GET
    form: Form = shown(looked.proposal, sent.getlist("open"))
    samples = [value for column in looked.proposal.columns for value in column.values]
    students = {*(looked.preview.students if looked.preview else ()), *recognised([samples])}
    audit.saw(viewer(request), f"proposed layout of delivery {found.delivery_id}", students, "data team")
    context = {
        "found": found,
        "delivery": found.delivery,
        "others": len(unknown.alike(found)) - 1,
        "rejected": unknown.rejected_before(found),
        "proposal": looked.proposal,
        "form": form,
        "preview": looked.preview,
        "lost": [(one, states.of_rows(one.ends_as)) for one in looked.preview.lost] if looked.preview else [],
        "shown": sample(looked.preview) if looked.preview else None,
        "wrong": wrong,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "layouts/proposal.html", context, status=status)


def _decision(decision: str) -> str:
    return {
        "accepted": pgettext("layout", "accepted"),
        "rejected": pgettext("layout", "rejected"),
    }.get(decision, decision)


def _gone(request: HttpRequest, why: str, status: int) -> HttpResponse:
    return render(request, "layouts/gone.html", {"why": why}, status=status)
