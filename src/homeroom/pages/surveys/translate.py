"""The words of a survey in another language, beside the English. Unread, they are offered to nobody."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from homeroom.evidence import survey_words
from homeroom.evidence.errors import EvidenceError
from homeroom.pages.access import for_network_form, reader
from homeroom.pages.surveys import words
from homeroom.pages.surveys.build import survey_of

KEEP, REVIEW = "keep", "review"


@for_network_form
def survey_translation(request: HttpRequest, number: int, language: str) -> HttpResponseBase:
    """Both columns with a box for each part; one button keeps, the other says that all of it was read."""
    found, wrong = survey_of(number), ""
    if language not in survey_words.others():
        raise Http404
    if request.method == "POST":
        told = {one.part: request.POST.get(one.part, one.words) for one in survey_words.sides(found, language)}
        survey_words.keep(found, language, told)
        try:
            if request.POST.get("act") == REVIEW:
                survey_words.review(found, language, reader(request))
            return redirect("survey-words", number, language)
        except EvidenceError as why:
            wrong = str(why)
    sides = survey_words.sides(found, language)
    context = {
        "survey": words.listed(found),
        "number": number,
        "code": language,
        "name": words.language(language),
        "sides": sides,
        "offered": all(one.reviewed_by for one in sides),
        "readers": sorted({one.reviewed_by for one in sides} - {""}),
        "wrong": wrong,
        "acts": {"keep": KEEP, "review": REVIEW},
        "longest": survey_words.LONGEST,
    }
    return render(request, "surveys/words.html", context, status=422 if wrong else 200)
