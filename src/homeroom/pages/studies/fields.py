"""Fields that several parts of a plan ask with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from homeroom.people.models import Class

Data = Mapping[str, Any] | None
Choices = Iterable[tuple[str, Any]]


def day(label: Any, help_text: Any = "", *, required: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"})
    return forms.DateField(label=label, help_text=help_text, required=required, widget=widget)


def text(label: Any, help_text: Any = "", *, required: bool = True, most: int = 100) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, help_text=help_text, required=required, max_length=most, widget=widget)


def boxes(label: Any, choices: Choices, help_text: Any = "", *, required: bool = False) -> forms.MultipleChoiceField:
    widget = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(
        label=label, help_text=help_text, required=required, widget=widget, choices=list(choices)
    )


def one_of(label: Any, choices: Choices, help_text: Any = "") -> forms.ChoiceField:
    """One of them is chosen already; a blank one counts as an answer."""
    options = list(choices)
    required = all(code for code, _ in options)
    widget = forms.RadioSelect
    return forms.ChoiceField(label=label, help_text=help_text, choices=options, required=required, widget=widget)


def by_school() -> list[tuple[str, list[tuple[str, str]]]]:
    """Each school's name with its classes: what they are called, and their ids in the roster."""
    found: dict[str, list[tuple[str, str]]] = {}
    for one in Class.objects.filter(school__kind="school").select_related("school").order_by("school__name", "pk"):
        found.setdefault(one.school.name, []).append((one.sourced_id, one.title))
    return [(school, sorted(rooms, key=lambda one: one[1].casefold())) for school, rooms in found.items()]
