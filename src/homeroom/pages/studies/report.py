"""The report of a study; where there is none yet, what is missing and the next step."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from homeroom.evidence import asked_runs as runs
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.models import Study
from homeroom.evidence.results import Results
from homeroom.intake.jobs import NO_WORKER, worker_is_there
from homeroom.pages.access import for_studies, for_studies_form, reader, viewer
from homeroom.pages.drawn import versions
from homeroom.pages.files import Kind, answer, links
from homeroom.pages.kit.parts import Link
from homeroom.pages.studies.asked import Asked, own_classes, plans, readable, study_of, study_to_plan
from homeroom.pages.studies.tables import drawn_table
from homeroom.people import audit
from homeroom.people.clock import today
from homeroom.people.models import Class
from homeroom.reports.charts import interval
from homeroom.reports.study import Section, StudyReport, filed
from homeroom.reports.study import study_report as made
from homeroom.reports.values import day, moment_here

TEMPLATE = "studies/report.html"
WHY = gettext_noop("results of a study, no child by name")
SECONDS = 3  # between two looks at a run that isn't over


@for_studies_form
@readable
def study_report(request: HttpRequest, number: int) -> HttpResponse:
    """The page; its button asks for the numbers to be worked out anew in the background."""
    asked = study_of(request, number)
    if request.method == "POST":
        asked = study_to_plan(request, number)
        if asked.draw is not None:
            runs.ask(asked.study, reader(request))
        return redirect("study-report", number)
    run = runs.last(asked.study)
    told: dict[str, object] = {"study": asked.study, "plans": plans(request), "run": run}
    try:
        report = _report(request, asked)
        if report is not None:
            _write_down(audit.saw, request, asked.study, report, "study report page")
            told |= context(report, number)
    except EvidenceError as why:
        told["wrong"] = str(why).splitlines()
    told["missing"], told["next"] = _missing(asked)
    if run is not None and run.open:
        told["no_worker"] = "" if worker_is_there() else NO_WORKER
    response: HttpResponse = render(request, TEMPLATE, told)
    if run is not None and run.open and request.GET.get("watch") != "off":
        response.headers["Refresh"] = str(SECONDS)
    return response


@for_studies
@readable
def study_report_file(request: HttpRequest, number: int, kind: Kind) -> HttpResponse:
    """The same as a file; where nothing is worked out yet, or nothing can be read, there is none."""
    asked = study_of(request, number)
    try:
        report = _report(request, asked)
    except EvidenceError:
        report = None
    if report is None:
        raise Http404
    _write_down(audit.exported, request, asked.study, report, "study report file")
    told = {"study": asked.study, **context(report, number)}
    return answer(request, kind, filed(report), TEMPLATE, lambda: told)


def context(report: StudyReport, number: int) -> Mapping[str, object]:
    """The part that page and print have in common."""
    return {
        "report": report,
        "sections": [(one, _picture(one), [drawn_table(table) for table in one.tables]) for one in report.sections],
        "made_at": moment_here(report.made_at),
        "files": links("study-report", number),
    }


def _picture(section: Section) -> str:
    return interval(section.title, section.marks) if section.marks else ""


def _report(request: HttpRequest, asked: Asked) -> StudyReport | None:
    found: Results | None = runs.results(asked.study)
    if found is None:
        return None
    titles = dict(Class.objects.values_list("sourced_id", "title"))
    return made(found, own_classes(request), titles)


def _missing(asked: Asked) -> tuple[str, Link | None]:
    """What must be there before there can be a report, and the door to it."""
    number, plan = asked.study.pk, asked.held
    if asked.locked is None:
        return gettext("The plan is not locked yet."), Link(gettext("To the plan"), reverse("study", args=[number]))
    if asked.draw is None:
        door = Link(gettext("To the draw"), reverse("study-draw", args=[number]))
        return gettext("It has not been drawn yet."), door
    if plan.primary is not None and plan.primary.ends_on >= today():
        words = gettext(
            "Results of %(measure)s come in until %(day)s. A report before that is of some of the children."
        )
        return words % {"measure": plan.primary.measure, "day": day(plan.primary.ends_on)}, None
    return "", None


def _write_down(write: object, request: HttpRequest, study: Study, report: StudyReport, what: str) -> None:
    """Who looked at results, and of which version. No child is named in a report."""
    assert callable(write)  # noqa: S101  one of the audit log's two verbs
    told = f"{what} {study.pk}"
    write(
        viewer(request), told, (), "results of a study, no child by name", versions(report.drawn_from), report="study"
    )
