"""What is said of all estimates at once: constants that could not be learned anew, and estimates that lag behind."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from homeroom.mastery.models import ParameterSet
from homeroom.reports.cautions import cautions
from homeroom.reports.week import school_year

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 26)


@pytest.fixture(autouse=True)
def on_this_day(settings: Settings) -> None:
    settings.HOMEROOM_TODAY = TODAY


def learned(failed: str = "", engine: str = "filter") -> None:
    one = ParameterSet.objects.create(
        engine=engine,
        version="v",
        parameters={},
        facts_version=1,
        failed=failed,
        failed_at=datetime(2026, 10, 25, 12, tzinfo=UTC) if failed else None,
    )
    ParameterSet.objects.filter(pk=one.pk).update(learned_at=datetime(2026, 10, 18, 12, tzinfo=UTC))


def test_nothing_is_said_where_all_is_well() -> None:
    learned()
    assert cautions(TODAY, date(2026, 10, 23)) == ()


def test_nothing_is_said_before_the_first_estimates() -> None:
    assert cautions(None) == ()


def test_constants_that_could_not_be_learned_anew() -> None:
    learned("ValueError: no numbers")
    (one,) = cautions(TODAY)
    assert one.headline == "The estimates stand on older settings."
    assert "That failed on Sun 25 Oct 2026, so what was learned on Sun 18 Oct 2026 still holds." in one.words
    assert "no numbers" not in one.words


def test_the_newest_attempt_speaks() -> None:
    learned("ValueError: no numbers")
    learned()
    assert cautions(TODAY) == ()


def test_each_engine_has_its_own_constants() -> None:
    learned("ValueError: no numbers", engine="bkt")
    learned()
    assert cautions(TODAY) == ()
    assert [one.kind for one in cautions(TODAY, engine="bkt")] == ["older constants"]


def test_where_the_engine_is_not_told_the_one_that_is_set_counts(settings: Settings) -> None:
    learned("ValueError: no numbers", engine="bkt")
    settings.HOMEROOM_ENGINE = "bkt"
    assert [one.kind for one in cautions(TODAY)] == ["older constants"]


def test_constants_that_were_never_learned() -> None:
    (one,) = cautions(TODAY)
    assert one.headline == "The estimates stand on starting values."
    assert "That has not been possible yet." in one.words


def test_constants_whose_first_learning_failed() -> None:
    learned("ValueError: no numbers")
    ParameterSet.objects.update(learned_at=None)
    (one,) = cautions(TODAY)
    assert one.headline == "The estimates stand on starting values."
    assert "The first try failed on Sun 25 Oct 2026; it is tried again each night" in one.words
    assert "no numbers" not in one.words


def test_work_that_is_newer_than_the_estimates() -> None:
    learned()
    (one,) = cautions(date(2026, 10, 21), date(2026, 10, 23))
    assert one.headline == "The estimates are of Wed 21 Oct 2026."
    assert one.words == "Work is known up to Fri 23 Oct 2026: what came after is not in them yet."
    assert cautions(date(2026, 10, 23), date(2026, 10, 23)) == ()


def test_an_earlier_years_estimates_are_not_called_old_for_this_years_work() -> None:
    assert cautions(date(2026, 7, 31), date(2026, 10, 23)) == ()
    learned("ValueError: no numbers")
    assert cautions(date(2026, 7, 31), date(2026, 10, 23)) == (), "nor do today's constants say anything of them"


def test_an_earlier_years_estimates_that_its_own_work_outran_are_still_old() -> None:
    (one,) = cautions(date(2026, 5, 5), date(2026, 6, 10))
    assert one.kind == "older than the work"


@given(st.dates(date(2024, 8, 1), TODAY), st.dates(date(2024, 8, 1), TODAY))
def test_work_of_another_school_year_never_makes_estimates_old(as_of: date, through: date) -> None:
    told = any(one.kind == "older than the work" for one in cautions(as_of, through))
    assert told is (through > as_of and school_year(as_of) == school_year(through))
