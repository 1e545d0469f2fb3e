"""Minutes beside teaching: one question a week for staff, prices for the data team, both beside each other by study."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from homeroom.evidence import access as whose
from homeroom.evidence import effort as efforts
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.models import Price
from homeroom.evidence.sentences import FEW_STAFF
from homeroom.evidence.suppress import FEW
from homeroom.pages.access import for_data_team_of_all_counts_form, for_network, for_roles_form, reader, viewer
from homeroom.people.clock import today
from homeroom.people.models import School
from homeroom.reports.study.report import words
from homeroom.reports.values import plain_day

STEPS = (0, 15, 30, 60, 90, 120, 180, 240, 300, 420, 600)
UNITS = {Price.Unit.CHILD_YEAR: gettext_lazy("a child and year"), Price.Unit.HOUR: gettext_lazy("an hour")}


class EffortForm(forms.Form):
    """One tap and a button."""

    minutes = forms.ChoiceField(
        label=gettext_lazy("About how long did planning, grouping and looking at data take you that week?"),
        help_text=gettext_lazy("Outside of lessons. Nobody else sees your answer: only sums of many are shown."),
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        field: Any = self.fields["minutes"]
        field.choices = [(str(step), spoken(step)) for step in STEPS]


class PriceForm(forms.Form):
    """What something costs."""

    what = forms.CharField(
        label=gettext_lazy("What"),
        help_text=gettext_lazy("A program's name, or “staff” for an hour of anybody's time."),
        max_length=100,
    )
    amount = forms.DecimalField(label=gettext_lazy("Price"), min_value=0, max_digits=12, decimal_places=2)
    currency = forms.RegexField("^[A-Z]{3}$", label=gettext_lazy("Currency, in three letters"), initial="USD")
    unit = forms.ChoiceField(label=gettext_lazy("For"), choices=lambda: [(key, str(UNITS[key])) for key in UNITS])
    school = forms.ModelChoiceField(
        School.objects.none(), label=gettext_lazy("School"), empty_label=gettext_lazy("every school"), required=False
    )
    begins_on = forms.DateField(label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}))
    ends_on = forms.DateField(
        label=gettext_lazy("To, if it ends"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        field: Any = self.fields["school"]
        field.queryset = School.objects.filter(kind="school").order_by("name", "pk")


def spoken(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if not minutes or hours == 0:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    told = ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    return f"{told} {ngettext('%(n)s minute', '%(n)s minutes', rest) % {'n': rest}}" if rest else told


@for_roles_form
def effort(request: HttpRequest) -> HttpResponseBase:
    """This week, or the last one until Tuesday is over: who asks on Monday means the week that is done."""
    staff, week = reader(request).staff, efforts.monday(today() - timedelta(days=2))
    held = efforts.said(staff, week) if staff else None
    form = EffortForm(request.POST if request.method == "POST" else None, initial={"minutes": held})
    if staff and form.is_valid():
        efforts.say(staff, week, int(form.cleaned_data["minutes"]), today())
        return redirect(f"{reverse('effort')}?done=1")
    context = {
        "form": form,
        "week": plain_day(week),
        "held": None if held is None else spoken(held),
        "done": "done" in request.GET,
        "entries": whose.efforts_of(viewer(request)).order_by("-week")[:10],
    }
    return render(request, "effort/page.html", context, status=422 if request.method == "POST" else 200)


@for_data_team_of_all_counts_form
def prices(request: HttpRequest) -> HttpResponseBase:
    """What licences and hours cost, and a form for another price."""
    form, wrong = PriceForm(request.POST if request.method == "POST" else None, initial={"begins_on": today()}), ""
    if form.is_valid():
        try:
            efforts.price(reader(request), **form.cleaned_data)
            return redirect("prices")
        except EvidenceError as why:
            wrong = str(why)
    held = Price.objects.select_related("school").order_by("what", "begins_on", "pk")
    context = {"form": form, "lines": _lines(held), "wrong": wrong}
    return render(request, "effort/prices.html", context, status=422 if request.method == "POST" else 200)


@for_network
def effort_report(request: HttpRequest) -> HttpResponse:
    """Effort and cost of each study's arms. Its result stands in its own report, and no number is made of both."""
    found = [efforts.effort(one, today()) for one in whose.studies_of(viewer(request)).order_by("slug")]
    told = [(one, [words(said) for said in one.verdict], _lines(one.prices)) for one in found]
    return render(request, "effort/report.html", {"studies": told, "least": int(FEW_STAFF["people"]), "weeks": FEW})


def _lines(prices: Iterable[Price]) -> list[tuple[Price, str]]:
    """Each with what it is for, in words."""
    return [(one, str(UNITS[Price.Unit(one.unit)])) for one in prices]
