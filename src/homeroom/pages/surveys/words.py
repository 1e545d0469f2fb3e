"""Surveys in words: who is asked, how answers are kept, what a question is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext, gettext_lazy

from homeroom.evidence import survey_words
from homeroom.evidence.models import Question, Survey, Wave
from homeroom.evidence.survey_wave import is_open
from homeroom.people.clock import today

AUDIENCES = {
    Survey.Audience.STUDENTS: gettext_lazy("students"),
    Survey.Audience.FAMILIES: gettext_lazy("families"),
    Survey.Audience.STAFF: gettext_lazy("staff"),
}
MODES = {
    Survey.Mode.ANONYMOUS: gettext_lazy("anonymous: nobody can find out whose an answer is"),
    Survey.Mode.CONFIDENTIAL: gettext_lazy("confidential: under a pseudonym, which the data team can resolve"),
}
MODE_NAMES = {
    Survey.Mode.ANONYMOUS: gettext_lazy("anonymous"),
    Survey.Mode.CONFIDENTIAL: gettext_lazy("confidential"),
}
KINDS = {
    Question.Kind.AGREE: gettext_lazy("agreement, five steps"),
    Question.Kind.OFTEN: gettext_lazy("how often, five steps"),
    Question.Kind.FACES: gettext_lazy("three faces, for young children"),
    Question.Kind.CHOICE: gettext_lazy("one of your own choices"),
    Question.Kind.COMMENT: gettext_lazy("own words"),
}


@dataclass(frozen=True)
class Listed:
    """A survey as lists show it."""

    number: int
    slug: str
    title: str
    audience: str
    mode: str
    state: str


@dataclass(frozen=True)
class WaveLine:
    """A wave: its days, how many were asked and answered so far, and where it stands."""

    number: int
    opens_on: date
    until: date
    people: int
    answered: int
    state: str
    closed: bool


@dataclass(frozen=True)
class Line:
    """A question with its choices, as its maker sees it."""

    key: str
    words: str
    kind: str
    choices: tuple[str, ...]
    scale: str
    turned: bool


def audiences() -> list[tuple[str, str]]:
    return [(value, str(words)) for value, words in AUDIENCES.items()]


def modes() -> list[tuple[str, str]]:
    return [(value, str(words)) for value, words in MODES.items()]


def kinds() -> list[tuple[str, str]]:
    return [(value, str(words)) for value, words in KINDS.items()]


def listed(one: Survey) -> Listed:
    title = one.texts.filter(part=survey_words.TITLE, language=survey_words.ENGLISH).values_list("words", flat=True)
    last = one.waves.order_by("-number").first()
    state = standing(last) if last else gettext("being made")
    audience, mode = (
        str(words) for words in (AUDIENCES[Survey.Audience(one.audience)], MODE_NAMES[Survey.Mode(one.mode)])
    )
    return Listed(one.pk, one.slug, title.first() or one.slug, audience, mode, state)


def wave(one: Wave) -> WaveLine:
    groups = list(one.asked.all())
    people, answered = sum(group.people for group in groups), sum(group.answered for group in groups)
    closed = one.closed_on is not None
    return WaveLine(one.number, one.opens_on, one.until, people, answered, standing(one), closed)


def standing(one: Wave) -> str:
    if one.closed_on is not None:
        return gettext("closed")
    if is_open(one):
        return gettext("open")
    return gettext("not open yet") if today() < one.opens_on else gettext("over, and not closed yet")


def promise(one: Survey) -> str:
    """What every reader is told first, in the language of whoever makes it."""
    return gettext(survey_words.PROMISES[one.mode])


def asked(one: Question, english: Mapping[str, str]) -> Line:
    said = tuple(english[survey_words.of_question(one.key, at)] for at in range(1, one.choices + 1))
    kind = str(KINDS[Question.Kind(one.kind)])
    return Line(one.key, english[survey_words.of_question(one.key)], kind, said, one.scale, one.reversed)


def language(code: str) -> str:
    return dict(settings.LANGUAGES).get(code, code)
