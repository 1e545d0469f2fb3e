from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from a_school import TODAY, Town, standards, town
from homeroom.goals import plans
from homeroom.goals.errors import GoalsError
from homeroom.goals.models import UnitPlan
from homeroom.goals.shares import whole_parts
from homeroom.people.models import AuditEntry, SchoolDay
from homeroom.standards.models import Standard, Unit
from homeroom.standards.units import Part, make_unit

WEEK = timedelta(days=7)
CODES = {"3.NF.A.1": "Unit fractions", "3.G.A.2": "Equal areas", "3.MD.C.7": "Area", "3.OA.A.1": "Products"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Town:
    standards(CODES)
    return town(3)


@pytest.fixture
def unit(here: Town) -> Unit:
    return make_unit("ccss", "u1", "Fractions", [Part("3.NF.A.1", 2), Part("3.G.A.2", 1), Part("3.MD.C.7", 1, week=2)])


def _rows(place: Town) -> list[tuple[date, str, int, str]]:
    rows = UnitPlan.objects.filter(school_class=place.group).order_by("week", "standard__code")
    return list(rows.values_list("week", "standard__code", "minutes", "state"))


def _standard(code: str) -> Standard:
    return Standard.objects.get(code=code)


def test_a_unit_is_copied_week_by_week_with_its_minutes_divided(here: Town, unit: Unit) -> None:
    made = plans.plan_unit(here.teacher, here.group, unit, TODAY + timedelta(days=2), 100)
    assert _rows(here) == [
        (TODAY, "3.G.A.2", 33, "planned"),
        (TODAY, "3.NF.A.1", 67, "planned"),
        (TODAY + WEEK, "3.MD.C.7", 100, "planned"),
    ]
    assert {row.unit for row in made} == {unit}


def test_a_week_without_school_is_passed_over(here: Town, unit: Unit) -> None:
    for day in range(5):
        SchoolDay.objects.create(school=here.school, day=TODAY + WEEK + timedelta(days=day), kind="holiday")
    plans.plan_unit(here.teacher, here.group, unit, TODAY, 100)
    assert {week for week, *_ in _rows(here)} == {TODAY, TODAY + 2 * WEEK}


def test_the_same_again_changes_nothing(here: Town, unit: Unit) -> None:
    plans.plan_unit(here.teacher, here.group, unit, TODAY, 100)
    before = _rows(here)
    plans.plan_unit(here.teacher, here.group, unit, TODAY, 100)
    assert _rows(here) == before


def test_planned_again_with_other_minutes_what_was_marked_stays(here: Town, unit: Unit) -> None:
    first, *_ = plans.plan_unit(here.teacher, here.group, unit, TODAY, 100)
    plans.mark(here.teacher, first, "taught")
    plans.plan_unit(here.teacher, here.group, unit, TODAY, 60)
    first.refresh_from_db()
    assert first.minutes in (33, 67)
    assert {minutes for *_, minutes, state in _rows(here) if state == "planned"} <= {20, 40, 60}


def test_a_unit_without_standards_says_what_to_do(here: Town) -> None:
    empty = Unit.objects.create(framework=_standard("3.NF.A.1").framework, code="u0", title="Empty")
    with pytest.raises(GoalsError, match="add some to it first"):
        plans.plan_unit(here.teacher, here.group, empty, TODAY, 100)


@pytest.mark.parametrize("minutes", [-1, 2001])
def test_minutes_that_no_week_has_are_refused(here: Town, unit: Unit, minutes: int) -> None:
    with pytest.raises(GoalsError, match=r"from 0 to 2,000"):
        plans.plan_unit(here.teacher, here.group, unit, TODAY, minutes)


def _one(place: Town, minutes: int = 40, week: date = TODAY) -> UnitPlan:
    return plans.plan_standard(place.teacher, place.group, _standard("3.NF.A.1"), week, minutes)


@pytest.mark.parametrize("state", ["taught", "skipped"])
def test_one_click_marks_and_one_takes_it_back(here: Town, state: str) -> None:
    row = _one(here)
    marked = plans.mark(here.teacher, row, state)
    assert (marked.state, marked.marked_by) == (state, "teacher")
    assert marked.marked_at is not None
    assert plans.undo(here.teacher, row).marked_by == ""
    assert _rows(here) == [(TODAY, "3.NF.A.1", 40, "planned")]


def test_every_mark_is_in_the_log_and_the_same_again_is_not(here: Town) -> None:
    row = _one(here)
    plans.mark(here.teacher, row, "taught")
    plans.mark(here.teacher, row, "taught")
    assert AuditEntry.objects.filter(verb="taught").count() == 1


def test_what_moves_takes_its_minutes_along_and_brings_them_back(here: Town) -> None:
    row = _one(here)
    plans.mark(here.teacher, row, "moved", TODAY + WEEK + timedelta(days=3))
    assert _rows(here) == [(TODAY, "3.NF.A.1", 40, "moved"), (TODAY + WEEK, "3.NF.A.1", 40, "planned")]
    plans.undo(here.teacher, row)
    assert _rows(here) == [(TODAY, "3.NF.A.1", 40, "planned")]


def test_what_moves_to_a_week_that_has_it_is_added_there(here: Town) -> None:
    row, there = _one(here), _one(here, 25, TODAY + WEEK)
    plans.mark(here.teacher, row, "moved", there.week)
    assert _rows(here)[1] == (TODAY + WEEK, "3.NF.A.1", 65, "planned")
    plans.undo(here.teacher, row)
    assert _rows(here) == [(TODAY, "3.NF.A.1", 40, "planned"), (TODAY + WEEK, "3.NF.A.1", 25, "planned")]


def test_two_weeks_moved_to_one_come_back_in_any_order(here: Town) -> None:
    first, second = _one(here, 40), _one(here, 10, TODAY + WEEK)
    for row in (first, second):
        plans.mark(here.teacher, row, "moved", TODAY + 3 * WEEK)
    assert _rows(here)[-1] == (TODAY + 3 * WEEK, "3.NF.A.1", 50, "planned")
    plans.undo(here.teacher, first)
    assert _rows(here)[-1] == (TODAY + 3 * WEEK, "3.NF.A.1", 10, "planned")
    plans.undo(here.teacher, second)
    assert _rows(here) == [(TODAY, "3.NF.A.1", 40, "planned"), (TODAY + WEEK, "3.NF.A.1", 10, "planned")]


def test_a_move_that_was_followed_by_another_mark_says_what_comes_first(here: Town) -> None:
    row = _one(here)
    plans.mark(here.teacher, row, "moved", TODAY + WEEK)
    arrived = UnitPlan.objects.get(week=TODAY + WEEK)
    plans.mark(here.teacher, arrived, "taught")
    with pytest.raises(GoalsError, match="take that back first"):
        plans.undo(here.teacher, row)
    plans.undo(here.teacher, arrived)
    plans.undo(here.teacher, row)
    assert _rows(here) == [(TODAY, "3.NF.A.1", 40, "planned")]


def test_moved_elsewhere_instead_it_stands_in_one_week_only(here: Town) -> None:
    row = _one(here)
    plans.mark(here.teacher, row, "moved", TODAY + WEEK)
    plans.mark(here.teacher, row, "moved", TODAY + 2 * WEEK)
    assert [(week, state) for week, _, _, state in _rows(here)] == [(TODAY, "moved"), (TODAY + 2 * WEEK, "planned")]


@pytest.mark.parametrize("day", [None, TODAY, TODAY + timedelta(days=4)])
def test_a_move_to_nowhere_or_to_its_own_week_is_refused(here: Town, day: date | None) -> None:
    with pytest.raises(GoalsError, match="which other week"):
        plans.mark(here.teacher, _one(here), "moved", day)


def test_a_row_that_is_gone_and_a_word_that_is_none_say_so(here: Town) -> None:
    row = _one(here)
    with pytest.raises(GoalsError, match="taught, moved or skipped"):
        plans.mark(here.teacher, row, "dropped")
    UnitPlan.objects.all().delete()
    with pytest.raises(GoalsError, match="no longer planned"):
        plans.mark(here.teacher, row, "taught")


def test_taught_is_the_plan_by_minutes_less_what_was_moved_or_skipped(here: Town, unit: Unit) -> None:
    plans.plan_unit(here.teacher, here.group, unit, TODAY, 90)
    assert plans.taught(here.group, TODAY) == pytest.approx({"3.G.A.2": 1 / 3, "3.NF.A.1": 2 / 3})
    plans.mark(here.teacher, UnitPlan.objects.get(standard__code="3.NF.A.1"), "moved", TODAY + WEEK)
    assert plans.taught(here.group, TODAY + timedelta(days=4)) == {"3.G.A.2": 1.0}
    assert plans.taught(here.group, TODAY + WEEK) == pytest.approx({"3.MD.C.7": 0.6, "3.NF.A.1": 0.4})
    plans.mark(here.teacher, UnitPlan.objects.get(standard__code="3.G.A.2"), "skipped")
    assert plans.taught(here.group, TODAY) == {}


def test_without_minutes_all_that_is_planned_counts_the_same(here: Town) -> None:
    for code in ("3.NF.A.1", "3.G.A.2"):
        plans.plan_standard(here.teacher, here.group, _standard(code), TODAY, 0)
    assert plans.taught(here.group, TODAY) == {"3.G.A.2": 0.5, "3.NF.A.1": 0.5}


def test_a_whole_standard_is_taught_as_its_parts(here: Town) -> None:
    whole = _standard("3.MD.C.7")
    for letter in "ab":
        Standard.objects.create(
            framework=whole.framework,
            code=f"3.MD.C.7.{letter}",
            title="Part",
            grade="3",
            domain="MD",
            parent=whole,
            order=9,
        )
    plans.plan_standard(here.teacher, here.group, whole, TODAY, 30)
    plans.plan_standard(here.teacher, here.group, _standard("3.MD.C.7.a"), TODAY, 30)
    assert plans.taught(here.group, TODAY) == {"3.MD.C.7.a": 0.75, "3.MD.C.7.b": 0.25}


@given(st.integers(0, 5000), st.lists(st.floats(0, 1e6), max_size=12))
def test_whole_parts_always_add_up_and_are_never_a_whole_one_off(total: int, weights: list[float]) -> None:
    parts = whole_parts(total, weights)
    assert sum(parts) == (total if weights else 0)
    told = weights if any(weights) else [1.0] * len(weights)
    assert all(abs(part - total * weight / sum(told)) < 1 + 1e-6 for part, weight in zip(parts, told, strict=True))


MOVES = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from(["taught", "skipped", "planned", "moved"]), st.integers(0, 4)),
    max_size=12,
)


@settings(max_examples=40, deadline=None)
@given(MOVES)
def test_whatever_is_clicked_no_minute_is_lost_or_made(moves: list[tuple[int, str, int]]) -> None:
    with transaction.atomic():
        if not Standard.objects.filter(code="3.NF.A.1").exists():
            standards(CODES)
        place = town(0)
        for at in range(3):
            _one(place, 10 * (at + 1), TODAY + at * WEEK)
        for which, state, to in moves:
            rows = list(UnitPlan.objects.order_by("week"))
            try:
                plans.mark(place.teacher, rows[which % len(rows)], state, TODAY + to * WEEK)
            except GoalsError:
                continue
        standing = UnitPlan.objects.exclude(state="moved")
        assert sum(standing.values_list("minutes", flat=True)) == 60
        transaction.set_rollback(True)
