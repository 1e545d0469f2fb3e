"""Each child counts once, in the class of the day of the draw, and every sum is kept to the last child."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from a_school import child
from evidence.a_study import BASELINE, FIRST, OUTCOME, classes, leader, locked, of, results
from homeroom.evidence import erase, export
from homeroom.evidence.assign import assign, last_draw
from homeroom.evidence.cohort import ALL, UNDRAWN, Followed, counted, flow
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.flow import summed
from homeroom.evidence.follow import follow, note, places
from homeroom.evidence.homes import Counted, Seat, homes
from homeroom.evidence.models import Draw, DrawChange, StudyChild, StudyOutcome
from homeroom.people.models import Enrollment, Student, User

LATER = FIRST + timedelta(days=30)
FOUND = {
    "by_lot": False,
    "classes": [],
    "arms": [{"name": "flex", "new": True, "classes": ["Ash", "Birch"]}, {"name": "old", "classes": ["Cedar", "Elm"]}],
}


@pytest.fixture
def rooms(db: None) -> dict[str, list[Student]]:
    return classes(4)


@pytest.fixture
def by(rooms: dict[str, list[Student]]) -> User:
    return leader()


@pytest.fixture
def draw(by: User) -> Draw:
    """Two arms as they were found, so that each class's arm is known."""
    return assign(locked(by, **FOUND), by, on=FIRST)


def also_in(student: Student, name: str, **columns: object) -> Enrollment:
    key = f"{name}-{student.pk}"
    return Enrollment.objects.create(sourced_id=key, school_class=of(name), student=student, role="student", **columns)


def leaves(student: Student, on: date = LATER - timedelta(days=1)) -> None:
    Enrollment.objects.filter(student=student).update(begins_on=FIRST - timedelta(days=9), ends_on=on)


children_of_a_flow = st.builds(
    Followed,
    pseudonym=st.just("p"),
    arm=st.sampled_from(["flex", "old", UNDRAWN]),
    home=st.sampled_from(["Ash", "Elm"]),
    now=st.sampled_from(["Ash", "Elm", ""]),
    now_arm=st.sampled_from(["flex", "old", UNDRAWN]),
    joined=st.booleans(),
    elsewhere=st.booleans(),
    erased=st.booleans(),
    has_baseline=st.booleans(),
    has_outcome=st.booleans(),
)


@given(st.lists(children_of_a_flow, max_size=30))
def test_all_sums_are_kept_whatever_became_of_the_children(children: list[Followed]) -> None:
    arms = [counted(arm, [one for one in children if one.arm == arm]) for arm in ("flex", "old", UNDRAWN)]
    assert all(one.adds_up for one in arms)
    total = summed(arms)
    assert total.adds_up
    assert total.assigned + total.joined == len(children)


@given(
    st.lists(
        st.builds(
            Seat,
            student=st.integers(1, 5),
            school_class=st.sampled_from(["Ash", "Birch", "Cedar"]),
            primary=st.booleans(),
            since=st.sampled_from([None, FIRST, LATER]),
        ),
        max_size=20,
    ),
    st.integers(0, 9),
)
def test_each_child_has_one_home_whatever_the_order(seats: list[Seat], seed: int) -> None:
    found = homes(seats)
    assert set(found) == {one.student for one in seats}
    strewn = list(seats)
    Random(seed).shuffle(strewn)
    assert homes(strewn) == found
    for student, home in found.items():
        assert {home.home, *home.also} == {one.school_class for one in seats if one.student == student}
        assert home.home not in home.also


def test_the_primary_class_is_home_then_the_first_one_joined() -> None:
    seats = [Seat(1, "Ash", False, FIRST), Seat(1, "Birch", True, LATER), Seat(1, "Cedar", False, None)]
    assert homes(seats)[1] == Counted("Birch", ("Ash", "Cedar"))
    assert homes([Seat(1, "Birch", False, LATER), Seat(1, "Elm", False, FIRST)])[1].home == "Elm"


def test_a_child_in_three_classes_a_switcher_and_a_joiner(rooms: dict[str, list[Student]], by: User) -> None:
    three, switcher, near, gone, gone_for_good = rooms["Ash"][0], *rooms["Ash"][1:4], rooms["Elm"][0]
    also_in(three, "Birch")
    also_in(three, "Cedar")
    study = locked(by, **FOUND)
    draw = assign(study, by, on=FIRST)
    for one, name in ((switcher, "Cedar"), (near, "Birch"), (gone, ""), (gone_for_good, "")):
        leaves(one)
        if name:
            also_in(one, name, begins_on=LATER)
    child(99, of("Elm"))
    made = follow(draw, LATER, by)
    kinds = sorted((one.kind, one.to) for one in made)
    assert kinds == [("joined", "Elm"), ("left", ""), ("left", ""), ("switched", "Birch"), ("switched", "Cedar")]
    erase.erase(gone_for_good.pk)
    found = flow(draw)
    flex, old = found.arms
    assert (flex.arm, flex.classes, flex.assigned, flex.also_elsewhere) == ("flex", 2, 8, 1)
    assert (flex.stayed, flex.moved_within, flex.moved_across, flex.left) == (5, 1, 1, 1)
    assert (old.stayed, old.left, old.erased, old.joined) == (7, 0, 1, 1)
    assert found.total.assigned == 16
    assert all(one.adds_up for one in (flex, old, found.total))


def test_asking_again_on_the_same_day_adds_nothing_and_nobody_goes_back(draw: Draw, by: User) -> None:
    first = Student.objects.order_by("pk")[0]
    leaves(first)
    assert len(follow(draw, LATER, by)) == 1
    assert follow(draw, LATER, by) == []
    with pytest.raises(EvidenceError, match="only grows"):
        follow(draw, FIRST, by)
    Enrollment.objects.filter(student=first).update(ends_on=None)
    (back,) = follow(draw, LATER + timedelta(days=1), by)
    assert (back.kind, back.to) == ("joined", "Ash")
    assert places(draw)[back.key] == "Ash"
    assert flow(draw).total.stayed == 16


def test_who_is_analysed_has_a_baseline_and_an_outcome(rooms: dict[str, list[Student]], draw: Draw) -> None:
    ash, birch = rooms["Ash"], rooms["Birch"]
    results([*ash, *birch[:2]], BASELINE, delivery=1)
    results(ash[:3], OUTCOME, delivery=2)
    results(birch[1:3], OUTCOME, delivery=3)
    results(ash[:1], OUTCOME - timedelta(days=1), 300.0, delivery=4)
    results(ash[3:], OUTCOME, delivery=5, result="absent", result_number=None)
    flex = flow(draw).arms[0]
    assert (flex.analysed, flex.no_outcome, flex.no_baseline, flex.neither) == (4, 2, 1, 1)
    primary = StudyOutcome.objects.get(role=StudyOutcome.Role.PRIMARY)
    assert (primary.counted, primary.superseded, primary.set_aside, primary.ceiling) == (5, 1, 1, None)


def test_shares_at_the_ends_of_the_scale_are_written_down(by: User, rooms: dict[str, list[Student]]) -> None:
    measure = {"name": "numbers", "program": "star", "assessment": "STAR Math", "method": "score", "scale": "unified"}
    study = locked(by, measures=[{**measure, "least": 0, "most": 500}])
    results(rooms["Ash"], BASELINE)
    flow(assign(study, by, on=FIRST))
    baseline = StudyOutcome.objects.get(role=StudyOutcome.Role.BASELINE)
    assert (baseline.floor, baseline.ceiling) == (0.0, 1.0)


def test_a_class_that_left_is_counted_and_only_that_can_be_noted(draw: Draw, by: User) -> None:
    note(draw, DrawChange.Kind.LEFT, "Ash", LATER, by)
    note(draw, DrawChange.Kind.SPLIT, "Elm", LATER, by, to="Elm 1, Elm 2")
    assert [one.classes_left for one in flow(draw).arms] == [1, 0]
    for kind, name in ((DrawChange.Kind.JOINED, "Ash"), (DrawChange.Kind.LEFT, "Oak")):
        with pytest.raises(EvidenceError, match="left or was split"):
            note(draw, kind, name, LATER, by)


def test_children_drawn_inside_classes_keep_their_own_arm(by: User) -> None:
    study = locked(by, unit="student")
    found = flow(assign(study, by, seed="3", on=FIRST))
    assert [(one.arm, one.classes, one.assigned) for one in found.arms] == [("flex", 4, 8), ("rotation", 4, 8)]
    assert found.total.adds_up


def test_schools_bring_their_classes(by: User) -> None:
    found = flow(assign(locked(by, unit="school"), by, on=FIRST))
    assert [(one.classes, one.assigned) for one in found.arms] == [(2, 8), (2, 8)]


def test_where_every_class_is_in_both_arms_there_is_one_row(by: User) -> None:
    study = locked(by, unit="class by week", kind="minutes trial", weeks=["2026-09-21", "2026-09-28"])
    (found,) = flow(assign(study, by, on=FIRST)).arms
    assert (found.arm, found.classes, found.assigned) == (ALL, 4, 16)


def test_what_cannot_be_divided_stands_apart(by: User) -> None:
    study = locked(by, pairs=[["Ash", "Birch"]], classes=["Ash", "Birch", "Elm"])
    found = flow(assign(study, by, on=FIRST))
    assert found.undrawn == ("Elm",)
    assert [(one.arm, one.assigned) for one in found.arms][-1] == (UNDRAWN, 4)
    assert found.as_json()["draws"] == 1


def test_an_erased_child_is_untied_and_its_place_still_counts(draw: Draw) -> None:
    one = StudyChild.objects.order_by("pk")[0]
    assert one.student_id is not None
    (table,) = [table for table in export.export(one.student_id) if table.name == "studies"]
    assert table.rows == [["flex-pilot", "Does the open room do better?", 1, one.home, None]]
    assert ("studies", 1) in [(gone.place, gone.count) for gone in erase.erase(one.student_id)]
    assert {gone.count for gone in erase.erase(one.student_id)} == {0}
    assert flow(draw).total.erased == 1


def test_without_a_draw_there_is_no_flow(by: User) -> None:
    with pytest.raises(EvidenceError, match="no draw yet"):
        last_draw(locked(by))
