"""Each child of a goal gets work that serves it, within its limits; approving it is on record."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from goals.choosing.a_goal import (
    ALONE,
    BEFORE,
    BEGINS,
    ENDS,
    GOAL,
    TODAY,
    blocked,
    can_be_told,
    goal,
    happened,
    knows,
    lacks,
    lesson,
    lessons_of,
    stop,
    stuck_on,
    told,
)
from homeroom.facts import store
from homeroom.goals.choose import approve, propose
from homeroom.goals.choosing import log
from homeroom.goals.errors import GoalsError
from homeroom.goals.events import states
from homeroom.goals.models import Assignment, AssignmentEvent
from homeroom.mastery import stops
from homeroom.mastery.models import Override
from homeroom.people.models import AuditEntry, Student
from homeroom.programs.assign import Assign, Weeks
from homeroom.standards.models import Standard
from mastery.a_class import children
from mastery.people import teacher

pytestmark = [pytest.mark.django_db, pytest.mark.any_database, pytest.mark.usefixtures("_day")]


@pytest.fixture
def ana() -> Student:
    return children("ana")[0]


def standard(code: str) -> Standard:
    return Standard.objects.get(code=code)


def test_it_works(ana: Student) -> None:
    one = lesson("Number lines", GOAL)
    told(knows(ana, BEFORE))
    (child,) = propose(goal([ana])).children
    (piece,) = child.work
    made = piece.assignment
    assert (made.student_id, made.standard.code, made.serves.code) == (ana.pk, GOAL, GOAL)
    assert (made.program, made.content_item_id, made.minutes) == ("number_trail", one.pk, 15)
    assert (made.begins_on, made.ends_on, piece.channel) == (BEGINS, ENDS, "work_list")
    assert made.reason == "3.NF.A.2 is a goal, and the child is ready for it; so far: no evidence yet."
    assert child.minutes == 15
    assert not Assignment.objects.exists()


def test_a_child_who_lacks_what_comes_before_works_on_that_first(ana: Student) -> None:
    lesson("Number lines", GOAL)
    lesson("Rulers", BEFORE)
    told(lacks(ana, BEFORE))
    proposal = propose(goal([ana]))
    assert lessons_of(proposal, ana) == [(BEFORE, "All about Rulers")]
    (piece,) = proposal.work
    assert piece.assignment.serves.code == GOAL
    assert piece.assignment.reason.startswith(f"The goal {GOAL} stands on {BEFORE}, which is not known yet: ")
    assert blocked(proposal, ana)[GOAL].startswith(f"{BEFORE} comes before it and is not known yet")


def test_what_was_not_tested_is_probed_not_taught(ana: Student) -> None:
    lesson("Rulers", BEFORE, minutes=40.0)
    told(lacks(ana, ALONE))
    (piece,) = propose(goal([ana])).work
    assert piece.is_probe
    assert piece.assignment.minutes == 10
    assert piece.assignment.reason == f"A short probe: the goal {GOAL} stands on {BEFORE}, which was not tested yet."


def test_a_child_of_whom_nothing_is_known_gets_a_short_probe(ana: Student) -> None:
    lesson("Missing numbers", ALONE)
    (child,) = propose(goal([ana], ALONE)).children
    (piece,) = child.work
    assert child.unknown
    assert piece.is_probe
    assert piece.assignment.minutes == 10
    assert piece.assignment.reason == f"A short probe of {ALONE}: nothing is known of the child yet."


def test_a_child_who_masters_the_goal_is_asked_for_nothing(ana: Student) -> None:
    lesson("Missing numbers", ALONE)
    told(knows(ana, ALONE))
    (child,) = propose(goal([ana], ALONE)).children
    assert child.masters
    assert child.work == ()
    assert {one.standard for one in child.candidates} == {ALONE}


def test_a_goal_that_a_child_is_only_expected_to_know_is_probed() -> None:
    (eva,) = children("eva", grade="05")
    lesson("Number lines", GOAL)
    told(knows(eva, BEFORE))
    (child,) = propose(goal([eva])).children
    (piece,) = child.work
    assert not child.masters
    assert piece.is_probe
    assert piece.assignment.reason == f"A short probe of {GOAL}: it was not tested yet."


def test_a_lesson_on_a_whole_standard_serves_its_parts_and_is_marked_coarse(ana: Student) -> None:
    lesson("Number lines", GOAL)
    told(knows(ana, BEFORE))
    (piece,) = propose(goal([ana], f"{GOAL}.a")).work
    assert (piece.assignment.standard.code, piece.title) == (f"{GOAL}.a", "All about Number lines")
    assert "coarse tag" in piece.codes
    (whole,) = propose(goal([ana])).work
    assert "coarse tag" not in whole.codes


def test_a_lesson_on_a_cluster_serves_its_standards(ana: Student) -> None:
    lesson("Fractions", "3.NF.A")
    told(knows(ana, BEFORE))
    (piece,) = propose(goal([ana])).work
    assert piece.title == "All about Fractions"
    assert "coarse tag" in piece.codes


def test_where_no_program_has_anything_work_without_one_is_planned(ana: Student) -> None:
    told(knows(ana, BEFORE))
    proposal = propose(goal([ana]))
    (piece,) = proposal.work
    assert proposal.without_work == (GOAL,)
    assert (piece.assignment.program, piece.channel, piece.assignment.minutes) == ("", "work_list", 15)
    assert "no program" in piece.codes


def test_the_minutes_of_the_goal_are_kept(ana: Student) -> None:
    for n in range(6):
        lesson(f"L{n}", GOAL, ALONE)
    told(knows(ana, BEFORE))
    assert [child.minutes for child in propose(goal([ana], GOAL, ALONE, minutes=40)).children] == [30]
    assert [child.minutes for child in propose(goal([ana], GOAL, ALONE, minutes=10)).children] == [0]


def test_one_standard_gets_three_pieces_of_work_at_most(ana: Student) -> None:
    for n in range(6):
        lesson(f"L{n}", GOAL)
    told(knows(ana, BEFORE))
    assert len(propose(goal([ana])).work) == 3


def test_a_program_takes_no_more_than_it_says(ana: Student, monkeypatch: pytest.MonkeyPatch) -> None:
    can_be_told(monkeypatch, number_trail=Assign(max_concurrent=1, grain="lesson"))
    for n in range(4):
        lesson(f"L{n}", GOAL)
    told(knows(ana, BEFORE))
    first, second = goal([ana]), goal([ana])
    assert len(propose(first).work) == 1
    approve(first, teacher())
    proposal = propose(second)
    assert [piece.assignment.program for piece in proposal.work] == []
    assert "The program takes no more for one child at a time." in blocked(proposal, ana).values()


def test_a_program_that_is_told_a_standard_gets_one(ana: Student, monkeypatch: pytest.MonkeyPatch) -> None:
    can_be_told(monkeypatch, number_trail=Assign(channels=("api",), grain="standard", weeks=Weeks(1, 1)))
    for n in range(3):
        lesson(f"L{n}", GOAL)
    told(knows(ana, BEFORE))
    (piece,) = propose(goal([ana])).work
    assert (piece.assignment.content_item_id, piece.title, piece.channel) == (None, "", "api")
    assert piece.assignment.minutes == 30
    assert piece.assignment.ends_on == date(2026, 11, 29)


def test_a_program_that_chooses_its_own_work_is_asked_for_none(ana: Student, monkeypatch: pytest.MonkeyPatch) -> None:
    can_be_told(monkeypatch, number_trail=Assign(grain="none"))
    lesson("L", GOAL)
    told(knows(ana, BEFORE))
    proposal = propose(goal([ana]))
    assert proposal.programs == ()
    assert blocked(proposal, ana) == {"L": "The program chooses its own work."}


def test_a_goal_that_is_too_short_for_a_program_leaves_it_out(ana: Student, monkeypatch: pytest.MonkeyPatch) -> None:
    can_be_told(monkeypatch, number_trail=Assign(grain="lesson", weeks=Weeks(2, 4)))
    lesson("L", GOAL)
    told(knows(ana, BEFORE))
    assert propose(goal([ana])).programs == ("number_trail",)
    assert propose(goal([ana], ends_on=BEGINS + timedelta(days=4))).programs == ()


def test_the_same_facts_give_the_same_work(ana: Student) -> None:
    for n in range(5):
        lesson(f"L{n}", GOAL)
    told(knows(ana, BEFORE))
    one = goal([ana, *children("ben", "cleo")])
    assert lessons_of(propose(one), ana) == lessons_of(propose(one), ana)
    assert propose(one).children == propose(one).children
    drawn = {tuple(lessons_of(propose(one, seed), ana)) for seed in range(12)}
    assert len(drawn) > 1, "equal lessons take turns"


def test_a_lesson_that_a_teacher_put_first_comes_first(ana: Student) -> None:
    pinned = lesson("Pinned", ALONE)
    lesson("L", GOAL)
    told(knows(ana, BEFORE))
    stop("first", pinned, student=ana)
    proposal = propose(goal([ana]))
    assert lessons_of(proposal, ana)[0] == (ALONE, "All about Pinned")
    assert proposal.work[0].assignment.reason.startswith(
        f"A teacher has put this lesson first; it is on {ALONE}; so far:"
    )


def test_a_pin_on_what_the_child_is_not_ready_for_says_so(ana: Student) -> None:
    pinned = lesson("Pinned", GOAL)
    lesson("Rulers", BEFORE)
    told(lacks(ana, BEFORE))
    stops.stop(teacher(), ana.pk, standard(GOAL), "first", "They asked for it")
    first = propose(goal([ana])).work[0]
    assert first.assignment.content_item_id == pinned.pk
    assert first.assignment.reason == (
        f"A teacher has put {GOAL} first, though {BEFORE}, which comes before it, is not known yet."
    )


def test_a_program_that_a_teacher_put_first_is_used_before_others(ana: Student) -> None:
    for n in range(5):
        lesson(f"L{n}", GOAL)
    lesson("X", GOAL, program="ixl", minutes=30.0)
    told(knows(ana, BEFORE))
    one = goal([ana])
    stop("first", program="ixl", school_class=one.school_class)
    assert lessons_of(propose(one), ana)[0] == (GOAL, "All about X")


def test_what_a_teacher_took_off_is_not_asked(ana: Student) -> None:
    off = lesson("L", GOAL)
    lesson("M", GOAL)
    lesson("X", GOAL, program="ixl")
    told(knows(ana, BEFORE))
    one = goal([ana])
    stop("off", off, student=ana)
    stop("off", program="ixl", school_class=one.school_class)
    proposal = propose(one)
    assert lessons_of(proposal, ana) == [(GOAL, "All about M")]
    assert blocked(proposal, ana) == {"L": "A teacher has taken it off.", "X": "A teacher has taken it off."}


def test_a_standard_that_a_teacher_took_off_is_logged_as_such(ana: Student) -> None:
    lesson("L", GOAL)
    told(knows(ana, BEFORE))
    stops.stop(teacher(), ana.pk, standard(GOAL), "off", "Not this month")
    proposal = propose(goal([ana]))
    assert proposal.work == ()
    assert blocked(proposal, ana) == {GOAL: "A teacher has taken it off the list."}


def test_a_teachers_word_on_what_a_child_knows_is_followed(ana: Student) -> None:
    lesson("L", GOAL)
    told(lacks(ana, BEFORE))
    said = {"state": "mastered", "reason": "I saw it", "since": TODAY, "said_by": "tina"}
    Override.objects.create(student=ana, standard=standard(BEFORE), **said)
    assert lessons_of(propose(goal([ana])), ana)[0] == (GOAL, "All about L")


def test_a_child_who_does_not_move_goes_to_an_adult(ana: Student) -> None:
    lesson("L", GOAL)
    told(knows(ana, BEFORE), stuck_on(ana, GOAL))
    proposal = propose(goal([ana]))
    (piece,) = (one for one in proposal.work if one.with_adult)
    assert {one.assignment.standard.code for one in proposal.work if not one.with_adult} <= {BEFORE}
    assert (piece.assignment.program, piece.assignment.standard.code) == ("", GOAL)
    assert piece.assignment.reason.startswith(f"With an adult: {GOAL} does not move, after 12 answers")


def test_a_programs_own_stop_sends_to_an_adult_too(ana: Student) -> None:
    lesson("L", GOAL)
    told(knows(ana, BEFORE))
    first = goal([ana])
    (made,) = approve(first, teacher()).assignments
    happened(made, "in_progress", datetime(2026, 11, 18, 12, tzinfo=UTC))
    happened(made, "stopped_by_vendor", datetime(2026, 11, 19, 12, tzinfo=UTC))
    (piece,) = (one for one in propose(goal([ana])).work if one.with_adult)
    assert piece.assignment.reason.startswith(f"With an adult: the program has stopped {GOAL} by itself")


def test_approving_saves_what_was_proposed_and_says_who_did(ana: Student) -> None:
    lesson("L", GOAL)
    told(knows(ana, BEFORE))
    one = goal([ana])
    proposed = [piece.assignment.pk for piece in propose(one).work]
    done = approve(one, teacher("tina"))
    assert [made.pk for made in done.assignments] == proposed
    (made,) = Assignment.objects.all()
    assert (made.made_by, made.policy_version, made.seed) == ("tina", "work 1", one.pk)
    assert states([made])[made.pk].word == "approved"
    assert set(AssignmentEvent.objects.values_list("kind", "actor")) == {
        ("proposed", "homeroom"),
        ("approved", "tina"),
    }
    assert AuditEntry.objects.filter(verb="approved").count() == 1


def test_approving_twice_asks_for_nothing_more(ana: Student) -> None:
    for n in range(6):
        lesson(f"L{n}", GOAL)
    told(knows(ana, BEFORE))
    one = goal([ana])
    assert len(approve(one, teacher()).assignments) == 3
    assert approve(one, teacher()).assignments == ()
    assert Assignment.objects.count() == 3


def test_what_a_person_leaves_out_is_not_saved_and_logged_so(ana: Student) -> None:
    lesson("L", GOAL)
    lesson("M", GOAL)
    told(knows(ana, BEFORE))
    one = goal([ana])
    keep, leave = (piece.assignment for piece in propose(one).work)
    done = approve(one, teacher(), kept={keep.pk})
    assert [made.pk for made in done.assignments] == [keep.pk]
    assert (done.left_out, done.gone) == (1, frozenset())
    sql = "select lesson, chosen, chosen_by, blocked_by, propensity from offers where blocked_by like '%left%'"
    assert store.query(sql, tables=["offers"]).rows == [
        (leave.content_item.external_id if leave.content_item else "", False, "teacher", "The teacher left it out.", 0)
    ]


def test_what_is_no_longer_proposed_is_told_apart(ana: Student) -> None:
    lesson("L", GOAL)
    told(knows(ana, BEFORE))
    one = goal([ana])
    (shown,) = (piece.assignment.pk for piece in propose(one).work)
    stops.stop(teacher(), ana.pk, standard(GOAL), "off", "Not this month")
    assert approve(one, teacher(), kept={shown}).gone == {shown}


def test_every_candidate_is_in_the_log(ana: Student) -> None:
    lesson("L", GOAL)
    lesson("Spanish", GOAL, language="Spanish")
    told(knows(ana, BEFORE))
    one = goal([ana])
    child = propose(one).children[0]
    approve(one, teacher())
    names = "student, place, standard, program, lesson, channel, goal, chosen, blocked_by, policy_version, seed"
    rows = store.query(f"select {names} from offers order by place", tables=["offers"]).rows
    assert len(rows) == len(child.candidates)
    assert rows[0] == (ana.pk, 1, GOAL, "number_trail", "L", "work_list", one.pk, True, "", "work 1", one.pk)
    assert rows[1][4:9] == (
        "Spanish", "work_list", one.pk, False, "It is in a language that the child has not worked in.",
    )  # fmt: skip


def test_a_child_without_any_candidate_is_in_the_log_too() -> None:
    (ben,) = children("ben")
    told(knows(ben, BEFORE))
    one = goal([ben], BEFORE)
    approve(one, teacher())
    assert store.query("select student, standard from offers", tables=["offers"]).rows == [(ben.pk, BEFORE)]


def test_a_goal_that_has_ended_asks_for_nothing(ana: Student) -> None:
    with pytest.raises(GoalsError, match="has ended"):
        approve(goal([ana], ended_at=datetime(2026, 11, 20, tzinfo=UTC), ended_by="tina"), teacher())


def test_a_goal_without_children_has_no_work() -> None:
    assert propose(goal([])).children == ()


def test_a_night_that_is_under_way_is_not_waited_for_and_nothing_is_sent(
    ana: Student, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(knows(ana, BEFORE))
    one = goal([ana])

    @contextmanager
    def busy(wait: bool = True) -> Iterator[None]:
        raise BlockingIOError
        yield

    monkeypatch.setattr(log, "PATIENCE", 0.0)
    monkeypatch.setattr(store, "publishing", busy)
    with pytest.raises(GoalsError, match="try again"):
        approve(one, teacher())
    assert not Assignment.objects.exists()


def test_reading_takes_no_more_queries_for_more_children(django_assert_max_num_queries: object) -> None:
    lesson("L", GOAL)
    few, many = goal(children("ana")), goal(children("ben", "cleo", "dan", "eve", "fay"))
    counted = []
    for one in (few, many):
        propose(one)
        with connection.execute_wrapper(_counting(counts := [0])):
            propose(one)
        counted.append(counts[0])
    assert counted[0] == counted[1]


def _counting(counts: list[int]) -> object:
    def wrapper(execute: object, *rest: object) -> object:
        counts[0] += 1
        return execute(*rest)  # type: ignore[operator]

    return wrapper
