from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.reports import values
from homeroom.reports.values import NO_EVIDENCE, State, Value, known, measured, shown, written


@pytest.mark.parametrize(
    ("value", "page", "file"),
    [
        (known(0.5, 10, "share"), "50 %", "50"),
        (known(0.005, 10, "share"), "1 %", "1"),
        (known(17.5, unit="minutes"), "18", "18"),
        (known(0.4, unit="minutes"), "<1", "<1"),
        (known(0, unit="minutes"), "0", "0"),
        (known(18412), "18,412", "18412"),
        (known(-0.1449, unit="standard deviations"), "−0.14", "-0.14"),
        (known(-0.001, unit="standard deviations"), "0.00", "0.00"),
        (known(0.0851, unit="chance"), "0.085", "0.085"),
        (known(6.25, unit="degrees of freedom"), "6.2", "6.2"),
        (NO_EVIDENCE, "–", ""),
        (Value(State.FEW, 0.5, 2, "share"), "?", ""),
        (Value(State.LATE), "–", ""),
        (Value(State.KNOWN), "–", ""),
    ],
)
def test_values_as_pages_and_files_show_them(value: Value, page: str, file: str) -> None:
    assert shown(value) == page
    assert written(value) == file


def test_decimals_are_written_as_each_language_does() -> None:
    assert [values.decimal(-1.5, 2, code) for code in ("en", "es", "vi")] == ["−1.50", "−1.50", "−1,50"]


def test_nothing_measured_is_no_evidence_and_nought_is_nought() -> None:
    assert measured(None) is NO_EVIDENCE
    assert shown(measured(0.0, "minutes")) == "0"


def test_small_numbers_keep_four_places_in_every_language() -> None:
    assert [values.fine(one) for one in (0.2, 0.0005, 0.055, 1.0, 0.0, 2.34567)] == [
        "0.2",
        "0.0005",
        "0.055",
        "1",
        "0",
        "2.3457",
    ]
    assert [values.fine(one, "vi") for one in (0.0005, 1.8, 2.0)] == ["0,0005", "1,8", "2"]


@given(st.floats(0, 1))
def test_a_share_is_never_shown_outside_0_to_100(share: float) -> None:
    assert 0 <= values.percent(share) <= 100


def test_days_and_counts_in_words() -> None:
    assert values.day(date(2026, 10, 5)) == "Mon 5 Oct 2026"
    assert values.short_day(date(2026, 10, 5)) == "Mon 5 Oct"
    assert values.week_words(date(2021, 12, 13)) == "week of 13 Dec 2021"
    assert (values.children(1), values.children(1200)) == ("1 child", "1,200 children")
    assert (values.answers(1), values.answers(12)) == ("1 answer", "12 answers")
    assert values.listed([]) == ""
    assert values.listed(["Ana"]) == "Ana"
    assert values.listed(["Ana", "Ben", "Chi"]) == "Ana, Ben and Chi"
    assert [values.grade(code) for code in ("KG", "03", "12", "", "UG")] == [
        "Kindergarten",
        "Grade 3",
        "Grade 12",
        "",
        "UG",
    ]


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2026, 10, 19), "This week, from Mon 19 Oct"),
        (date(2026, 10, 25), "This week, from Mon 19 Oct"),
        (date(2026, 10, 26), "Last week, Mon 19 Oct to Sun 25 Oct"),
        (date(2026, 11, 1), "Last week, Mon 19 Oct to Sun 25 Oct"),
        (date(2026, 11, 2), "Week of 19 Oct 2026"),
    ],
)
def test_a_week_is_said_as_seen_from_today(today: date, said: str) -> None:
    assert values.week_said(date(2026, 10, 19), today) == said


def test_a_moment_is_told_on_the_schools_clock() -> None:
    at = datetime(2026, 10, 23, 2, 5, tzinfo=UTC)
    assert (values.moment(at), values.moment_here(at)) == ("Fri 23 Oct 2026, 02:05", "Thu 22 Oct 2026, 19:05")
