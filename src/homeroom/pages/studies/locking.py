"""Lock a plan: all of it in words, its hash, and what is known of its outcomes at this moment; then for ever."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy

from homeroom.evidence import lock, plan_json
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.foreknown import foreknown
from homeroom.pages.access import for_network_form, reader
from homeroom.pages.studies.asked import readable, study_to_plan
from homeroom.pages.studies.fields import Data
from homeroom.pages.studies.parts import tasks
from homeroom.pages.studies.words import LABELS


class ReasonForm(forms.Form):
    """Why a locked plan is changed, or why there is another draw."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("It stands in every report. Name no child in it."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Data = None) -> None:
        super().__init__(data)
        self.use_required_attribute = False


@for_network_form
@readable
def study_lock(request: HttpRequest, number: int) -> HttpResponse:
    asked = study_to_plan(request, number)
    if asked.draft is None:
        raise Http404
    amends = asked.locked is not None
    form = ReasonForm(request.POST if amends and request.method == "POST" else None)
    wrong: list[str] = []
    if request.method == "POST" and (not amends or form.is_valid()):
        try:
            lock.lock(asked.study, reader(request), form.cleaned_data["reason"] if amends else "")
        except EvidenceError as why:
            wrong = str(why).splitlines()
        else:
            return redirect("study", number)
    plan = asked.plan
    told = {
        "study": asked.study,
        "plan": plan,
        "tasks": tasks(plan),
        "missing": plan_json.gaps(plan),
        "draft": asked.draft,
        "label": LABELS[foreknown(plan).label],
        "form": form if amends else None,
        "wrong": wrong,
    }
    return render(request, "studies/lock.html", told, status=409 if wrong else 422 if form.is_bound else 200)
