"""Somebody is missing: the day is planned anew, looked at, accepted; no other day changes; who sees whom follows."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from msgspec.structs import replace
from pytest_django import Settings

from homeroom.people import lab
from homeroom.people.models import Caseload, Enrollment
from homeroom.rotation import day, drafts
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.block.plan import Place
from homeroom.rotation.block.today import Seated, Today
from homeroom.rotation.check import check
from homeroom.rotation.day import MISSING, Replan, Why, accept, propose, proposed, replan
from homeroom.rotation.errors import RotationError
from homeroom.rotation.models import Absence, BlockPlan, Change, PlanLock
from homeroom.rotation.plan_models import State
from homeroom.rotation.publish import publish, published
from homeroom.rotation.solvers import run
from rotation.day.a_day import a_day, away, in_force, making
from rotation.plans.a_week import MONDAY, SUNDAY_BEFORE, TUESDAY, WEDNESDAY, Block, person

EVERY_WAY = [
    pytest.param(
        True,
        marks=pytest.mark.skipif(not run.installed(run.DAY), reason="the extra [planner] is not installed"),
        id="planner",
    ),
    pytest.param(False, id="rule of thumb"),
]


@pytest.fixture
def own(settings: Settings, db: None) -> Block:
    settings.HOMEROOM_TODAY = SUNDAY_BEFORE
    return a_day()


@pytest.fixture(autouse=True)
def by_thumb(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process a test would be slow; what the planner does of itself is asked of it elsewhere, and once here."""
    monkeypatch.setattr(run, "NEEDS", {**run.NEEDS, run.DAY: "no_such_module"})


def whereabouts(found: Replan, slot: int) -> dict[int, Place]:
    return {place.child: place for place in found.plan.places if place.slot == slot}


def told(found: Replan, own: Block) -> set[tuple[int, int, Why]]:
    """Each move: the child by its place in the list, the slot, and why."""
    at = {child.pk: number for number, child in enumerate(own.children)}
    return {(at[move.child], move.slot, move.why) for move in found.moves}


@pytest.mark.parametrize("planner", EVERY_WAY)
def test_another_tutor_takes_the_group_of_the_one_who_is_away(
    own: Block, planner: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if planner:
        monkeypatch.undo()
    plan = in_force(own)
    away(person(own.tutor), own.children[5])
    found = replan(plan, MONDAY, stability=1)
    assert told(found, own) == {(at, 0, Why.ADULT_AWAY) for at in (0, 1, 4)}
    assert {move.after.adult for move in found.moves} == {person(own.second_tutor).pk}
    assert {move.before.adult for move in found.moves if move.before} == {person(own.tutor).pk}
    assert own.children[5].pk not in whereabouts(found, 0)
    assert (found.unplaced, found.share_unchanged, found.notes) == ((), 1.0, ())
    assert found.share_of_value > 1  # a group's second meeting is worth less than that of a group of its own
    assert found.unaffected == found.unchanged == 11


def test_no_other_day_changes(own: Block) -> None:
    plan = in_force(own)
    away(person(own.tutor), own.children[0])
    found = replan(plan, MONDAY)
    before, others = drafts.read(plan), range(2, 6)
    assert [place for place in found.plan.places if place.slot in others] == [
        place for place in before.places if place.slot in others
    ]
    # The tutor's group meets on Tuesday as it did, and is another on Monday.
    groups = {group.key: group for group in found.plan.groups}
    assert (groups[1].slots, groups[1].children) == ((2,), tuple(sorted(own.numbers(0, 1, 4))))


def test_with_nobody_missing_nothing_changes(own: Block) -> None:
    plan = in_force(own)
    found = replan(plan, MONDAY)
    assert (found.nothing, found.moves, found.plan) == (True, (), drafts.read(plan))
    assert propose(found, own.lab) == found
    with pytest.raises(RotationError, match="nothing to accept"):
        accept(found, own.lab)
    assert BlockPlan.objects.count() == 1


def test_a_draft_grants_nothing_and_accepting_it_lets_the_new_adult_see_the_children_that_day(own: Block) -> None:
    plan = in_force(own)
    away(person(own.tutor))
    found = propose(replan(plan, MONDAY), own.lab)
    assert not Caseload.objects.filter(staff=person(own.second_tutor)).exists()
    made = accept(found, own.lab)
    assert (made, made.state) == (published(own.school.pk, MONDAY), State.PUBLISHED)
    assert made.pk == (found.draft and found.draft.pk)
    seen = Caseload.objects.filter(staff=person(own.second_tutor)).values_list("student", "begins_on", "ends_on")
    assert set(seen) == {(number, MONDAY, MONDAY) for number in own.numbers(0, 1, 4)}
    mine = Caseload.objects.filter(staff=person(own.tutor)).values_list("begins_on", "ends_on").distinct()
    assert list(mine) == [(TUESDAY, TUESDAY)]
    assert set(Change.objects.values_list("why", "day")) == {(MISSING, MONDAY)}
    assert check(drafts.instance_of(made), drafts.read(made)).sound


def test_it_is_accepted_without_a_draft_too(own: Block) -> None:
    plan = in_force(own)
    away(person(own.tutor))
    assert accept(replan(plan, MONDAY), None).version == 2


def test_what_was_looked_at_is_what_is_accepted(own: Block) -> None:
    plan = in_force(own)
    away(person(own.tutor))
    found = propose(replan(plan, MONDAY), own.lab)
    assert found.draft is not None
    again = proposed(plan, MONDAY, found.draft)
    assert (again.moves, again.plan, again.unplaced) == (found.moves, found.plan, found.unplaced)
    assert drafts.read(accept(again, own.lab)) == found.plan


def test_a_second_look_takes_the_place_of_the_first(own: Block) -> None:
    plan = in_force(own)
    away(person(own.tutor))
    first = propose(replan(plan, MONDAY), own.lab)
    by_hand = drafts.copy(plan, own.lab)
    second = propose(replan(plan, MONDAY, stability=0), own.lab)
    assert list(BlockPlan.objects.filter(state=State.DRAFT)) == [by_hand, second.draft]
    assert first.draft is not None
    assert not BlockPlan.objects.filter(pk=first.draft.pk).exists()


def test_a_proposal_falls_where_somebody_else_is_missing_meanwhile(own: Block) -> None:
    plan = in_force(own)
    away(person(own.tutor))
    draft = propose(replan(plan, MONDAY), own.lab).draft
    assert draft is not None
    away(own.children[2])
    with pytest.raises(RotationError, match="has changed since"):
        proposed(plan, MONDAY, draft)


def test_a_proposal_falls_where_another_plan_was_published_meanwhile(own: Block) -> None:
    plan = in_force(own)
    other = drafts.save(own.instance, making(own).online((4,), 7).done(), own.teacher)
    away(person(own.tutor))
    found = propose(replan(plan, MONDAY), own.lab)
    publish(other, own.teacher)
    with pytest.raises(RotationError, match="has changed since"):
        accept(found, own.lab)
    assert published(own.school.pk, MONDAY) == BlockPlan.objects.get(pk=other.pk)


def test_days_that_are_over_or_without_a_session_are_refused(own: Block, settings: Settings) -> None:
    plan = in_force(own)
    with pytest.raises(RotationError, match="no session"):
        replan(plan, WEDNESDAY)
    settings.HOMEROOM_TODAY = TUESDAY
    with pytest.raises(RotationError, match="is over"):
        replan(plan, MONDAY)


def test_a_plan_whose_making_was_not_kept_is_refused(own: Block) -> None:
    with pytest.raises(RotationError, match="was not kept"):
        replan(BlockPlan.objects.create(school=own.school, week=MONDAY, version=1), MONDAY)


def test_who_comes_after_all_has_a_place_again(own: Block) -> None:
    plan = in_force(own)
    away(person(own.tutor), own.children[5])
    second = accept(replan(plan, MONDAY), own.lab)
    Absence.objects.all().delete()
    found = replan(second, MONDAY)
    assert told(found, own) == {(5, 0, Why.UNPLACED), (5, 1, Why.UNPLACED)}
    third = accept(found, own.lab)
    assert set(drafts.instance_of(third).adults) == set(own.instance.adults)
    assert replan(third, MONDAY).nothing


def test_an_absence_counts_for_the_sessions_that_it_meets(own: Block) -> None:
    plan = in_force(own)
    Absence.objects.create(
        staff=person(own.tutor), day=MONDAY, starts_at=time(10, 30), ends_at=time(12), said_by="coordinator"
    )
    assert replan(plan, MONDAY).moves == ()


def test_the_lab_s_own_word_and_a_child_who_left_count_as_well(own: Block, settings: Settings) -> None:
    plan = in_force(own)
    settings.HOMEROOM_TODAY = MONDAY
    lab.note_absent(own.lab, own.children[6].pk)
    Enrollment.objects.filter(student=own.children[7]).update(begins_on=MONDAY - timedelta(days=90), ends_on=MONDAY)
    Enrollment.objects.filter(student=own.children[3]).update(
        begins_on=MONDAY - timedelta(days=90), ends_on=SUNDAY_BEFORE
    )
    found = replan(plan, MONDAY)
    assert {one.who for one in found.today.children} == own.numbers(3, 6)
    assert told(found, own) == {(2, 1, Why.TOO_SMALL)}  # whose only companion has left


def test_what_was_decided_since_is_kept(own: Block) -> None:
    plan = in_force(own)
    one = {"day": MONDAY, "session": 1, "origin": "teacher"}
    PlanLock.objects.create(student=own.children[7], modality="technology", program="number_trail", **one)
    PlanLock.objects.create(student=own.children[6], modality="technology", program="nothing_of_the_kind", **one)
    PlanLock.objects.create(student=own.children[5], modality="technology", program="number_trail", **one)
    found = replan(plan, MONDAY)
    assert told(found, own) == {(7, 0, Why.LOCK)}
    assert whereabouts(found, 0)[own.children[7].pk].program == "number_trail"
    assert [note.students for note in found.notes] == [(own.children[6].pk,)]
    made = accept(found, own.lab)
    assert replan(made, MONDAY).nothing


def test_a_lock_that_nobody_who_is_here_can_keep_is_told_and_left(own: Block) -> None:
    """The group of the locked child has nobody left but the child."""
    plan = in_force(own)
    PlanLock.objects.create(
        student=own.children[2], day=MONDAY, session=2, modality="teacher-led", staff=person(own.teacher), origin="x"
    )
    away(*(own.children[at] for at in (0, 1, 3)))
    found = propose(replan(plan, MONDAY), own.lab)
    assert [note.students for note in found.notes] == [(own.children[2].pk,)]
    assert found.draft is not None
    again = proposed(plan, MONDAY, found.draft)
    assert (again.plan, again.notes) == (found.plan, found.notes)
    assert accept(again, own.lab).state == State.PUBLISHED


def test_a_planner_that_breaks_leaves_the_plan_as_it_is(own: Block, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = in_force(own)
    away(person(own.tutor))
    monkeypatch.setattr(run, "installed", lambda _: True)

    def broken(*_: object, **__: object) -> Seated:
        raise RotationError("The planner ended before there was a plan.")

    monkeypatch.setattr(run, "solve_day", broken)
    with pytest.raises(RotationError, match="The planner ended"):
        replan(plan, MONDAY)
    assert published(own.school.pk, MONDAY) == plan


def test_a_day_that_would_break_a_rule_is_no_proposal(own: Block, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = in_force(own)
    away(person(own.tutor))
    sound = day.seated_greedily

    def in_the_wrong_program(today: Today) -> Seated:
        first, *rest = sound(today).seats
        wrong = replace(first, modality=Modality.TECHNOLOGY, program="nothing_of_the_kind", meeting=None)
        return Seated((wrong, *rest), "nobody, the day")

    monkeypatch.setattr(day, "seated_greedily", in_the_wrong_program)
    with pytest.raises(RotationError, match="breaks rules"):
        replan(plan, MONDAY)


def test_a_day_in_which_nobody_is_left_is_worth_nothing(own: Block) -> None:
    plan = in_force(own)
    away(*own.children)
    found = replan(plan, MONDAY)
    assert (found.moves, found.share_unchanged, found.share_of_value) == ((), 1.0, 1.0)
