from collections.abc import Mapping
from datetime import date

import pytest

from facts.facts_by_hand import publish
from homeroom.facts import store
from homeroom.mastery.refresh import refresh, spellings, sql
from homeroom.standards import ccss, unknown
from homeroom.standards.alignment import Tag, take_tags
from homeroom.standards.content import Content, take_content

MONDAY = date(2026, 10, 26)

pytestmark = pytest.mark.django_db


def _attempt(**told: object) -> Mapping[str, object]:
    return {"student": 1, "program": "alpha", "content_item": "i1", "occurred_on": MONDAY, "correct": True, **told}


def _practice() -> list[tuple[object, ...]]:
    wanted = "select student, standard, week, attempts, correct, share from practice order by all"
    return store.query(wanted, tables=["practice"]).rows


def test_practice_and_streaks_are_worked_out_from_true_facts_and_tags() -> None:
    ccss.load()
    take_content([Content("alpha", "item", "i1")])
    take_tags([Tag(("alpha", "item", "i1"), "3.NF.A.1", 1, "vendor")], ccss.SLUG)
    published = publish("attempts", [_attempt(), _attempt(correct=False, occurred_on=date(2026, 10, 27))])
    assert refresh([2027]) == store.current() > published
    assert _practice() == [(1, "3.NF.A.1", MONDAY, 2, 1, 2.0)]
    streaks = store.query("select standard, attempts, since_three, programs from streaks", tables=["streaks"])
    assert streaks.rows == [("3.NF.A.1", 2, 2, "alpha")]


def test_spellings_of_the_facts_are_resolved_and_unknown_ones_left() -> None:
    publish("attempts", [_attempt(standard="3.nf.1"), _attempt(standard="3.NF.X"), _attempt(standard=None)])
    publish("activities", [{"student": 1, "occurred_on": MONDAY, "standard": "Math.CC.3.OA.A.1"}])
    assert spellings(2027) == {"spelling": ["3.nf.1", "Math.CC.3.OA.A.1"], "standard": ["3.NF.A.1", "3.OA.A.1"]}
    refresh([2027])
    assert [row[1] for row in _practice()] == ["", "3.NF.A.1", "3.OA.A.1"]


def test_spellings_that_nobody_knows_wait_for_a_person_with_their_rows() -> None:
    publish(
        "attempts", [_attempt(standard=text, seconds=n) for n, text in enumerate(["3.NF.X", "3.NF.X", "3.nf.1", None])]
    )
    publish("activities", [{"student": 1, "occurred_on": MONDAY, "standard": "3.NF.X"}])
    refresh([2027])
    refresh([2027])
    assert [(one.spelling, one.rows) for one in unknown.waiting()] == [("3.NF.X", 3)]


def test_what_a_person_decided_about_a_spelling_counts_the_next_time() -> None:
    ccss.load()
    publish("attempts", [_attempt(standard="3.NF.X")])
    refresh([2027])
    unknown.decide("3.NF.X", "3.NF.A.1", "ann")
    refresh([2027])
    assert [row[1] for row in _practice()] == ["3.NF.A.1"]


def test_deriving_again_gives_the_same_tables() -> None:
    publish("attempts", [_attempt(standard="3.NF.1", seconds=n) for n in range(50)])
    refresh([2027])
    before = store.checksum("practice"), store.checksum("streaks")
    refresh([2027])
    assert (store.checksum("practice"), store.checksum("streaks")) == before


def test_a_fact_that_comes_later_is_counted_with_the_others() -> None:
    publish("attempts", [_attempt(standard="3.NF.1")])
    refresh([2027])
    publish("attempts", [_attempt(standard="3.NF.1", correct=False)])
    refresh([2027])
    assert _practice() == [(1, "3.NF.A.1", MONDAY, 2, 1, 2.0)]


def test_each_school_year_is_worked_out_by_itself() -> None:
    last_year = _attempt(school_year=2026, occurred_on=date(2026, 5, 4), standard="3.NF.1")
    publish("attempts", [_attempt(standard="3.NF.1"), last_year])
    refresh([2027])
    assert [row[2] for row in _practice()] == [MONDAY]
    refresh([2026, 2026])
    assert [row[2] for row in _practice()] == [date(2026, 5, 4), MONDAY]
    first_tries = store.query("select first_tries from practice", tables=["practice"]).column("first_tries")
    assert first_tries == [1, 1]


def test_work_spelled_like_no_number_is_read_where_nothing_at_all_could_be_resolved() -> None:
    publish("attempts", [_attempt(standard="unheard of")])
    refresh([2027])
    assert _practice() == [(1, "", MONDAY, 1, 1, 1.0)]


def test_without_facts_there_is_nothing_and_no_error() -> None:
    refresh([2027])
    assert _practice() == []


def test_no_school_year_publishes_nothing() -> None:
    assert refresh([]) == 0


@pytest.mark.parametrize("name", ["practice", "streaks"])
def test_every_transform_says_what_one_row_is(name: str) -> None:
    assert sql(name).startswith("-- Grain: one child's")
