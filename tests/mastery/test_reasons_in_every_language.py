"""Every sentence that a night keeps is said again in each language, with the numbers and codes that stood in it."""

from __future__ import annotations

import re

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from homeroom.mastery import group_words
from homeroom.mastery.flags import Pace, Run, rushing, working_hard
from homeroom.mastery.reasons import DOUBTED, PROBE_OF, REASONS, Reason
from homeroom.mastery.state import State
from homeroom.reports.groups.make import LET_GO, NOT_GROUPED
from homeroom.reports.languages import kept
from homeroom.reports.languages.spoken import OTHERS, Language

pytestmark = pytest.mark.any_database

languages = pytest.mark.parametrize("language", OTHERS, ids=lambda one: one.code)
numbers = st.integers(0, 999)
EVIDENCE = st.one_of(
    st.just("no evidence yet"),
    st.sampled_from([f"a teacher says {state}" for state in State]),
    numbers.map(lambda number: f"{number} %, 1 item's worth of evidence"),
    st.tuples(numbers, numbers).map(lambda two: f"{two[0]} %, {two[1]} items' worth of evidence"),
)


@pytest.fixture(autouse=True, scope="module")
def read_before() -> None:
    """Catalogs are read when the first sentence is said, which takes longer than an example may."""
    for language in OTHERS:
        said("No goal stands on it.", language)


def said(sentence: str, language: Language) -> str:
    with translation.override(language.code):
        told = kept.said(sentence)
    assert told is not None, sentence
    assert told != sentence
    assert sorted(re.findall(r"\d+", told)) == sorted(re.findall(r"\d+", sentence))
    assert not re.search(r"[{}]|%\(", told)
    return told


@languages
@pytest.mark.parametrize("reason", [*REASONS.values(), DOUBTED, PROBE_OF], ids=lambda one: one.sentence)
@given(own=EVIDENCE, its=EVIDENCE, days=numbers)
def test_reasons_of_next_steps(language: Language, reason: Reason, own: str, its: str, days: int) -> None:
    told = {"own_words": own, "its_words": its, "it": "3.NF.A.1", "days": days, "missed": days}
    words = said(reason.sentence.format(**told), language)
    assert "evidence" not in words
    assert ("3.NF.A.1" in words) is ("{it}" in reason.sentence)


@languages
@given(answers=st.integers(10, 999), right=numbers)
def test_flags(language: Language, answers: int, right: int) -> None:
    [hard] = working_hard([Run(1, "3.NF.A.1", answers, right)])
    [fast] = rushing([Pace(1, answers, right, 5)])
    assert "answers" not in said(hard.evidence, language) + said(fast.evidence, language)


@languages
@pytest.mark.parametrize("others", [0, 1, 2])
def test_why_a_child_is_in_no_group(language: Language, others: int) -> None:
    sentence = group_words._alone(others).format(standard="3.NF.A.1", others=others, least=3)
    assert "3.NF.A.1" in said(sentence, language)


@languages
@pytest.mark.parametrize("sentence", [LET_GO, NOT_GROUPED])
def test_what_the_report_of_groups_says_itself(language: Language, sentence: str) -> None:
    said(sentence, language)


@languages
def test_a_groups_reason_of_several_sentences(language: Language) -> None:
    words = said(
        "A teacher keeps this group. 4 children do not know 3.NF.A.1 yet, and what they are to learn stands on it: as "
        "much evidence as 37 answers. 2 of them are working on it without moving.",
        language,
    )
    assert words.count(".") >= 3
