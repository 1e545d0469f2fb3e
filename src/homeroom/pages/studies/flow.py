"""The flow: who could be drawn, what became of them, and who is analysed. Each child stands in it once."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from homeroom.evidence import cohort, ledger
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.follow import follow
from homeroom.evidence.models import DrawChange
from homeroom.pages.access import for_studies_form, reader
from homeroom.pages.studies.asked import plans, readable, study_of, study_to_plan
from homeroom.pages.studies.tables import drawn_table
from homeroom.people.clock import today
from homeroom.reports.study.flow_table import flow_table
from homeroom.reports.values import day


@for_studies_form
@readable
def study_flow(request: HttpRequest, number: int) -> HttpResponse:
    """The page only counts; the button writes down what is new today."""
    asked, wrong = study_of(request, number), ""
    if request.method == "POST":
        asked = study_to_plan(request, number)
        if asked.draw is not None:
            try:
                ledger.sound(asked.study)
                follow(asked.draw, today(), reader(request))
                return redirect("study-flow", number)
            except EvidenceError as why:
                wrong = str(why)
    draw = asked.draw
    told: dict[str, object] = {"study": asked.study, "wrong": wrong.splitlines(), "plans": plans(request)}
    if draw is not None:
        found = cohort.flow(draw, keep=False)
        told |= {"flow": found, "draw": draw, "table": drawn_table(flow_table(found))}
        newest = DrawChange.objects.filter(draw=draw).order_by("-on").first()
        told["until"] = day(newest.on if newest else draw.on)
    return render(request, "studies/flow.html", told, status=409 if wrong else 200)
