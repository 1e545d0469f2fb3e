"""Forms drawn by the kit: labels, help, and what is wrong, in two places that lead to each other."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from homeroom.pages.kit.forms import problems
from pages.kit.drawing import drawn


class Sent(forms.Form):
    """One field of each kind that the pages have."""

    day = forms.DateField(label="On which day", help_text="The day it was seen.")
    who = forms.MultipleChoiceField(
        label="Who", choices=[("1", "Ana"), ("2", "<b>Bảo</b>")], widget=forms.CheckboxSelectMultiple
    )
    watched = forms.BooleanField(label="Watch it", required=False, help_text="Or rest.")
    state = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if told.get("watched"):
            raise forms.ValidationError("It can't be watched.")
        return told


def test_a_fresh_form_has_labels_and_help_and_no_complaint() -> None:
    made = drawn("{{ form }}", form=Sent())
    assert '<label for="id_day">On which day</label>' in made
    assert '<p class="muted" id="id_day_helptext">The day it was seen.</p>' in made
    assert 'aria-describedby="id_day_helptext"' in made
    assert "<legend>Who</legend>" in made
    assert '<label for="id_watched">Watch it</label>' in made
    assert 'type="hidden" name="state"' in made
    assert "wrong" not in made
    assert "<b>" not in made


def test_a_form_that_needs_more_says_what_and_leads_to_each_field() -> None:
    made = drawn("{{ form }}", form=Sent({"day": "soon"}))
    assert '<div class="wrong problems" role="alert">' in made
    assert "Not kept. 2 fields below need another look." in made
    assert '<a href="#id_day">On which day</a>: Enter a valid date.' in made
    targets = re.findall(r'<a href="#([^"]+)"', made)
    assert targets == ["id_day", "id_who_0"]
    assert all(f'id="{one}"' in made for one in targets)


def test_each_complaint_is_the_description_of_its_field() -> None:
    made = drawn("{{ form }}", form=Sent({"day": "soon"}))
    [field] = re.findall(r'<input type="text" name="day"[^>]*>', made)
    assert 'aria-invalid="true"' in field
    assert 'aria-describedby="id_day_helptext id_day_error"' in field
    assert '<p class="wrong" id="id_day_error">Enter a valid date. </p>' in made
    assert re.search(r'<fieldset[^>]* aria-describedby="id_who_error"', made)


def test_what_was_typed_is_kept() -> None:
    assert 'value="soon"' in drawn("{{ form }}", form=Sent({"day": "soon"}))


def test_what_is_wrong_with_the_whole_comes_first_and_leads_nowhere() -> None:
    found = problems(Sent({"day": "2026-10-26", "who": ["1"], "watched": "on"}))
    assert [(one.words, one.target) for one in found.found] == [("It can't be watched.", "")]
    assert found.words == "Not kept."


def test_a_hidden_field_is_told_but_not_linked() -> None:
    found = problems(Sent({"day": "2026-10-26", "who": ["1"], "state": "x"}), "Not saved.")
    assert [(one.words, one.label, one.target) for one in found.found] == [("Enter a whole number.", "", "")]
    assert found.words == "Not saved."


def test_one_field_is_one_field() -> None:
    assert problems(Sent({"who": ["1"]})).words == "Not kept. 1 field below needs another look."
    assert drawn("{% problems form %}", form=Sent()) == ""
