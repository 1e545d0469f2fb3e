"""The demonstration's Monday morning: a holiday, a file that nobody knows, and feeds that were looked at."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings

from homeroom.intake import unknown
from homeroom.intake.feeds.models import FeedExpectation
from homeroom.intake.receive import receive
from homeroom.people.school_days import calendar
from homeroom.simulation.write import Written, write
from homeroom.site.odds_and_ends import LESSONS, RENAMED, new_export, odds_and_ends

pytestmark = pytest.mark.django_db(transaction=True)
MONDAY = date(2026, 9, 14)


@pytest.fixture
def written(tmp_path: Path, settings: Settings) -> Written:
    settings.HOMEROOM_TODAY = MONDAY
    return write(tmp_path / "school", seed=3, children=12, weeks=2)


def test_the_file_is_held_with_a_proposal_and_the_school_is_closed_on_a_holiday(written: Written) -> None:
    list(receive([written.folder / "roster"]))
    list(receive([path for path in written.exports if LESSONS in path.name]))
    before = {path: path.read_bytes() for path in written.exports}
    held, _ = odds_and_ends(written.folder, written.exports)
    assert (held.state, held.published, held.held) == ("held", 0, held.rows_in)
    assert [one.delivery_id for one in unknown.waiting()] == [held.pk]
    assert not calendar().is_school_day(date(2026, 9, 7))
    assert FeedExpectation.objects.filter(program="iready").exists()
    assert {path: path.read_bytes() for path in written.exports} == before


def test_the_new_export_is_todays_under_three_new_names(written: Written) -> None:
    path = new_export(written.folder, written.exports)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert set(RENAMED.values()) <= set(rows[0])
    assert not set(RENAMED) & set(rows[0])
    assert {row["Date Completed"] for row in rows} == {"09/14/2026"}
