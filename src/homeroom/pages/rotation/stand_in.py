"""Who can stand in? For an absent adult and a day: free, qualified adults, with the price of each choice."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from homeroom.pages.access import for_planners
from homeroom.pages.files import Kind, answer, links
from homeroom.pages.rotation import asked
from homeroom.pages.rotation.forms import StandInForm
from homeroom.people.clock import today
from homeroom.reports.rotation import called
from homeroom.reports.rotation.stand_in import StandIn, filed, stand_in
from homeroom.reports.values import long_day
from homeroom.rotation.week_drafts import opened

TEMPLATE = "rotation/stand_in.html"


@for_planners
def rotation_stand_in(request: HttpRequest, number: int) -> HttpResponse:
    return _answered(request, number)


@for_planners
def rotation_stand_in_file(request: HttpRequest, number: int, kind: Kind) -> HttpResponse:
    return _answered(request, number, kind)


def _answered(request: HttpRequest, number: int, kind: Kind | None = None) -> HttpResponse:
    school = asked.school_to_plan(request, number)
    kept = asked.newest(school, drafts=True)
    if kept is None:
        if kind is not None:
            raise Http404
        return render(request, TEMPLATE, {"week": reverse("rotation", args=[number])})
    was = opened(kept)
    names = called.names_of(was.instance)
    busy = {adult for entry in was.plan.entries for adult in entry.adults}
    adults = sorted(((one, names.of_adult(one)) for one in busy), key=lambda one: (one[1], one[0]))
    form = StandInForm(adults, request.GET)
    valid = form.is_bound and form.is_valid()
    day = form.cleaned_data["day"] if valid else today()
    report = stand_in(was, day, int(form.cleaned_data["adult"]) if valid else None)
    told = context(report, form)
    if kind is not None:
        return answer(request, kind, filed(report), TEMPLATE, lambda: told)
    return render(request, TEMPLATE, told, status=422 if form.is_bound and not valid else 200)


def context(report: StandIn, form: StandInForm) -> dict[str, object]:
    asked_for = form.is_bound and form.is_valid()
    query = urlencode({"adult": form.cleaned_data["adult"], "day": report.on.isoformat()}) if asked_for else ""
    return {
        "report": report,
        "form": form,
        "on": long_day(report.on),
        "gaps": [(one, called.span(one.start, one.end)) for one in report.gaps],
        "week": reverse("rotation", args=[report.school]),
        "files": links("rotation-stand-in", report.school, query=query) if asked_for else (),
    }
