"""Type in what was answered on paper. The code on the sheet keeps each answer to one."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy

from homeroom.evidence import survey_words
from homeroom.evidence.models import Survey
from homeroom.evidence.survey_answer import Door, invited, take
from homeroom.evidence.survey_wave import standing
from homeroom.pages.access import for_data_team_of_all_counts_form, reader
from homeroom.pages.surveys import words
from homeroom.pages.surveys.asking import Answers
from homeroom.pages.surveys.build import survey_of
from homeroom.people import audit

WRONG = {
    Door.UNKNOWN: gettext_lazy("No code of this survey reads so. Look at the sheet once more."),
    Door.USED: gettext_lazy("This code was used: its answers are in already."),
    Door.OVER: gettext_lazy("This wave is closed."),
}
NOTHING = gettext_lazy("Nothing was chosen.")


@for_data_team_of_all_counts_form
def survey_paper(request: HttpRequest, number: int) -> HttpResponseBase:
    """One sheet after another. Who typed is written down, the code and the answer are not."""
    found, wrong = survey_of(number), ""
    wave = standing(found)
    said = survey_words.words(found, survey_words.ENGLISH)
    form = Answers(found, said, request.POST if request.method == "POST" else None)
    spoken = wave.languages if wave else []
    if request.method == "POST":
        wrong = _wrong(request, found, form, spoken)
        if not wrong:
            audit.did(reader(request), "typed in", f"survey {found.slug}", (), "an answer from paper")
            return redirect(f"{reverse('survey-paper', args=[number])}?done=1")
    context = {
        "survey": words.listed(found),
        "number": number,
        "form": form,
        "is_open": wave is not None,
        "languages": [(code, words.language(code)) for code in spoken],
        "wrong": wrong,
        "typed": request.POST.get("code", "")[:64],
        "done": "done" in request.GET,
    }
    return render(request, "surveys/paper.html", context, status=422 if wrong else 200)


def _wrong(request: HttpRequest, found: Survey, form: Answers, spoken: list[str]) -> str:
    """Why the sheet was not taken; blank where it was."""
    code, language = request.POST.get("code", ""), request.POST.get("language", "")
    held = invited(code)
    if held is None or held.asked.wave.survey_id != found.pk or held.left is not None:
        return str(WRONG[Door.UNKNOWN])
    given = form.given()
    if not given:
        return str(NOTHING)
    state = take(code, given, language if language in spoken else survey_words.ENGLISH, from_paper=True)
    return "" if state is Door.OPEN else str(WRONG[state])
