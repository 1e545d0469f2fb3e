"""What is said of all estimates at once: constants that could not be learned anew, and estimates that lag behind."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from pytest_django import Settings

from homeroom.mastery.models import ParameterSet
from homeroom.reports.cautions import cautions

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 26)


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
