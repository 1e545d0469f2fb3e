"""A class's plan by week: one click says what was taught, moved or skipped, and one more takes it back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from homeroom.evidence.access import may_plan
from homeroom.goals.drafts import next_monday
from homeroom.goals.errors import GoalsError
from homeroom.goals.models import UnitPlan
from homeroom.goals.plans import MOST_MINUTES, mark, plan_unit, undo
from homeroom.pages.access import form, page, reader, viewer
from homeroom.pages.assign.asked import class_of, words
from homeroom.pages.assign.forms import units_for
from homeroom.pages.files import Kind, answer, links
from homeroom.people.clock import today
from homeroom.people.models import Class
from homeroom.reports.unit import Plan, plan
from homeroom.reports.unit.file import filed
from homeroom.reports.values import day_and_month
from homeroom.reports.week import Week
from homeroom.standards.models import Unit

TEMPLATE = "unit/page.html"
MARKS = (UnitPlan.State.TAUGHT, UnitPlan.State.MOVED, UnitPlan.State.SKIPPED)
FAR = timedelta(days=366)


class PlanForm(forms.Form):
    """Put a unit into the weeks of the class."""

    unit = forms.ChoiceField(label=gettext_lazy("Unit"))
    week = forms.DateField(
        label=gettext_lazy("Any day of its first week"), widget=forms.DateInput(attrs={"type": "date"})
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Lab minutes for each child in a week"),
        min_value=0,
        max_value=MOST_MINUTES,
        initial=30,
    )

    def __init__(self, school_class: Class, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"week": next_monday()})
        self.use_required_attribute = False
        self.units = {str(one.pk): one for one in units_for(school_class)}
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  as written above
        weeks = ((key, f"{one.title} ({one.weeks})") for key, one in self.units.items())
        field.choices = [("", gettext("choose a unit")), *weeks]

    def clean_week(self) -> date:
        found: date = self.cleaned_data["week"]
        if abs(found - today()) > FAR:
            raise forms.ValidationError(gettext("That is more than a year from today."))
        return Week.of(found).monday

    @property
    def chosen(self) -> Unit:
        return self.units[self.cleaned_data["unit"]]


@form
def unit(request: HttpRequest, number: int) -> HttpResponse:
    """The page. It names no child."""
    chosen = class_of(request, number)
    report, wrong = plan(chosen, today()), ""
    typed = PlanForm(chosen, request.POST if request.POST.get("act") == "plan" else None)
    if request.method == "POST":
        try:
            if (done := _done(request, chosen, report, typed)) is not None:
                return redirect(f"{reverse('unit', args=[number])}{done}")
        except GoalsError as why:
            wrong = words(why)
    planned = typed.units.keys() <= {str(one.number) for one in report.units}
    may_test = may_plan(viewer(request))
    told = {**context(report), "tests": may_test, "form": typed, "all_planned": planned, "wrong": wrong}
    return render(request, TEMPLATE, told, status=409 if wrong else 422 if typed.is_bound else 200)


@page
def unit_file(request: HttpRequest, number: int, kind: Kind) -> HttpResponse:
    """The same as a file."""
    report = plan(class_of(request, number), today())
    return answer(request, kind, filed(report), TEMPLATE, lambda: context(report))


def context(report: Plan) -> dict[str, object]:
    weeks = [
        (week, day_and_month(week.monday), [(one, _moved(one.moved_to)) for one in week.lines]) for week in report.weeks
    ]
    units = [(one, day_and_month(one.first), day_and_month(one.last)) for one in report.units]
    return {"report": report, "weeks": weeks, "units": units, "files": links("unit", report.class_id)}


def _moved(to: date | None) -> str:
    return day_and_month(to) if to else ""


def _done(request: HttpRequest, chosen: Class, report: Plan, typed: PlanForm) -> str | None:
    """Do what was asked. Returns what stands behind the page's address; None where the form needs another look."""
    act = request.POST.get("act")
    if act == "plan":
        if not typed.is_valid():
            return None
        told = typed.cleaned_data
        plan_unit(reader(request), chosen, typed.chosen, told["week"], told["minutes"])
        return f"#week-{told['week'].isoformat()}"
    if not request.POST.keys() & {"mark", "undo"}:
        return ""
    held = _line(request, report)
    if "undo" in request.POST:
        undo(reader(request), held)
    else:
        mark(reader(request), held, request.POST["mark"].split("-")[0], *_later(request, held))
    return f"#week-{held.week.isoformat()}"


def _line(request: HttpRequest, report: Plan) -> UnitPlan:
    """The line that a button names: `undo=7`, or `mark=taught-7`. Another class's line is none."""
    told = request.POST.get("undo") or request.POST.get("mark", "").partition("-")[2]
    state = request.POST.get("mark", "taught-").partition("-")[0]
    known = told.isascii() and told.isdigit() and len(told) < 18 and state in MARKS
    line = report.line(int(told)) if known else None
    if line is None:
        raise Http404
    return UnitPlan.objects.get(pk=line.number)


def _later(request: HttpRequest, held: UnitPlan) -> list[date]:
    """What is moved goes to the next week."""
    return [held.week + timedelta(weeks=1)] if request.POST["mark"].startswith(UnitPlan.State.MOVED) else []
