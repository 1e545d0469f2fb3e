"""Up to which day files have told of a school's work, and what that makes of a window. Five Fridays of files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from pytest_django import Settings

from homeroom.intake.feeds import reach
from homeroom.intake.feeds.came import Came
from homeroom.intake.feeds.conditions import Expected, assign
from homeroom.intake.feeds.judge import judge
from homeroom.intake.feeds.reach import Feeds, Told
from homeroom.intake.models import Delivery
from homeroom.people.models import School
from homeroom.people.school_days import MONDAY_TO_FRIDAY, Calendar
from intake.feeds.weeks import OLDEST, TODAY, closed, file, friday, rule

GOOD = [file(week) for week in range(5)]
WORK = frozenset({("stmath", "weekly")})


def expected(came: Sequence[Came], calendar: Calendar = MONDAY_TO_FRIDAY, **more: object) -> list[Expected]:
    return assign([rule(**more)], came, lambda *_: "ST Math", calendar, OLDEST)


def told(
    came: Sequence[Came],
    ends_on: date,
    day: date = TODAY,
    calendar: Calendar = MONDAY_TO_FRIDAY,
    school: int = 1,
    **more: object,
) -> Told:
    """Of the two weeks before a day."""
    feeds = Feeds(expected(came, calendar, **more), WORK, calendar, day)
    return feeds.told("stmath", school, ends_on - timedelta(days=11), ends_on)


def test_a_window_up_to_the_last_file_is_complete() -> None:
    assert told(GOOD, friday(4)) == Told.COMPLETE


def test_a_weekend_after_the_last_file_adds_nothing_to_tell() -> None:
    assert told(GOOD, friday(4) + timedelta(days=2)) == Told.COMPLETE


def test_until_the_next_file_is_due_a_later_window_waits() -> None:
    assert told(GOOD, friday(5), day=friday(5)) == Told.WAITING


def test_when_it_is_due_and_has_not_come_the_feed_is_late() -> None:
    assert told(GOOD, friday(5), day=friday(5) + timedelta(days=1)) == Told.LATE
    assert told(GOOD[:3], friday(4)) == Told.LATE


def test_a_holiday_on_the_windows_last_days_needs_no_file() -> None:
    days = closed(friday(5))
    thursday = closed(friday(5), *(friday(5) - timedelta(days=n) for n in range(5)))
    assert told(GOOD, friday(5), calendar=thursday) == Told.COMPLETE
    assert told(GOOD, friday(5), calendar=days) == Told.WAITING


def test_a_file_tells_only_up_to_the_days_that_its_feed_lags() -> None:
    assert told(GOOD, friday(4), lag=1) == Told.WAITING
    assert told(GOOD, friday(4) - timedelta(days=1), lag=1) == Told.COMPLETE


def test_a_file_that_never_came_within_the_window_is_a_gap() -> None:
    assert told([*GOOD[:2], *GOOD[3:]], friday(3)) == Told.GAP
    assert told([*GOOD[:2], *GOOD[3:]], friday(4)) == Told.COMPLETE
    assert told([*GOOD[:2], *GOOD[3:]], friday(1)) == Told.COMPLETE


def test_a_file_that_holds_nobody_of_the_school_tells_nothing_of_it() -> None:
    without = file(4, schools={2: 100})
    assert told([*GOOD[:4], without], friday(4), school=1) == Told.WITHOUT
    assert told([*GOOD[:4], without], friday(5), school=1, day=friday(5)) == Told.WAITING
    assert told([*GOOD[:4], without], friday(4), school=2) == Told.COMPLETE


def test_a_file_of_unknown_schools_tells_of_all() -> None:
    assert told([file(week, schools={}) for week in range(5)], friday(4), school=9) == Told.COMPLETE


def test_an_old_file_sent_again_tells_nothing() -> None:
    again = file(4, sha256="sha3", first_on=friday(3), last_on=friday(3))
    assert told([*GOOD[:4], again], friday(4)) == Told.WAITING


def test_feeds_of_another_school_program_or_kind_tell_nothing() -> None:
    assert told(GOOD, friday(4), school=9) == Told.NO_FEED
    assert Feeds(expected(GOOD), WORK, MONDAY_TO_FRIDAY, TODAY).told("zearn", 1, OLDEST, friday(4)) == Told.NO_FEED
    usage = Feeds(expected(GOOD), frozenset(), MONDAY_TO_FRIDAY, TODAY)
    assert usage.told("stmath", 1, OLDEST, friday(4)) == Told.NO_FEED


def test_a_feed_that_nobody_watches_is_none() -> None:
    assert told(GOOD, friday(4), watched=False) == Told.NO_FEED


def test_a_feed_of_which_nothing_came_is_late_once_it_is_due() -> None:
    assert told([], friday(4), since=friday(3)) == Told.LATE
    assert told([], friday(4), since=TODAY) == Told.WAITING


def test_of_two_feeds_the_worse_one_counts() -> None:
    both = [*expected(GOOD), *expected(GOOD[:3])]
    assert Feeds(both, WORK, MONDAY_TO_FRIDAY, TODAY).told("stmath", 1, friday(3), friday(4)) == Told.LATE


@pytest.mark.django_db
def test_what_stands_in_the_database_is_asked_with_the_programs_own_reports(settings: Settings) -> None:
    settings.HOMEROOM_TODAY = friday(2) + timedelta(days=10)
    school = School.objects.create(sourced_id="s", name="Oak")
    for week in range(3):
        at = datetime(friday(week).year, friday(week).month, friday(week).day, 12, tzinfo=ZoneInfo("UTC"))
        for report in ("lessons", "usage"):
            made = Delivery.objects.create(
                file=f"{report}_{week}.csv",
                size=1,
                sha256=f"{report}{week}",
                program="iready",
                report=report,
                state="published",
                as_of=at,
                rows_in=9,
                published=9,
            )
            Delivery.objects.filter(pk=made.pk).update(received_at=at)
    judge()
    feeds = reach.now()
    found = {ends: feeds.told("iready", school.pk, OLDEST, friday(ends)) for ends in (0, 3)}
    assert found == {0: Told.COMPLETE, 3: Told.LATE}
