"""The first facts of a preview: what all rows agree in is said once, in words."""

from __future__ import annotations

from homeroom.intake.look import Preview
from homeroom.pages.layouts.sample import sample


def preview(*facts: tuple[str, ...]) -> Preview:
    columns = ("student", "school_year", "minutes_raw", "score")
    return Preview(len(facts), True, len(facts), columns, facts, (), ())


def test_what_is_the_same_in_all_rows_is_said_once() -> None:
    found = sample(preview(("7", "2027", "8.0", ""), ("9", "2027", "9.0", "")))
    assert found.same == [("school year", "2027")]
    assert found.columns == ["child", "minutes raw"]
    assert found.facts == [["7", "8.0"], ["9", "9.0"]]


def test_the_child_is_always_shown() -> None:
    assert sample(preview(("7", "2027", "8.0", "1"), ("7", "2027", "9.0", "1"))).columns == ["child", "minutes raw"]


def test_one_row_is_shown_whole() -> None:
    found = sample(preview(("7", "2027", "8.0", "1")))
    assert (found.same, found.facts) == ([], [["7", "2027", "8.0", "1"]])
