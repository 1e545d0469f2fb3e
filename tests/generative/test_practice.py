"""Random small worlds: SQL and plain Python agree on every row, whatever the order the facts come in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generative import practice_by_hand as by_hand
from generative.practice_by_hand import Activity, Alignment, Attempt
from homeroom.facts.schema import ACTIVITIES, ATTEMPTS, PRACTICE, STREAKS, Table
from homeroom.mastery import refresh
from spec.engines import Record, columns, duckdb, in_order

MONDAY = date(2026, 10, 26)
DAYS = st.sampled_from([MONDAY + timedelta(days=days) for days in (-1, 0, 1, 2, 7)])
STUDENTS, PROGRAMS, STANDARDS = st.sampled_from([1, 2]), st.sampled_from(["alpha", "beta"]), ["3.NF.A.1", "3.G.A.2"]
PRECISION = st.sampled_from(["instant", "day", "day", "week"])
MOMENTS = st.none() | st.sampled_from([datetime(2026, 10, 26, hour) for hour in (8, 9, 10)])
ITEMS, LESSONS = st.none() | st.sampled_from(["i1", "i2", "i3"]), st.none() | st.sampled_from(["L1", "L2"])
SPELLED = st.none() | st.sampled_from(["3.nf.1", "3.NF.A.1", "unheard of"])

ANSWERS = st.lists(
    st.builds(
        Attempt,
        STUDENTS,
        PROGRAMS,
        PRECISION,
        MOMENTS,
        DAYS,
        ITEMS,
        SPELLED,
        st.sampled_from([None, True, True, True, False]),
        st.none() | st.integers(0, 400),
        st.sampled_from([None, None, 1, 2]),
        LESSONS,
        st.sampled_from([None, None, False, True]),
    ),
    max_size=14,
)
TRIES = st.lists(
    st.builds(
        Activity,
        STUDENTS,
        PROGRAMS,
        PRECISION,
        DAYS,
        LESSONS,
        st.sampled_from(["lesson", "quiz", "unit"]),
        SPELLED,
        st.none() | st.integers(0, 30),
        st.sampled_from([None, "while it is open", "while the child is active"]),
        st.sampled_from(["passed", "not passed", "unknown"]),
    ),
    max_size=6,
)
TAGGED = st.dictionaries(
    st.tuples(PROGRAMS, st.just("item"), st.sampled_from(["i1", "i2"]))
    | st.tuples(PROGRAMS, st.sampled_from(["lesson", "unit"]), st.sampled_from(["L1", "L2"])),
    st.sampled_from([{"3.NF.A.1": 1.0}, {"3.NF.A.1": 0.5, "3.G.A.2": 0.5}, {"3.NF.A.1": 1 / 3, "3.G.A.2": 2 / 3}]),
)
NOTHING_TAGGED = Alignment({}, {"3.nf.1": "3.NF.A.1", "3.NF.A.1": "3.NF.A.1"})
# Nothing but their standards tells these two answers to one item apart.
TWINS = [
    Attempt(2, "alpha", "instant", None, MONDAY, "i1", spelled, True, None, None, None, None)
    for spelled in (None, "3.nf.1")
]
KNOWN = st.builds(Alignment, TAGGED, st.just({"3.nf.1": "3.NF.A.1", "3.NF.A.1": "3.NF.A.1"}))


@settings(max_examples=60, deadline=None)
@given(ANSWERS, TRIES, KNOWN, st.randoms(use_true_random=False))
@example(TWINS, [], NOTHING_TAGGED, Random(1))
@example(TWINS[::-1], [], NOTHING_TAGGED, Random(1))
def test_practice_agrees_with_plain_python_in_any_order(
    attempts: list[Attempt], activities: list[Activity], known: Alignment, chance: Random
) -> None:
    expected = in_order(by_hand.practice(attempts, activities, known))
    for _ in range(2):
        facts = {ATTEMPTS: _records(ATTEMPTS, attempts), ACTIVITIES: _records(ACTIVITIES, activities)}
        found = duckdb(PRACTICE, refresh.sql("practice"), facts, _relations(known))
        assert in_order(found) == expected
        chance.shuffle(attempts)
        chance.shuffle(activities)


@settings(max_examples=60, deadline=None)
@given(ANSWERS, KNOWN, st.randoms(use_true_random=False))
def test_streaks_agree_with_plain_python_in_any_order(
    attempts: list[Attempt], known: Alignment, chance: Random
) -> None:
    expected = in_order(by_hand.streaks(attempts, known))
    for _ in range(2):
        facts = {ATTEMPTS: _records(ATTEMPTS, attempts)}
        found = duckdb(STREAKS, refresh.sql("streaks"), facts, _relations(known))
        assert in_order(found) == expected
        chance.shuffle(attempts)


@settings(max_examples=30, deadline=None)
@given(ANSWERS, KNOWN, st.randoms(use_true_random=False))
def test_doubles_are_the_same_to_the_last_bit_in_any_order(
    attempts: list[Attempt], known: Alignment, chance: Random
) -> None:
    def rows() -> set[tuple[object, ...]]:
        facts: dict[Table, list[Record]] = {ATTEMPTS: _records(ATTEMPTS, attempts), ACTIVITIES: []}
        found = duckdb(PRACTICE, refresh.sql("practice"), facts, _relations(known))
        return {tuple(row.values()) for row in found}

    before = rows()
    chance.shuffle(attempts)
    assert rows() == before


def test_answers_are_never_lost_nor_counted_twice_over_shares() -> None:
    """Over all standards the shares add up to the scored answers, whatever the tags."""
    tags = {("alpha", "item", f"i{n}"): {f"s{k}": 1 / n for k in range(n)} for n in range(1, 8)}
    attempts = [
        Attempt(1, "alpha", "day", None, MONDAY, f"i{n}", None, True, 60, None, None) for n in range(1, 8) for _ in "ab"
    ]
    facts = {ATTEMPTS: _records(ATTEMPTS, attempts), ACTIVITIES: []}
    found = duckdb(PRACTICE, refresh.sql("practice"), facts, _relations(Alignment(tags, {})))
    assert sum(row["share"] for row in found) == pytest.approx(14, abs=1e-9)  # type: ignore[misc]
    assert sum(row["active_minutes"] for row in found) == pytest.approx(14, abs=1e-9)  # type: ignore[misc]


def _records(table: Table, facts: Sequence[Attempt | Activity]) -> list[Record]:
    blank: Record = dict.fromkeys(table.names)
    lineage = {"school_year": 2027, "delivery": 1}
    return [{**blank, **lineage, "row": number, **asdict(fact)} for number, fact in enumerate(facts, 1)]


def _relations(known: Alignment) -> dict[str, dict[str, list[object]]]:
    names = ("program", "kind", "content_item", "standard", "share")
    tags = [dict(zip(names, (*item, *pair), strict=True)) for item, of in known.tags.items() for pair in of.items()]
    spelled = {"spelling": list[object](known.spellings), "standard": list[object](known.spellings.values())}
    return {"tags": columns(names, tags), "spellings": spelled}
