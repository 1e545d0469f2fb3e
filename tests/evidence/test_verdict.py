"""What is said of a study, and every refusal: no word on what made a difference where one of them holds."""

import re
from dataclasses import replace
from math import inf, nan
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.studies_by_hand import SCHOOLS, SOUND, estimate, ids, judged
from homeroom.evidence import sentences
from homeroom.evidence.attrition import Attrition
from homeroom.evidence.choose import TABLE, Design
from homeroom.evidence.permutation import Permuted
from homeroom.evidence.rank import Rank
from homeroom.evidence.sentences import ALL, CAUSAL, Said
from homeroom.evidence.verdict import Arm, verdict

pytestmark = pytest.mark.any_database
NOT_CONVERGED = replace(estimate(0.5), converged=False)
LOST = Attrition(288, 200, 288, 270)

# One thing is wrong: the rule that says so, and whether an estimate is shown at all.
REFUSALS: list[tuple[dict[str, Any], str, bool]] = [
    ({"new": Arm(1, SCHOOLS)}, "one-class", False),
    ({"new": Arm(2, SCHOOLS)}, "few-classes", True),
    ({"old": Arm(3, SCHOOLS)}, "few-classes", True),
    ({"new": Arm(12, frozenset({"west"}))}, "one-school", False),
    ({"new": Arm(12, frozenset({"west"})), "old": Arm(12, frozenset({"north"}))}, "one-school", False),
    ({"choice": TABLE[Design.ONE_TREATED], "rank": Rank(-0.02, 5, 27)}, "one-treated", False),
    ({"choice": TABLE[Design.NOT_ASSIGNED]}, "not-assigned", True),
    ({"choice": TABLE[Design.DOSE]}, "dose", True),
    ({"baseline": 0.26}, "baseline-apart", True),
    ({"baseline": nan}, "baseline-apart", True),
    ({"baseline": -0.06, "is_adjusted": False}, "baseline-unadjusted", True),
    ({"baseline": None}, "no-baseline", True),
    ({"attrition": LOST}, "attrition", True),
    ({"attrition": None}, "no-flow", True),
    ({"do_fits_disagree": True}, "fits-disagree", False),
    ({"primary": NOT_CONVERGED}, "not-converged", False),
    ({"primary": None, "is_trimmed_alone": True}, "trimmed", False),
    ({"weights": (sentences.UNBALANCED,)}, "unbalanced", True),
    ({"weights": (sentences.FEW_EFFECTIVE,)}, "few-effective", True),
    ({"weights": (sentences.FEW_COMPARISON,)}, "few-comparison", True),
    ({"has_added_time": True}, "added-time", True),
    ({"is_over_aligned": True}, "over-aligned", True),
    ({"was_seen_before": True}, "seen-before", True),
]
CASES = pytest.mark.parametrize(("spoiled", "rule", "is_shown"), REFUSALS, ids=[rule for _, rule, _ in REFUSALS])


def test_a_sound_study_says_what_it_found() -> None:
    found = judged()
    assert ids() == ["higher", "one-network", "strong"]
    assert found.is_causal
    assert found.shows_improvement
    assert found.said[0].words() == (
        "What is new made results higher: by 0.50 standard deviations, 95 % interval from 0.29 to 0.71."
    )
    assert ids(primary=estimate(-0.5), beside=()) == ["lower", "ungraded"]


@CASES
def test_each_refusal_is_said_and_takes_away_what_made_the_difference(
    spoiled: dict[str, Any], rule: str, is_shown: bool
) -> None:
    found = judged(**spoiled)
    assert rule in [one.rule.id.removeprefix("study-") for one in found.refused]
    assert not found.is_causal
    assert not found.shows_improvement
    assert (found.estimate is not None) == is_shown
    assert found.grade.rule is not sentences.STRONG


@CASES
def test_nothing_else_is_refused(spoiled: dict[str, Any], rule: str, is_shown: bool) -> None:
    also = {"one-treated": {"not-assigned"}}.get(rule, set())
    found = {one.rule.id.removeprefix("study-") for one in judged(**spoiled).refused}
    assert found - also == {rule}


@pytest.mark.parametrize(
    ("spoiled", "grade"),
    [
        ({}, "strong"),
        ({"choice": TABLE[Design.NOT_ASSIGNED]}, "moderate"),
        ({"has_added_time": True}, "moderate"),
        ({"is_over_aligned": True}, "promising"),
        ({"was_seen_before": True}, "promising"),
        ({"choice": TABLE[Design.NOT_ASSIGNED], "weights": (sentences.UNBALANCED,)}, "promising"),
        ({"choice": TABLE[Design.DOSE]}, "ungraded"),
        ({"attrition": LOST}, "ungraded"),
        ({"baseline": 0.3}, "ungraded"),
        ({"new": Arm(3, SCHOOLS)}, "ungraded"),
        ({"primary": estimate(0.1)}, "ungraded"),
        ({"primary": estimate(-0.5)}, "ungraded"),
    ],
)
def test_the_grade_is_capped_by_the_worst_that_holds(spoiled: dict[str, Any], grade: str) -> None:
    assert judged(**spoiled).grade.rule.id == f"study-{grade}"
    assert ("one-network" in ids(**spoiled)) == (grade != "ungraded")


def test_an_interval_that_holds_zero_shows_no_difference_and_rules_none_out() -> None:
    found = judged(primary=estimate(0.1), beside=())
    assert found.said[0].words() == (
        "Not shown to differ: 0.10 standard deviations, and the 95 % interval from -0.11 to 0.31 holds 0. "
        "A difference may be there that was not seen."
    )
    assert found.shows_improvement


@pytest.mark.parametrize(("band", "is_alike"), [(None, False), (0.30, False), (0.32, True)])
def test_alike_is_said_only_where_the_whole_interval_lies_inside_the_band(band: float | None, is_alike: bool) -> None:
    assert ("alike" in ids(primary=estimate(0.1), beside=(), band=band)) == is_alike


def test_two_or_three_classes_are_shown_without_a_conclusion() -> None:
    assert ids(new=Arm(3, SCHOOLS))[:2] == ["seen", "few-classes"]
    assert ids(new=Arm(3, SCHOOLS), primary=estimate(0.1), beside=())[:2] == ["not-shown", "few-classes"]


def test_one_school_of_several_that_the_arms_share_is_none_alone() -> None:
    assert "one-school" not in ids(new=Arm(6, frozenset({"north"})), old=Arm(6, frozenset({"north"})))
    assert "one-school" not in ids(new=Arm(6, frozenset({"w", "v"})), old=Arm(6, frozenset({"n", "s"})))


@pytest.mark.parametrize(
    ("beside", "permuted", "disagree"),
    [
        ((), None, False),
        ((estimate(0.1, by="CR2"),), None, True),
        ((estimate(-0.5, by="CR2"),), None, True),
        ((), Permuted(0.5, 3.0, 0.01, 0.001, 10_000, False), False),
        ((), Permuted(0.5, 1.0, 0.2, 0.001, 10_000, False), True),
        ((), Permuted(-0.5, -3.0, 0.01, 0.001, 10_000, False), True),
        ((), Permuted(0.5, 3.0, 0.1, 0.1, 20, True), False),  # it could not have said otherwise
    ],
)
def test_that_estimators_disagree_is_said_first(
    beside: tuple[Any, ...], permuted: Permuted | None, disagree: bool
) -> None:
    said = ids(beside=beside, permuted=permuted)
    assert (said[0] == "panel") == disagree
    assert ("panel" in said) == disagree


def test_one_treated_state_gets_a_rank_and_no_standard_error() -> None:
    found = judged(choice=TABLE[Design.ONE_TREATED], rank=Rank(-0.0225, 5, 27))
    assert found.estimate is None
    assert found.said == (Said(sentences.RANK, {"place": 5, "of": 27, "p": 5 / 27}),)
    assert found.said[0].words().startswith("Among 27 that were looked at alike, its change is number 5 by how unlike")


def test_a_singular_fit_and_what_could_have_been_seen_are_said_beside_it() -> None:
    said = ids(primary=replace(estimate(0.5), singular=True), detectable=0.62, matters=0.25)
    assert said[1:4] == ["singular", "could-see", "too-small"]
    assert "too-small" not in ids(detectable=0.2, matters=0.25)
    assert "could-see" not in ids(detectable=inf, matters=0.25)


SPOILED = st.lists(st.sampled_from([spoiled for spoiled, _, _ in REFUSALS]), max_size=4)
EFFECTS = st.tuples(st.floats(-3, 3), st.floats(0.01, 1))


@given(SPOILED, EFFECTS, st.one_of(st.none(), st.floats(0, 1)))
@settings(deadline=None, max_examples=200)
def test_no_refusal_ever_stands_beside_a_word_on_what_made_it(
    spoiled: list[dict[str, Any]], numbers: tuple[float, float], band: float | None
) -> None:
    everything = {"primary": estimate(*numbers), "band": band} | {
        name: value for one in spoiled for name, value in one.items()
    }
    found = verdict(replace(SOUND, **everything))
    assert not (found.refused and found.is_causal)
    assert not (found.refused and found.shows_improvement)
    assert not (found.is_causal and found.estimate and found.estimate.holds_zero)
    assert len({one.rule.id for one in found.all}) == len(found.all)
    for one in found.all:
        assert "{" not in one.words()


# Words that say what made something; only two sentences may have them.
MADE = {
    "en": r"\b(made results|caused?|causes|because|due to|led to|thanks to|improve[sd]?|raised|lowered|works for)\b",
    "es": r"\b(hizo que|causó|causa|porque|debido a|gracias a|mejoró|mejora|aumentó|redujo)\b",
    "vi": r"(làm cho|gây ra|bởi vì|nhờ|cải thiện|làm tăng|làm giảm)",
}
NONE = {
    "en": r"no (effect|difference (was|is) (made|there))|not (work|help)|does nothing|ineffective",
    "es": r"ningún efecto|sin efecto|no (tiene|tuvo|hay) (ningún )?efecto|no funciona|no sirve",
    "vi": r"không (có )?(tác dụng|tác động|hiệu quả|ảnh hưởng|hiệu ứng)",
}
LANGUAGE = pytest.mark.parametrize("language", MADE)


@LANGUAGE
@pytest.mark.parametrize("rule", ALL, ids=lambda one: one.id)
def test_only_two_sentences_say_what_made_a_difference_and_none_says_no_effect(
    rule: sentences.Rule, language: str
) -> None:
    with translation.override(language):
        words = str(rule.sentence).casefold()
    assert bool(re.search(MADE[language], words)) == (rule.id in CAUSAL), words
    assert not re.search(NONE[language], words), words


@pytest.mark.parametrize("language", ["es", "vi"])
@pytest.mark.parametrize("rule", ALL, ids=lambda one: one.id)
def test_each_sentence_is_said_in_every_language_with_the_same_numbers(rule: sentences.Rule, language: str) -> None:
    places = re.findall(r"\{\w+\}", str(rule.sentence))
    with translation.override(language):
        said = str(rule.sentence)
    assert said != str(rule.sentence)
    assert sorted(re.findall(r"\{\w+\}", said)) == sorted(places)


def test_rules_have_ids_of_their_own_and_numbers_are_written_as_the_reader_writes_them() -> None:
    assert len({rule.id for rule in ALL}) == len(ALL)
    assert all(rule.id.startswith("study-") for rule in ALL)
    said = Said(sentences.TOO_SMALL, {"matters": 0.25, "effect": 0.62})
    assert "is 0,25 standard deviations" in said.words(lambda one: f"{one:.2f}".replace(".", ","))


def test_no_sentence_of_a_study_is_written_anywhere_else() -> None:
    """Of the modules that judge, `sentences` alone marks words."""
    folder = Path(sentences.__file__).parent
    judging = ("attrition", "balance", "baseline", "choose", "classrooms", "estimate", "permutation", "pool", "power")
    for name in (*judging, "rank", "scales", "subgroups", "verdict"):
        assert "gettext" not in (folder / f"{name}.py").read_text("utf-8"), name


def test_the_document_prints_every_sentence() -> None:
    document = (Path(__file__).parents[2] / "docs" / "methods" / "evidence_design.md").read_text("utf-8")
    assert [rule.id for rule in ALL if f"| {rule.id} | {rule.sentence} |" not in document] == []
