"""Estimates are published whole or not at all, alike in any number of shards, and alike at once and at night."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

import pytest
from pytest_django import Settings

from facts.facts_by_hand import publish
from homeroom.facts import store
from homeroom.facts.models import FactFile
from homeroom.mastery import estimate, learning, teachers
from homeroom.mastery.errors import MasteryError
from homeroom.mastery.models import ParameterSet
from homeroom.mastery.work_out import work_out
from homeroom.standards import ccss
from homeroom.standards.alignment import Tag, take_tags
from homeroom.standards.content import Content, take_content
from mastery.people import child, standard, teacher

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
MONDAY = date(2026, 10, 26)
CODES = ("3.NF.A.1", "3.OA.A.1", "2.NBT.A.1")
SAME = "student, standard, as_of, mean, variance, p_mastered, low80, high80, evidence_weight, attempts, "
ROWS = f"select {SAME} last_evidence_on, state, inferred, override, parameters_version from mastery order by all"


@pytest.fixture(autouse=True)
def prepared(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three aligned items, a day, and a fit that keeps to the starting constants: the search has tests of its own."""
    settings.HOMEROOM_TODAY = date(2026, 11, 20)
    monkeypatch.setattr(learning, "fit", lambda responses: REAL_FIT(responses, search=False))
    ccss.load()
    take_content([Content("number_trail", "item", f"i{n}") for n in range(3)])
    take_tags([Tag(("number_trail", "item", f"i{n}"), code, 1, "vendor") for n, code in enumerate(CODES)], ccss.SLUG)


REAL_FIT = learning.fit


def answers(student: int, seed: int = 0, many: int = 12) -> list[Mapping[str, object]]:
    chance = Random(1000 * seed + student)
    return [
        {
            "student": student,
            "content_item": f"i{chance.randrange(3)}",
            "correct": chance.random() < 0.7,
            "occurred_on": MONDAY + timedelta(days=chance.randrange(20)),
        }
        for _ in range(many)
    ]


def everybody(many: int = 9) -> list[Mapping[str, object]]:
    return [one for student in range(1, many + 1) for one in answers(student)]


def mastery() -> list[tuple[object, ...]]:
    return store.query(ROWS, tables=["mastery"]).rows


def origins() -> list[tuple[object, ...]]:
    return store.query("select * from mastery_sources order by all", tables=["mastery_sources"]).rows


def test_every_child_with_answers_has_estimates_and_their_sources() -> None:
    facts = publish("attempts", everybody())
    version = estimate.nightly()
    assert version == store.current() > facts
    rows = store.query("select * from mastery", tables=["mastery"]).dicts()
    assert {row["student"] for row in rows} == set(range(1, 10))
    assert {row["standard"] for row in rows if not row["inferred"]} == set(CODES)
    told = {(row["as_of"], row["engine"], row["facts_version"]) for row in rows}
    assert told == {(date(2026, 11, 20), "filter", facts)}
    assert sum(row["attempts"] for row in rows) == 9 * 12
    weight = "select (select sum(weight) from mastery_sources), (select sum(evidence_weight) from mastery)"
    one, other = store.query(weight, tables=["mastery", "mastery_sources"]).one
    assert one == pytest.approx(other)


def test_one_two_or_seven_shards_and_any_order_or_split_of_the_facts_give_the_same_bits() -> None:
    facts = everybody()
    publish("attempts", facts)
    estimate.nightly(shards=1)
    first = mastery(), origins()
    for shards in (2, 7):
        estimate.nightly(shards=shards)
        assert (mastery(), origins()) == first
    Random(5).shuffle(facts)
    for table in ("attempts", "mastery", "mastery_sources"):
        store.publish([], [file.pk for file in store.true_files(table)], "begin again")
    for part in (facts[:20], facts[20:]):
        publish("attempts", part)
    estimate.nightly(anew=True)
    assert (mastery(), origins()) == first


def test_late_facts_move_the_children_they_touch_and_the_night_after_changes_nothing() -> None:
    publish("attempts", everybody())
    estimate.nightly()
    before = mastery()
    publish("attempts", answers(3, seed=7, many=4))
    assert estimate.catch_up() == 1
    after = mastery(), origins()
    assert [row for row in after[0] if row[0] != 3] == [row for row in before if row[0] != 3]
    assert [row for row in after[0] if row[0] == 3] != [row for row in before if row[0] == 3]
    estimate.nightly()
    assert (mastery(), origins()) == after
    assert estimate.catch_up() == 0


def test_a_delivery_that_touches_more_children_than_a_shard_is_caught_up_with_part_by_part(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    publish("attempts", everybody())
    estimate.nightly()
    parts = list[int]()

    def shard(students: list[int], *rest: object) -> object:
        parts.append(len(students))
        return REAL_SHARD(students, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(estimate, "_shard", shard)
    monkeypatch.setattr(estimate, "SHARD", 3)
    publish("attempts", [one for student in range(1, 8) for one in answers(student, seed=7, many=4)])
    assert estimate.catch_up() == 7
    assert parts and max(parts) <= 3
    after = mastery(), origins()
    monkeypatch.setattr(estimate, "SHARD", 4_000)
    estimate.nightly()
    assert (mastery(), origins()) == after


def test_a_check_in_between_hides_no_late_fact() -> None:
    ana = child()
    publish("attempts", [*answers(ana.pk), *answers(ana.pk + 1)])
    estimate.nightly()
    publish("attempts", answers(ana.pk + 1, seed=7, many=4))
    estimate.again([ana.pk])
    assert estimate.catch_up() == 1
    found = mastery()
    estimate.nightly()
    assert mastery() == found


def test_tidying_up_touches_nobody() -> None:
    for student in range(1, store.MANY_FILES + 3):
        publish("attempts", answers(student, many=2))
    estimate.nightly()
    assert store.compact("attempts", 2027)
    assert estimate.catch_up() == 0


def test_what_is_worked_out_by_day_brings_the_estimates_along_once_there_are_any() -> None:
    publish("attempts", answers(1))
    work_out()
    assert mastery() == []
    estimate.nightly()
    publish("attempts", answers(2))
    work_out()
    assert {row[0] for row in mastery()} == {1, 2}


def test_a_check_moves_one_child_at_once_and_the_night_after_changes_nothing() -> None:
    ana = child()
    publish("attempts", [*answers(ana.pk), *answers(ana.pk + 1)])
    estimate.nightly()
    before = {row[:2]: row for row in mastery()}
    teachers.check(teacher(), ana.pk, standard(), "got it", MONDAY + timedelta(days=20))
    estimate.again([ana.pk])
    after = {row[:2]: row for row in mastery()}
    assert after[ana.pk, "3.NF.A.1"][3] > before[ana.pk, "3.NF.A.1"][3]  # type: ignore[operator]
    assert all(after[key] == row for key, row in before.items() if key[0] != ana.pk)
    found = mastery()
    estimate.nightly()
    assert mastery() == found


def test_an_override_stands_beside_the_estimate_and_moves_nothing_else() -> None:
    ana = child(grade="")
    publish("attempts", answers(ana.pk))
    estimate.nightly()
    before = {row[:2]: row for row in mastery()}
    teachers.override(teacher(), ana.pk, standard(), "mastered", "seen at the board")
    teachers.override(teacher(), ana.pk, standard("5.G.A.1"), "not yet", "asked today")
    estimate.again([ana.pk])
    after = {row[:2]: row for row in mastery()}
    told = dict(zip(SAME.replace(" ", "").split(",")[:10], after[ana.pk, "3.NF.A.1"][:10], strict=True))
    assert tuple(told.values()) == before[ana.pk, "3.NF.A.1"][:10]
    assert after[ana.pk, "3.NF.A.1"][13] == "mastered"
    alone = after[ana.pk, "5.G.A.1"]
    assert (alone[3], alone[11], alone[12], alone[13]) == (None, "no evidence", True, "not yet")


def test_a_child_is_expected_to_know_standards_of_the_own_grade_without_being_called_mastered() -> None:
    ana = child(grade="03")
    publish("attempts", answers(ana.pk, many=60))
    estimate.nightly()
    rows = store.query("select * from mastery where inferred", tables=["mastery"]).dicts()
    assert {row["standard"][0] for row in rows} == {"2", "3"}
    assert {row["state"] for row in rows} == {"no evidence"}


def test_minutes_alone_move_nothing() -> None:
    publish("attempts", everybody(3))
    estimate.nightly()
    before = mastery()
    publish("activities", [{"student": 2, "content_item": "L", "minutes": 300, "occurred_on": MONDAY}])
    estimate.nightly()
    assert mastery() == before


def test_contradicting_sittings_move_no_estimate_and_stand_in_the_books() -> None:
    publish("attempts", everybody(3))
    estimate.nightly()
    before = mastery()
    publish("attempts", [{**one, "contradiction": True, "activity": "s1"} for one in answers(2, seed=3)])
    estimate.nightly(anew=True)
    assert mastery() == before
    counts = estimate.counted()
    assert counts == {
        ("attempts", "number_trail", "used"): 36,
        ("attempts", "number_trail", "contradiction"): 12,
    }


def test_without_any_fact_there_are_no_estimates_and_no_error() -> None:
    estimate.nightly()
    assert mastery() == []
    assert estimate.again([1]) == store.current()


def test_before_the_first_night_nothing_catches_up() -> None:
    publish("attempts", answers(1))
    assert estimate.catch_up() == 0
    estimate.again([1])
    assert mastery() == []


@pytest.mark.parametrize("moment", ["homeroom.mastery.estimate._shard", "homeroom.facts.store.publish"])
def test_a_run_that_is_stopped_leaves_yesterdays_estimates_and_the_next_makes_up_for_it(
    moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish("attempts", everybody(3))
    estimate.nightly(shards=3)
    yesterday = mastery(), origins()
    publish("attempts", answers(4))
    with monkeypatch.context() as then:
        then.setattr(moment, _stops_at_the_second if moment.endswith("_shard") else _stops)
        with pytest.raises(KeyboardInterrupt):
            estimate.nightly(shards=3)
    assert (mastery(), origins()) == yesterday
    estimate.nightly(shards=3)
    assert {row[0] for row in mastery()} == {1, 2, 3, 4}
    store.vacuum(keep=1)
    assert FactFile.objects.filter(table="mastery").count() == 3


def _stops(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


REAL_SHARD, CALLS = estimate._shard, list[int]()


def _stops_at_the_second(*told: object) -> object:
    CALLS.append(1)
    if len(CALLS) == 2:
        raise KeyboardInterrupt
    return REAL_SHARD(*told)  # type: ignore[arg-type]


def test_progress_is_told_in_children() -> None:
    publish("attempts", everybody(4))
    told: list[tuple[int, int]] = []
    estimate.nightly(lambda done, all_: told.append((done, all_)), shards=2)
    assert told == [(2, 4), (4, 4)]


def test_constants_are_learned_once_a_week(monkeypatch: pytest.MonkeyPatch) -> None:
    publish("attempts", everybody(3))
    estimate.nightly()
    first = ParameterSet.objects.get()
    estimate.nightly()
    assert ParameterSet.objects.get().pk == first.pk
    monkeypatch.setattr(learning, "FRESH", timedelta())
    estimate.nightly()
    again = ParameterSet.objects.get()
    assert again.pk != first.pk
    assert again.version == first.version  # the same facts, the same constants


def test_a_failed_fit_keeps_yesterdays_constants_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    publish("attempts", everybody(3))
    estimate.nightly()
    before = mastery()
    monkeypatch.setattr(learning, "fit", _fails)
    estimate.nightly(anew=True)
    assert mastery() == before
    standing = learning.standing()
    assert standing is not None
    assert "no numbers" in standing.failed


def test_where_the_very_first_fit_fails_the_starting_values_serve(monkeypatch: pytest.MonkeyPatch) -> None:
    publish("attempts", everybody(3))
    monkeypatch.setattr(learning, "fit", _fails)
    estimate.nightly()
    assert {row[0] for row in mastery()} == {1, 2, 3}
    publish("attempts", answers(2, seed=7))
    assert estimate.catch_up() == 1, "what comes by day counts with them, too"


def _fails(_: object) -> None:
    raise MasteryError("no numbers")


def test_few_or_many_children_are_learned_from(monkeypatch: pytest.MonkeyPatch) -> None:
    publish("attempts", everybody(6))
    monkeypatch.setattr(estimate, "LEARNED_ON", 2)
    estimate.nightly()
    assert {row[0] for row in mastery()} == set(range(1, 7))
