"""Which rooms a principal is asked to visit: a small table in, the rooms out, rule by rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from a_school import MONDAY, standards
from homeroom.people.school_days import Calendar, Marked
from homeroom.reports.monday import visits as visiting
from homeroom.reports.monday.visits import Situation, named, visits
from homeroom.reports.rules_of_schools import FEW, LESS_TIME, QUIET_ROOM, ROOMS, STUCK_ROOM
from reports.monday_by_hand import USUAL, WEEK, each, room, stuck, told, visited, week

OAK = room("Oak", 24)
WEDNESDAY, TUESDAY = MONDAY + timedelta(days=2), MONDAY + timedelta(days=1)


def reason(situation: Situation) -> str:
    (one,) = visits(situation, [OAK])
    return one.reason


def test_a_room_where_all_work_is_not_named() -> None:
    assert visited(week([OAK]), [OAK]) == {}


# Many children without work


@pytest.mark.parametrize(("working", "found"), [(12, {"Oak": "quiet-room"}), (13, {})])
def test_half_of_the_room_without_work(working: int, found: dict[str, str]) -> None:
    assert visited(week([OAK], {OAK: working}), [OAK]) == found


@pytest.mark.parametrize(("through", "found"), [(WEDNESDAY, {"Oak": "quiet-room"}), (TUESDAY, {}), (None, {})])
def test_a_room_is_quiet_only_where_data_reach_far_enough(through: date | None, found: dict[str, str]) -> None:
    state = "never" if through is None else "late"
    assert visited(week([OAK], {OAK: 0}, fresh=[told(through, state)]), [OAK]) == found


def test_one_program_that_lags_keeps_a_room_from_being_called_quiet() -> None:
    lagging = replace(told(TUESDAY, "late"), program="iready", name="i-Ready")
    assert visited(week([OAK], {OAK: 0}, fresh=[lagging, told()]), [OAK]) == {}


def test_a_yearly_test_that_is_long_past_says_nothing_of_a_week() -> None:
    test = told(date(2026, 9, 2), every="term")
    assert visited(week([OAK], {OAK: 0}, fresh=[test, told()]), [OAK]) == {"Oak": "quiet-room"}
    assert visited(week([OAK], {OAK: 0}, fresh=[test]), [OAK]) == {}, "nor does it tell of the week"


def test_it_says_how_many_and_that_all_programs_have_told() -> None:
    assert reason(week([OAK], {OAK: 9})) == "15 of 24 children with no work seen; all programs have told."


# Many stuck on the same


@pytest.mark.django_db
@pytest.mark.parametrize(("many", "found"), [(7, {"Oak": "too-many"}), (6, {})])
def test_more_than_a_small_group_stuck_on_the_same(many: int, found: dict[str, str]) -> None:
    assert visited(week([OAK], not_moving=stuck({OAK: {"3.NF.A.1": many}})), [OAK]) == found


def test_children_stuck_on_different_standards_are_no_room_to_visit() -> None:
    apart = stuck({OAK: {"3.NF.A.1": 5, "3.OA.C.7": 6, "3.MD.A.1": 6}})
    assert visited(week([OAK], not_moving=apart), [OAK]) == {}


def test_children_of_another_room_are_not_counted() -> None:
    elm = room("Elm", 24, number=2)
    assert visited(week([OAK, elm], not_moving=stuck({OAK: {"3.NF.A.1": 4}, elm: {"3.NF.A.1": 4}})), [OAK, elm]) == {}


@pytest.mark.django_db
def test_it_names_the_standard_where_most_are_and_says_that_there_are_more() -> None:
    standards({"3.NF.A.1": "Unit fractions"})
    both = stuck({OAK: {"3.NF.A.1": 9, "3.OA.C.7": 8}})
    assert reason(week([OAK], not_moving=both)) == (
        "9 children not moving on 3.NF.A.1 Unit fractions, and as many or fewer on 1 more."
    )


# Much less time than usual


def slower(now: float, usual: tuple[float, ...] = USUAL, many: int | None = None, **more: object) -> Situation:
    """Oak's middle child now, and in the weeks before, newest first."""
    before = [each(OAK, one) for one in usual]
    return week([OAK], minutes=each(OAK, now, many), before=before, **more)  # type: ignore[arg-type]  # as week's own


@pytest.mark.parametrize(("now", "found"), [(19.9, {"Oak": "less-time"}), (20.0, {})])
def test_under_half_of_the_usual_time(now: float, found: dict[str, str]) -> None:
    assert visited(slower(now), [OAK]) == found


def test_usual_is_the_middle_of_three_own_weeks() -> None:
    assert visited(slower(19.9, (5.0, 40.0, 90.0)), [OAK]) == {"Oak": "less-time"}
    assert visited(slower(19.9, (5.0, 39.0, 90.0)), [OAK]) == {}
    assert reason(slower(14.0, (41.0, 38.0, 44.0))) == "Number Trail: 14 minutes, before 41, 38 and 44."


@pytest.mark.parametrize(("many", "found"), [(10, {"Oak": "less-time"}), (9, {})])
def test_of_few_children_no_middle_is_compared(many: int, found: dict[str, str]) -> None:
    assert visited(slower(5.0, many=many), [OAK]) == found


def test_a_week_before_with_few_children_is_no_measure() -> None:
    before = [each(OAK, 40.0), each(OAK, 40.0, 9), each(OAK, 40.0)]
    assert visited(week([OAK], minutes=each(OAK, 5.0), before=before), [OAK]) == {}


@pytest.mark.parametrize("back", [0, 1, 3])
def test_a_week_with_a_day_off_is_no_full_week(back: int) -> None:
    day = MONDAY - timedelta(weeks=back)
    holiday = Calendar({(None, day): Marked(day, "closed", "holiday")})
    assert visited(slower(5.0, calendar=holiday), [OAK]) == {}


def test_a_day_off_before_the_weeks_compared_does_not_count() -> None:
    day = MONDAY - timedelta(weeks=4)
    holiday = Calendar({(None, day): Marked(day, "closed", "holiday")})
    assert visited(slower(5.0, calendar=holiday), [OAK]) == {"Oak": "less-time"}


def test_while_data_are_late_less_time_is_not_said() -> None:
    assert visited(slower(5.0, fresh=[told(state="late")]), [OAK]) == {}


# All of them


@pytest.mark.parametrize(("size", "found"), [(10, {"Oak": "quiet-room"}), (9, {})])
def test_of_a_room_with_few_children_nothing_is_said(size: int, found: dict[str, str]) -> None:
    small = room("Oak", size)
    assert visited(week([small], {small: 0}), [small]) == found


def test_a_room_is_named_once_by_the_first_rule_that_holds() -> None:
    before = [each(OAK, one) for one in USUAL]
    everything = week([OAK], {OAK: 2}, not_moving=stuck({OAK: {"3.NF.A.1": 20}}), minutes=each(OAK, 5.0), before=before)
    assert visited(everything, [OAK]) == {"Oak": "quiet-room"}


def test_at_most_three_are_named_those_with_most_children_then_by_name() -> None:
    sizes = {"Elm": 20, "Ash": 30, "Oak": 20, "Fir": 26, "Box": 20}
    rooms = [room(title, size, number) for number, (title, size) in enumerate(sizes.items(), start=1)]
    found = visits(week(rooms, dict.fromkeys(rooms, 0)), rooms)
    assert [one.room.title for one in found] == ["Ash", "Fir", "Box", "Elm", "Oak"]
    assert [one.room.title for one in named(found)] == ["Ash", "Box", "Fir"], "shown by name: the order ranks nobody"


@given(st.lists(st.tuples(st.integers(0, 33), st.integers(0, 33)), max_size=8))
@settings(max_examples=60)
def test_never_more_than_three_and_none_left_out_for_a_smaller_one(drawn: list[tuple[int, int]]) -> None:
    rooms = [room(f"Room {at}", max(drawn[at - 1]), at) for at in range(1, len(drawn) + 1)]
    active = {one: min(pair) for one, pair in zip(rooms, drawn, strict=True)}
    found = visits(week(rooms, active), rooms)
    shown = named(found)
    assert len(shown) == min(3, len(found))
    left = [one.children for one in found if one not in shown]
    assert all(one.children >= most for one in shown for most in left)
    assert [one.room.title for one in shown] == sorted(one.room.title for one in shown)


# Sentence and threshold are one

NEAR = {
    ("QUIET_ROOM", "percent", 40): week([OAK], {OAK: 13}),
    ("STUCK_ROOM", "most", 5): week([OAK], not_moving=stuck({OAK: {"3.NF.A.1": 6}})),
    ("LESS_TIME", "percent", 60): slower(20.0),
    ("FEW", "children", 25): week([OAK], {OAK: 0}),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "threshold", "value"), NEAR)
def test_the_threshold_of_the_rule_alone_turns_the_table(
    name: str, threshold: str, value: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    situation = NEAR[name, threshold, value]
    before = visited(situation, [OAK])
    rule = getattr(visiting, name)
    monkeypatch.setattr(visiting, name, replace(rule, thresholds={**rule.thresholds, threshold: value}))
    assert visited(situation, [OAK]) != before


def test_a_rule_turns_its_sentence_with_its_threshold() -> None:
    for rule in (QUIET_ROOM, STUCK_ROOM, LESS_TIME, FEW, ROOMS):
        for threshold in rule.thresholds:
            assert replace(rule, thresholds={**rule.thresholds, threshold: 7777}).words != rule.words, rule.id


def test_the_rule_on_the_card_is_the_one_that_was_asked() -> None:
    (one,) = visits(week([OAK], {OAK: 0}), [OAK])
    assert one.rule is QUIET_ROOM and f"{QUIET_ROOM['percent']} %" in one.rule.words
    assert one.children == len(OAK.children) and WEEK.monday == MONDAY
