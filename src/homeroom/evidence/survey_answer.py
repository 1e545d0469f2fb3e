"""Take an answer: by a code on paper, on a shared screen, or typed in from paper. Once each, all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from homeroom.evidence import survey_mixing
from homeroom.evidence.survey_codes import digest, plain
from homeroom.evidence.survey_models import (
    AnonymousAnswer,
    Answer,
    Asked,
    AskedLanguage,
    Invitation,
    Question,
    Survey,
    SurveyComment,
    Wave,
)
from homeroom.evidence.survey_wave import is_open
from homeroom.people.clock import today
from homeroom.people.spent import is_spent, spend

CODE, FORM = "survey", "survey form"
LONGEST_COMMENT = 2000
REMEMBERED = timedelta(days=400)  # longer than any wave


class Door(StrEnum):
    """What a code opens."""

    OPEN = "open"
    UNKNOWN = "unknown"
    USED = "used"
    OVER = "over"


@dataclass(frozen=True)
class Given:
    """What somebody answered: the place of a choice, from 1, and free words, by the question's key."""

    choices: Mapping[str, int] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.choices or self.comments)


def invited(code: str) -> Invitation | None:
    found = Invitation.objects.select_related("asked__wave__survey")
    return found.filter(token_sha256=digest(code)).first() if plain(code) else None


def door(code: str) -> Door:
    found = invited(code)
    if found is None:
        return Door.UNKNOWN
    if not is_open(found.asked.wave):
        return Door.OVER
    return Door.USED if _is_used(found, code) else Door.OPEN


def read(survey: Survey, told: Mapping[str, str]) -> Given:
    """What was sent, question by question. What is no choice of the question counts as left out."""
    choices, comments = dict[str, int](), dict[str, str]()
    for one in survey.questions.all():
        text = told.get(one.key, "").replace("\0", "").strip()
        if one.kind == Question.Kind.COMMENT:
            comments |= {one.key: text[:LONGEST_COMMENT]} if text else {}
        elif text.isascii() and text.isdigit() and len(text) < 3 and 1 <= int(text) <= one.choices:
            choices[one.key] = int(text)
    return Given(choices, comments)


@transaction.atomic
def take(code: str, given: Given, language: str, form: str = "", *, from_paper: bool = False) -> Door:
    """Keep an answer; OPEN says that it was kept. `form` is drawn anew for each showing of a shared screen.

    What stood on paper in time may be typed in until the wave is closed.
    """
    found = invited(code)
    if found is None:
        return Door.UNKNOWN
    wave = Wave.objects.select_for_update(of=("self",)).select_related("survey").get(pk=found.asked.wave_id)
    if wave.closed_on is not None or not (from_paper or is_open(wave)):
        return Door.OVER
    if not _use(found, code, form):
        return Door.USED
    if wave.survey.mode == Survey.Mode.CONFIDENTIAL:
        on = today()
        Answer.objects.create(invitation=found, on=on, language=language, given=dict(given.choices))
    else:
        put(wave, found.asked, given)
    survey_mixing.put(free(wave, given, found.pseudonym))
    count(found.asked, language)
    return Door.OPEN


def put(wave: Wave, group: Asked, given: Given) -> None:
    """An anonymous answer, among the others of its wave."""
    told = {"survey": wave.survey.slug, "on": wave.opens_on, "label": group.label}
    survey_mixing.put([AnonymousAnswer(**told, given=dict(given.choices))])


def count(group: Asked, language: str, many: int = 1) -> None:
    """Counts alone, without a day: of the group, and of the language that was read."""
    Asked.objects.filter(pk=group.pk).update(answered=F("answered") + many)
    AskedLanguage.objects.filter(wave=group.wave_id, language=language).update(answered=F("answered") + many)


def free(wave: Wave, given: Given, pseudonym: str) -> list[SurveyComment]:
    """Free words, kept apart from what they came with; of a confidential answer under its pseudonym."""
    told = {"survey": wave.survey.slug, "on": wave.opens_on, "pseudonym": pseudonym}
    return [SurveyComment(**told, question=question, words=words) for question, words in given.comments.items()]


def _is_used(found: Invitation, code: str) -> bool:
    if found.left is not None:
        return found.left == 0
    return found.answered if found.pseudonym else is_spent(CODE, plain(code))


def _use(found: Invitation, code: str, form: str) -> bool:
    """Whether the code still answers; from now on, or once less."""
    until = timezone.make_aware(datetime.combine(found.asked.wave.until, time.min)) + REMEMBERED
    if found.left is not None:
        if not form or not spend(FORM, form, until):
            return False
        return bool(Invitation.objects.filter(pk=found.pk, left__gt=0).update(left=F("left") - 1))
    if not found.pseudonym:
        return spend(CODE, plain(code), until)
    return bool(Invitation.objects.filter(pk=found.pk, answered=False).update(answered=True))
