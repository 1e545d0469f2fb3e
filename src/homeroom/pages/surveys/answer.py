"""Answer a survey: by a code, without an account, on a phone or a shared screen. Open to whoever holds the code."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from homeroom.evidence import survey_words
from homeroom.evidence.models import Invitation, Survey, Wave
from homeroom.evidence.survey_answer import Door, door, invited, take
from homeroom.evidence.survey_codes import plain
from homeroom.pages.access import door as opens
from homeroom.pages.access import unkept
from homeroom.pages.sign_in.words import slow
from homeroom.pages.surveys.asking import Answers
from homeroom.people import guesses

CODES = "survey code"
STATUS = {Door.UNKNOWN: 404, Door.USED: 200, Door.OVER: 410}
WORDS = {
    Door.UNKNOWN: gettext_lazy("No survey has this code. Look at the letters on your paper once more."),
    Door.OVER: gettext_lazy("This survey is over. Nothing can be answered any more."),
}
NOTHING = gettext_lazy("Nothing was chosen, so nothing was sent. Your code still works.")


@opens("whoever has a survey's code", writes=True)
@require_http_methods(["GET", "POST"])
def answer_code(request: HttpRequest) -> HttpResponseBase:
    """Type the code that stands on the paper."""
    if request.method == "GET":
        return unkept(render(request, "surveys/code.html"))
    code = plain(request.POST.get("code", ""))
    if invited(code):
        return unkept(redirect("answer", code))
    # Counted by the code's beginning, never by where it comes from: a whole class sits behind one address.
    wait = guesses.admit(CODES, code[:5])
    wrong = slow(wait) if wait else WORDS[Door.UNKNOWN]
    told = {"wrong": wrong, "typed": request.POST.get("code", "")[:64]}
    return unkept(render(request, "surveys/code.html", told, status=429 if wait else 404))


@opens("whoever has a survey's code", writes=True)
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, code: str) -> HttpResponseBase:
    """What becomes of the answer first, then the questions, then thanks. A code that is used shows thanks alone."""
    found, state = invited(code), door(code)
    if found is None or state is Door.OVER:
        told = {"wrong": WORDS[state], "typed": ""}
        return unkept(render(request, "surveys/code.html", told, status=STATUS[state]))
    survey, language = found.asked.wave.survey, _language(request, found.asked.wave)
    # Around a survey in English, because nobody has read it in the reader's language, the page stays in that language.
    asked_for = request.POST.get("language", request.GET.get("language", ""))
    with translation.override(language if language == asked_for else translation.get_language() or language):
        said = survey_words.words(survey, language)
        if request.method == "POST":
            return unkept(_taken(request, code, found, said, language))
        if state is Door.USED or "done" in request.GET:
            return unkept(_page(request, "thanks", found, said, language, state))
        return unkept(_page(request, "questions" if "begin" in request.GET else "first", found, said, language, state))


def _taken(
    request: HttpRequest, code: str, found: Invitation, said: Mapping[str, str], language: str
) -> HttpResponseBase:
    given = Answers(found.asked.wave.survey, said, request.POST).given()
    if not given:
        return _page(request, "questions", found, said, language, Door.OPEN, str(NOTHING), 422)
    state = take(code, given, language, request.POST.get("form", "")[:64])
    if state is Door.OPEN:
        return redirect(f"{reverse('answer', args=[code])}?{urlencode({'done': 1, 'language': language})}")
    return _page(request, "thanks", found, said, language, state, status=409)


def _page(
    request: HttpRequest,
    name: str,
    found: Invitation,
    said: Mapping[str, str],
    language: str,
    state: Door,
    wrong: str = "",
    status: int = 200,
) -> HttpResponseBase:
    wave = found.asked.wave
    context = {
        "said": said,
        "language": language,
        "languages": [(code, _name(code), code == language) for code in _offered(wave)],
        "group": found.asked.words if wave.survey.mode == Survey.Mode.ANONYMOUS else "",
        "form": Answers(wave.survey, said) if name == "questions" else None,
        "token": secrets.token_urlsafe(16) if found.left is not None else "",
        "shared": found.left is not None and state is Door.OPEN,
        "used": state is Door.USED,
        "wrong": wrong,
        "place": request.path,
    }
    return render(request, f"surveys/{name}.html", context, status=status)


def _offered(wave: Wave) -> list[str]:
    """In what the wave was opened, if it still holds: a text that was changed since is not shown before it is read."""
    held = survey_words.offered(wave.survey)
    return [code for code in wave.languages if code in held]


def _language(request: HttpRequest, wave: Wave) -> str:
    offered = _offered(wave)
    told = request.POST.get("language", request.GET.get("language", translation.get_language() or ""))
    return told if told in offered else survey_words.ENGLISH


def _name(code: str) -> str:
    return dict(settings.LANGUAGES).get(code, code)
