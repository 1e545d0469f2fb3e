"""Activities that may change places with each other: the checker, which knows nothing of it, finds the same."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeroom.rotation.grid.alike import alike, days_apart, in_order
from homeroom.rotation.grid.check import Broken, check, cost
from homeroom.rotation.grid.instance import (
    Activity,
    DaysBetween,
    Instance,
    Of,
    Room,
    Rules,
    SameStart,
    Starts,
    Students,
)
from homeroom.rotation.grid.meaning import together
from homeroom.rotation.grid.plan import Meeting, Plan
from rotation.fet.files import rules

pytestmark = pytest.mark.any_database

WEEK = Instance(
    school="",
    rooms=(Room("Hall"),),
    days=("Mon", "Tue", "Wed"),
    hours=("8", "9"),
    subjects=("math", "art"),
    teachers=("Ada", "Ben"),
    students=(Students("1a"), Students("1b")),
    activities=(
        *(Activity(key, "math", teachers=("Ada",), students=("1a",)) for key in (1, 2, 3)),
        *(Activity(key, "art", teachers=("Ben",), students=("1b",)) for key in (4, 5)),
    ),
)


@pytest.mark.parametrize(
    ("said", "groups", "apart"),
    [
        ((), [[[1], [2], [3]], [[4], [5]]], 0),
        ((DaysBetween(activities=(1, 2, 3), days=1),), [[[1], [2], [3]], [[4], [5]]], 1),
        ((DaysBetween(activities=(1, 2, 3), days=1, weight=95.0),), [[[1], [2], [3]], [[4], [5]]], 0),
        ((DaysBetween(activities=(1, 2), days=2),), [[[1], [2]], [[4], [5]]], 2),
        ((Starts(of=Of(activity=2), times=(0,)),), [[[1], [3]], [[4], [5]]], 0),
        ((Starts(of=Of(subject="math"), times=(0,)),), [[[1], [2], [3]], [[4], [5]]], 0),
        ((SameStart(activities=(1, 4)), SameStart(activities=(2, 5))), [[[1, 4], [2, 5]]], 0),
        ((SameStart(activities=(1, 4), weight=50.0),), [[[2], [3]]], 0),
    ],
    ids=str,
)
def test_what_no_rule_tells_apart_is_alike(said: tuple[Rules, ...], groups: list[object], apart: int) -> None:
    week = msgspec.structs.replace(WEEK, rules=said)
    assert alike(week) == groups
    assert days_apart(week, alike(week)[0]) == apart


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_earlier_start_for_the_earlier_one_changes_nothing_for_the_checker(data: st.DataObject) -> None:
    said = data.draw(st.lists(rules(WEEK), max_size=5))
    week = msgspec.structs.replace(WEEK, rules=tuple(said))
    times = st.integers(0, len(week.days) * len(week.hours) - 1)
    starts = {key: start for unit in together(week) for start in [data.draw(times)] for key in unit}
    found, ordered = _found(week, starts), _found(week, in_order(starts, alike(week)))
    assert cost(found) == cost(ordered)
    assert sorted(one.code for one in found if one.hard) == sorted(one.code for one in ordered if one.hard)


def _found(week: Instance, starts: dict[int, int]) -> tuple[Broken, ...]:
    return check(week, Plan("", tuple(Meeting(key, start) for key, start in starts.items())))
