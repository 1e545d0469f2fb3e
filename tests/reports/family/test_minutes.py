"""Minutes for families: tables in, table out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from a_school import MONDAY, Town, practice, town
from facts.facts_by_hand import publish
from homeroom.facts import store
from homeroom.reports.family.read import minutes, programs
from homeroom.reports.gathered import Gathered
from homeroom.reports.values import State
from homeroom.reports.week import Week

SUNDAY = MONDAY + timedelta(days=6)
FIRST = MONDAY - timedelta(weeks=3)
YEAR = 2027
Told = dict[str, tuple[float | None, float | None]]


@pytest.fixture
def place(db: None) -> Town:
    return town(size=2)


def used(place: Town, on: date, value: float, **more: object) -> dict[str, object]:
    told = {"student": place.numbers[0], "program": "iready", "occurred_on": on, "metric": "MinutesOnTask"}
    return {**told, "value": value, "definition": "from opening to leaving", **more}


def read(place: Town) -> Told:
    with Gathered(place.numbers, store.current()) as gathered:
        found = minutes(gathered, Week.of(MONDAY)).get(place.numbers[0], ())
    return {
        one.name: (one.this_week.exact if one.this_week.state is State.KNOWN else None, one.four_weeks.exact)
        for one in found
    }


def test_four_weeks_count_from_their_first_monday_to_the_last_sunday(place: Town) -> None:
    days = {FIRST - timedelta(days=1): 1.0, FIRST: 10.0, SUNDAY: 100.0, SUNDAY + timedelta(days=1): 1000.0}
    publish("usage", [used(place, on, value) for on, value in days.items()])
    assert read(place) == {"i-Ready": (100.0, 110.0)}


def test_what_is_of_no_one_week_or_counts_up_or_is_no_minutes_is_left_out(place: Town) -> None:
    month = {"starts_on": FIRST, "ends_on": MONDAY}
    others = [
        used(place, MONDAY, 1.0, **month),
        used(place, MONDAY, 2.0, cumulative=True),
        used(place, MONDAY, 4.0, metric="Stars"),
    ]
    publish("usage", [*others, used(place, MONDAY, 8.0, starts_on=MONDAY, ends_on=SUNDAY)])
    assert read(place) == {"i-Ready": (8.0, 8.0)}


def test_programs_stand_beside_each_other_the_one_with_most_minutes_first(place: Town) -> None:
    child = place.children[0]
    publish("practice", [practice(child, "3.NF.A.1", 1, 1, week=MONDAY - timedelta(weeks=1), active_minutes=3.0)])
    publish("usage", [used(place, MONDAY, 20.0)])
    found = read(place)
    assert list(found) == ["i-Ready", "Number Trail"]
    assert found["Number Trail"] == (None, 3.0)


def test_practice_without_minutes_is_no_line(place: Town) -> None:
    publish("practice", [practice(place.children[0], "3.NF.A.1", 1, 1)])
    assert read(place) == {}
    with Gathered(place.numbers, store.current()) as gathered:
        assert programs(gathered, YEAR) == {place.numbers[0]: frozenset({"number_trail"})}
