"""Studies: what each asks and how far it is; and where a new one begins."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy

from homeroom.evidence.access import studies_of
from homeroom.evidence.models import Plan, Study
from homeroom.evidence.plan_file import SLUG
from homeroom.evidence.plan_json import StudyPlan
from homeroom.pages import rule
from homeroom.pages.access import for_studies_form, reader, standing, viewer
from homeroom.pages.studies.asked import plans
from homeroom.pages.studies.fields import text
from homeroom.pages.studies.saving import keep
from homeroom.pages.studies.who import QuestionForm
from homeroom.pages.studies.words import COLOURS, SHORT_KINDS, STATES, UNITS_OF
from homeroom.people.doors import together
from homeroom.people.models import Role, School

EMPTY = StudyPlan("", "", Study.Kind.PILOT, Study.Unit.CLASS)


class BeginForm(QuestionForm):
    """A new study: what it asks, of which kind, and a short name."""

    study = text(
        gettext_lazy("Short name"),
        gettext_lazy("Small letters, digits and hyphens, such as flex-2026. It stays."),
        most=64,
    )

    def clean_study(self) -> str:
        name: str = self.cleaned_data["study"].strip().lower()
        if not SLUG.fullmatch(name):
            raise forms.ValidationError(gettext("Small letters, digits and hyphens alone."))
        if Study.objects.filter(slug=name).exists():
            raise forms.ValidationError(gettext("Another study has this name."))
        return name

    @property
    def begun(self) -> StudyPlan:
        kind = self.cleaned_data["kind"]
        return self.taken(StudyPlan(self.cleaned_data["study"], "", kind, UNITS_OF[kind][0]))


@for_studies_form
def studies(request: HttpRequest) -> HttpResponse:
    """The page, for those who plan with the form of a new study."""
    may = plans(request)
    if request.method == "POST" and not may:
        raise Http404
    form = BeginForm(EMPTY, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        kept = keep(form.begun, reader(request), form)
        if kept is not None:
            return redirect("study", kept.study_id)
    told = {"lines": _lines(request), "form": form if may else None, **_beside(request)}
    return render(request, "studies/list.html", told, status=422 if form.is_bound else 200)


def _beside(request: HttpRequest) -> dict[str, object]:
    """What leads to the pages of minutes and mastery: the network's, and a principal's own schools'."""
    found = standing(request)
    reaches = [together(dict(eye), (Role.Kind.PRINCIPAL,)) for eye in found.eyes]
    numbers = set.intersection(*(set(reach or ()) for reach in reaches))
    schools = School.objects.filter(pk__in=numbers, kind="school").order_by("name", "pk")
    return {"by_network": rule.network(found), "schools": schools}


def _lines(request: HttpRequest) -> list[tuple[Study, str, str, str]]:
    """By name: nothing sorts studies by what they found."""
    found = studies_of(viewer(request)).order_by("slug")
    waiting = set(Plan.objects.filter(locked_at=None, version__gt=1).values_list("study", flat=True))
    return [
        (one, _state(one, one.pk in waiting), COLOURS.get(one.state, ""), str(SHORT_KINDS[one.kind])) for one in found
    ]


def _state(study: Study, changing: bool) -> str:
    words = str(STATES[study.state])
    return gettext("%(state)s, a change waits") % {"state": words} if changing else words
