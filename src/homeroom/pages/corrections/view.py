"""A family says that something is wrong: write it down, decide, keep both with the record."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext, gettext_lazy

from homeroom.pages.access import for_leads_form, names_children, reader, viewer
from homeroom.people import audit
from homeroom.people import corrections as requests
from homeroom.people.answering import answers_for
from homeroom.people.clock import today
from homeroom.people.models import Correction, Student
from homeroom.people.visibility import scope
from homeroom.reports.values import plain_day

LONGEST = 10_000
AREA = forms.Textarea(attrs={"rows": 4})


class RequestForm(forms.Form):
    """What the family said, and when."""

    about = forms.CharField(label=gettext_lazy("Which page, table or row is said to be wrong"), max_length=255)
    original = forms.CharField(label=gettext_lazy("What the record says now"), max_length=LONGEST, widget=AREA)
    statement = forms.CharField(
        label=gettext_lazy("What the family says, in their words"), max_length=LONGEST, widget=AREA
    )
    received_on = forms.DateField(
        label=gettext_lazy("When the request came"), widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False

    def clean_received_on(self) -> date:
        day: date = self.cleaned_data["received_on"]
        if day > today():
            raise forms.ValidationError(gettext("That day has not come yet."))
        return day


class DecisionForm(forms.Form):
    """Granted, with what was changed; or denied, with the reason that the family is told."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[
            ("", gettext_lazy("choose")),
            ("granted", gettext_lazy("granted: it was changed")),
            ("denied", gettext_lazy("denied: nothing is changed")),
        ],
    )
    reason = forms.CharField(label=gettext_lazy("Why, as the family is told"), max_length=LONGEST, widget=AREA)
    changed = forms.CharField(
        label=gettext_lazy("What was changed, and where"), max_length=LONGEST, widget=AREA, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if told.get("decision") == "granted" and not told.get("changed"):
            self.add_error("changed", gettext("Say what was changed, so that the family can see it."))
        return told


@names_children
@for_leads_form
def corrections(request: HttpRequest, number: int) -> HttpResponse:
    """All requests about one child, and the form for a new one."""
    child, why = _child(request, number)
    form = RequestForm(request.POST if request.method == "POST" else None, initial={"received_on": today()})
    if request.method == "POST" and form.is_valid():
        requests.receive(number, reader(request), **form.cleaned_data)
        return redirect("corrections", number)
    audit.saw(viewer(request), f"corrections of student {number}", [number], why)
    listed = [(one, _late(one), _stands(one)) for one in Correction.objects.filter(student=number)]
    told = {"child": child, "form": form, "listed": listed}
    return _shown(request, "corrections/page.html", told, form)


@names_children
@for_leads_form
def correction(request: HttpRequest, number: int, which: int) -> HttpResponse:
    """One request with its decision, or the form to decide."""
    child, why = _child(request, number)
    one = get_object_or_404(Correction, pk=which, student=number)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        requests.decide(one, reader(request), **form.cleaned_data)
        return redirect("correction", number, which)
    audit.saw(viewer(request), f"correction {which} of student {number}", [number], why)
    told = {"child": child, "form": form, "one": one, "stands": _stands_alone(one)}
    return _shown(request, "corrections/one.html", told, form)


def _late(one: Correction) -> bool:
    return one.decision == Correction.Decision.PENDING and requests.answer_by(one) < today()


def _stands(one: Correction) -> str:
    """Where a request stands, for a list that says beside it what is late."""
    if one.decision == Correction.Decision.PENDING:
        day = {"day": plain_day(requests.answer_by(one))}
        return (gettext("It was to be answered by %(day)s.") if _late(one) else gettext("Answer by %(day)s.")) % day
    granted = one.decision == Correction.Decision.GRANTED
    return (gettext("Granted on %(day)s") if granted else gettext("Denied on %(day)s")) % {"day": _decided_on(one)}


def _stands_alone(one: Correction) -> str:
    """The same as a sentence of its own."""
    if one.decision == Correction.Decision.PENDING:
        late, due = gettext("Late: it was to be answered by %(day)s."), gettext("To be answered by %(day)s.")
        return (late if _late(one) else due) % {"day": plain_day(requests.answer_by(one))}
    told = {"day": _decided_on(one), "by": one.decided_by}
    granted = one.decision == Correction.Decision.GRANTED
    return (gettext("Granted on %(day)s by %(by)s.") if granted else gettext("Denied on %(day)s by %(by)s.")) % told


def _decided_on(one: Correction) -> str:
    return plain_day(one.decided_on) if one.decided_on else ""


def _shown(request: HttpRequest, template: str, told: dict[str, object], form: forms.Form) -> HttpResponse:
    return render(request, template, told, status=422 if form.is_bound else 200)


def _child(request: HttpRequest, number: int) -> tuple[Student, str]:
    """The child and why this person may answer for them. To everybody else the page does not exist."""
    user = viewer(request)
    if not answers_for(user, number):
        raise Http404
    child = Student.objects.get(pk=number)
    return child, scope(user, [child]).students[number]
