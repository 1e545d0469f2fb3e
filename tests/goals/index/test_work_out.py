"""From plans, tags and lessons to the table `alignment`, as a night does it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pytest_django import Settings

from a_school import MONDAY, TODAY, Town, child, room, town
from goals.index.weeks_by_hand import AFTER, APART, BEFORE, ON, PROGRAM, busy, catalogue, lesson, planned, worked
from homeroom.facts import store
from homeroom.facts.schema import PURPOSES
from homeroom.goals.index import taught
from homeroom.goals.index.work_out import WEEKS, work_out
from homeroom.goals.models import UnitPlan
from homeroom.people.models import Class, Enrollment
from homeroom.standards import ccss
from homeroom.standards.alignment import Tag, take_tags
from homeroom.standards.content import Content, take_content
from homeroom.standards.models import Framework, Standard

pytestmark = pytest.mark.django_db
WEEK = timedelta(weeks=1)


@pytest.fixture
def place(settings: Settings) -> Town:
    settings.HOMEROOM_TODAY = TODAY
    return town(size=2)


def rows() -> list[dict[str, Any]]:
    asked = "select * from alignment order by student, school_class, week"
    return store.query(asked, tables=["alignment"]).dicts()


def budget(row: dict[str, Any]) -> dict[str, int]:
    """The purposes that have any time."""
    return {name: row[name] for name in PURPOSES if row[name]}


def test_a_week_by_what_it_was_for(place: Town) -> None:
    catalogue(ON, BEFORE, AFTER, APART)
    planned(place.group, ON)
    first, second = place.children
    done = [(ON, 10), (BEFORE, 5), (AFTER, 2), (APART, 3)]
    worked(
        [*(lesson(first, f"{code}/0", minutes) for code, minutes in done), lesson(second, "nobody knows this one", 4)]
    )
    assert work_out() == [MONDAY]
    one, other = rows()
    assert budget(one) == {"on_plan_needed": 600, "gap_repair": 300, "ahead": 120, "unrelated": 180}
    assert budget(other) == {"unknown": 240}
    assert (one["school_class"], one["week"], one["as_of"]) == (place.group.pk, MONDAY, TODAY)
    assert (one["class_seconds"], one["class_lessons"], one["class_children"]) == (1440, 5, 2)
    assert one["class_least"] == pytest.approx(600 / 1440)
    assert one["class_most"] == pytest.approx(840 / 1440)
    assert one["class_sure"] == pytest.approx(1200 / 1440)
    assert one["class_least"] <= one["class_share"] <= one["class_most"]
    assert one["class_low"] <= one["class_share"] <= one["class_high"]
    assert {key: one[key] for key in one if key.startswith("class_")} == {
        key: other[key] for key in other if key.startswith("class_")
    }


def test_a_second_run_says_the_same(place: Town) -> None:
    catalogue(ON, APART)
    planned(place.group, ON)
    worked(busy(place, [f"{ON}/0", "unknown", f"{APART}/0"]))
    work_out()
    first = rows()
    assert first
    work_out()
    assert rows() == first


def test_without_a_plan_nothing_is_told(place: Town) -> None:
    catalogue(ON)
    worked(busy(place, [f"{ON}/0"]))
    assert work_out() == []
    assert rows() == []


def test_a_plan_that_was_skipped_is_no_plan_and_takes_the_week_back(place: Town) -> None:
    catalogue(ON)
    planned(place.group, ON)
    worked(busy(place, [f"{ON}/0"]))
    work_out()
    assert rows()
    UnitPlan.objects.update(state="skipped")
    assert work_out() == [MONDAY]
    assert rows() == []


def test_what_was_moved_counts_in_the_week_it_moved_to(place: Town) -> None:
    ccss.load()
    planned(place.group, ON, week=MONDAY - WEEK, state="moved")
    planned(place.group, APART, week=MONDAY - WEEK, state="taught")
    planned(place.group, ON)
    found = taught.taught()[place.group.pk]
    assert found == {MONDAY - WEEK: {APART: 1.0}, MONDAY: {ON: 1.0}}


def test_a_whole_standard_is_taught_by_its_parts(place: Town) -> None:
    ccss.load()
    planned(place.group, "3.NF.A.2")
    assert taught.taught([place.group.pk])[place.group.pk][MONDAY] == {"3.NF.A.2.a": 0.5, "3.NF.A.2.b": 0.5}
    assert taught.taught([]) == {}


def test_a_tag_on_a_whole_standard_is_on_plan_for_the_part_that_is_taught(place: Town) -> None:
    ccss.load()
    take_content([Content(PROGRAM, "lesson", "line")])
    take_tags([Tag((PROGRAM, "lesson", "line"), "3.NF.A.2", 1, "vendor")], ccss.SLUG)
    planned(place.group, "3.NF.A.2.a")
    worked([lesson(place.children[0], "line", 10)])
    work_out()
    (row,) = rows()
    assert budget(row)["on_plan_needed"] == 300
    assert row["class_sure"] == 0


def test_the_doubt_of_an_inferred_tag_is_unknown(place: Town) -> None:
    ccss.load()
    take_content([Content(PROGRAM, "lesson", "guessed")])
    take_tags([Tag((PROGRAM, "lesson", "guessed"), ON, 1, "inferred", p=0.75)], ccss.SLUG)
    planned(place.group, ON)
    worked([lesson(place.children[0], "guessed", 10)])
    work_out()
    (row,) = rows()
    assert budget(row) == {"on_plan_needed": 450, "unknown": 150}
    assert (row["class_least"], row["class_most"]) == (pytest.approx(0.75), pytest.approx(1.0))


def test_a_program_of_another_subject_does_not_count(place: Town) -> None:
    """Its lessons are aligned, and none to the plan's subject. One that nobody has aligned counts as unknown."""
    catalogue(ON)
    reading = Framework.objects.create(slug="ela", title="Reading", subject="English Language Arts")
    Standard.objects.create(framework=reading, code="RL.3.1", title="Asking", grade="3", domain="RL", order=1)
    take_content([Content("readers", "lesson", "R")])
    take_tags([Tag(("readers", "lesson", "R"), "RL.3.1", 1, "vendor")], "ela")
    planned(place.group, ON)
    one = place.children[0]
    worked(
        [
            lesson(one, f"{ON}/0", 10),
            lesson(one, "R", 30, program="readers"),
            lesson(one, "?", 5, program="nobody_aligned"),
        ]
    )
    work_out()
    (row,) = rows()
    assert row["seconds"] == 900
    assert budget(row) == {"on_plan_needed": 600, "unknown": 300}


def test_a_child_of_two_classes_has_a_row_of_each_by_its_plan(place: Town) -> None:
    catalogue(ON, APART)
    other = room(place.school, "c9", "Maths lab")
    one = place.children[0]
    Enrollment.objects.create(sourced_id="e9", school_class=other, student=one, role="student")
    planned(place.group, ON)
    planned(other, APART)
    worked([lesson(one, f"{ON}/0", 10)])
    work_out()
    found = {row["school_class"]: budget(row) for row in rows()}
    assert found == {place.group.pk: {"on_plan_needed": 600}, other.pk: {"unrelated": 600}}


def test_children_of_other_classes_are_not_counted(place: Town) -> None:
    catalogue(ON)
    stranger = child(40, Class.objects.get(sourced_id="c2"))
    planned(place.group, ON)
    worked([lesson(place.children[0], f"{ON}/0", 10), lesson(stranger, f"{ON}/0", 10)])
    work_out()
    assert [row["student"] for row in rows()] == [place.children[0].pk]


def test_old_weeks_stay_as_they_were_told_unless_everything_is_asked_for(place: Town) -> None:
    catalogue(ON, APART)
    old = MONDAY - WEEKS * WEEK
    planned(place.group, ON, week=old)
    worked(busy(place, [f"{ON}/0"], week=old))
    assert work_out() == [old]
    before = rows()
    worked([lesson(place.children[0], f"{APART}/0", 10, old)])
    assert work_out() == []
    assert rows() == before
    assert work_out(everything=True) == [old]
    assert rows() != before


def test_the_plan_of_other_weeks_gives_lags_and_what_is_ahead(place: Town) -> None:
    catalogue(ON, APART)
    planned(place.group, ON)
    planned(place.group, APART, week=MONDAY + 2 * WEEK)
    worked([lesson(place.children[0], f"{ON}/0", 10), lesson(place.children[0], f"{APART}/0", 30)])
    work_out()
    (row,) = rows()
    assert budget(row) == {"on_plan_needed": 600, "ahead": 1800}
    assert (row["class_lag_0"], row["class_lag_plus_2"], row["class_lag_plus_1"]) == (0.25, 0.75, None)
    assert row["class_beyond_chance"] is None


def test_beyond_chance_is_told_where_another_plan_is_far_enough_away(place: Town) -> None:
    catalogue(ON, APART)
    planned(place.group, ON)
    planned(place.group, APART, week=MONDAY + 6 * WEEK)
    worked([lesson(place.children[0], f"{ON}/0", 30), lesson(place.children[0], f"{APART}/0", 10)])
    work_out()
    assert rows()[0]["class_beyond_chance"] == pytest.approx((0.75 - 0.25) / (1 - 0.25))


def test_an_erased_child_leaves_and_the_others_stay(place: Town) -> None:
    catalogue(ON)
    planned(place.group, ON)
    worked(busy(place, [f"{ON}/0"]))
    work_out()
    gone, stays = place.numbers
    store.erase(gone, "erased")
    assert [row["student"] for row in rows()] == [stays]
