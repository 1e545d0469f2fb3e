"""What an adult who works with the child may add: what they saw, or the state as they know it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from homeroom.mastery.models import Override
from homeroom.mastery.state import WORDS, State
from homeroom.mastery.teachers import RESULTS
from homeroom.people.clock import today

CHOOSE = ("", gettext_lazy("choose"))


class CheckForm(forms.Form):
    """Got it, partly or not yet, seen on a day. It is weighed with the other evidence."""

    prefix = "check"
    result = forms.ChoiceField(label=gettext_lazy("What you saw"), choices=[CHOOSE, *RESULTS.items()])
    seen_on = forms.DateField(label=gettext_lazy("On which day"), widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(label=gettext_lazy("A note, if it helps"), max_length=255, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False

    def clean_seen_on(self) -> date:
        day: date = self.cleaned_data["seen_on"]
        if day > today():
            raise forms.ValidationError(gettext("That day has not come yet."))
        return day


class OverrideForm(forms.Form):
    """The state that is to be shown, and why. The estimate stays beside it."""

    prefix = "state"
    state = forms.ChoiceField(
        label=gettext_lazy("Show this state"),
        choices=[CHOOSE, *((code, WORDS[State(code)]) for code in Override.State.values)],
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": gettext_lazy("Say why: the reason is shown with the state, to everybody who sees the child.")
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
