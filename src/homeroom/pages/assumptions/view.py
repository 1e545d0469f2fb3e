"""Assumptions: what is a session taken to be worth, who says so, and may coins decide some places to find out?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy

from homeroom.pages.access import for_planners_form, reader
from homeroom.pages.assumptions import words
from homeroom.pages.schools import school_of
from homeroom.people.clock import today
from homeroom.people.models import Role, School
from homeroom.reports.week import FIRST_MONTH, school_year
from homeroom.rotation import assumed, draw, draw_effect, rule_values
from homeroom.rotation.errors import RotationError
from homeroom.rotation.models import DrawSwitch

TEMPLATE = "assumptions/page.html"
KINDS = (Role.Kind.LAB_COORDINATOR, Role.Kind.PRINCIPAL, Role.Kind.DATA_TEAM)
# Who answers for the children may let coins decide for some of them.
SWITCHES = (Role.Kind.PRINCIPAL, Role.Kind.DATA_TEAM)
SHARES = (0.01, 0.02, 0.03, 0.04, 0.05)
SAY, TAKE_BACK, ON, OFF = "say", "take back", "draws on", "draws off"


class SayForm(forms.Form):
    """One number, in place of what holds."""

    name = forms.ChoiceField(label=gettext_lazy("Which number"), choices=words.choices)
    subject = forms.ChoiceField(
        label=gettext_lazy("Subject"),
        help_text=gettext_lazy("Plans take one number for every subject. Those of one subject are kept, and not used."),
        choices=lambda: [("", gettext_lazy("every subject")), *((one, one) for one in assumed.subjects())],
        required=False,
    )
    value = forms.FloatField(
        label=gettext_lazy("Its value"),
        min_value=0,
        max_value=rule_values.LARGEST_ASSUMPTION,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False


class TakeBackForm(forms.Form):
    """What somebody said is taken back."""

    def __init__(self, table: assumed.Table, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["held"] = forms.ChoiceField(
            label=gettext_lazy("Take back what was said of"), choices=words.said(table)
        )


class SwitchForm(forms.Form):
    share = forms.ChoiceField(
        label=gettext_lazy("Of the children's sessions, at most"),
        choices=lambda: [(str(share), words.percent(share)) for share in SHARES],
    )


@for_planners_form
def assumptions(request: HttpRequest, number: int) -> HttpResponse:
    """The table and the switch; and the forms that change them."""
    school = school_of(request, number, KINDS)
    table = assumed.table(school)
    filled = _forms(request, table)
    wrong = ""
    if request.method == "POST":
        try:
            if _done(request, school, filled):
                return redirect("assumptions", number)
        except RotationError as error:
            wrong = str(error)
    context = {**_context(request, school, table), **filled, "wrong": wrong}
    return render(request, TEMPLATE, context, status=422 if request.method == "POST" else 200)


def _forms(request: HttpRequest, table: assumed.Table) -> Mapping[str, forms.Form]:
    act = request.POST.get("act", "")
    return {
        "say": SayForm(request.POST if act == SAY else None),
        "take_back": TakeBackForm(table, request.POST if act == TAKE_BACK else None),
        "switch": SwitchForm(request.POST if act == ON else None, initial={"share": str(SHARES[-1])}),
    }


def _done(request: HttpRequest, school: School, filled: Mapping[str, forms.Form]) -> bool:
    """What the button says. Says whether the form could be read."""
    by, act = reader(request), request.POST.get("act", "")
    if act in (ON, OFF) and not _may_switch(request, school):
        raise Http404
    if act == OFF:
        draw.switch_off(school, by)
        return True
    form = {SAY: filled["say"], TAKE_BACK: filled["take_back"], ON: filled["switch"]}.get(act)
    if form is None or not form.is_valid():
        return False
    told = form.cleaned_data
    if act == SAY:
        assumed.say(school, told["name"], told["subject"], told["value"], by)
    elif act == TAKE_BACK:
        name, _, subject = told["held"].partition("/")
        assumed.take_back(school, name, subject, by)
    else:
        draw.switch_on(school, float(told["share"]), by)
    return True


def _may_switch(request: HttpRequest, school: School) -> bool:
    try:
        school_of(request, school.pk, SWITCHES)
    except Http404:
        return False
    return True


def _context(request: HttpRequest, school: School, table: assumed.Table) -> Mapping[str, object]:
    switches = DrawSwitch.objects.filter(school=school).order_by("-pk")
    began = today().replace(year=school_year(today()) - 1, month=FIRST_MONTH, day=1)
    return {
        "school": school,
        "subjects": table.subjects,
        "responses": words.responses(table),
        "factors": words.factors(table),
        "has_said": bool(words.said(table)),
        "is_on": draw.switch(school.pk) is not None,
        "switches": [words.switched(one) for one in switches],
        "may_switch": _may_switch(request, school),
        "drawn": words.drawn(draw.drawn([school.pk], began, today())),
        "least_pairs": draw_effect.LEAST_PAIRS,
        "acts": {"say": SAY, "take_back": TAKE_BACK, "on": ON, "off": OFF},
    }
