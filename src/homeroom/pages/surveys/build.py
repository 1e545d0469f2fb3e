"""Surveys: which are there, what is asked in which words, and when? Made here, opened here, closed here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy

from homeroom.evidence import survey_build, survey_wave, survey_words
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.models import Study, Survey
from homeroom.pages.access import for_network_form, reader, standing
from homeroom.pages.rule import data_team_of_all
from homeroom.pages.surveys import words
from homeroom.people.clock import today
from homeroom.people.visibility import LARGEST

ADD, REMOVE, OPEN, CLOSE = "add", "remove", "open", "close"
FORTNIGHT = timedelta(days=14)


class SurveyForm(forms.Form):
    """What a survey is: what cannot change later."""

    slug = forms.CharField(
        label=gettext_lazy("Short name"), max_length=64, help_text=gettext_lazy("Small letters, digits and hyphens.")
    )
    title = forms.CharField(label=gettext_lazy("Title, in English"), max_length=200)
    intro = forms.CharField(
        label=gettext_lazy("A sentence or two before it, in English"), max_length=500, required=False
    )
    audience = forms.ChoiceField(label=gettext_lazy("Who is asked"), choices=words.audiences)
    mode = forms.ChoiceField(label=gettext_lazy("How answers are kept"), choices=words.modes)
    study = forms.ModelChoiceField(
        Study.objects.none(),
        label=gettext_lazy("The study whose arms it tells apart"),
        empty_label=gettext_lazy("none"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        field: Any = self.fields["study"]
        field.queryset = Study.objects.order_by("slug")
        field.label_from_instance = lambda study: study.slug


class QuestionForm(forms.Form):
    """One more question, at the end."""

    question = forms.CharField(label=gettext_lazy("Question, in English"), max_length=500)
    kind = forms.ChoiceField(label=gettext_lazy("How it is answered"), choices=words.kinds)
    choices = forms.CharField(
        label=gettext_lazy("Choices, one a line"),
        help_text=gettext_lazy("Only where one of your own choices is picked."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=2000,
    )
    scale = forms.CharField(
        label=gettext_lazy("Scale"),
        help_text=gettext_lazy("Questions of one scale are scored together. Blank: this one stands alone."),
        max_length=32,
        required=False,
    )
    turned = forms.BooleanField(
        label=gettext_lazy("Agreeing is bad here: score it the other way round"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False


class WaveForm(forms.Form):
    until = forms.DateField(label=gettext_lazy("Last day for answers"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False


@for_network_form
def surveys(request: HttpRequest) -> HttpResponseBase:
    """All surveys, and a form for another."""
    form, wrong = SurveyForm(request.POST if request.method == "POST" else None), ""
    if form.is_valid():
        told = form.cleaned_data
        try:
            made = survey_build.make(
                told["slug"],
                told["audience"],
                told["mode"],
                told["title"],
                reader(request),
                intro=told["intro"],
                study=told["study"],
            )
            return redirect("survey", made.pk)
        except EvidenceError as why:
            wrong = str(why)
    listed = [words.listed(one) for one in Survey.objects.order_by("slug")]
    return render(
        request, "surveys/list.html", {"surveys": listed, "form": form, "wrong": wrong}, status=_status(request)
    )


@for_network_form
def survey(request: HttpRequest, number: int) -> HttpResponseBase:
    """One survey: its questions, its languages, its waves, and what can be done with them now."""
    found, wrong = survey_of(number), ""
    filled = _forms(request)
    if request.method == "POST":
        try:
            if _done(request, found, filled):
                return redirect("survey", number)
        except EvidenceError as why:
            wrong = str(why)
    context = {**_context(found), **filled, "wrong": wrong, "hands_out": data_team_of_all(standing(request))}
    return render(request, "surveys/page.html", context, status=_status(request))


def survey_of(number: int) -> Survey:
    found = Survey.objects.select_related("study").filter(pk=number).first() if number <= LARGEST else None
    if found is None:
        raise Http404
    return found


def _forms(request: HttpRequest) -> Mapping[str, forms.Form]:
    act = request.POST.get("act", "")
    return {
        "question": QuestionForm(request.POST if act == ADD else None),
        "wave": WaveForm(request.POST if act == OPEN else None, initial={"until": today() + FORTNIGHT}),
    }


def _done(request: HttpRequest, found: Survey, filled: Mapping[str, forms.Form]) -> bool:
    act = request.POST.get("act", "")
    if act == REMOVE:
        survey_build.remove(found, request.POST.get("key", ""))
        return True
    if act == CLOSE:
        survey_wave.close(found, reader(request))
        return True
    form = {ADD: filled["question"], OPEN: filled["wave"]}.get(act)
    if form is None or not form.is_valid():
        return False
    told = form.cleaned_data
    if act == OPEN:
        survey_wave.open_wave(found, told["until"], reader(request))
        return True
    choices = told["choices"].splitlines()
    survey_build.add(
        found, told["kind"], told["question"], choices=choices, scale=told["scale"], is_reversed=told["turned"]
    )
    return True


def _context(found: Survey) -> Mapping[str, object]:
    english, offered = survey_words.words(found, survey_words.ENGLISH), survey_words.offered(found)
    waves = list(found.waves.order_by("-number"))
    return {
        "survey": words.listed(found),
        "number": found.pk,
        "promise": words.promise(found),
        "questions": [words.asked(one, english) for one in found.questions.all()],
        "languages": [(code, words.language(code), code in offered) for code in survey_words.others()],
        "waves": [words.wave(one) for one in waves],
        "standing": survey_wave.standing(found),
        "may_change": not waves,
        "acts": {"add": ADD, "remove": REMOVE, "open": OPEN, "close": CLOSE},
    }


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200
