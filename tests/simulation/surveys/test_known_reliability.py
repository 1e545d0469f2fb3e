"""Made-up surveys: what the answers show is what was planted, and a group of few is not told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from evidence.surveys_by_hand import closed, codes, leader, opened, rooms
from homeroom.evidence import reliability, sentences, survey_build
from homeroom.evidence.models import Question, Survey, Wave
from homeroom.evidence.survey_answer import Given, take
from homeroom.evidence.survey_raking import rake
from homeroom.evidence.survey_results import Scale as Shown
from homeroom.evidence.survey_results import results
from homeroom.simulation.chance import stream
from homeroom.simulation.studies.scales import Scale
from homeroom.simulation.surveys import crowd, truth
from homeroom.simulation.surveys.crowd import Answers, Crowd, Speakers

MANY = {"network": 40_000}
TWO = {"en": Speakers(0.6, 0.8), "es": Speakers(0.4, 0.4, shift=0.5)}
CROWDS = {
    "five alike": Crowd(MANY),
    "unlike, one turned, blanks, straight lines": Crowd(
        MANY, Scale((0.8, 0.7, 0.6, 0.5), blank=0.1), turned=frozenset({1}), straight=0.1
    ),
    "faces in two languages": Crowd(MANY, Scale((0.75,) * 3), boxes=(0.1, 0.3, 0.6), speakers=TWO),
}


@pytest.mark.parametrize("made", CROWDS.values(), ids=CROWDS)
def test_many_answers_show_the_planted_reliability(made: Crowd) -> None:
    true, answers = truth.of(made), crowd.make(made, stream(1, "survey"))
    found = reliability.covariances(answers.scored)
    assert reliability.alpha(found) == pytest.approx(true.alpha, abs=0.01)
    assert reliability.omega(found) == pytest.approx(true.omega, abs=0.01)
    assert np.nanmean(answers.scored) == pytest.approx(true.mean, abs=0.02)


def test_the_truth_of_two_boxes_is_the_one_in_the_books() -> None:
    """Two halves of a normal that correlate by r have a phi of 2/π·asin(r)."""
    found = truth.of(Crowd({"all": 1}, Scale((0.7,) * 3), boxes=(0.5, 0.5)))
    phi = 2 / np.pi * np.arcsin(0.49)
    assert found.alpha == pytest.approx(3 * phi / (1 + 2 * phi))
    assert found.omega == pytest.approx(found.alpha)
    assert (found.mean, found.asked) == (pytest.approx(1.5), pytest.approx(1.5))


def test_straight_lines_make_a_scale_look_better_and_with_turned_questions_worse() -> None:
    honest, lines = (truth.of(Crowd(MANY, straight=share)).alpha for share in (0.0, 0.3))
    both = frozenset({1, 3})
    turned = truth.of(Crowd(MANY, straight=0.3, turned=both)).alpha
    assert turned < honest < lines
    assert truth.of(Crowd(MANY, turned=both)).alpha == pytest.approx(honest)


@pytest.mark.parametrize("made", CROWDS.values(), ids=CROWDS)
def test_the_interval_of_alpha_holds_the_truth_nearly_always(made: Crowd) -> None:
    small, held = replace(made, groups={"room": 80}), 0
    true = truth.of(small).alpha
    for number in range(60):
        scored = crowd.make(small, stream(number, "small")).scored
        people = float(np.isfinite(scored).sum()) / scored.shape[1]
        low, high = reliability.interval(reliability.alpha(reliability.covariances(scored)), people, scored.shape[1])
        held += low <= true <= high
    assert held >= 50


def test_weights_bring_the_mean_back_to_those_who_were_asked() -> None:
    made = Crowd(MANY, speakers={"en": Speakers(0.6, 0.8), "es": Speakers(0.4, 0.3, shift=-0.8)})
    true, answers = truth.of(made), crowd.make(made, stream(2, "raked"))
    spoken = [code for code, has in zip(answers.language, answers.answered, strict=True) if has]
    asked = {code: answers.language.count(code) for code in made.speakers}
    found = rake(answers.scored.mean(axis=1), [(spoken, asked)])
    assert found is not None
    assert answers.scored.mean() > true.asked + 0.1
    assert found.mean == pytest.approx(true.asked, abs=0.02)


@pytest.mark.django_db
@pytest.mark.any_database
def test_a_school_of_few_is_hidden_and_the_scale_of_all_keeps_its_planted_reliability() -> None:
    small = {"Ash": 40, "Birch": 40, "Cedar": 12}
    made = Crowd(small, Scale((0.85,) * 4, blank=0.05), turned=frozenset({3}), straight=0.05)
    answers = crowd.make(made, stream(3, "told"))
    survey = asked(made)
    told(opened(survey), answers, {"Cedar": 6})
    closed(survey)
    found = results(Wave.objects.get())
    [scale] = found.scales
    assert between(scale)[0] <= truth.of(made).alpha <= between(scale)[1]
    parts = {one.name: one.answers for one in scale.parts}
    assert parts["Valley School: Cedar"] is None
    hidden = [name for name, answers in parts.items() if answers is None]
    assert len(hidden) >= 2, "one that is hidden alone is told by the sum"
    assert found.refused is None


@pytest.mark.django_db
@pytest.mark.any_database
def test_a_scale_of_unrelated_questions_is_not_shown() -> None:
    made = Crowd({"Ash": 60}, Scale((0.3, 0.3, 0.3)))
    survey = asked(made)
    told(opened(survey), crowd.make(made, stream(4, "unrelated")), {})
    closed(survey)
    [scale] = results(Wave.objects.get()).scales
    assert truth.of(made).alpha < 0.3
    assert scale.refused is sentences.RELIABILITY


def asked(made: Crowd) -> Survey:
    rooms(made.groups)
    survey = survey_build.make("planted", "students", "anonymous", "Our room", leader())
    for at in range(len(made.scale.loadings)):
        survey_build.add(survey, Question.Kind.AGREE, f"Question {at}", scale="calm", is_reversed=at in made.turned)
    return survey


def told(wave: Wave, answers: Answers, fewer: dict[str, int]) -> None:
    """`fewer` is how many of a group answer at most."""
    for name in answers.crowd.groups:
        people = [at for at, group in enumerate(answers.group) if group == name and answers.answered[at]]
        for code, person in zip(codes(wave, name), people[: fewer.get(name)], strict=False):
            places = {f"q{at}": place for at, place in enumerate(answers.places(person), 1) if place}
            take(code, Given(places), "en")


def between(scale: Shown) -> tuple[float, float]:
    assert scale.between is not None
    return scale.between
