"""What is typed about a week: its dates, one entry, who is away, a grade as flex."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from homeroom.people.clock import today
from homeroom.rotation.week_drafts import Dates

LONGEST = timedelta(days=400)
DATE = {"type": "date"}


class DatesForm(forms.Form):
    """From when to when a draft is to hold."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=64, required=False)
    begins_on = forms.DateField(label=gettext_lazy("First day"), widget=forms.DateInput(attrs=DATE))
    ends_on = forms.DateField(label=gettext_lazy("Last day"), widget=forms.DateInput(attrs=DATE))

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"begins_on": today(), "ends_on": _year_end(today())})
        self.use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        first, last = told.get("begins_on"), told.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", gettext("The last day is before the first."))
        elif first and last and last - first > LONGEST:
            self.add_error("ends_on", gettext("A week holds for a school year at most."))
        return told

    @property
    def dates(self) -> Dates:
        return Dates(self.cleaned_data["begins_on"], self.cleaned_data["ends_on"])


class EntryForm(forms.Form):
    """What a class is to do between two bells."""

    do = forms.ChoiceField(label=gettext_lazy("Change it to"))
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, choices: Sequence[tuple[str, str]], seen: int, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"seen": seen})
        self.use_required_attribute = False
        field = self.fields["do"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  as written above
        field.choices = [("", gettext("choose")), *choices]


class StandInForm(forms.Form):
    """Who is away, and on which day."""

    adult = forms.ChoiceField(label=gettext_lazy("Who is away?"))
    day = forms.DateField(label=gettext_lazy("On"), widget=forms.DateInput(attrs=DATE))

    def __init__(self, adults: Sequence[tuple[int, str]], data: Mapping[str, Any]) -> None:
        super().__init__(data or None, initial={"day": today()})
        self.use_required_attribute = False
        field = self.fields["adult"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  as written above
        field.choices = [("", gettext("choose")), *((str(number), name) for number, name in adults)]


class FlexForm(forms.Form):
    """A grade and day, and the zones of its room."""

    grade = forms.ChoiceField(label=gettext_lazy("Grade"))
    day = forms.TypedChoiceField(label=gettext_lazy("Day type"), coerce=int)
    teacher_led = forms.IntegerField(label=gettext_lazy("Teacher-led zones"), min_value=0, max_value=12, initial=2)
    guided = forms.IntegerField(label=gettext_lazy("Guided small groups"), min_value=0, max_value=12, initial=1)
    technology = forms.IntegerField(label=gettext_lazy("Technology tables"), min_value=0, max_value=12, initial=1)
    independent = forms.IntegerField(
        label=gettext_lazy("Zones of independent work"), min_value=0, max_value=12, initial=1
    )
    peer = forms.IntegerField(label=gettext_lazy("Zones of peer projects"), min_value=0, max_value=12, initial=1)
    session = forms.IntegerField(label=gettext_lazy("Minutes of a session"), min_value=20, max_value=30, initial=25)
    ratio = forms.IntegerField(
        label=gettext_lazy("Children for each adult, at most"), min_value=1, max_value=99, initial=25
    )
    change = forms.IntegerField(label=gettext_lazy("Minutes that a move takes"), min_value=0, max_value=10, initial=2)

    def __init__(
        self, grades: Sequence[tuple[str, str]], days: Sequence[tuple[int, str]], data: Mapping[str, Any]
    ) -> None:
        typed = data if "grade" in data else _usual(self.base_fields, grades, days)
        super().__init__(typed)
        self.use_required_attribute = False
        for name, choices in (("grade", grades), ("day", [(str(key), words) for key, words in days])):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  as written above
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        zones = ("teacher_led", "guided", "technology", "independent", "peer")
        if not self.errors and not any(told[name] for name in zones):
            raise forms.ValidationError(gettext("A flex room needs a zone at least."))
        return told


def _usual(
    fields: Mapping[str, forms.Field], grades: Sequence[tuple[str, str]], days: Sequence[tuple[int, str]]
) -> dict[str, Any]:
    first = {"grade": grades[0][0], "day": str(days[0][0])} if grades and days else {}
    return {name: field.initial for name, field in fields.items() if field.initial is not None} | first


def _year_end(day: date) -> date:
    """The last school day that is usual: in the second week of June."""
    year = day.year + (day.month > 6)
    return date(year, 6, 12)
