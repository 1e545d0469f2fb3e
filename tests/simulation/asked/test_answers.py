"""Children do what they are asked for, do other work, or do nothing; each decides once, whoever asks in what order."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from homeroom.simulation import world as worlds
from homeroom.simulation.asked.answers import (
    FOLLOW,
    INSTEAD,
    ITEMS,
    MOST_TRIES,
    Asked,
    Course,
    Lab,
    Manner,
    Try,
    manner,
)
from homeroom.simulation.asked.shelf import NUMBERS, QUESTIONS, SKILLS, STOPS, STOPS_AFTER, Shelf
from homeroom.simulation.calendar import weeks_of
from homeroom.simulation.chance import stream
from homeroom.simulation.mind import Minds
from homeroom.simulation.world import World

SEED, CHILDREN = 5, 48
WEEK = weeks_of(3)[2]
THIRD_GRADERS = range(24)


@pytest.fixture(scope="module")
def world() -> World:
    return worlds.make(SEED, CHILDREN, 3)


def lab(world: World, knows: float | None = None) -> Lab:
    minds = Minds(stream(SEED, "minds"), world.school.children, world.catalogue, world.life.plan)
    if knows is not None:
        minds.knows[:] = knows
    return Lab(SEED, world.school.children, minds, Shelf(world.catalogue))


def asked(child: int, program: str = SKILLS, lesson: str = "", standard: str = "3.NF.A.1") -> Asked:
    return Asked(f"{child} {program} {lesson} {standard}", child, program, lesson, standard, WEEK.monday, WEEK.friday)


def everybody() -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    return np.ones((CHILDREN, len(WEEK.days)), dtype=bool)


def answers(found: list[Try]) -> list[Try]:
    """Tries that answer an assignment, without those that children found by themselves."""
    return [one for one in found if one.key]


def who(wanted: Manner, program: str = SKILLS) -> list[Asked]:
    return [one for child in THIRD_GRADERS if manner(SEED, one := asked(child, program)) is wanted]


def test_manners_come_as_often_as_planned() -> None:
    counts = Counter(manner(SEED, asked(child, standard=f"{code}")) for child in range(300) for code in range(10))
    assert counts[Manner.FOLLOWS] / 3000 == pytest.approx(FOLLOW, abs=0.04)
    assert counts[Manner.INSTEAD] / 3000 == pytest.approx(INSTEAD, abs=0.04)


def test_a_manner_does_not_hang_on_the_assignments_id() -> None:
    one = asked(3)
    assert manner(SEED, one) is manner(SEED, replace(one, key="another"))


def test_who_follows_does_the_lesson_that_was_named(world: World) -> None:
    lesson = "SW-3017"
    wanted = [one for child in THIRD_GRADERS if manner(SEED, one := asked(child, lesson=lesson)) is Manner.FOLLOWS]
    found = answers(lab(world).week(WEEK, everybody(), {}, wanted))
    assert found
    assert {one.offer.title.external_id for one in found} == {lesson}


def test_who_does_other_work_stays_on_the_standard_in_another_program(world: World) -> None:
    shelf = Shelf(world.catalogue)
    codes = ("3.NF.A.1", "3.OA.C.7", "3.MD.D.8")
    every = [asked(child, standard=code) for child in THIRD_GRADERS for code in codes]
    wanted = {one.key: one for one in every if manner(SEED, one) is Manner.INSTEAD}
    found = answers(lab(world).week(WEEK, everybody(), {}, wanted.values()))
    assert found
    for one in found:
        assert one.offer.title.program != SKILLS
        assert shelf.place(wanted[one.key].standard) in one.offer.standards


def test_who_ignores_it_does_nothing_about_it(world: World) -> None:
    wanted = who(Manner.IGNORES)
    assert wanted
    assert answers(lab(world).week(WEEK, everybody(), {}, wanted)) == []


def test_nobody_works_before_or_after_the_days_of_an_assignment(world: World) -> None:
    wednesday = WEEK.days[2]
    wanted = [replace(one, begins=wednesday, ends=wednesday) for one in who(Manner.FOLLOWS)]
    assert {one.day for one in answers(lab(world).week(WEEK, everybody(), {}, wanted))} == {wednesday}


def test_who_is_away_does_nothing_at_all(world: World) -> None:
    nobody = np.zeros_like(everybody())
    assert lab(world).week(WEEK, nobody, {0: [0]}, [asked(child) for child in THIRD_GRADERS]) == []


def test_who_knows_passes_and_is_done(world: World) -> None:
    sure = lab(world, knows=4.0)
    wanted = who(Manner.FOLLOWS)
    first = answers(sure.week(WEEK, everybody(), {}, wanted))
    passed = {one.key for one in first if one.status == "Passed"}
    assert len(passed) > len(first) / 2
    again = {one.key for one in answers(sure.week(weeks_of(4)[3], everybody(), {}, _until(wanted, date(2026, 12, 1))))}
    assert not again & passed


def test_the_program_stops_by_itself_after_tries_that_were_not_passed(world: World) -> None:
    lost, wanted = lab(world, knows=-6.0), _until(who(Manner.FOLLOWS, STOPS), date(2026, 12, 1))
    found = [one for week in weeks_of(9)[2:] for one in answers(lost.week(week, _there(week), {}, wanted))]
    stopped = [one for one in found if one.status == "Stopped"]
    assert stopped
    assert all(one.offer.title.program == STOPS and one.attempt >= STOPS_AFTER for one in stopped)
    last = {one.key: one for one in found}
    assert all(last[one.key] is one for one in stopped)


def test_other_programs_do_not_stop(world: World) -> None:
    lost, wanted = lab(world, knows=-6.0), _until(who(Manner.FOLLOWS), date(2026, 12, 1))
    found = [one for week in weeks_of(9)[2:] for one in answers(lost.week(week, _there(week), {}, wanted))]
    assert {one.status for one in found} <= {"Not Passed", "In Progress", "Passed"}
    assert max(one.attempt for one in found) <= MOST_TRIES


def test_work_that_is_done_teaches(world: World) -> None:
    working = lab(world)
    before = working.minds.knows.copy()
    found = answers(working.week(WEEK, everybody(), {}, who(Manner.FOLLOWS)))
    for one in found:
        grew = working.minds.knows[one.child] - before[one.child]
        assert any(grew[standard] > 0 for standard in one.offer.standards) or one.right is None


def test_what_children_find_themselves_is_on_their_plan_before_it_or_beside(world: World) -> None:
    working = lab(world)
    place = working.shelf.place("3.OA.C.7")
    assert place is not None
    found = working.week(WEEK, everybody(), {child: [place] for child in range(CHILDREN)}, [])
    assert found
    near = {place, *working.minds.before(place)}
    assert all(not one.offer.standards or near & set(one.offer.standards) for one in found)
    assert {one.key for one in found} == {""}


def test_any_order_of_assignments_gives_the_same_tries(world: World) -> None:
    wanted = [asked(1), asked(2, NUMBERS), asked(3, QUESTIONS)]
    found = [lab(world).week(WEEK, everybody(), {}, order) for order in permutations(wanted)]
    assert all(one == found[0] for one in found)


@how(deadline=None, max_examples=25)
@given(st.lists(st.integers(0, CHILDREN - 1), unique=True, max_size=12), st.sampled_from((SKILLS, NUMBERS, QUESTIONS)))
def test_a_try_is_always_possible(world: World, children: list[int], program: str) -> None:
    wanted = [asked(child, program) for child in children]
    for one in lab(world).week(WEEK, everybody(), {}, wanted):
        assert one.day in WEEK.days
        assert one.minutes >= 1
        assert one.right is None or 0 <= one.right <= ITEMS
        assert (one.right is None) == (one.status == "In Progress")
        assert one.key in {"", *(each.key for each in wanted)}


def test_a_course_that_is_over_asks_nothing(world: World) -> None:
    working, wanted = lab(world), who(Manner.FOLLOWS)
    working.courses = {one.key: Course(1, over=True) for one in wanted}
    assert answers(working.week(WEEK, everybody(), {}, wanted)) == []


def _until(wanted: list[Asked], day: date) -> list[Asked]:
    return [replace(one, ends=day) for one in wanted]


def _there(week: object) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    return np.ones((CHILDREN, len(week.days)), dtype=bool)  # type: ignore[attr-defined]
