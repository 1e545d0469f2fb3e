"""What is written in titles, as plain terms: numbers, sums, signs; hostile and odd text never raises."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from homeroom.standards.aligner import notation, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Adding Fractions", "Add a fraction"),
        ("Twelve months", "12 month"),
        ("Write 1,000", "write 1000"),
        ("Comparing lengths", "compare length"),
        ("½ of it", "1/2 of"),
        ("7 x 8", "7 × 8"),
        ("Lesson 4: Doubles", "Doubles"),
        ("Practice: Doubles, Part 2", "doubles"),
        ("fracción", "fraccion"),
    ],
)
def test_what_means_the_same_reads_the_same(one: str, other: str) -> None:
    assert words.plain(one) == words.plain(other)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("347 + 286", {"add", "three digit three digit", "within 1000"}),
        ("80 - 50", {"tens multiples of ten"}),
        ("56 + 10", {"ten more mental"}),
        ("57 ÷ 8", {"remainder"}),
        ("2/3 + 1/4", {"unlike denominators different denominators"}),
        ("3/8 + 1/8", {"like denominators same denominator"}),
        ("2 1/2 + 1 3/4", {"mixed numbers"}),
        ("2/3 × 4/5", {"multiply fraction fraction"}),
        ("5 × 1/4", {"multiply fraction whole number"}),
        ("3/4 = 9/12", {"equivalent fractions equal"}),
        ("3/4 = 8/12", {"compare fractions"}),
        ("0.35 × 0.4", {"multiply decimals decimal operations", "decimal hundredths", "decimal tenths"}),
        ("0.45 __ 0.5", {"compare greater less symbols"}),
        ("5, 10, 15, 20", {"skip count by 5 pattern"}),
        ("8, 9, 10", {"number sequence count by 1"}),
        ("4 + 6 + 3", {"three addends numbers"}),
        ("2 × 3 × 4", {"three factors numbers volume"}),
        ("8 + __ = 10", {"missing number unknown equation"}),
        ("3 + 8 = 8 + 3", {"both sides equal sign equation true"}),
        ("(5 + 2) × 3", {"parentheses expression grouping"}),
        ("7:35", {"clock tell time"}),
        ("(3, 4)", {"ordered pair coordinate point"}),
        ("10^3", {"powers of 10"}),
    ],
)
def test_numbers_tell_what_is_done_with_them(written: str, told: set[str]) -> None:
    missing = [phrase for phrase in told if phrase not in " ".join(notation.told(written))]
    assert missing == []


@pytest.mark.parametrize(
    "written", ["Grades 3-5", "Two-digit numbers", "A 9-12 year old", "7 + 5 = ?", "Unit 3: 5 ways"]
)
def test_what_only_looks_like_a_sum_is_none(written: str) -> None:
    said = words.plain(written)
    assert "subtract" not in said
    assert "divide" not in said
    assert "unknown" not in said


def test_a_fraction_of_nothing_is_told_without_dividing() -> None:
    assert "fraction" in notation.told("1/0 = 1/0")


@pytest.mark.parametrize(
    ("text", "many"), [("7 × 8", 0), ("7 × 8 chairs", 1), ("5 cm + 3 cm", 0), ("Half a pizza for two", 4)]
)
def test_prose_is_words_beside_numbers_signs_and_units(text: str, many: int) -> None:
    assert words.prose(text) == many


@given(st.text(max_size=60) | st.text(alphabet="0123456789/.,+-×÷=_?()^ :x½⅔³°", max_size=40))
@example("9" * 4000)
@example("(" + "+" * 999)
@example("1 2/" * 300)
@example("1/" + "0" * 30)
def test_no_text_is_too_odd(text: str) -> None:
    assert isinstance(words.plain(text), str)
    assert isinstance(words.letters(text), str)


@given(st.text(alphabet="ab 12+=/", max_size=30))
def test_case_and_room_around_do_not_matter(text: str) -> None:
    assert words.plain(f"  {text.upper()} ") == words.plain(text)
