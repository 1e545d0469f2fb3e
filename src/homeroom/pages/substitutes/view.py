"""Substitutes: who takes whose class, until when? For the principal of the school and the data team."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy

from homeroom.pages.access import for_leads_form, reader, viewer
from homeroom.people.clock import today
from homeroom.people.models import Class, Staff
from homeroom.people.substituting import LONGEST, NotGranted, candidates, end, grant, grants, led_classes
from homeroom.people.viewing import Viewer

PICKER = forms.DateInput(attrs={"type": "date"})


class ClassChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Class) -> str:
        return f"{obj.title}, {obj.school.name}"


class StaffChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Staff) -> str:
        return f"{obj.name} ({obj.user.get_username()})"


class GrantForm(forms.Form):
    """One class, one person, from one day to another, and why."""

    school_class = ClassChoice(
        Class.objects.none(), label=gettext_lazy("Class"), empty_label=gettext_lazy("choose a class")
    )
    staff = StaffChoice(
        Staff.objects.none(), label=gettext_lazy("Who takes it"), empty_label=gettext_lazy("choose a person")
    )
    first = forms.DateField(label=gettext_lazy("First day"), widget=PICKER)
    last = forms.DateField(label=gettext_lazy("Last day"), widget=PICKER)
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=200)

    def __init__(self, looking: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        classes = led_classes(looking).select_related("school").order_by("school__name", "title", "pk")
        people = candidates().select_related("user").order_by("family_name", "given_name", "pk")
        self.fields["school_class"].queryset = classes  # type: ignore[attr-defined]
        self.fields["staff"].queryset = people  # type: ignore[attr-defined]


@for_leads_form
def substitutes(request: HttpRequest) -> HttpResponseBase:
    """The grants that hold or will hold, and the form for another."""
    if request.method == "POST":
        return _ended(request) if "end" in request.POST else _granted(request)
    return _page(request, GrantForm(viewer(request), initial={"first": today(), "last": today()}))


def _granted(request: HttpRequest) -> HttpResponseBase:
    form = GrantForm(viewer(request), request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            grant(reader(request), told["staff"], told["school_class"], told["first"], told["last"], told["reason"])
        except NotGranted as why:
            return _page(request, form, str(why))
        return redirect("substitutes")
    return _page(request, form)


def _ended(request: HttpRequest) -> HttpResponseBase:
    text = request.POST["end"]
    try:
        end(reader(request), int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0)
    except NotGranted as why:
        return _page(request, GrantForm(viewer(request)), str(why), 409)
    return redirect("substitutes")


def _page(request: HttpRequest, form: GrantForm, wrong: str = "", status: int = 0) -> HttpResponseBase:
    context = {
        "form": form,
        "grants": grants(viewer(request)),
        "wrong": wrong,
        "today": today(),
        "longest": LONGEST.days,
    }
    return render(request, "substitutes/page.html", context, status=status or (422 if form.is_bound else 200))
