"""What a wave of a survey found: shown once it is closed, so that nobody sees what the newest answer changed.

Everything here is of ten answers or more, or it is not told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

import numpy as np
from django.utils.translation import gettext

from homeroom.evidence import sentences
from homeroom.evidence.attrition import Attrition
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.scales import response_refusal, scale_refusal
from homeroom.evidence.suppress import FEW, share
from homeroom.evidence.survey_build import SCORED
from homeroom.evidence.survey_cells import Shown, Tally, shown
from homeroom.evidence.survey_models import AnonymousAnswer, Answer, Asked, Question, Survey, SurveyComment, Wave
from homeroom.evidence.survey_raking import Raked, rake
from homeroom.evidence.survey_scales import Item, Score, item, score
from homeroom.mastery.rules import Rule


@dataclass(frozen=True)
class Row:
    """One answer as results read it. `language` and `pseudonym` are blank where it is anonymous."""

    label: str
    given: Mapping[str, int]
    language: str = ""
    pseudonym: str = ""


@dataclass(frozen=True)
class Rate:
    """How many of a group were asked and answered. Nobody is told how many of a hidden group answered."""

    by: str
    name: str
    people: int
    answered: int | None


@dataclass(frozen=True)
class Part:
    """An arm's or group's answers to one thing: how many, and the share in favour."""

    by: str
    name: str
    answers: int | None
    share: str | None


@dataclass(frozen=True)
class Found:
    """One question: how many answered, and the share of each choice. `refused` says why nothing is shown."""

    key: str
    kind: str
    answers: int = 0
    shares: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    refused: Rule | None = None


@dataclass(frozen=True)
class Scale:
    """One scale. `raked` is its mean with weights; `points` is how far the mean can go. `between` is how sure
    alpha is."""

    name: str
    questions: tuple[str, ...]
    points: int
    answers: int = 0
    mean: float | None = None
    deviation: float | None = None
    alpha: float | None = None
    omega: float | None = None
    between: tuple[float, float] | None = None
    raked: Raked | None = None
    parts: tuple[Part, ...] = ()
    refused: Rule | None = None


@dataclass(frozen=True)
class SurveyResults:
    """All that is told of one closed wave."""

    survey: str
    wave: int
    opened_on: date
    closed_on: date
    mode: str
    audience: str
    people: int
    answered: int | None = None
    rates: tuple[Rate, ...] = ()
    questions: tuple[Found, ...] = ()
    scales: tuple[Scale, ...] = ()
    arms_refused: Rule | None = None
    comments: tuple[tuple[str, str], ...] = ()
    unread: int = 0
    refused: Rule | None = None
    arms: tuple[str, ...] = ()


def results(wave: Wave) -> SurveyResults:
    """Raises EvidenceError where the wave is not closed."""
    if wave.closed_on is None:
        raise EvidenceError(
            gettext("Results are shown when the wave is closed: what changes from day to day tells of single answers.")
        )
    survey, found = wave.survey, rows(wave)
    groups = list(wave.asked.order_by("label"))
    questions = list(survey.questions.all())
    told: dict[str, Any] = {
        "survey": survey.slug,
        "wave": wave.number,
        "opened_on": wave.opens_on,
        "closed_on": wave.closed_on,
    }
    told |= {"mode": survey.mode, "audience": survey.audience, "people": sum(one.people for one in groups)}
    if len(found) < FEW:
        return SurveyResults(**told, refused=sentences.FEW_ANSWERS)
    refused = _arms_refused(groups)
    arm_of = {one.label: one.arm for one in groups} if _arms(groups) and refused is None else None
    whole = shown(_tallies(found, groups, dict.fromkeys(range(len(found)), False)), arm_of, counts_alone=True)
    return SurveyResults(
        **told,
        answered=len(found),
        rates=tuple(_rates(wave, groups, whole)),
        questions=tuple(
            _question(one, found, groups, arm_of) for one in questions if one.kind != Question.Kind.COMMENT
        ),
        scales=tuple(_scales(wave, questions, found, groups, arm_of)),
        arms_refused=refused,
        arms=_arms(groups),
        **_comments(wave),
    )


def rows(wave: Wave) -> list[Row]:
    """In the order of keys that were drawn by chance."""
    survey = wave.survey
    if survey.mode == Survey.Mode.ANONYMOUS:
        held = AnonymousAnswer.objects.filter(survey=survey.slug, on=wave.opens_on).order_by("key")
        return [Row(one.label, one.given) for one in held]
    kept = Answer.objects.filter(invitation__asked__wave=wave).select_related("invitation__asked")
    return [
        Row(one.invitation.asked.label, one.given, one.language, one.invitation.pseudonym)
        for one in kept.order_by("invitation__pseudonym")
    ]


def scored(questions: Iterable[Question]) -> dict[str, list[Item]]:
    """The questions of each scale."""
    found: dict[str, list[Item]] = {}
    for one in questions:
        if one.scale:
            found.setdefault(one.scale, []).append(item(one))
    return found


def _arms(groups: Sequence[Asked]) -> tuple[str, ...]:
    return tuple(sorted({one.arm for one in groups if one.arm}))


def _arms_refused(groups: Sequence[Asked]) -> Rule | None:
    """Each two arms, by who was asked and who answered."""
    sums = {arm: [one for one in groups if one.arm == arm] for arm in _arms(groups)}
    asked = {arm: sum(one.people for one in each) for arm, each in sums.items()}
    answered = {arm: min(sum(one.answered for one in each), asked[arm]) for arm, each in sums.items()}
    pairs = [Attrition(asked[a], answered[a], asked[b], answered[b]) for a, b in combinations(sorted(sums), 2)]
    return next((rule for one in pairs if (rule := response_refusal(one))), None)


def _rates(wave: Wave, groups: Sequence[Asked], whole: Shown) -> Iterable[Rate]:
    for arm in _arms(groups):
        people = sum(one.people for one in groups if one.arm == arm)
        yield Rate("arm", arm, people, tally.answers if (tally := whole.arms.get(arm)) else None)
    for one in groups:
        yield Rate("group", one.label, one.people, tally.answers if (tally := whole.groups.get(one.label)) else None)
    spoken = {one.language: one for one in wave.spoken.order_by("language") if one.people or one.answered}
    seen = shown({code: Tally(one.answered) for code, one in spoken.items()}, counts_alone=True)
    for code, row in spoken.items():
        yield Rate("language", code, row.people, tally.answers if (tally := seen.groups.get(code)) else None)


def _tallies(found: Sequence[Row], groups: Sequence[Asked], favour: Mapping[int, bool]) -> dict[str, Tally]:
    """By group: who answered, by their place among the answers, and whether each is in favour."""
    tallies = {one.label: Tally() for one in groups}
    for at, is_for in favour.items():
        label = found[at].label
        tallies[label] = tallies.get(label, Tally()) + Tally(1, int(is_for))
    return tallies


def _question(
    question: Question, found: Sequence[Row], groups: Sequence[Asked], arm_of: Mapping[str, str] | None
) -> Found:
    given = {at: row.given[question.key] for at, row in enumerate(found) if question.key in row.given}
    if refused := scale_refusal(len(given)):
        return Found(question.key, question.kind, refused=refused)
    places = list(given.values())
    shares = tuple(str(share(places.count(place), len(places))) for place in range(1, question.choices + 1))
    parts: tuple[Part, ...] = ()
    if question.kind in SCORED:
        one = item(question)
        favour = {at: one.score(place) >= one.favour for at, place in given.items()}
        parts = tuple(_parts(shown(_tallies(found, groups, favour), arm_of), groups, arm_of))
    return Found(question.key, question.kind, len(given), shares, parts)


def _parts(seen: Shown, groups: Sequence[Asked], arm_of: Mapping[str, str] | None) -> Iterable[Part]:
    for by, names, tallies in (
        ("arm", sorted(set((arm_of or {}).values()) - {""}), seen.arms),
        ("group", [one.label for one in groups], seen.groups),
    ):
        for name in names:
            tally = tallies.get(name)
            yield (
                Part(by, name, tally.answers, share(tally.favour, tally.answers))
                if tally
                else Part(by, name, None, None)
            )


def _scales(
    wave: Wave,
    questions: Sequence[Question],
    found: Sequence[Row],
    groups: Sequence[Asked],
    arm_of: Mapping[str, str] | None,
) -> Iterable[Scale]:
    for name, items in scored(questions).items():
        points, keys = items[0].points, tuple(one.key for one in items)
        made = score(items, [row.given for row in found])
        if refused := refusal(items, made):
            yield Scale(name, keys, points, refused=refused)
            continue
        there = np.isfinite(made.scores)
        favour = {int(at): bool(made.scores[at] >= items[0].favour) for at in np.flatnonzero(there)}
        yield Scale(
            name,
            keys,
            points,
            int(there.sum()),
            float(made.scores[there].mean()),
            float(made.scores[there].std(ddof=1)),
            made.alpha,
            made.omega,
            made.between,
            _raked(wave, [found[at] for at in favour], made, groups),
            tuple(_parts(shown(_tallies(found, groups, favour), arm_of), groups, arm_of)),
        )


def refusal(items: Sequence[Item], made: Score) -> Rule | None:
    """Why a scale is not shown. One question has no reliability; of more, none that can be worked out is too little."""
    answers = int(np.isfinite(made.scores).sum())
    return scale_refusal(answers, None if len(items) == 1 else made.alpha if made.alpha is not None else 0.0)


def _raked(wave: Wave, found: Sequence[Row], made: Score, groups: Sequence[Asked]) -> Raked | None:
    scores = made.scores[np.isfinite(made.scores)]
    margins = [([row.label for row in found], {one.label: one.people for one in groups})]
    if wave.survey.mode == Survey.Mode.CONFIDENTIAL:
        margins.append(([row.language for row in found], {one.language: one.people for one in wave.spoken.all()}))
    return rake(scores, margins)


def _comments(wave: Wave) -> dict[str, Any]:
    held = SurveyComment.objects.filter(survey=wave.survey.slug, on=wave.opens_on).order_by("key")
    said = [(one.question, one.words) for one in held if one.state == SurveyComment.State.SHOWN]
    return {"comments": tuple(said), "unread": sum(one.state == SurveyComment.State.WAITING for one in held)}
