"""Random small worlds: the books balance, nothing counts twice, and the order of the facts never matters."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeroom.facts.schema import ACTIVITIES, ASSESSMENTS, ATTEMPTS, CLAIMS, Table
from homeroom.mastery import refresh
from homeroom.mastery.evidence import CLASSES
from spec.engines import ENGINES, Record, columns, in_order
from spec.evidence_tables import BESIDE, EVIDENCE

MONDAY = date(2026, 10, 26)
STUDENTS, PROGRAMS = st.sampled_from([1, 2]), st.sampled_from(["alpha", "beta"])
DAYS = st.sampled_from([MONDAY + timedelta(days=days) for days in (0, 1, 2, 7)])
ITEMS, LESSONS = st.sampled_from([None, "i1", "i2", "i3"]), st.sampled_from([None, "L1", "L2"])
EVENT: Mapping[str, st.SearchStrategy[Any]] = {
    "student": STUDENTS,
    "program": PROGRAMS,
    "occurred_on": DAYS,
    "precision": st.sampled_from(["instant", "day", "week"]),
}
ANSWERS = st.fixed_dictionaries(
    {
        **EVENT,
        "content_item": ITEMS,
        "activity": LESSONS,
        "standard": st.sampled_from([None, "3.nf.1"]),
        "correct": st.sampled_from([None, True, False]),
        "seconds": st.sampled_from([None, 1, 30]),
        "contradiction": st.sampled_from([None, False, False, True]),
    }
)
TRIES = st.fixed_dictionaries(
    {
        **EVENT,
        "content_item": LESSONS,
        "kind": st.sampled_from(["lesson", "unit"]),
        "minutes": st.sampled_from([None, 20.0]),
        "tries": st.sampled_from([None, None, 1, 2, 3]),
        "items": st.sampled_from([None, 0, 5]),
        "items_correct": st.sampled_from([None, 3, 9]),
        "outcome": st.sampled_from(["passed", "not passed", "completed"]),
    }
)
SCORES = st.fixed_dictionaries(
    {
        **EVENT,
        "assessment": st.just("Math"),
        "sitting": st.sampled_from([None, "L1", "s1"]),
        "objective": st.sampled_from([None, "Geometry"]),
        "method": st.sampled_from(["Scale Score", "Percentile"]),
        "result_number": st.sampled_from([None, 400.0, 430.0]),
        "result_kind": st.sampled_from(["score", "level"]),
    }
)
WORDS = st.fixed_dictionaries(
    {
        **EVENT,
        "sitting": st.sampled_from([None, "L1"]),
        "content_item": LESSONS,
        "standard": st.sampled_from([None, "3.nf.1"]),
        "method": st.sampled_from(["a", "b"]),
        "value_number": st.sampled_from([None, 40.0, 90.0, 140.0]),
        "scale": st.sampled_from(["percent", "level"]),
    }
)
SAID = st.fixed_dictionaries(
    {
        "student": STUDENTS,
        "place": st.sampled_from([1, 2]),
        "result": st.sampled_from([0.0, 0.5, 1.0]),
        "seen_on": DAYS,
        "said_by": st.sampled_from(["tina", "otto"]),
        "withdrawn": st.booleans(),
    }
)
PLACES = [
    {"program": "alpha", "kind": "item", "content_item": "i1", "place": 1},
    {"program": "alpha", "kind": "item", "content_item": "i2", "place": 2},
    {"program": "beta", "kind": "item", "content_item": "i1", "place": 1},
    {"program": "alpha", "kind": "lesson", "content_item": "L1", "place": 3},
    {"program": "alpha", "kind": "unit", "content_item": "L2", "place": 2},
]
STANDARDS_OF = [
    {"place": 1, "standard": "3.NF.A.1"},
    {"place": 2, "standard": "3.G.A.1"},
    {"place": 3, "standard": "3.NF.A.1"},
    {"place": 3, "standard": "3.G.A.1"},
]
SCALE = {
    "program": "alpha",
    "assessment": "Math",
    "method": "Scale Score",
    "grade": "",
    "middle": 400.0,
    "spread": 20.0,
}
SCALES = [
    {**SCALE, "objective": "", "place": 3, "whole": True, "information": 4.0},
    {**SCALE, "objective": "Geometry", "place": 2, "whole": False, "information": 2.0},
]
WORLD = st.fixed_dictionaries(
    {
        ATTEMPTS.name: st.lists(ANSWERS, max_size=8),
        ACTIVITIES.name: st.lists(TRIES, max_size=5),
        ASSESSMENTS.name: st.lists(SCORES, max_size=4),
        CLAIMS.name: st.lists(WORDS, max_size=4),
        "checks": st.lists(SAID, max_size=4),
    }
)
Facts = Mapping[str, list[Record]]


def sorted_out(facts: Facts) -> list[Record]:
    tables = {t: _filled(t, facts[t.name]) for t in (ATTEMPTS, ACTIVITIES, ASSESSMENTS, CLAIMS)}
    told = {
        "places": PLACES,
        "spelled": [{"spelling": "3.nf.1", "place": 1}],
        "paces": [{"program": "alpha", "content_item": "i1", "seconds": 30.0}],
        "scales": SCALES,
        "standards_of": STANDARDS_OF,
        "checks": [{**one, "number": number} for number, one in enumerate(facts["checks"])],
    }
    beside = {t.name: columns(t.names, _filled(t, told[t.name])) for t in BESIDE}
    return ENGINES["duckdb"](EVIDENCE, refresh.sql("evidence"), tables, beside)


def _filled(table: Table, rows: Sequence[Mapping[str, object]]) -> list[Record]:
    blank = dict.fromkeys(table.names) | ({"school_year": 2027} if "school_year" in table.names else {})
    return [{**blank, **row} for row in rows]


@settings(max_examples=400 if os.environ.get("HOMEROOM_FULL") else 25, deadline=None, derandomize=True)
@given(WORLD)
def test_every_row_ends_in_exactly_one_class_and_every_act_counts_once(facts: Facts) -> None:
    found = sorted_out(facts)
    assert Counter(row["source"] for row in found) == Counter({name: len(rows) for name, rows in facts.items() if rows})
    assert {row["class"] for row in found} <= set(CLASSES)
    used = [row for row in found if row["class"] == "used"]
    assert all(row["place"] is not None and row["result"] is not None for row in used)
    assert all(0 <= row["result"] <= 1 for row in used if row["source"] != "assessments")  # type: ignore[operator]
    contradicting = sum(bool(one["contradiction"]) for one in facts["attempts"])
    assert sum(row["source"] == "attempts" and row["class"] == "contradiction" for row in found) == contradicting
    no_claim_stands_beside_its_programs_own_work(used)
    no_lesson_stands_beside_its_own_answers(facts, used)


@settings(max_examples=100 if os.environ.get("HOMEROOM_FULL") else 12, deadline=None, derandomize=True)
@given(WORLD, st.randoms(use_true_random=False))
def test_any_order_of_the_facts_gives_the_same_evidence(facts: Facts, chance: Random) -> None:
    before = in_order(sorted_out(facts))
    for name, rows in facts.items():
        if name != "checks":  # their numbers are their order
            chance.shuffle(rows)
    assert in_order(sorted_out(facts)) == before


def no_claim_stands_beside_its_programs_own_work(used: list[Record]) -> None:
    standards: dict[object, set[object]] = {}
    for one in STANDARDS_OF:
        standards.setdefault(one["place"], set()).add(one["standard"])
    worked = {
        (row["student"], row["program"], standard)
        for row in used
        if row["source"] in ("attempts", "activities")
        for standard in standards[row["place"]]
    }
    for row in used:
        if row["source"] == "claims":
            told = {(row["student"], row["program"], standard) for standard in standards[row["place"]]}
            assert not told & worked


def no_lesson_stands_beside_its_own_answers(facts: Facts, used: list[Record]) -> None:
    of_answers = {
        (one["student"], one["program"], one["activity"], _end(one))
        for one in facts["attempts"]
        if one["activity"] and one["correct"] is not None and not one["contradiction"] and _has_place(one)
    }
    days: dict[tuple[object, ...], set[Any]] = {}
    for one in facts["activities"]:
        days.setdefault((one["student"], one["program"], one["content_item"]), set()).add(_end(one))
    for row in used:
        if row["source"] == "activities" and row["lesson"]:
            key = (row["student"], row["program"], row["lesson"])
            before = max((day for day in days[key] if day < row["ended_on"]), default=date.min)
            assert not [day for *of, day in of_answers if tuple(of) == key and before < day <= row["ended_on"]]


def test_time_alone_is_no_evidence() -> None:
    spent: Record = {"student": 1, "program": "alpha", "content_item": "L1", "kind": "lesson", "minutes": 600.0}
    nothing: dict[str, list[Record]] = {name: [] for name in ("attempts", "assessments", "claims", "checks")}
    found = sorted_out({**nothing, "activities": [{**spent, "occurred_on": MONDAY, "outcome": "completed"}]})
    assert [row["class"] for row in found] == ["no usable result"]


@pytest.mark.parametrize("name", ["evidence", "in_order", "mastery", "mastery_sources"])
def test_every_statement_says_what_one_row_is(name: str) -> None:
    assert refresh.sql(name).startswith("-- Grain: one ")


def _end(one: Mapping[str, Any]) -> date:
    told: date = one["occurred_on"] + timedelta(days=6 if one["precision"] == "week" else 0)
    return told


def _has_place(one: Mapping[str, Any]) -> bool:
    tagged = any((one["program"], one["content_item"]) == (p["program"], p["content_item"]) for p in PLACES[:3])
    return tagged or one["standard"] == "3.nf.1"
