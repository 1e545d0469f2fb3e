"""A draw of standards becomes online work: the same minutes for each standard, in its own week or in another one."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from a_school import standards
from evidence.a_study import classes, leader, locked, of
from homeroom.evidence import crossover
from homeroom.evidence.assign import assign
from homeroom.evidence.crossover import Taught, hand_over, planned, weeks_of_work
from homeroom.evidence.eligible import parted
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.models import Draw, StudyGoal
from homeroom.goals.errors import GoalsError
from homeroom.goals.models import Assignment, Goal, UnitPlan
from homeroom.goals.plans import plan_unit
from homeroom.people.models import AuditEntry, User
from homeroom.standards.models import Unit
from homeroom.standards.units import Part, make_unit

MONDAY = date(2026, 9, 21)
CODES = [f"3.NF.A.{at}" for at in range(1, 7)]
WEEK = timedelta(days=7)


def taught(*told: tuple[str, int, int, bool]) -> list[Taught]:
    return [Taught(code, MONDAY + week * WEEK, minutes, aligned) for code, week, minutes, aligned in told]


def test_the_new_arm_keeps_its_week_and_the_others_change_theirs_among_themselves() -> None:
    found = weeks_of_work(taught(("a", 0, 60, True), ("b", 0, 60, False), ("c", 1, 60, False), ("d", 2, 60, False)))
    assert found == {"a": MONDAY, "b": MONDAY + WEEK, "c": MONDAY + 2 * WEEK, "d": MONDAY}


def test_one_that_has_nobody_to_change_with_goes_to_the_next_week() -> None:
    assert weeks_of_work(taught(("a", 0, 60, True), ("b", 1, 60, False)))["b"] == MONDAY


def test_a_unit_of_one_week_can_have_nothing_out_of_step() -> None:
    assert weeks_of_work(taught(("a", 0, 60, True), ("b", 0, 60, True))) == {"a": MONDAY, "b": MONDAY}
    with pytest.raises(EvidenceError, match="taught in one week"):
        weeks_of_work(taught(("a", 0, 60, True), ("b", 0, 60, False)))


@given(st.lists(st.tuples(st.integers(0, 4), st.booleans()), min_size=1, max_size=12))
def test_in_any_unit_the_others_are_out_of_step_and_evenly_many_weeks_keep_their_minutes(
    told: list[tuple[int, bool]],
) -> None:
    unit = taught(*((str(at), week, 30, aligned) for at, (week, aligned) in enumerate(told)))
    weeks = {one.week for one in unit}
    if len(weeks) == 1 and not all(one.aligned for one in unit):
        return
    found = weeks_of_work(unit)
    assert set(found) == {one.standard for one in unit}
    assert all((found[one.standard] == one.week) is one.aligned for one in unit)
    assert set(found.values()) <= weeks
    others = Counter(one.week for one in unit if not one.aligned)
    if set(others.values()) == {1} and len(others) % 2 == 0:
        assert Counter(found.values()) == Counter(one.week for one in unit)


@pytest.fixture
def by(db: None) -> User:
    classes(2)
    standards({code: code for code in CODES})
    make_unit("ccss", "u1", "Fractions", [Part(code, week=at // 2 + 1) for at, code in enumerate(CODES)])
    user = leader()
    for name in ("Ash", "Birch"):
        plan_unit(user, of(name), Unit.objects.get(), MONDAY, 60)
    return user


@pytest.fixture
def draw(by: User) -> Draw:
    columns = {"kind": "alignment crossover", "unit": "class by standard", "units": ["u1"], "baseline": None}
    arms = [{"name": "same week", "new": True}, {"name": "another week"}]
    return assign(locked(by, classes=["Ash", "Birch"], arms=arms, **columns), by, seed="11")


pytestmark = pytest.mark.any_database


def test_every_standard_has_its_minutes_and_only_the_new_arm_its_week(draw: Draw) -> None:
    works, left_out = planned(draw)
    assert left_out == []
    arm_of = json.loads(draw.result)
    assert len(arm_of) == 12
    for key, arm in arm_of.items():
        room, code = parted(key)
        row = UnitPlan.objects.get(school_class__sourced_id=room, standard__code=code)
        ((week, minutes),) = [
            (one.week, one.minutes[code]) for one in works if one.school_class == room and code in one.minutes
        ]
        assert minutes == row.minutes
        assert (week == row.week) is (arm == "same week")


def test_it_is_handed_to_goals_once(draw: Draw, by: User) -> None:
    handed = hand_over(draw, by)
    works, _ = planned(draw)
    assert (handed.goals, handed.new, handed.left_out) == (len(works), len(works), ())
    assert hand_over(draw, by).new == 0
    for one in StudyGoal.objects.select_related("goal"):
        assert one.goal is not None
        assert (one.goal.begins_on, one.goal.criterion, one.goal.sent_at) == (one.week, "minutes", None)
        assert one.goal.minutes == one.minutes
    assert sum(StudyGoal.objects.values_list("minutes", flat=True)) == sum(
        UnitPlan.objects.values_list("minutes", flat=True)
    )
    assert not Goal.objects.filter(title__icontains="week").exists()
    assert AuditEntry.objects.filter(verb="handed over").count() == 1


def test_where_asked_the_work_is_sent_at_once(draw: Draw, by: User) -> None:
    handed = hand_over(draw, by, send=True)
    assert (handed.new > 0, handed.left_out) == (True, ())
    assert not Goal.objects.filter(sent_at=None).exists()
    for one in Assignment.objects.select_related("goal", "standard"):
        assert one.standard.code in set(one.goal.standards.values_list("standard__code", flat=True))
    children = set(Assignment.objects.values_list("student", flat=True))
    assert len(children) == 4


def test_what_is_not_planned_is_left_out_in_words(draw: Draw, by: User) -> None:
    gone = UnitPlan.objects.order_by("pk")[0]
    gone.delete()
    UnitPlan.objects.filter(school_class=of("Birch")).update(week=MONDAY)
    handed = hand_over(draw, by)
    assert any("plan no lab time" in one for one in handed.left_out)
    assert any("Birch, u1: It is taught in one week" in one for one in handed.left_out)


def test_goals_that_cannot_be_sent_are_left_out_and_not_kept(
    draw: Draw, by: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(user: User, goal: Goal) -> None:
        raise GoalsError("There is no work to send.")

    monkeypatch.setattr(crossover, "send_off", refuse)
    handed = hand_over(draw, by, send=True)
    assert (handed.goals, handed.new) == (0, 0)
    assert all("There is no work to send." in one for one in handed.left_out)
    assert not Goal.objects.exists()


def test_only_a_draw_of_standards_is_handed_over(by: User) -> None:
    with pytest.raises(EvidenceError, match="Only a draw of standards"):
        hand_over(assign(locked(by), by), by)
