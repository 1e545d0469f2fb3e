"""What rings, in which words, and what does not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from homeroom.intake.feeds.came import Came
from homeroom.intake.feeds.conditions import assign, conditions
from homeroom.intake.feeds.judge import names
from homeroom.people.school_days import MONDAY_TO_FRIDAY
from homeroom.programs.declaration import load_all
from intake.feeds.weeks import FRIDAY, OLDEST, TODAY, closed, file, friday, kinds, rule, wrong

GOOD = [file(week) for week in range(5)]
MONDAY, TUESDAY = TODAY, TODAY + timedelta(days=1)


def test_good_weeks_are_silent_on_every_day_until_the_next_file_is_due() -> None:
    for n in range(7):
        assert wrong(GOOD, friday(4) + timedelta(days=n)) == []


def test_a_file_that_did_not_come_is_missing_and_says_since_when_and_what_to_do() -> None:
    (found,) = wrong(GOOD[:4])
    assert str(found.kind) == "missing"
    assert found.words == ("ST Math, weekly usage: nothing since Fri 25 Sep; expected every Friday, so on Fri 2 Oct.")
    assert found.what_to_do.startswith("Ask whoever sends it")
    assert found.since == friday(4)


def test_within_its_days_of_grace_it_is_only_late_under_the_same_cause() -> None:
    (late,) = wrong(GOOD[:4], grace=1)
    assert str(late.kind) == "late"
    assert "Wait until Mon 5 Oct" in late.what_to_do
    (missing,) = wrong(GOOD[:4], TUESDAY, grace=1)
    assert (str(missing.kind), missing.cause) == ("missing", late.cause)


def test_on_the_due_day_itself_nothing_is_late() -> None:
    assert wrong(GOOD[:4], friday(4)) == []


def test_silent_on_a_holiday_and_a_due_day_without_school_moves_on() -> None:
    assert wrong(GOOD[:4], MONDAY, closed(MONDAY)) == []
    assert wrong(GOOD[:4], MONDAY, closed(friday(4))) == []
    assert kinds(wrong(GOOD[:4], TUESDAY, closed(friday(4)))) == ["missing"]


def test_what_nobody_watches_does_not_ring() -> None:
    assert wrong(GOOD[:2], watched=False) == []


def test_a_feed_of_which_nothing_has_come_rings_from_its_first_day_on() -> None:
    (found,) = wrong([], since=friday(3))
    assert "nothing so far" in found.words
    assert wrong([], since=MONDAY) == []


def test_a_later_file_does_not_hide_a_week_that_nobody_holds() -> None:
    (found,) = wrong([*GOOD[:3], file(4)])
    assert str(found.kind) == "missing"
    assert "due on Fri 25 Sep never came" in found.words
    assert "none holds Mon 21 Sep to Fri 25 Sep" in found.words


def test_a_later_file_that_holds_the_week_settles_it() -> None:
    assert wrong([*GOOD[:3], file(4, first_on=FRIDAY)]) == []


def test_a_holiday_week_leaves_no_gap() -> None:
    week_off = closed(*(friday(3) - timedelta(days=n) for n in range(5)))
    assert wrong([*GOOD[:3], file(4)], calendar=week_off) == []


def test_a_new_name_with_the_known_columns_is_renamed_once() -> None:
    renamed = file(4, file="Usage export.csv")
    (found,) = wrong([*GOOD[:4], renamed])
    assert str(found.kind) == "renamed"
    assert "came as “Usage export.csv”" in found.words
    assert "as “stmath_2026-09-25.csv” was" in found.words
    assert found.delivery == renamed.delivery
    again = [*GOOD[:4], renamed, file(5, file="Usage export.csv")]
    assert wrong(again, friday(5) + timedelta(days=1)) == []


def test_a_correction_beside_the_usual_file_is_not_renamed() -> None:
    assert wrong([*GOOD, file(4, file="stmath_2026-10-02_corrected.csv", delivery=9, rows=3)]) == []


def test_last_years_rows_under_this_weeks_name() -> None:
    old = file(4, first_on=date(2025, 9, 29), last_on=date(2025, 10, 3), known=100, rows=20)
    (found,) = wrong([*GOOD[:4], old])
    assert str(found.kind) == "wrong year"
    assert "holds only rows of school year 2025-26, the newest of Fri 3 Oct 2025" in found.words
    assert "We hold all of its rows already" in found.words


def test_the_year_in_the_rows_counts_where_they_have_no_day() -> None:
    assert kinds(wrong([*GOOD[:4], file(4, first_on=None, last_on=None, last_year=2026)])) == ["wrong year"]
    assert wrong([*GOOD[:4], file(4, first_on=None, last_on=None, last_year=2027)]) == []


def test_last_years_file_under_last_years_name_in_place_of_this_weeks() -> None:
    stray = file(4, stands_on=date(2025, 10, 3), came_on=MONDAY, first_on=date(2025, 9, 29), last_on=date(2025, 10, 3))
    assert kinds(wrong([*GOOD[:4], stray])) == ["wrong year"]


def test_the_first_days_of_a_school_year_may_tell_of_the_last_of_the_old_one() -> None:
    first = file(0, stands_on=date(2026, 8, 3), first_on=date(2026, 7, 27), last_on=date(2026, 7, 31))
    assert wrong([first], date(2026, 8, 4)) == []


def test_the_same_bytes_again_are_stale() -> None:
    (found,) = wrong([*GOOD[:4], file(4, sha256="sha3")])
    assert str(found.kind) == "stale"
    assert "the same file as the one of Fri 25 Sep, to the byte" in found.words


def test_a_newest_day_that_stands_still_is_stale() -> None:
    (found,) = wrong([*GOOD[:4], file(4, first_on=FRIDAY, last_on=friday(3))])
    assert "stands still at Fri 25 Sep; 5 school days are not told of" in found.words
    break_week = closed(*(friday(4) - timedelta(days=n) for n in range(5)))
    assert wrong([*GOOD[:4], file(4, first_on=FRIDAY, last_on=friday(3))], calendar=break_week) == []


def test_below_the_band_is_shrunk_and_a_short_week_may_be_small() -> None:
    (found,) = wrong([*GOOD[:4], file(4, rows=30, schools={1: 20, 2: 10})])
    assert str(found.kind) == "shrunk"
    assert "has 30 rows; at least 50 are expected, 100 are usual" in found.words
    two_days = closed(*(friday(4) - timedelta(days=n) for n in range(3)))
    assert wrong([*GOOD[:4], file(4, rows=30, schools={1: 20, 2: 10})], calendar=two_days, today=TUESDAY) == []


def test_a_school_that_is_gone_rings_for_that_school() -> None:
    (found,) = wrong([*GOOD[:4], file(4, schools={1: 100})])
    assert (str(found.kind), found.school) == ("shrunk", 2)
    assert "{school} is not in “stmath_2026-10-02.csv”" in found.words


def test_a_school_in_another_file_of_the_day_is_not_gone() -> None:
    parts = [file(w, file=f"{w}_{s}.csv", schools={s: 50}, delivery=10 * w + s) for w in range(5) for s in (1, 2)]
    assert wrong(parts, files="") == []


def test_an_expectation_for_one_school_asks_for_that_school() -> None:
    without = [*GOOD[:4], file(4, schools={1: 100})]
    assert kinds(wrong(without, school_id=2, rows_low=None)) == ["missing"]
    assert wrong(without, school_id=1) == []


def test_another_layout_rings() -> None:
    (found,) = wrong([*GOOD[:4], file(4, layout="v2")])
    assert (str(found.kind), "v2" in found.words) == ("layout changed", True)
    (noted,) = wrong([*GOOD[:4], file(4, message="columns not known, left in the original: “Zip”")])
    assert "columns not known" in noted.words
    settled = [*GOOD[:3], file(3, layout="v2"), file(4, layout="v2")]
    assert wrong(settled) == []


def test_a_held_file_under_the_usual_name_is_a_changed_layout_and_not_missing() -> None:
    held = file(4, state="held", program="", report="", layout="")
    (found,) = wrong([*GOOD[:4], held])
    assert str(found.kind) == "layout changed"
    assert "its columns fit no known layout" in found.words
    assert wrong([*GOOD[:4], held, file(4, delivery=9)]) == []


def test_a_jump_of_the_invalid_share() -> None:
    (found,) = wrong([*GOOD[:4], file(4, quarantined=20)])
    assert "20 of 100 rows of “stmath_2026-10-02.csv” (20%) are in quarantine; 0.0% are usual" in found.words
    always = [file(week, quarantined=18) for week in range(4)]
    assert wrong([*always, file(4, quarantined=20)]) == []


def test_of_two_files_of_one_name_and_day_the_later_counts() -> None:
    small = file(4, rows=3, schools={1: 3})
    assert wrong([*GOOD[:4], small, file(4, delivery=9)]) == []


def test_two_files_a_week_are_two_expectations() -> None:
    both = [
        file(w, file=f"{part}_{friday(w)}.csv", delivery=2 * w + n) for w in range(5) for n, part in enumerate("ab")
    ]
    rules = [rule(files=f"{part}_#-#-#.csv") for part in "ab"]
    without = [one for one in both if one.file != f"b_{friday(4)}.csv"]
    expected = assign(rules, without, lambda *_: "ST Math", MONDAY_TO_FRIDAY, OLDEST)
    assert [(one.kind, "b_#" in one.cause) for one in conditions(expected, MONDAY_TO_FRIDAY, TODAY)] == [
        ("missing", True)
    ]
    taken = [[c.file for c in one.came] for one in assign(rules, both, lambda *_: "", MONDAY_TO_FRIDAY, OLDEST)]
    assert [len(files) for files in taken] == [5, 5]


@pytest.mark.parametrize(
    ("feed", "name"),
    [
        (("iready", "lessons"), "i-Ready, Personalized Instruction by Lesson"),
        (("number_trail", "responses"), "Number Trail, Item responses"),
        (("oneroster", ""), "Roster"),
    ],
)
def test_feeds_have_the_names_people_know(feed: tuple[str, str], name: str) -> None:
    assert names(load_all())(*feed) == name


def test_a_file_without_schools_is_of_all() -> None:
    bare: list[Came] = [file(week, schools={}) for week in range(5)]
    assert wrong(bare, school_id=2, rows_low=None) == []
