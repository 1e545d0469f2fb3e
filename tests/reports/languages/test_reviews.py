"""A review holds for the English and the translation that somebody read, and for no others."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings

from homeroom.reports.languages import reviews
from homeroom.reports.languages.reviews import Checked, Review, Standing, hashed
from homeroom.reports.languages.spoken import ENGLISH, SPANISH, VIETNAMESE
from homeroom.reports.languages.words import Line, Words, line
from homeroom.reports.values import known

ADD = "add and take away with numbers up to 10"
CAN = "{subject}: {name} can"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Settings) -> Path:
    settings.HOMEROOM_HOME, settings.HOMEROOM_SIMULATED = tmp_path, False
    return tmp_path


def test_words_that_nobody_has_read_are_drafts() -> None:
    assert reviews.checked(SPANISH).standing(ADD) is Standing.DRAFT
    assert not reviews.checked(SPANISH).may_say(ADD)


def test_words_that_somebody_has_read_may_be_said() -> None:
    assert reviews.keep(SPANISH, [ADD], "Ana Ruiz", date(2026, 10, 26)) == 1
    assert reviews.checked(SPANISH).standing(ADD) is Standing.REVIEWED
    assert reviews.checked(VIETNAMESE).standing(ADD) is Standing.DRAFT


def test_a_changed_english_lapses_its_review() -> None:
    reviews.keep(SPANISH, [ADD], "Ana Ruiz", date(2026, 10, 26))
    changed = ADD.replace("10", "12")
    assert not reviews.checked(SPANISH).may_say(changed)
    counts = reviews.counts(SPANISH, [changed])
    assert counts[Standing.LAPSED] == 1
    assert counts[Standing.REVIEWED] == 0


def test_a_changed_translation_lapses_its_review() -> None:
    old = Review(hashed(ADD), hashed("sumar de otra manera"), "Ana Ruiz", "2026-10-26")
    known = Checked(SPANISH, {old.english: old})
    assert known.standing(ADD) is Standing.LAPSED
    assert not known.may_say(ADD)


def test_words_without_a_translation_are_missing_and_never_said() -> None:
    known = Checked(SPANISH, {}, drafts=True)
    assert known.standing("Unit fractions on a line") is Standing.MISSING
    assert not known.may_say("Unit fractions on a line")
    assert reviews.keep(SPANISH, ["Unit fractions on a line"], "Ana", date(2026, 10, 26)) == 0


def test_a_made_up_school_says_drafts(settings: Settings) -> None:
    settings.HOMEROOM_SIMULATED = True
    assert reviews.checked(SPANISH).may_say(ADD)


def test_a_later_review_takes_the_place_of_an_earlier_one() -> None:
    for name in ("Ana Ruiz", "Luz Mora"):
        reviews.keep(SPANISH, [ADD], name, date(2026, 10, 26))
    assert [one.reviewed_by for one in reviews.checked(SPANISH).reviews.values()] == ["Luz Mora"]


def test_no_review_is_claimed_that_the_source_does_not_show() -> None:
    """The day somebody reviews the words, their file stands beside the catalog and this test names who it was."""
    for language in (SPANISH, VIETNAMESE):
        assert not reviews.checked(language).reviews


def test_a_line_is_said_in_both_languages_or_in_english_alone() -> None:
    words = Words(CAN, {"name": "Ana", "subject": Words("Math")})
    assert line(words, None) == Line("Math: Ana can")
    assert line(words, Checked(SPANISH, {})) == Line("Math: Ana can")
    assert line(words, Checked(SPANISH, {}, drafts=True)) == Line("Math: Ana can", "Matemáticas: Ana ya sabe")


def test_a_line_of_which_one_part_is_not_checked_is_said_in_english() -> None:
    reviews.keep(SPANISH, [CAN], "Ana Ruiz", date(2026, 10, 26))
    words = Words(CAN, {"name": "Ana", "subject": Words("Math")})
    assert line(words, reviews.checked(SPANISH)).other == ""
    reviews.keep(SPANISH, ["Math"], "Ana Ruiz", date(2026, 10, 26))
    assert line(words, reviews.checked(SPANISH)).other == "Matemáticas: Ana ya sabe"


def test_what_is_filled_in_is_written_as_the_language_writes_it() -> None:
    words = Words(
        "{program}: {week} minutes, {month} in four weeks.", {"program": "X", "week": known(1234), "month": known(5)}
    )
    assert words.said(ENGLISH).startswith("X: 1,234 minutes")
    assert words.said(VIETNAMESE).startswith("X: 1.234 phút")
    when = Words("Time on the computer, week from {monday}", {"monday": date(2026, 10, 19)})
    assert when.said(SPANISH).endswith("19 oct 2026")


def test_a_name_with_braces_is_a_name() -> None:
    assert Words("How {name} is doing", {"name": "{x}"}).said(ENGLISH) == "How {x} is doing"
