"""The log of offers has a row a candidate, work beside standards; each reader finds its own."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from homeroom.facts import store
from homeroom.facts.schema import OFFERS
from homeroom.goals.choosing import log
from homeroom.goals.choosing.log import Candidate, How, Line
from homeroom.mastery import offers_log
from homeroom.mastery.offers import Candidate as OfStandard
from homeroom.mastery.offers import offer

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOW = How(4, "work 1", 2027)
WORK = (
    Candidate("A", "ixl", "L1", "file", 0.5, "It is a goal.", ("goal", "standard=A"), chance=0.5),
    Candidate("A", "ixl", "L2", "file", 0.5, "It is a goal.", ("goal", "standard=A"), chance=0.5),
    Candidate("B", "", "", "work_list", 0.1, "No program.", blocked_by="The teacher left it out."),
)
LINES = (Line(7, WORK, frozenset({0}), frozenset({2})), Line(8, (), frozenset()))


def told() -> list[dict[str, object]]:
    return list(log.rows(LINES, 3, HOW, NOON))


def test_it_works() -> None:
    rows = told()
    assert all(tuple(sorted(row)) == tuple(sorted(OFFERS.names)) for row in rows)
    shown = [(row["student"], row["place"], row["lesson"], row["chosen"], row["chosen_by"]) for row in rows]
    assert shown == [
        (7, 1, "L1", True, "policy"),
        (7, 2, "L2", False, "policy"),
        (7, 3, "", False, "teacher"),
        (8, 0, "", False, "policy"),
    ]


def test_what_a_person_decided_has_no_chance() -> None:
    assert [row["propensity"] for row in told()] == [0.5, 0.5, 0.0, 0.0]


@pytest.mark.django_db
def test_rows_are_read_back_as_they_were_written() -> None:
    log.publish(told(), 2027, "by hand", lambda version: None)
    rows = store.query("select * from offers order by student, place", tables=["offers"]).dicts()
    assert [dict(row) for row in rows] == told()


@pytest.mark.django_db
def test_two_approvals_stand_beside_each_other() -> None:
    log.publish(told(), 2027, "by hand", lambda version: None)
    log.publish(told(), 2027, "by hand", lambda version: None)
    assert store.row_counts()["offers"] == 8


@pytest.mark.django_db
def test_without_rows_what_goes_with_them_happens_all_the_same() -> None:
    done: list[int] = []
    version = log.publish([], 2027, "by hand", lambda found: done.append(found.pk))
    assert done == [version]


@pytest.mark.django_db
def test_where_saving_fails_nothing_is_logged() -> None:
    def fail(_: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        log.publish(told(), 2027, "by hand", fail)
    assert store.row_counts()["offers"] == 0


@pytest.mark.django_db
def test_erasing_a_child_takes_its_rows() -> None:
    log.publish(told(), 2027, "by hand", lambda version: None)
    store.erase(7, "asked for")
    assert store.query("select student from offers", tables=["offers"]).column("student") == [8]


def test_lists_of_standards_are_read_without_the_work_of_goals() -> None:
    line = offer(7, [OfStandard("A", 1.0, ("It is a goal.",))], offered_at=NOON, policy_version="1", seed=4)
    both = [*offers_log.rows([line], 2027), *told()]
    assert list(offers_log.read(both)) == [line]
