"""The work-list of a day: what stands on it, and what a tick and its undoing come to."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from goals.asked import BEGINS, ENDS, asked, enrolled, hours, school_class
from goals.told import approved, declare, new_goal
from homeroom.goals import sending, work_list
from homeroom.goals.errors import GoalsError
from homeroom.goals.events import record, states
from homeroom.goals.models import Assignment, AssignmentEvent, Goal
from homeroom.goals.sent import Outcome
from homeroom.goals.work_list import Row, Step, tick, untick
from homeroom.people.models import Student
from mastery.people import child

DAY = BEGINS + timedelta(days=1)
pytestmark = pytest.mark.django_db


def listed(goal: Goal, day: object = DAY) -> list[Row]:
    students = Student.objects.filter(assignments__goal=goal).values_list("pk", flat=True)
    return work_list.rows(day, list(students))  # type: ignore[arg-type]


def word(one: Assignment) -> str:
    return states([one])[one.pk].word


def on_the_list(home: Path, **told: str) -> tuple[Goal, Assignment]:
    declare(home, **told)
    goal = new_goal()
    one = approved(goal)
    sending.send(goal, "tina", hours(1))
    return goal, one


def test_a_row_says_what_an_adult_needs(home: Path) -> None:
    goal, one = on_the_list(home)
    assert one.content_item is not None
    one.content_item.title = "Halves and quarters"
    one.content_item.save()
    (row,) = listed(goal)
    assert (row.assignment, row.student) == (one.pk, one.student_id)
    assert (row.program, row.program_name) == ("garden", "Number Garden")
    assert (row.lesson, row.lesson_id, row.standard, row.minutes) == ("Halves and quarters", "L1", "3.NF.A.1", 40)
    assert (row.reason, row.link) == ("Ready for it", "")
    assert row.to_set and not row.finished
    assert (row.given, row.done) == (None, None)


@pytest.mark.parametrize(
    ("day", "there"),
    [(BEGINS - timedelta(days=1), 0), (BEGINS, 1), (ENDS, 1), (ENDS + timedelta(days=1), 0)],
)
def test_work_stands_on_the_list_on_its_own_days(home: Path, day: object, there: int) -> None:
    goal, _ = on_the_list(home)
    assert len(listed(goal, day)) == there


def test_only_the_children_asked_for_are_on_it(home: Path) -> None:
    declare(home)
    goal = new_goal()
    ana, bo = approved(goal, "ana"), approved(goal, "bo")
    sending.send(goal, "tina")
    assert [row.student for row in work_list.rows(DAY, [bo.student_id])] == [bo.student_id]
    assert work_list.rows(DAY, []) == []
    assert ana.student_id not in {row.student for row in work_list.rows(DAY, [bo.student_id])}


def test_another_classs_goals_can_be_left_out(home: Path) -> None:
    goal, one = on_the_list(home)
    other = school_class("Room 7")
    assert work_list.rows(DAY, [one.student_id], other.pk) == []
    assert len(work_list.rows(DAY, [one.student_id], goal.school_class_id)) == 1


def test_many_children_are_asked_for_in_portions(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work_list, "AT_ONCE", 2)
    declare(home)
    goal = new_goal()
    for name in ("ana", "bo", "cem", "dot", "eva"):
        approved(goal, name)
    sending.send(goal, "tina")
    assert len(listed(goal)) == 5


def test_work_that_is_not_sent_is_not_on_it(home: Path) -> None:
    declare(home)
    goal = new_goal()
    approved(goal)
    assert listed(goal) == []


def test_work_that_the_program_was_told_of_itself_is_not_on_it(home: Path) -> None:
    declare(home, "file")
    goal = new_goal()
    approved(goal)
    sending.send(goal, "tina")
    assert listed(goal) == []


@pytest.mark.parametrize("kind", ["cancelled", "excused", "reassigned", "escalated_to_tutor", "stopped_by_vendor"])
def test_work_that_is_not_asked_any_more_leaves_the_list(home: Path, kind: str) -> None:
    goal, one = on_the_list(home)
    record(one, kind, hours(2), source="by hand")
    assert listed(goal) == []
    with pytest.raises(GoalsError, match="not on the list any more"):
        tick("lena", one.pk, Step.GIVEN, hours(3))


def test_a_goal_that_ended_takes_its_work_off_the_list(home: Path) -> None:
    goal, _ = on_the_list(home)
    Goal.objects.update(ended_at=hours(2), ended_by="tina")
    assert listed(goal) == []


def test_a_link_stands_on_the_list(home: Path) -> None:
    declare(home, "deep_link")
    goal = new_goal()
    one = approved(goal)
    sending.send(goal, "tina", hours(1))
    (row,) = listed(goal)
    assert row.link == "https://garden.example/L1"
    assert not row.to_set
    tick("lena", one.pk, Step.GIVEN, hours(2))
    (row,) = listed(goal)
    assert row.link and row.given is not None
    assert sending.results(goal)[0].outcome == Outcome.LINK


def test_offline_work_stands_on_the_list_without_a_program(home: Path) -> None:
    goal = new_goal()
    approved(goal, program="", external_id="")
    sending.send(goal, "tina")
    (row,) = listed(goal)
    assert (row.program, row.program_name, row.lesson, row.to_set) == ("", "", "", False)


@pytest.mark.parametrize(("grain", "given"), [("lesson", "pushed"), ("none", "available")])
def test_given_means_set_in_the_program_where_an_adult_can_and_shown_where_not(
    home: Path, grain: str, given: str
) -> None:
    goal, one = on_the_list(home, says=f'grain = "{grain}"\nverified_on = 2026-11-22\nsource = "made up"\n')
    tick("lena", one.pk, Step.GIVEN, hours(2))
    assert word(one) == given
    (row,) = listed(goal)
    assert row.given is not None
    assert (row.given.by, row.given.at) == ("lena", hours(2))
    assert row.to_set is (grain == "lesson")


def test_done_is_a_tick_of_its_own(home: Path) -> None:
    goal, one = on_the_list(home)
    tick("lena", one.pk, Step.DONE, hours(2))
    (row,) = listed(goal)
    assert word(one) == "submitted"
    assert row.finished and row.done is not None and row.given is None


def test_a_second_click_changes_nothing(home: Path) -> None:
    _, one = on_the_list(home)
    tick("lena", one.pk, Step.GIVEN, hours(2))
    count = AssignmentEvent.objects.count()
    tick("max", one.pk, Step.GIVEN, hours(3))
    assert AssignmentEvent.objects.count() == count


def test_a_tick_taken_back_leaves_the_work_where_it_stood(home: Path) -> None:
    goal, one = on_the_list(home)
    before = states([one])[one.pk]
    tick("lena", one.pk, Step.DONE, hours(2))
    untick("lena", one.pk, Step.DONE)
    after = states([one])[one.pk]
    assert (after.word, after.stage, after.channel) == (before.word, before.stage, before.channel)
    (row,) = listed(goal)
    assert row.done is None
    assert AssignmentEvent.objects.filter(kind="submitted").count() == 1, "nothing is deleted"


def test_who_ticks_after_an_undoing_is_named(home: Path) -> None:
    goal, one = on_the_list(home)
    tick("lena", one.pk, Step.DONE, hours(2))
    untick("lena", one.pk, Step.DONE)
    tick("max", one.pk, Step.DONE, hours(4))
    (row,) = listed(goal)
    assert row.done is not None and (row.done.by, row.done.at) == ("max", hours(4))


def test_taking_back_what_is_not_ticked_changes_nothing(home: Path) -> None:
    _, one = on_the_list(home)
    count = AssignmentEvent.objects.count()
    untick("lena", one.pk, Step.DONE)
    assert AssignmentEvent.objects.count() == count


def test_what_a_program_told_can_not_be_taken_back_by_a_tick(home: Path) -> None:
    goal, one = on_the_list(home)
    record(one, "scored", hours(2), source="a row", actor="garden")
    untick("lena", one.pk, Step.DONE)
    (row,) = listed(goal)
    assert row.finished and row.done is None and row.state.word == "scored"


def test_work_that_is_gone_says_so() -> None:
    with pytest.raises(GoalsError, match="not there any more"):
        tick("lena", uuid4(), Step.DONE)


def test_the_list_of_a_class_costs_few_questions(home: Path, django_assert_max_num_queries: object) -> None:
    declare(home)
    goal = new_goal()
    for number in range(30):
        approved(goal, f"child{number}")
    sending.send(goal, "tina")
    students = list(Student.objects.values_list("pk", flat=True))
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        assert len(work_list.rows(DAY, students)) == 30


class AnyTicks(TestCase):
    """Whatever adults tick and take back, in any turn: the row shows what a plain set of ticks would."""

    @hypothesis.settings(deadline=None)
    @given(st.lists(st.tuples(st.booleans(), st.sampled_from(Step)), max_size=8))
    def test_as_a_set_of_ticks_would(self, clicks: list[tuple[bool, Step]]) -> None:
        goal = new_goal()
        one = asked(enrolled(child(f"c{Student.objects.count()}"), goal.school_class), goal, program="")
        record(one, "approved", hours(0), source="by hand")
        sending.send(goal, "tina", hours(1))
        plain: set[Step] = set()
        for number, (on, step) in enumerate(clicks):
            if on:
                tick("lena", one.pk, step, hours(2 + number))
                plain.add(step)
            else:
                untick("lena", one.pk, step)
                plain.discard(step)
        (row,) = work_list.rows(DAY, [one.student_id])
        assert {step for step, told in ((Step.GIVEN, row.given), (Step.DONE, row.done)) if told} == plain
        assert row.finished == (Step.DONE in plain)
