"""A grade as rotational and as flex, side by side. Neither is called better."""

from __future__ import annotations

from dataclasses import fields
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from homeroom.pages.access import for_planners
from homeroom.pages.files import Kind, answer, links
from homeroom.pages.rotation import asked
from homeroom.pages.rotation.forms import FlexForm
from homeroom.reports.rotation import called
from homeroom.reports.rotation.flex import Asked, Flex, filed, flex
from homeroom.reports.rotation.flex.report import INVENTED, NO_VERDICT
from homeroom.reports.values import shown
from homeroom.rotation.week_drafts import opened

TEMPLATE = "rotation/flex.html"


@for_planners
def rotation_flex(request: HttpRequest, number: int) -> HttpResponse:
    return _answered(request, number)


@for_planners
def rotation_flex_file(request: HttpRequest, number: int, kind: Kind) -> HttpResponse:
    return _answered(request, number, kind)


def _answered(request: HttpRequest, number: int, kind: Kind | None = None) -> HttpResponse:
    school = asked.school_to_plan(request, number)
    kept, week = asked.newest(school, drafts=True), reverse("rotation", args=[number])
    was = opened(kept) if kept is not None else None
    if was is None or not was.instance.grades:
        if kind is not None:
            raise Http404
        return render(request, TEMPLATE, {"week": week})
    grades = [(one.name, called.grade(one.name)) for one in was.instance.grades]
    days = [(one.key, one.name) for one in was.instance.days]
    form = FlexForm(grades, days, request.GET)
    if not form.is_valid():
        if kind is not None:
            raise Http404
        return render(request, TEMPLATE, {"week": week, "form": form}, status=422)
    report = flex(was, Asked(**{one.name: form.cleaned_data[one.name] for one in fields(Asked)}))
    told = context(report, form)
    if kind is not None:
        return answer(request, kind, filed(report), TEMPLATE, lambda: told)
    return render(request, TEMPLATE, told)


def context(report: Flex, form: FlexForm) -> dict[str, object]:
    return {
        "report": report,
        "week": reverse("rotation", args=[report.school]),
        "form": form,
        "lines": [(one, shown(one.value("rotational")), shown(one.value("flex"))) for one in report.lines],
        "no_verdict": NO_VERDICT,
        "invented": INVENTED,
        "files": links("rotation-flex", report.school, query=urlencode(form.cleaned_data)),
    }
