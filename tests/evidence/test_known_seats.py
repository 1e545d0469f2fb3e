"""The flow of a roster whose truth is known: nobody is counted twice, and every sum is kept to the last child."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from a_school import room
from evidence.a_study import leader, locked
from homeroom.evidence.assign import assign
from homeroom.evidence.cohort import flow
from homeroom.evidence.follow import follow
from homeroom.evidence.models import Draw
from homeroom.people.models import Class, Enrollment, School, Student
from homeroom.simulation.studies import seats
from homeroom.simulation.studies.seats import Roster, Seat

ROSTER = Roster(("Ash", "Birch", "Cedar", "Elm"), children=3, in_three=2, switchers=2, joiners=3, leavers=1)
SEPTEMBER = ROSTER.moved_on - timedelta(days=21)


@pytest.fixture
def seated(db: None) -> tuple[Seat, ...]:
    school = School.objects.create(sourced_id="s0", name="School")
    for name in ROSTER.classes:
        room(school, name, name)
    found = seats.make(ROSTER)
    numbers = {
        child: Student.objects.create(sourced_id=child, given_name="A", family_name=child, grade="03")
        for child in dict.fromkeys(one.child for one in found)
    }
    classes = {one.sourced_id: one for one in Class.objects.all()}
    for one in found:
        days = {"begins_on": one.begins, "ends_on": one.ends, "primary": one.primary}
        key = f"{one.child}-{one.school_class}"
        told = {"school_class": classes[one.school_class], "student": numbers[one.child], "role": "student", **days}
        Enrollment.objects.create(sourced_id=key, **told)
    return found


@pytest.fixture
def draw(seated: tuple[Seat, ...]) -> Draw:
    by = leader()
    arms = [
        {"name": "flex", "new": True, "classes": ["Ash", "Cedar"]},
        {"name": "old", "classes": ["Birch", "Elm"]},
    ]
    made = assign(locked(by, by_lot=False, classes=[], arms=arms), by, on=SEPTEMBER)
    follow(made, ROSTER.moved_on, by)
    return made


def test_the_flow_counts_each_child_once_as_it_truly_was(draw: Draw) -> None:
    found = flow(draw)
    flex, old = found.arms
    # Ash and Cedar: 3 children each, 2 who switch to Birch, 1 who leaves; the 2 in three classes are Birch's.
    assert (flex.assigned, flex.stayed, flex.moved_across, flex.left, flex.joined) == (9, 6, 2, 1, 3)
    assert (old.assigned, old.stayed, old.moved_across, old.left, old.joined) == (8, 8, 0, 0, 0)
    assert (flex.also_elsewhere, old.also_elsewhere) == (0, 2)


def test_the_sums_add_up_to_every_child_of_the_roster(draw: Draw, seated: tuple[Seat, ...]) -> None:
    found = flow(draw)
    children = {one.child for one in seated}
    there_on_the_day = {one.child for one in seated if one.begins <= SEPTEMBER}
    assert found.total.assigned == len(there_on_the_day) == draw.members.filter(joined_on=None).count()
    assert found.total.assigned + found.total.joined == len(children) < len(seated)
    assert all(one.adds_up for one in (*found.arms, found.total))
    homes = Counter(draw.members.values_list("home", flat=True))
    assert homes == {"Ash": 3 + 2 + 1 + 3, "Birch": 3 + 2, "Cedar": 3, "Elm": 3}
