"""The form of one expectation: what a person may set, and what is wrong with what was typed."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext, gettext_lazy

from homeroom.intake.feeds.models import WEEKDAYS, FeedExpectation
from homeroom.people.models import School

MOST_ROWS = 10**12
ANY_DAY = ""


class ExpectationForm(forms.ModelForm):  # type: ignore[type-arg]  # it takes no parameter when the code runs
    """Weekday and day of the month are two fields here, and one number in what is kept."""

    weekday = forms.TypedChoiceField(
        label=gettext_lazy("Of a weekly feed, the day it comes"),
        choices=[(ANY_DAY, gettext_lazy("not known")), *((at, gettext_lazy(day)) for at, day in enumerate(WEEKDAYS))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    day_of_month = forms.IntegerField(
        label=gettext_lazy("Of a monthly feed, the day of the month"), min_value=1, max_value=31, required=False
    )
    school = forms.ModelChoiceField(
        School.objects.filter(kind="school").order_by("name"),
        required=False,
        empty_label=gettext_lazy("all schools together"),
    )

    field_order = ("school", "cadence", "weekday", "day_of_month", "grace", "rows_low", "rows_high", "lag")

    class Meta:
        model = FeedExpectation
        fields = ("school", "cadence", "grace", "rows_low", "rows_high", "lag", "watched")
        labels: ClassVar = {
            "cadence": gettext_lazy("How often it comes"),
            "grace": gettext_lazy("Days of grace, in school days"),
            "rows_low": gettext_lazy("Fewest rows of a file"),
            "rows_high": gettext_lazy("Most rows of a file"),
            "lag": gettext_lazy("How far the newest day may lie behind, in school days"),
            "watched": gettext_lazy("Watch this feed"),
        }
        help_texts: ClassVar = {"watched": gettext_lazy("Take the tick away where the feed has ended or rests.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.fields["school"].label = gettext("School")
        cadences = [(one, gettext(str(words))) for one, words in FeedExpectation.Cadence.choices]
        self.fields["cadence"].choices = cadences  # type: ignore[attr-defined]  # of a choice it has some
        due = self.instance.due
        self.fields["weekday"].initial = due if self.instance.cadence == "week" and due is not None else ANY_DAY
        self.fields["day_of_month"].initial = due if self.instance.cadence == "month" else None
        for name, most in (("grace", 60), ("lag", 250), ("rows_low", MOST_ROWS), ("rows_high", MOST_ROWS)):
            self.fields[name].widget.attrs |= {"min": 0, "max": most, "inputmode": "numeric"}

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        low, high = told.get("rows_low"), told.get("rows_high")
        if isinstance(low, int) and isinstance(high, int) and low > high:
            self.add_error("rows_high", gettext("The most rows can't be fewer than the fewest."))
        for name, most in (("grace", 60), ("lag", 250)):
            number = told.get(name)
            if isinstance(number, int) and number > most:
                self.add_error(name, gettext("At most %(most)s school days.") % {"most": most})
        self._must_be_alone(told)
        return told

    def _must_be_alone(self, told: dict[str, Any]) -> None:
        one = self.instance
        same = FeedExpectation.objects.filter(program=one.program, report=one.report, files=one.files)
        if same.filter(school=told.get("school")).exclude(pk=one.pk).exists():
            self.add_error("school", gettext("There is an expectation for this already. Edit that one."))

    def due(self) -> int | None:
        """The one number that is kept."""
        cadence = self.cleaned_data["cadence"]
        chosen = {"week": "weekday", "month": "day_of_month"}.get(cadence)
        return self.cleaned_data[chosen] if chosen else None
