"""Make a survey, and its questions, until the first wave is opened."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext

from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.lock import By, signed
from homeroom.evidence.models import Study
from homeroom.evidence.survey_models import Question, Survey
from homeroom.evidence.survey_words import CHOICES, ENGLISH, INTRO, TITLE, of_question
from homeroom.people import audit

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
FEWEST, MOST = 2, 10
KEPT: Mapping[str, int] = {"title": 200, "words": 500, "scale": 32}
# What may be added up: the questions of one scale have choices in the same order.
SCORED = (Question.Kind.FACES, Question.Kind.AGREE, Question.Kind.OFTEN)


@transaction.atomic
def make(
    slug: str, audience: str, mode: str, title: str, by: By, *, intro: str = "", study: Study | None = None
) -> Survey:
    """Raises EvidenceError where the name can't be one or is taken, or the survey has no title."""
    if not SLUG.fullmatch(slug):
        raise EvidenceError(gettext("Call the survey by small letters, digits and hyphens, at most 64."))
    if Survey.objects.filter(slug=slug).exists():
        raise EvidenceError(gettext("There is a survey of that name already."))
    if not title.strip():
        raise EvidenceError(gettext("Give the survey a title: its readers see it first."))
    made = Survey.objects.create(slug=slug, audience=audience, mode=mode, study=study, made_by=signed(by))
    made.texts.create(part=TITLE, language=ENGLISH, words=title.strip()[: KEPT["title"]])
    if intro.strip():
        made.texts.create(part=INTRO, language=ENGLISH, words=intro.strip()[: KEPT["words"]])
    audit.did(by, "made", f"survey {slug}", (), f"{mode}, to {audience}")
    return made


@transaction.atomic
def add(
    survey: Survey, kind: str, words: str, *, choices: Sequence[str] = (), scale: str = "", is_reversed: bool = False
) -> Question:
    """Add a question at the end. Raises EvidenceError where the survey was asked already, or this is no question."""
    unasked(survey)
    told = [one.strip() for one in CHOICES.get(kind, tuple(choices)) if one.strip()]
    if not words.strip():
        raise EvidenceError(gettext("A question needs words."))
    if kind == Question.Kind.CHOICE and not (FEWEST <= len(set(told)) == len(told) <= MOST):
        raise EvidenceError(gettext("Give from 2 to 10 choices, each on a line of its own, none twice."))
    if scale.strip() and kind not in SCORED:
        raise EvidenceError(gettext("Only faces, agreement and frequency are scored: leave the scale blank."))
    _alike(survey, kind, scale.strip())
    at = max([one.place for one in survey.questions.all()], default=0) + 1
    listed = [] if kind == Question.Kind.COMMENT else told
    made = Question.objects.create(
        survey=survey,
        key=f"q{at}",
        place=at,
        kind=kind,
        choices=len(listed),
        scale=scale.strip()[: KEPT["scale"]],
        reversed=is_reversed and kind in SCORED,
    )
    said = {of_question(made.key): words.strip()[: KEPT["words"]]}
    said |= {of_question(made.key, place): one[: KEPT["title"]] for place, one in enumerate(listed, 1)}
    for part, text in said.items():
        survey.texts.create(part=part, language=ENGLISH, words=text)
    return made


@transaction.atomic
def remove(survey: Survey, key: str) -> None:
    """Take a question out, with its words. Raises EvidenceError where the survey was asked already."""
    unasked(survey)
    survey.questions.filter(key=key).delete()
    survey.texts.filter(part=of_question(key)).delete()
    survey.texts.filter(part__startswith=f"{of_question(key)}:").delete()


def unasked(survey: Survey) -> None:
    """Answers to other questions under the same name could not be told apart."""
    if survey.waves.exists():
        raise EvidenceError(gettext("This survey was asked already, and changes no more: make a new one."))


def _alike(survey: Survey, kind: str, scale: str) -> None:
    kinds = set(survey.questions.filter(scale=scale).values_list("kind", flat=True)) if scale else set()
    if kinds - {kind}:
        raise EvidenceError(gettext("The questions of one scale must be of one kind: call this scale otherwise."))


def survey_of(slug: str) -> Survey:
    found = Survey.objects.filter(slug=slug).first()
    if found is None:
        held = ", ".join(Survey.objects.order_by("slug").values_list("slug", flat=True)) or "–"
        raise EvidenceError(gettext("No survey is called %(slug)s. There are: %(held)s") % {"slug": slug, "held": held})
    return found
