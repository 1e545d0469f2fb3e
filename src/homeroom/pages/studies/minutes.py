"""“Test it here”: from a school's minutes to a trial in which the lot draws how each class uses a week's block."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext, gettext_lazy

from homeroom.evidence.models import Study
from homeroom.evidence.plan_json import PlanArm, StudyPlan
from homeroom.pages.access import for_network_form, reader
from homeroom.pages.studies.asked import plans
from homeroom.pages.studies.fields import Data, boxes, one_of
from homeroom.pages.studies.saving import keep
from homeroom.pages.studies.view import BeginForm
from homeroom.pages.studies.who import mondays, sites
from homeroom.people.clock import today
from homeroom.people.models import Class, School
from homeroom.people.visibility import LARGEST
from homeroom.reports.week import Week

WEEKS = 8
# What the drawn weeks have more of, and what the arm is called then.
MORE = {
    "tutoring": gettext_lazy("more tutoring"),
    "teacher-led": gettext_lazy("more groups with the class's teacher"),
    "technology": gettext_lazy("more work in programs"),
    "independent": gettext_lazy("more independent work"),
}


class MinutesForm(BeginForm):
    """The name of the study, what the drawn weeks have more of, and the classes."""

    def __init__(self, school: School, data: Data = None) -> None:
        rooms = Class.objects.filter(school=school).order_by("title", "pk")
        question = gettext("Do children master more in weeks in which the block is used another way?")
        super().__init__(StudyPlan("", question, Study.Kind.MINUTES, Study.Unit.CLASS_WEEK), data)
        del self.fields["kind"]
        self.fields["more"] = one_of(gettext("What do the drawn weeks have?"), MORE.items())
        self.initial["more"] = next(iter(MORE))
        choices = [(one.sourced_id, one.title) for one in rooms]
        self.fields["classes"] = boxes(gettext("Classes"), choices, required=True)

    @property
    def begun(self) -> StudyPlan:
        """A draft of the next weeks, which its own pages change."""
        told: dict[str, Any] = self.cleaned_data
        classes, (first, last) = tuple(told["classes"]), coming(today())
        plan = StudyPlan(told["study"], told["question"].strip(), Study.Kind.MINUTES, Study.Unit.CLASS_WEEK)
        arms = (PlanArm(str(MORE[told["more"]]), True), PlanArm(gettext("the block as planned")))
        dated = replace(plan, begins_on=first, ends_on=last, weeks=mondays(first, last))
        return replace(dated, arms=arms, classes=classes, sites=sites(classes))


@for_network_form
def study_minutes(request: HttpRequest, number: int) -> HttpResponse:
    if not plans(request) or number > LARGEST:
        raise Http404
    school = get_object_or_404(School, pk=number, kind="school")
    form = MinutesForm(school, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        kept = keep(form.begun, reader(request), form)
        if kept is not None:
            return redirect("study", kept.study_id)
    told = {"school": school, "form": form, "weeks": WEEKS}
    return render(request, "studies/minutes.html", told, status=422 if form.is_bound else 200)


def coming(day: date) -> tuple[date, date]:
    """From the Monday after next, so that somebody can plan it, to the Friday of the last of the weeks."""
    first = Week.of(day).shifted(2)
    return first.monday, first.monday + timedelta(weeks=WEEKS - 1, days=4)
