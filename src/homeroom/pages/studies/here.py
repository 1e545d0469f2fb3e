"""“Test it here”: from a unit in a class's plan to a study of whether aligned online work helps with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from homeroom.evidence.models import Study
from homeroom.evidence.plan_json import PlanArm, StudyPlan
from homeroom.goals.models import UnitPlan
from homeroom.pages.access import for_network_form, reader
from homeroom.pages.studies.asked import plans
from homeroom.pages.studies.fields import Data, boxes
from homeroom.pages.studies.saving import keep
from homeroom.pages.studies.view import BeginForm
from homeroom.pages.studies.who import sites
from homeroom.people.models import Class
from homeroom.people.visibility import LARGEST
from homeroom.standards.models import Unit

FRIDAY = timedelta(days=4)


class HereForm(BeginForm):
    """The name of the study and its classes: those of the school that have the unit in their plans."""

    def __init__(self, unit: Unit, chosen: Class, data: Data = None) -> None:
        self.unit = unit
        rooms = Class.objects.filter(school=chosen.school, unit_plans__unit=unit).distinct().order_by("title")
        question = gettext("Do children master %(unit)s faster when online work comes in the week it is taught?")
        asked = question % {"unit": unit.title}
        super().__init__(StudyPlan("", asked[:500], Study.Kind.CROSSOVER, Study.Unit.CLASS_STANDARD), data)
        self.initial["classes"] = [one.sourced_id for one in rooms]
        del self.fields["kind"]
        self.fields["classes"] = boxes(
            gettext("Classes"), [(one.sourced_id, one.title) for one in rooms], required=True
        )

    @property
    def begun(self) -> StudyPlan:
        told: dict[str, Any] = self.cleaned_data
        classes = tuple(told["classes"])
        first, last = weeks_of(self.unit, classes)
        plan = StudyPlan(told["study"], told["question"].strip(), Study.Kind.CROSSOVER, Study.Unit.CLASS_STANDARD)
        arms = (PlanArm(gettext("in the same week"), True), PlanArm(gettext("in another week")))
        dated = replace(plan, begins_on=first, ends_on=last + FRIDAY)
        return replace(dated, arms=arms, classes=classes, sites=sites(classes), units=(self.unit.code,))


@for_network_form
def study_here(request: HttpRequest, number: int, which: int) -> HttpResponse:
    """A unit that no class of the school has in its plan can't be tested."""
    if not plans(request) or max(number, which) > LARGEST:
        raise Http404
    chosen, unit = get_object_or_404(Class, pk=number), get_object_or_404(Unit, pk=which)
    if not UnitPlan.objects.filter(school_class=chosen, unit=unit).exists():
        raise Http404
    form = HereForm(unit, chosen, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        kept = keep(form.begun, reader(request), form)
        if kept is not None:
            return redirect("study", kept.study_id)
    told = {"school_class": chosen, "unit": unit, "form": form}
    return render(request, "studies/here.html", told, status=422 if form.is_bound else 200)


def weeks_of(unit: Unit, classes: tuple[str, ...]) -> tuple[date, date]:
    """The first and last Monday on which one of the classes has the unit in its plan."""
    weeks = UnitPlan.objects.filter(unit=unit, school_class__sourced_id__in=classes).values_list("week", flat=True)
    return min(weeks), max(weeks)
