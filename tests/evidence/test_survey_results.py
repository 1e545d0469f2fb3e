"""What a wave shows: from ten answers, once it is closed, with what hangs together, and who answered."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from evidence.surveys_by_hand import answer, closed, codes, leader, next_wave, opened, rooms, survey
from homeroom.evidence import reliability, sentences, survey_comments, survey_raking, survey_scales
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.models import AnonymousAnswer, Asked, AskedLanguage, Survey, SurveyComment, Wave
from homeroom.evidence.survey_change import changes
from homeroom.evidence.survey_results import results
from homeroom.evidence.survey_scales import Item

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
LIKE = ((1, 1, 5), (2, 3, 4), (3, 3, 3), (4, 4, 2), (5, 5, 1))


def asked(mode: str = "anonymous", sizes: dict[str, int] | None = None) -> tuple[Survey, Wave]:
    rooms(sizes or {"Ash": 12, "Birch": 12})
    made = survey(mode)
    return made, opened(made)


def answered(wave: Wave, many: int, label: str = "") -> None:
    for at, code in enumerate(codes(wave, label)[:many]):
        answer(code, LIKE[at % 5])


@pytest.mark.parametrize("mode", ["anonymous", "confidential"])
def test_nine_answers_show_nothing_ten_do(mode: str) -> None:
    made, wave = asked(mode)
    answered(wave, 9)
    Wave.objects.update(closed_on=date(2026, 10, 30))
    nine = results(Wave.objects.get())
    assert nine.refused is sentences.FEW_ANSWERS
    assert (nine.answered, nine.questions, nine.scales, nine.rates, nine.comments) == (None, (), (), (), ())
    Wave.objects.update(closed_on=None)
    if mode == "anonymous":
        answer(codes(wave, "Birch")[0])
    else:
        answer(codes(wave)[0])
    closed(made)
    ten = results(Wave.objects.get())
    assert ten.answered == 10
    assert ten.scales[0].answers == 10


def test_an_open_wave_shows_nothing() -> None:
    _, wave = asked()
    answered(wave, 12)
    with pytest.raises(EvidenceError, match="when the wave is closed"):
        results(wave)


def test_a_scale_is_scored_with_its_reversed_question_and_its_reliability() -> None:
    made, wave = asked()
    answered(wave, 20)
    closed(made)
    found = results(Wave.objects.get()).scales[0]
    rows = np.array([[a, b, 6 - c] for a, b, c in LIKE] * 4, dtype=float)
    covariance = reliability.covariances(rows)
    assert found.alpha == pytest.approx(reliability.alpha(covariance))
    assert found.omega == pytest.approx(reliability.omega(covariance))
    assert found.mean == pytest.approx(rows.mean())
    assert found.questions == ("q1", "q2", "q3")


def test_a_scale_that_does_not_hang_together_is_not_shown() -> None:
    made, wave = asked()
    for at, code in enumerate(codes(wave)[:15]):
        answer(code, (at % 5 + 1, (at * 2) % 5 + 1, (at * 3) % 3 + 1))
    closed(made)
    found = results(Wave.objects.get()).scales[0]
    assert found.refused is sentences.RELIABILITY
    assert found.mean is None


def test_a_question_of_few_answers_is_not_shown_beside_others() -> None:
    made, wave = asked()
    for at, code in enumerate(codes(wave)[:12]):
        answer(code, (4, 4, 2) if at < 9 else (4, 4))
    closed(made)
    first, _, third, choice = results(Wave.objects.get()).questions
    assert first.answers == 12
    assert first.shares == ("under 5%", "under 5%", "under 5%", "over 95%", "under 5%")
    assert third.refused is choice.refused is sentences.FEW_ANSWERS


def test_groups_of_few_answers_are_few_everywhere() -> None:
    made, wave = asked(sizes={"Ash": 12, "Birch": 24, "Cedar": 24})
    answered(wave, 9, "Ash")
    answered(wave, 20, "Birch")
    answered(wave, 20, "Cedar")
    closed(made)
    found = results(Wave.objects.get())
    rates = {one.name.rpartition(" ")[2]: one.answered for one in found.rates if one.by == "group"}
    assert rates["Ash"] is None
    assert sum(one is None for one in rates.values()) >= 2, "another one goes with it"
    for thing in (*found.questions, *found.scales):
        assert all(part.share is None for part in thing.parts if part.name.endswith("Ash"))


def test_arms_are_compared_where_response_is_alike_and_refused_where_not() -> None:
    made, wave = asked(sizes={"Ash": 40, "Birch": 40})
    for name, arm in (("Ash", "flex"), ("Birch", "rotation")):
        Asked.objects.filter(label__endswith=name).update(arm=arm)
    answered(wave, 30, "Ash")
    answered(wave, 29, "Birch")
    Asked.objects.filter(label__endswith="Birch").update(answered=29)
    closed(made)
    found = results(Wave.objects.get())
    assert found.arms_refused is None
    assert {part.name for part in found.scales[0].parts if part.by == "arm"} == {"flex", "rotation"}
    Asked.objects.filter(label__endswith="Birch").update(answered=12)
    uneven = results(Wave.objects.get())
    assert uneven.arms_refused is sentences.RESPONSE
    assert not [part for part in uneven.scales[0].parts if part.by == "arm"]


def test_rates_by_language_are_of_ten_or_few() -> None:
    made, wave = asked()
    answered(wave, 14)
    AskedLanguage.objects.create(wave=wave, language="vi", people=4, answered=3)
    closed(made)
    told = {one.name: one.answered for one in results(Wave.objects.get()).rates if one.by == "language"}
    assert told == {"en": None, "vi": None}


def test_raking_makes_the_answers_look_like_those_who_were_asked() -> None:
    scores = np.array([1.0] * 10 + [5.0] * 30)
    labels = ["a"] * 10 + ["b"] * 30
    found = survey_raking.rake(scores, [(labels, {"a": 50, "b": 50})])
    assert found is not None
    assert found.mean == pytest.approx(3.0)
    assert found.worth == pytest.approx(30.0)
    assert found.left_out == 0


def test_raking_says_whom_nobody_stands_for_and_refuses_what_cannot_fit() -> None:
    scores = np.array([1.0, 2.0, 3.0])
    one = survey_raking.rake(scores, [(["a", "a", "b"], {"a": 10, "b": 10, "c": 7})])
    assert one is not None
    assert one.left_out == 7
    assert survey_raking.rake(scores, [(["a", "a", "b"], {"a": 10})]) is None
    crossed = [(["a", "a", "b"], {"a": 1, "b": 9}), (["x", "x", "y"], {"x": 9, "y": 1})]
    assert survey_raking.rake(scores, crossed) is None


def test_a_confidential_wave_is_raked_by_language_too() -> None:
    made, wave = asked("confidential")
    for at, code in enumerate(codes(wave)[:20]):
        answer(code, LIKE[at % 5], language="en")
    closed(made)
    assert results(Wave.objects.get()).scales[0].raked is not None


def test_less_than_half_of_a_scale_is_no_score_and_one_question_has_no_reliability() -> None:
    items = [Item(f"q{at}", 5, is_reversed=False) for at in range(3)]
    made = survey_scales.score(items, [{"q0": 4}, {"q0": 4, "q1": 2}, {}])
    assert np.isnan(made.scores[[0, 2]]).all()
    assert made.scores[1] == 3
    assert survey_scales.score(items[:1], [{"q0": 3}]).alpha is None


def test_one_question_as_a_scale_is_shown_without_a_reliability() -> None:
    rooms({"Ash": 12})
    made = survey(scale="")
    made.questions.filter(key="q1").update(scale="calm")
    answered(opened(made), 12)
    closed(made)
    found = results(Wave.objects.get()).scales[0]
    assert (found.refused, found.alpha, found.answers) == (None, None, 12)


def two_waves(mode: str, second: int = 12) -> Wave:
    made, wave = asked(mode)
    answered(wave, 12)
    closed(made)
    if mode == "anonymous":
        AnonymousAnswer.objects.update(on=date(2026, 9, 1))
    next_wave(made, date(2026, 9, 1))
    again = opened(made)
    given = codes(again)
    for at, code in enumerate(given[:second]):
        places = LIKE[at % 5]
        answer(code, (min(places[0] + 1, 5), places[1], places[2]))
    closed(made)
    return Wave.objects.get(number=2)


def test_change_needs_two_waves() -> None:
    made, wave = asked()
    answered(wave, 12)
    assert changes(closed(made)) == []


def test_change_of_anonymous_waves_is_not_of_the_same_people_and_says_so() -> None:
    [one] = changes(two_waves("anonymous"))
    assert not one.matched
    assert one.rule is sentences.UNMATCHED
    assert one.difference is not None
    assert one.difference > 0


def test_change_of_confidential_waves_is_of_the_same_people() -> None:
    [one] = changes(two_waves("confidential"))
    assert (one.matched, one.people, one.rule) == (True, 12, sentences.MATCHED)
    assert one.difference == pytest.approx(10 / 12 / 3)


def test_change_is_refused_where_one_wave_or_the_matched_ones_are_few() -> None:
    wave = two_waves("confidential", second=9)
    [few] = changes(wave)
    assert few.rule is sentences.FEW_ANSWERS


def test_comments_wait_and_only_of_ten_answers() -> None:
    made, wave = asked()
    for code in codes(wave)[:9]:
        answer(code, words="Ana is loud.")
    assert survey_comments.waiting(wave) == []
    answer(codes(wave, "Birch")[0], words="Ana is loud.")
    assert survey_comments.waiting(wave) == []
    wave = closed(made)
    assert len(survey_comments.waiting(wave)) == 10
    one = survey_comments.waiting(wave)[0]
    with pytest.raises(EvidenceError, match="Nothing is left"):
        survey_comments.read(wave, one.pk, " ", leader(), show=True)
    survey_comments.read(wave, one.pk, "Somebody is loud.", leader(), show=True)
    found = results(Wave.objects.get())
    assert found.comments == (("q5", "Somebody is loud."),)
    assert found.unread == 9
    assert SurveyComment.objects.filter(state="shown").count() == 1
