"""What a teacher says of one standard in a child's list: first or left out, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from homeroom.mastery.models import Stop
from homeroom.reports.values import grade
from homeroom.standards.models import Standard

WHERE = [(Stop.Where.FIRST, gettext_lazy("Put it first")), (Stop.Where.OFF, gettext_lazy("Leave it out"))]
Choices = list[tuple[str, object]]


class StopForm(forms.Form):
    """`standards` are those that the child may be given, by code."""

    standard = forms.ChoiceField(label=gettext_lazy("Standard"))
    where = forms.ChoiceField(label=gettext_lazy("What to do"), choices=WHERE, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": gettext_lazy("Say why: the reason is shown with the list, to everybody who sees the child.")
        },
    )

    def __init__(self, standards: Iterable[Standard], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.known = {one.code: one for one in standards}
        field = self.fields["standard"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  as written above
        field.choices = [("", gettext("choose")), *_by_grade(self.known.values())]

    @property
    def chosen(self) -> Standard:
        return self.known[self.cleaned_data["standard"]]


def _by_grade(standards: Iterable[Standard]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for code, inside in groupby(standards, lambda one: one.grade):
        yield grade(code) or gettext("Other"), [(one.code, f"{one.code} {one.title}") for one in inside]
