"""One setting runs the whole night on either engine: the same tables, each engine's own word in them."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django import Settings

from homeroom.facts import store
from homeroom.mastery import engines, estimate, learning, teachers
from homeroom.mastery.bkt import BKTParameters
from homeroom.mastery.models import ParameterSet
from homeroom.mastery.refresh import refresh
from mastery.a_class import TODAY, aligned, answers, children, school_class, told
from mastery.people import standard, teacher

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
TABLES = ("mastery", "mastery_sources", "next_steps", "groups", "flags")
CODES = ("3.OA.A.1", "3.NF.A.1")
REAL_FIT = learning.fit
BOTH = pytest.mark.parametrize("engine", ["filter", "bkt"])


@pytest.fixture(autouse=True)
def prepared(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.HOMEROOM_TODAY = TODAY
    monkeypatch.setattr(learning, "fit", lambda responses: REAL_FIT(responses, search=False))
    aligned(CODES)


def rows(table: str) -> list[dict[str, Any]]:
    found = store.query(f"select * from {table} order by all", tables=[table]).dicts()
    return [{name: value for name, value in row.items() if name != "facts_version"} for row in found]


def night(settings: Settings, engine: str, shards: int = 0) -> dict[str, list[dict[str, Any]]]:
    settings.HOMEROOM_ENGINE = engine
    refresh([2027])
    estimate.nightly(shards=shards)
    return {table: rows(table) for table in TABLES}


def a_school() -> list[int]:
    some = children("ana", "ben", "cam", "dee", "eve")
    school_class("3A", some)
    lacking = [answers(one, "3.OA.A.1", "-" * 12) for one in some[:3]]
    told(*lacking, answers(some[3], "3.OA.A.1", "+" * 12), answers(some[3], "3.NF.A.1", "+-"))
    return [one.pk for one in some]


@BOTH
def test_every_table_is_filled_and_names_the_engine(settings: Settings, engine: str) -> None:
    ana, ben, cam, dee, eve = a_school()
    found = night(settings, engine)
    assert all(found.values())
    assert {row["engine"] for row in found["mastery"]} == {engine}
    states = {(row["student"], row["standard"]): row["state"] for row in found["mastery"]}
    assert {states[one, "3.OA.A.1"] for one in (ana, ben, cam)} == {"not yet"}
    assert (states[dee, "3.OA.A.1"], states[dee, "3.NF.A.1"]) == ("mastered", "not enough evidence")
    assert {row["student"] for row in found["groups"] if row["place"] == 1} == {ana, ben, cam}
    assert {row["student"] for row in found["next_steps"]} == {ana, ben, cam, dee, eve}
    assert {row["student"] for row in found["flags"]} == {ana, ben, cam}


@BOTH
def test_intervals_hold_the_chances_and_the_weights_are_the_sources(settings: Settings, engine: str) -> None:
    a_school()
    found = night(settings, engine)
    for row in found["mastery"]:
        assert 0 <= row["low80"] <= row["high80"] <= 1
        assert 0 <= row["p_mastered"] <= 1 and row["variance"] >= 0
    weight = sum(row["evidence_weight"] for row in found["mastery"])
    assert weight == pytest.approx(sum(row["weight"] for row in found["mastery_sources"]))


@BOTH
def test_shards_and_a_second_night_change_nothing(settings: Settings, engine: str) -> None:
    a_school()
    first = night(settings, engine, shards=1)
    for shards in (2, 7):
        assert night(settings, engine, shards) == first


@BOTH
def test_a_check_counts_at_once_and_the_night_after_changes_nothing(settings: Settings, engine: str) -> None:
    ana, *_ = a_school()
    before = night(settings, engine)
    teachers.check(teacher(), ana, standard("3.OA.A.1"), "got it", TODAY)
    estimate.again([ana])
    at_once = {table: rows(table) for table in TABLES}
    assert chance(at_once, ana) > chance(before, ana)
    assert night(settings, engine) == at_once


def chance(found: dict[str, list[dict[str, Any]]], student: int) -> float:
    wanted = (student, "3.OA.A.1")
    (p,) = (row["p_mastered"] for row in found["mastery"] if (row["student"], row["standard"]) == wanted)
    return float(p)


def test_another_engine_begins_with_a_night_and_never_with_one_child(settings: Settings) -> None:
    ana, *_ = a_school()
    night(settings, "filter")
    settings.HOMEROOM_ENGINE = "bkt"
    estimate.again([ana])
    assert {row["engine"] for row in rows("mastery")} == {"filter"}
    assert {row["engine"] for row in night(settings, "bkt")["mastery"]} == {"bkt"}
    settings.HOMEROOM_ENGINE = "filter"
    estimate.again([ana])
    assert {row["engine"] for row in rows("mastery")} == {"bkt"}


def test_each_engine_keeps_its_own_constants(settings: Settings) -> None:
    a_school()
    night(settings, "filter")
    night(settings, "bkt")
    assert set(ParameterSet.objects.values_list("engine", flat=True)) == {"filter", "bkt"}
    learned = learning.standing()
    assert learned is not None
    assert isinstance(learned.parameters, BKTParameters)
    other = learning.standing("filter")
    assert other is not None and other.engine == "filter"


def test_a_failed_fit_of_the_second_engine_keeps_what_it_learned_before(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_school()
    before = night(settings, "bkt")
    monkeypatch.setattr("homeroom.mastery.told_by_bkt.BKT.fit", _fails)
    estimate.nightly(anew=True)
    assert {table: rows(table) for table in TABLES} == before
    standing = learning.standing()
    assert standing is not None and "no numbers" in standing.failed


def test_an_engine_that_does_not_exist_is_the_filter_until_somebody_mends_it(settings: Settings) -> None:
    settings.HOMEROOM_ENGINE = "bct"
    assert engines.chosen() == "filter"


def _fails(*_: object) -> None:
    raise ValueError("no numbers")
