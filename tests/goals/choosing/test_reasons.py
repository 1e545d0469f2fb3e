"""A reason is one whole sentence, in every language, and can be made again from its codes."""

from __future__ import annotations

import re
from itertools import product

import pytest
from django.utils import translation

from homeroom.goals.choosing import codes, reasons
from homeroom.mastery.state import State
from homeroom.reports.languages.spoken import OTHERS, Language

pytestmark = pytest.mark.any_database
WORDS = (
    reasons.GOAL, reasons.BEFORE, reasons.PROBE, reasons.TRY, reasons.REVIEW, reasons.PINNED, reasons.TUTOR,
    reasons.STOPPED,
)  # fmt: skip
BESIDE: tuple[tuple[str, ...], ...] = (
    (), (reasons.BLIND,), (reasons.LESSON_FIRST,), (reasons.OFFLINE,), (reasons.COARSE,), (reasons.DOUBTED,),
)  # fmt: skip
VALUES: tuple[tuple[str, ...], ...] = (
    ("standard=A", "serves=A"),
    ("standard=A", "serves=B", "it=C", "missed=12", "percent=30", "items=8"),
    ("standard=A", "serves=B", "missed=12", "told=mastered"),
)
ALL = [(word, *beside, *values) for word, beside, values in product(WORDS, BESIDE, VALUES)]
languages = pytest.mark.parametrize("language", OTHERS, ids=lambda one: one.code)


@pytest.mark.parametrize("told", ALL, ids=" ".join)
def test_every_reason_is_one_whole_sentence(told: tuple[str, ...]) -> None:
    sentence = reasons.kept(told)
    assert re.fullmatch(r"[A-Z0-9][^{}]*[.]", sentence)
    assert "A" in sentence
    assert "%(" not in sentence
    assert sentence.count(". ") == 0
    assert len(sentence) <= 500


@languages
@pytest.mark.parametrize("told", ALL, ids=" ".join)
def test_it_is_said_in_other_languages(told: tuple[str, ...], language: Language) -> None:
    with translation.override(language.code):
        sentence = reasons.said(told)
    assert sentence != reasons.kept(told)
    assert "A" in sentence
    assert "%(" not in sentence


@languages
def test_what_holds_work_back_is_said_in_other_languages(language: Language) -> None:
    for words in (*reasons.HELD.values(), reasons.LEFT_OUT):
        with translation.override(language.code):
            assert translation.gettext(words) != words


def test_everything_that_can_hold_work_back_has_words() -> None:
    told = {name: value for name, value in vars(codes).items() if isinstance(value, int) and name.isupper()}
    others = {"FREE", "OFFLINE", "A_PROGRAM", "A_LESSON"}
    assert {told[name] for name in told.keys() - others} == set(reasons.HELD)


def test_the_evidence_is_the_childs_own_or_a_teachers_word() -> None:
    assert reasons.evidence({}) == "no evidence yet"
    assert reasons.evidence({"percent": "30", "items": "1"}) == "30 %, from about 1 item"
    assert reasons.evidence({"percent": "30", "items": "8"}) == "30 %, from about 8 items"
    assert reasons.evidence({"told": str(State.NOT_YET)}) == "a teacher says not yet"


def test_codes_of_another_version_say_nothing() -> None:
    assert reasons.said(["something new", "standard=A"]) == ""
    assert reasons.said([]) == ""
