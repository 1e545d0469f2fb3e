"""Minutes by activity and mastery's change, worked by hand; and what is never made of both."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from a_minutes_school import AFTER, MONDAY, WEEK, planned, school
from facts.facts_by_hand import publish
from homeroom.evidence import mastery_change, minutes
from homeroom.evidence.intervals import ratio_of
from homeroom.evidence.minutes import Activity, Change, Gain, Spent, change, gains, spent, together
from homeroom.facts import store
from homeroom.mastery.knowledge import Knowledge
from homeroom.rotation.minutes import Minutes

DAY = float((MONDAY - date(1970, 1, 1)).days)
NO, NOTE = np.nan, "as its sheet says"


def test_minutes_are_told_by_activity_and_week(settings: Settings, db: None) -> None:
    own = planned(settings)
    first, fifth = own.children[0].pk, own.children[5].pk
    found = spent([first, fifth], [week.monday for week in (WEEK.previous, WEEK)])
    assert found[first].weeks == found[fifth].weeks == 1
    tutored = found[first].minutes[Activity.TUTORING]
    assert (tutored.planned, tutored.delivered, tutored.missed, tutored.not_recorded) == (60, 25, 5, 30)
    online = found[fifth].minutes[Activity.TECHNOLOGY]
    assert (online.planned, online.delivered, online.late, online.beyond) == (60, 30, 30, 10)
    assert list(together(found, [first, fifth])) == [Activity.TECHNOLOGY, Activity.TUTORING, Activity.INDEPENDENT]


@pytest.mark.any_database
def test_services_and_overflow_are_told_as_one_sum(monkeypatch: pytest.MonkeyPatch) -> None:
    told = {(1, "service"): Minutes(planned=30, delivered=30), (1, "supervised overflow"): Minutes(planned=20, late=20)}
    monkeypatch.setattr(minutes, "by_child", lambda students, first, last: told)
    found = spent([1], [MONDAY])
    assert found == {1: Spent({Activity.OTHER: Minutes(planned=50, delivered=30, late=20)}, 1)}
    assert not any("service" in str(kind) for kind in Activity)


@pytest.mark.any_database
def test_weeks_without_a_plan_are_no_weeks_of_a_child(monkeypatch: pytest.MonkeyPatch) -> None:
    by_week = {
        MONDAY: {(1, "tutoring"): Minutes(planned=30, delivered=30)},
        MONDAY + timedelta(weeks=1): {(1, "technology"): Minutes(beyond=12), (2, "peer project"): Minutes(planned=10)},
    }
    monkeypatch.setattr(minutes, "by_child", lambda students, first, last: by_week[first])
    found = spent([1, 2], by_week)
    assert {child: one.weeks for child, one in found.items()} == {1: 1, 2: 1}
    assert together(found, [1]) == {
        Activity.TECHNOLOGY: Minutes(beyond=12),
        Activity.TUTORING: Minutes(planned=30, delivered=30),
    }
    assert together(found, [3]) == {}


def known(p: list[list[float]], last: list[list[float]], told: list[list[int]] | None = None) -> Knowledge:
    chances, days = np.array(p), np.array(last)
    weight = np.where(np.isnan(days), 0.0, 3.0)
    held = None if told is None else np.array(told)
    return Knowledge(np.array([7, 9]), chances, weight, np.zeros((2, 3), dtype=np.int64), days, DAY + 7, told=held)


# Child 7 worked on the first standard in the week, and on the second the day before it; of child 9 a teacher has set
# the third. So 7 counts with one standard, 9 with two: 2 + 1 right of the chances that stand there.
BEFORE = known([[0.2, 0.5, 0.1], [0.4, 0.1, 0.9]], [[NO, DAY - 1, NO], [NO, NO, NO]])
NOW = known([[0.5, 0.5, 0.1], [0.6, 0.4, 0.9]], [[DAY, DAY - 1, NO], [DAY + 1, DAY + 4, DAY + 2]])


@pytest.mark.any_database
def test_counted_is_what_was_worked_on_in_the_weeks() -> None:
    assert dict(mastery_change.gains(BEFORE, NOW, MONDAY)) == {
        7: Gain(1, 0.2, 0.5),
        9: Gain(3, pytest.approx(1.4), pytest.approx(1.9)),  # type: ignore[arg-type]  compared, never read
    }


@pytest.mark.any_database
def test_what_a_teacher_has_set_is_left_out() -> None:
    now = known(NOW.p.tolist(), NOW.last.tolist(), [[-1, -1, -1], [-1, -1, 5]])
    found = dict(mastery_change.gains(BEFORE, now, MONDAY))
    assert (found[7].standards, found[9].standards) == (1, 2)
    assert dict(mastery_change.gains(BEFORE, NOW, MONDAY + timedelta(days=6))) == {}


@pytest.mark.any_database
def test_the_change_of_some_children_by_hand() -> None:
    told = {1: Gain(1, 0.2, 0.5), 2: Gain(3, 0.9, 1.2), 3: Gain(1, 0.5, 0.5)}
    found = change(told, [1, 2, 3, 4])
    # .3 + .3 + 0 of 5 standards: .12 more. Off by .18, −.06 and −.12: squares add up to .0504, by 3/2 and by 25 it is
    # .003024, whose root is .055; Student's t with 2 degrees of freedom is 4.30, by the expansion 4.15.
    assert (found.children, found.standards) == (3, 5)
    assert (found.before, found.after) == (pytest.approx(0.32), pytest.approx(0.44))
    assert found.share is not None
    assert found.share.at == pytest.approx(0.12)
    assert found.share.high - 0.12 == pytest.approx(0.055 * 4.15, abs=0.005)
    assert found.share.low + found.share.high == pytest.approx(0.24)


@pytest.mark.any_database
def test_of_nobody_and_of_one_child_nothing_is_sure() -> None:
    assert change({}, [1]) == Change(0, 0, 0.0, 0.0, None)
    assert change({1: Gain(2, 0.5, 1.0)}, [1]) == Change(1, 2, 0.25, 0.5, None)


@pytest.mark.any_database
@given(st.lists(st.tuples(st.floats(-5, 5), st.integers(0, 8)), min_size=2, max_size=30), st.floats(-1, 1))
def test_a_ratio_lies_between_its_ends_and_moves_with_its_parts(told: list[tuple[float, int]], shift: float) -> None:
    parts, wholes = [part for part, _ in told], [whole for _, whole in told]
    found = ratio_of(parts, wholes)
    moved = ratio_of([part + shift * whole for part, whole in told], wholes)
    assert (found is None) == (moved is None) == (sum(whole > 0 for whole in wholes) < 2)
    if found and moved:
        assert found.low <= found.at <= found.high
        assert moved.at - found.at == pytest.approx(shift, abs=1e-9)
        assert moved.high - moved.low == pytest.approx(found.high - found.low, abs=1e-9)


def test_right_answers_of_the_weeks_show_as_a_gain(settings: Settings, db: None) -> None:
    own = school(settings)
    numbers = [one or 0 for one in own.classes[0].enrollments.exclude(student=None).values_list("student", flat=True)]
    found = gains(numbers, MONDAY)
    assert found is not None
    told = change(found, numbers)
    assert (told.children, told.standards) == (16, 16)
    assert told.before < told.after
    assert told.share is not None
    assert told.share.at == pytest.approx(told.after - told.before)
    assert gains([own.children[7].pk], MONDAY) == {}, "this child has answered nothing"
    assert gains(numbers, WEEK.next.monday) is None, "those weeks are not over"


def test_a_night_works_it_out_once_a_week_and_again_some_days_later(
    settings: Settings, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("homeroom.evidence.mastery_change.work_out.__defaults__", (1,))
    school(settings)
    assert not mastery_change.nightly()
    settings.HOMEROOM_TODAY = AFTER + timedelta(days=2)
    assert not mastery_change.nightly(), "nothing is over since"
    settings.HOMEROOM_TODAY = AFTER + timedelta(days=3)
    assert mastery_change.nightly(), "another week is over"
    assert weeks_told() == [MONDAY, MONDAY + timedelta(weeks=1)], "older weeks stay as they were told"
    settings.HOMEROOM_TODAY = AFTER + timedelta(days=6)
    assert mastery_change.nightly()
    assert weeks_told() == [MONDAY, MONDAY + timedelta(weeks=1)]


def weeks_told() -> list[date]:
    asked = "select distinct last_week from mastery_change order by all"
    return [*store.query(asked, tables=["mastery_change"]).column("last_week")]


def test_before_any_night_and_in_a_new_school_year_there_is_nothing(settings: Settings, db: None) -> None:
    settings.HOMEROOM_TODAY = AFTER
    assert gains([1], MONDAY) is None
    assert not mastery_change.nightly()
    publish(
        "attempts", [{"student": 1, "program": "star", "content_item": "i", "correct": True, "occurred_on": MONDAY}]
    )
    assert not mastery_change.work_out(), "no constants have been learned"
    settings.HOMEROOM_TODAY = date(2027, 8, 3)
    assert not mastery_change.work_out()
