"""What an adult who works with the child may add: what they saw, or the state as they know it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from homeroom.mastery.models import Check, Override
from homeroom.people.clock import today


class CheckForm(forms.Form):
    """Got it, partly or not yet, seen on a day. It is weighed with the other evidence."""

    prefix = "check"
    result = forms.ChoiceField(
        label="What you saw", choices=[("", "choose"), *((word, word) for word in Check.Result.values)]
    )
    seen_on = forms.DateField(label="On which day", widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(label="A note, if it helps", max_length=255, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False

    def clean_seen_on(self) -> date:
        day: date = self.cleaned_data["seen_on"]
        if day > today():
            raise forms.ValidationError("That day has not come yet.")
        return day


class OverrideForm(forms.Form):
    """The state that is to be shown, and why. The estimate stays beside it."""

    prefix = "state"
    state = forms.ChoiceField(
        label="Show this state", choices=[("", "choose"), *((word, word) for word in Override.State.values)]
    )
    reason = forms.CharField(
        label="Why",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why: the reason is shown with the state, to everybody who sees the child."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
