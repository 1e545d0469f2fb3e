"""Two exports have the same layout when their signatures are equal: what a signature sees and what it overlooks."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.programs.declaration import normalised, signature

NAMES = st.text(max_size=12)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Total Time on Lesson (min)", "total_time_on_lesson_min"),
        ("\ufeffLast Name", "last_name"),
        ("  Student ID\t", "student_id"),
        ("Letter Sounds (NWF-CLS) - Level", "letter_sounds_nwf_cls_level"),
        ("STUDENT_ID", "student_id"),
        ("Pass Rate (%)", "pass_rate_percent"),
        ("July % Lessons Passed", "july_percent_lessons_passed"),
        ("", ""),
    ],
)
def test_names_are_made_plain(name: str, plain: str) -> None:
    assert normalised(name) == plain


@given(NAMES)
def test_a_plain_name_stays_as_it_is(name: str) -> None:
    plain = normalised(name)
    assert normalised(plain) == plain
    assert all(sign.isalnum() or sign == "_" for sign in plain)


@given(NAMES)
def test_case_blanks_marks_and_unicode_forms_do_not_matter(name: str) -> None:
    assert normalised(f"\ufeff {name} ") == normalised(name)
    assert normalised(unicodedata.normalize("NFD", name)) == normalised(unicodedata.normalize("NFC", name))


@given(st.text("abcXYZ 09-", max_size=12))
def test_case_does_not_matter(name: str) -> None:
    assert normalised(name.upper()) == normalised(name.lower())


def test_repeated_names_are_numbered() -> None:
    assert signature(["Score", "score", "Day", "SCORE"]) == ("score", "score_2", "day", "score_3")


def test_a_numbered_name_that_is_there_already_is_passed_over() -> None:
    assert signature(["score", "score 2", "score"]) == ("score", "score_2", "score_3")


@given(st.lists(st.sampled_from(["a", "A ", "a_2", "b", "", "a 3"]) | NAMES, max_size=12))
def test_a_signature_names_every_column_and_no_two_alike(names: list[str]) -> None:
    found = signature(names)
    assert len(found) == len(names) == len(set(found))


@given(st.lists(NAMES, max_size=8, unique_by=normalised))
def test_order_is_part_of_a_signature(names: list[str]) -> None:
    assert signature(names[::-1]) == signature(names)[::-1]
