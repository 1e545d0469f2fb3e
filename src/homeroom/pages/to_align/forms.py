"""Which standards something serves: one of those suggested, others, or none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

NONE, OTHER = "none", "other"
LONGEST = 200


class ServesForm(forms.Form):
    """`candidates` are (code, words), `none` is what *none of these* means here. Several codes part with commas."""

    serves = forms.ChoiceField(
        label=gettext_lazy("Which standard does it serve?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of these, or leave it for later.")},
    )
    other = forms.CharField(label=gettext_lazy("Other standards"), max_length=LONGEST, required=False, strip=True)

    def __init__(self, candidates: Sequence[tuple[str, str]], none: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        field = self.fields["serves"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  as written above
        field.choices = [*candidates, (NONE, none), (OTHER, gettext("Other standards, written below"))]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if told.get("serves") == OTHER and not self.written:
            self.add_error("other", gettext("Write the code of the standard, such as 3.NF.A.1."))
        return told

    @property
    def written(self) -> list[str]:
        """The codes in the field below."""
        return [code for code in re.split(r"[\s,;]+", str(self.cleaned_data.get("other", ""))) if code]

    @property
    def codes(self) -> list[str]:
        """What was chosen: several codes, one, or none."""
        chosen = str(self.cleaned_data["serves"])
        return {NONE: [], OTHER: self.written}.get(chosen, [chosen])
