"""The words of a survey, side by side in every language: a language of which one part is unreviewed is not offered.

All that its readers are told stands here, the fixed words too: what becomes of an answer must be read by somebody who
speaks the language before anybody is told it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.lock import By, signed
from homeroom.evidence.survey_models import Question, Survey, SurveyText
from homeroom.people import audit
from homeroom.people.clock import today

ENGLISH = "en"
TITLE, INTRO = "title", "intro"
LONGEST = 1000
PROMISES: Mapping[str, str] = {
    Survey.Mode.ANONYMOUS: gettext_noop(
        "This survey is anonymous. Your answer is kept without your name, your code and the time, and in no order. It "
        "says only which group it came from. Nobody can find it again, so it can't be taken back."
    ),
    Survey.Mode.CONFIDENTIAL: gettext_noop(
        "This survey is confidential. Your answer is kept under a made-up name. The data team can find out whose it "
        "is, to compare it with other results. No report shows what one person answered."
    ),
}
FIXED: Mapping[str, str] = {
    "groups": gettext_noop("Results are shown for groups of ten or more answers."),
    "free": gettext_noop("You may leave out any question."),
    "begin": gettext_noop("Begin"),
    "send": gettext_noop("Send my answers"),
    "thanks": gettext_noop("Thank you. Your answers are in."),
}
GROUP = gettext_noop("Your group")
ALOUD = gettext_noop("For the adult: read each question aloud, then let the child point to a face.")
COMMENTS = gettext_noop("Please write no names. A person reads what you write before anybody else does.")
FACES = (gettext_noop("No"), gettext_noop("A little"), gettext_noop("Yes"))
AGREE = (
    gettext_noop("Strongly disagree"),
    gettext_noop("Disagree"),
    gettext_noop("Neither agree nor disagree"),
    gettext_noop("Agree"),
    gettext_noop("Strongly agree"),
)
OFTEN = (
    gettext_noop("Never"),
    gettext_noop("Rarely"),
    gettext_noop("Sometimes"),
    gettext_noop("Often"),
    gettext_noop("Always"),
)
CHOICES: Mapping[str, tuple[str, ...]] = {
    Question.Kind.FACES: FACES,
    Question.Kind.AGREE: AGREE,
    Question.Kind.OFTEN: OFTEN,
}
OURS = {*FACES, *AGREE, *OFTEN}


@dataclass(frozen=True)
class Side:
    """One part beside its English. `reviewed_by` is blank where nobody has read these words, or they have changed."""

    part: str
    english: str
    words: str
    reviewed_by: str = ""


def of_question(question: str, choice: int = 0) -> str:
    """The part of a question, or of one of its choices, which count from 1."""
    return f"q:{question}:{choice}" if choice else f"q:{question}"


def fixed(survey: Survey) -> dict[str, str]:
    """What every survey of its kind says in English; nobody may say it otherwise, for it is what the database does."""
    kinds = set(survey.questions.values_list("kind", flat=True))
    found = {"promise": PROMISES[survey.mode], **FIXED}
    found |= {"group": GROUP} if survey.mode == Survey.Mode.ANONYMOUS else {}
    found |= {"aloud": ALOUD} if Question.Kind.FACES in kinds else {}
    return found | ({"comments": COMMENTS} if Question.Kind.COMMENT in kinds else {})


def words(survey: Survey, language: str) -> dict[str, str]:
    """All parts, in the order in which they are read. Blank where there are no words in the language."""
    held = dict(survey.texts.filter(language=language).values_list("part", "words"))
    if language == ENGLISH:
        held |= fixed(survey)
    return {part: held.get(part, "") for part in parts(survey)}


def parts(survey: Survey) -> list[str]:
    """The names of all parts, in the order in which they are read."""
    found = [TITLE, INTRO, *fixed(survey)]
    for one in survey.questions.all():
        found += [of_question(one.key), *(of_question(one.key, at) for at in range(1, one.choices + 1))]
    english = set(survey.texts.filter(language=ENGLISH).values_list("part", flat=True))
    return [part for part in found if part != INTRO or INTRO in english]


def sides(survey: Survey, language: str) -> list[Side]:
    """Each part in English and beside it. Where nothing is kept yet, the catalog's words stand as a draft."""
    english, held = words(survey, ENGLISH), {one.part: one for one in survey.texts.filter(language=language)}
    return [_side(part, english[part], held.get(part), language) for part in english]


def _side(part: str, english: str, held: SurveyText | None, language: str) -> Side:
    if held is None:
        return Side(part, english, draft(english, language))
    return Side(part, english, held.words, held.reviewed_by if held.reviewed == hashed(english, held.words) else "")


def draft(english: str, language: str) -> str:
    """The catalog's words for words of ours, though they be the same, as “No” is in Spanish; blank for the school's."""
    with translation.override(language):
        found = gettext(english) if english else ""
    return "" if found == english and english not in OURS else found


def offered(survey: Survey) -> tuple[str, ...]:
    """English, and each language of which every part was read beside its English, and has not changed since."""
    found = [code for code in others() if all(one.words and one.reviewed_by for one in sides(survey, code))]
    return (ENGLISH, *found)


def others() -> list[str]:
    """The languages that words are translated into: those that people speak."""
    return [code for code, _ in settings.LANGUAGES if code != ENGLISH and "-" not in code]


@transaction.atomic
def keep(survey: Survey, language: str, told: Mapping[str, str]) -> None:
    """Keep words in a language. What was changed is unreviewed again."""
    for one in sides(survey, _other(language)):
        new = told.get(one.part, one.words).strip()[:LONGEST]
        held = survey.texts.filter(part=one.part, language=language).first()
        if new and (held is None or held.words != new):
            blank = {"reviewed": "", "reviewed_by": "", "reviewed_on": None}
            survey.texts.update_or_create(part=one.part, language=language, defaults={"words": new, **blank})
        elif not new:
            survey.texts.filter(part=one.part, language=language).delete()


@transaction.atomic
def review(survey: Survey, language: str, by: By) -> None:
    """Write down that somebody has read all parts in a language beside the English.

    Raises EvidenceError where one of them has no words yet: what is not there can't be read.
    """
    found = sides(survey, _other(language))
    missing = [one.english for one in found if not one.words]
    if missing:
        raise EvidenceError(
            gettext("Not reviewed: %(count)s parts have no words in this language yet, the first is “%(words)s”.")
            % {"count": len(missing), "words": missing[0]}
        )
    for one in found:
        told = {"reviewed": hashed(one.english, one.words), "reviewed_by": signed(by), "reviewed_on": today()}
        survey.texts.update_or_create(part=one.part, language=language, defaults={"words": one.words, **told})
    audit.did(by, "reviewed", f"survey {survey.slug}", (), f"its words in {language}")


def _other(language: str) -> str:
    if language not in others():
        raise EvidenceError(gettext("No survey is translated into this language."))
    return language


def hashed(english: str, words: str) -> str:
    return sha256(f"{english}\0{words}".encode()).hexdigest()
