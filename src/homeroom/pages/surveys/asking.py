"""The questions of a survey as a form, in the words of one language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.safestring import SafeString

from homeroom.evidence.models import Question, Survey
from homeroom.evidence.survey_answer import LONGEST_COMMENT, Given, read
from homeroom.evidence.survey_words import of_question
from homeroom.reports.markup import Part, joined, tag

MOUTHS = ("M 8 23 Q 16 14 24 23", "M 9 21 L 23 21", "M 8 19 Q 16 28 24 19")


class Answers(forms.Form):
    """Each question may be left out, so nothing in it can be wrong."""

    def __init__(self, survey: Survey, words: Mapping[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.survey = survey
        for one in survey.questions.all():
            self.fields[one.key] = _field(one, words)

    def given(self) -> Given:
        return read(self.survey, {name: self.data.get(name, "") for name in self.fields})


def _field(question: Question, words: Mapping[str, str]) -> forms.Field:
    label = words[of_question(question.key)]
    if question.kind == Question.Kind.COMMENT:
        box = forms.Textarea(attrs={"rows": 4, "maxlength": LONGEST_COMMENT})
        return forms.CharField(label=label, help_text=words["comments"], widget=box, required=False)
    named = [words[of_question(question.key, at)] for at in range(1, question.choices + 1)]
    shown: list[Part] = [*named]
    if question.kind == Question.Kind.FACES:
        shown = [joined(face(at), " ", one) for at, one in enumerate(named)]
    return forms.ChoiceField(
        label=label,
        choices=[(str(at), one) for at, one in enumerate(shown, 1)],
        widget=forms.RadioSelect,
        required=False,
    )


def face(at: int) -> SafeString:
    """One of three faces, from sad to glad. The word beside it says what it means."""
    head = tag("circle", cx=16, cy=16, r=14, fill="none", stroke="currentColor", stroke_width=2)
    eyes = [tag("circle", cx=x, cy=12, r=2, fill="currentColor") for x in (11, 21)]
    mouth = tag("path", d=MOUTHS[at], fill="none", stroke="currentColor", stroke_width=2)
    return tag("svg", head, *eyes, mouth, viewBox="0 0 32 32", width=40, height=40, aria_hidden="true", class_="face")
