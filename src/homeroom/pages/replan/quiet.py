"""How quiet a day shall stay: the places of the slider, each with its words and what it is to the planner."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from homeroom.rotation.block.today import STABILITY

PLACES: tuple[tuple[float, Promise], ...] = (
    (0.0, gettext_lazy("everybody may move, wherever it is worth more")),
    (0.01, gettext_lazy("move whom it helps a little")),
    (0.03, gettext_lazy("move whom it helps")),
    (STABILITY, gettext_lazy("move only whom it helps a lot (the usual)")),
    (10.0, gettext_lazy("move nobody who could stay, unless a rule asks for it")),
)
USUAL = 3


class QuietForm(forms.Form):
    """A slider: works by keyboard, and without JavaScript."""

    quiet = forms.IntegerField(
        label=gettext_lazy("How many children may move?"),
        min_value=0,
        max_value=len(PLACES) - 1,
        initial=USUAL,
        widget=forms.NumberInput(attrs={"type": "range", "step": 1}),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.use_required_attribute = False
        self.fields["quiet"].widget.attrs["aria-describedby"] = "quiet-places"


def place_of(text: str) -> int:
    """What is no place of the slider is the usual one."""
    return int(text) if text in {str(one) for one in range(len(PLACES))} else USUAL
