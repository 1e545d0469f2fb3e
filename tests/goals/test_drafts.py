"""A goal before it is sent: each change is kept at once, and what was sent changes no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from pytest_django import Settings

from a_school import CODES, TODAY, Town, child, standards, town
from homeroom.goals import drafts
from homeroom.goals.drafts import Aim
from homeroom.goals.errors import GoalsError
from homeroom.goals.models import Goal
from homeroom.mastery import kept_groups
from homeroom.people.models import AuditEntry, Class, Enrollment
from homeroom.standards.models import Standard
from homeroom.standards.units import Part, make_unit
from pages.goals_by_hand import CODE, OTHER, unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(settings: Settings) -> Town:
    settings.HOMEROOM_TODAY = TODAY
    found = town(6)
    standards(CODES)
    return found


@pytest.fixture
def draft(place: Town) -> Goal:
    return drafts.begin(place.teacher, place.group, standards=[Standard.objects.get(code=CODE)])


def an_aim(**changed: object) -> Aim:
    days = {"begins_on": TODAY, "ends_on": date(2026, 11, 6)}
    told = Aim("Fractions", [Standard.objects.get(code=OTHER)], "mastery", 0.8, 1, 60, **days)
    return replace(told, **changed)  # type: ignore[arg-type]


def inside(goal: Goal) -> set[int]:
    return set(goal.students.values_list("student", flat=True))


def test_a_unit_brings_its_standards_weights_title_and_weeks(place: Town) -> None:
    found = unit(codes=[CODE, OTHER, "3.G.A.1"])
    found.standards.filter(standard__code=OTHER).update(weight=3)
    made = drafts.begin(place.teacher, place.group, found)
    told = dict(made.standards.values_list("standard__code", "weight"))
    assert told == {CODE: 1.0, OTHER: 3.0, "3.G.A.1": 1.0}
    assert (made.title, made.begins_on, made.ends_on) == ("Fractions", TODAY, date(2026, 11, 13))
    assert inside(made) == set(place.numbers)
    assert AuditEntry.objects.get().students == sorted(place.numbers)


def test_a_standard_of_two_weeks_has_the_weight_of_both(place: Town) -> None:
    found = make_unit("ccss", "u9", "Fractions", [Part(CODE, 2), Part(OTHER, 1, week=2), Part(CODE, 1, week=2)])
    made = drafts.begin(place.teacher, place.group, unit=found)
    assert dict(made.standards.values_list("standard__code", "weight")) == {CODE: 3, OTHER: 1}


@pytest.mark.parametrize(("day", "monday"), [(26, 26), (27, 2), (30, 2), (31, 2)])
def test_a_goal_begins_on_the_coming_monday(place: Town, settings: Settings, day: int, monday: int) -> None:
    settings.HOMEROOM_TODAY = date(2026, 10, day)
    assert drafts.next_monday().day == monday
    assert drafts.next_monday().weekday() == 0


def test_an_aim_is_kept_whole(place: Town, draft: Goal) -> None:
    drafts.aim(place.teacher, draft, an_aim(title="  ", cut=0.7, criterion="lessons", count=3))
    draft.refresh_from_db()
    assert (draft.title, draft.cut, draft.criterion, draft.count) == (OTHER, 0.7, "lessons", 3)
    assert [one.standard.code for one in draft.standards.all()] == [OTHER]


def test_the_same_standard_twice_is_one(place: Town, draft: Goal) -> None:
    drafts.aim(place.teacher, draft, an_aim(standards=[Standard.objects.get(code=OTHER)] * 2))
    assert draft.standards.count() == 1


def test_an_aim_without_a_standard_is_none(place: Town, draft: Goal) -> None:
    with pytest.raises(GoalsError, match="at least one standard"):
        drafts.aim(place.teacher, draft, an_aim(standards=[]))
    assert draft.standards.count() == 1


def test_who_it_is_for_is_chosen_anew_each_time(place: Town, draft: Goal) -> None:
    drafts.choose(place.teacher, draft, Goal.Scope.CHILD, place.numbers[:2])
    assert inside(draft) == set(place.numbers[:2])
    drafts.choose(place.teacher, draft, Goal.Scope.CHILD, place.numbers[1:4])
    assert inside(draft) == set(place.numbers[1:4])
    drafts.choose(place.teacher, draft, Goal.Scope.CLASS, ())
    assert inside(draft) == set(place.numbers)


def test_a_group_is_those_who_are_in_it(place: Town, draft: Goal) -> None:
    group = kept_groups.keep(place.teacher, place.group, Standard.objects.get(code=CODE), place.numbers[:3], "").group
    drafts.choose(place.teacher, draft, Goal.Scope.GROUP, (), group)
    assert inside(draft) == set(place.numbers[:3])
    assert draft.group == group


def test_nobody_and_children_of_other_classes_are_refused(place: Town, draft: Goal) -> None:
    other = child(99, Class.objects.get(sourced_id="c2"))
    for who in ([], [other.pk], [place.numbers[0], other.pk]):
        with pytest.raises(GoalsError):
            drafts.choose(place.teacher, draft, Goal.Scope.CHILD, who)
    assert inside(draft) == set(place.numbers)


def test_what_was_sent_changes_no_more(place: Town, draft: Goal) -> None:
    Goal.objects.update(sent_at="2026-10-26T10:00Z")
    for change in (
        lambda: drafts.aim(place.teacher, draft, an_aim()),
        lambda: drafts.choose(place.teacher, draft, Goal.Scope.CHILD, place.numbers[:1]),
        lambda: drafts.discard(place.teacher, draft),
    ):
        with pytest.raises(GoalsError, match="has been sent"):
            change()
    assert list(drafts.drafts(place.group)) == []
    assert inside(draft) == set(place.numbers)


def test_a_child_who_left_meanwhile_is_not_taken_along(place: Town, draft: Goal) -> None:
    Enrollment.objects.filter(student=place.numbers[0]).delete()
    drafts.choose(place.teacher, draft, Goal.Scope.CLASS, ())
    assert inside(draft) == set(place.numbers[1:])


def test_a_discarded_draft_is_gone_and_on_record(place: Town, draft: Goal) -> None:
    drafts.discard(place.teacher, draft)
    assert not Goal.objects.exists()
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True)) == ["began", "discarded"]
