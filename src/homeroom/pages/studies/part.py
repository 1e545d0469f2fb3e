"""One part of a plan: its form. What is kept is a draft; of a locked study it is the beginning of an amendment."""

from __future__ import annotations

from typing import cast

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from homeroom.evidence.choose import Situation, choose
from homeroom.evidence.choose import Unit as Assigned
from homeroom.evidence.models import Study
from homeroom.evidence.plan_json import StudyPlan
from homeroom.pages.access import for_network_form, reader
from homeroom.pages.studies.asked import readable, study_to_plan
from homeroom.pages.studies.parts import PARTS, after
from homeroom.pages.studies.saving import keep

ASSIGNED = {
    Study.Unit.CLASS: Assigned.CLASS,
    Study.Unit.SCHOOL: Assigned.SCHOOL,
    Study.Unit.STUDENT: Assigned.STUDENT,
    Study.Unit.CLASS_STANDARD: Assigned.CLASS_STANDARD,
    Study.Unit.CLASS_WEEK: Assigned.CLASS_WEEK,
}


@for_network_form
@readable
def study_part(request: HttpRequest, number: int, part: str) -> HttpResponse:
    """“Keep and go on” leads to the next part that waits, “Keep” back to the list of all."""
    asked = study_to_plan(request, number)
    chosen = PARTS.get(part)
    if chosen is None:
        raise Http404
    plan = asked.plan
    form = chosen.form(plan, request.POST if request.method == "POST" else None)
    plain = cast(forms.Form, form)
    if request.method == "POST" and form.is_valid():
        kept = keep(form.taken(plan), reader(request), plain)
        if kept is not None:
            to = after(part, form.taken(plan)) if "on" in request.POST else ""
            return redirect("study-part", number, to) if to else redirect("study", number)
    told = {
        "study": asked.study,
        "part": chosen,
        "form": form,
        "changes": asked.locked is not None,
        "method": _method(plan) if part == "analysis" else None,
    }
    return render(request, "studies/part.html", told, status=422 if plain.is_bound else 200)


def _method(plan: StudyPlan) -> tuple[str, str]:
    """The estimator that the design decides on, and those shown beside it, as the methods' pages call them."""
    found = choose(Situation(ASSIGNED[Study.Unit(plan.unit)], plan.by_lot, max(1, len(plan.named))))
    return str(found.first), ", ".join(found.beside)
