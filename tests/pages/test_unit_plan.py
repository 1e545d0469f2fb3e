"""The unit plan: one click marks, one more takes it back; who is ready before a unit, and who carries what over."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from a_school import MONDAY, TODAY, Town, child
from facts.facts_by_hand import publish
from homeroom.goals.models import Goal, UnitPlan
from homeroom.people.models import AuditEntry, Class, Student
from homeroom.people.names import sort_key
from homeroom.standards.models import Prerequisite, Standard
from pages.goals_by_hand import CODE, NEXT_WEEK, OTHER, of_class, planned, unit, words
from reports.known_by_hand import estimate

pytestmark = pytest.mark.any_database

ALL_PLANNED = "Every unit of this grade is in the plan already."


def path(place: Town, rest: str = "") -> str:
    return f"/class/{place.group.pk}/unit/{rest}"


def test_it_works(client: Client, place: Town) -> None:
    planned(place)
    planned(place, NEXT_WEEK, OTHER)
    client.force_login(place.teacher)
    page = words(client.get(path(place)).content)
    assert f"What is taught in which week? This week: {CODE}." in page
    assert "26 Oct this week 30 minutes" in page
    assert "weeks of 26 Oct to 2 Nov" in page
    assert "9 Nov Nothing planned." in page
    assert not AuditEntry.objects.filter(verb="saw").exists(), "it names no child"


def test_an_empty_plan_says_what_to_do(client: Client, place: Town) -> None:
    client.force_login(place.teacher)
    assert "Nothing is planned yet. Put a unit into the weeks below" in words(client.get(path(place)).content)


@pytest.mark.parametrize(("state", "says"), [("taught", "taught teacher"), ("skipped", "skipped teacher")])
def test_one_click_marks_and_one_takes_it_back(client: Client, place: Town, state: str, says: str) -> None:
    held = planned(place)
    client.force_login(place.teacher)
    answer = client.post(path(place), {"mark": f"{state}-{held.pk}"})
    assert answer.headers["Location"] == path(place, "#week-2026-10-26")
    held.refresh_from_db()
    assert (held.state, held.marked_by) == (state, "teacher")
    assert says in words(client.get(path(place)).content)
    client.post(path(place), {"undo": held.pk})
    held.refresh_from_db()
    assert (held.state, held.marked_by) == ("planned", "")


def test_what_is_moved_says_where_to(client: Client, place: Town) -> None:
    held = planned(place)
    client.force_login(place.teacher)
    client.post(path(place), {"mark": f"moved-{held.pk}"})
    held.refresh_from_db()
    assert (held.state, held.moved_to) == ("moved", NEXT_WEEK)
    assert "moved to 2 Nov" in words(client.get(path(place)).content)
    client.post(path(place), {"undo": held.pk})
    held.refresh_from_db()
    assert (held.state, held.moved_to) == ("planned", None)


def test_another_class_s_line_is_not_here(client: Client, place: Town) -> None:
    away = Class.objects.get(sourced_id="c2")
    theirs = UnitPlan.objects.create(
        school_class=away, standard=planned(place).standard, week=TODAY, unit=unit(), made_by="other"
    )
    client.force_login(place.teacher)
    for told in ({"mark": f"taught-{theirs.pk}"}, {"undo": theirs.pk}, {"mark": "taught-x"}, {"mark": "eaten-1"}):
        assert client.post(path(place), told).status_code == 404
    theirs.refresh_from_db()
    assert theirs.state == "planned"
    assert client.get(f"/class/{away.pk}/unit/").status_code == 404


def test_a_unit_is_put_into_the_weeks(client: Client, place: Town) -> None:
    found = unit()
    client.force_login(place.teacher)
    told = {"act": "plan", "unit": found.pk, "week": "2026-11-04", "minutes": 45}
    assert client.post(path(place), told).headers["Location"] == path(place, "#week-2026-11-02")
    rows = UnitPlan.objects.order_by("week").values_list("standard__code", "week", "minutes")
    assert list(rows) == [(CODE, NEXT_WEEK, 45), (OTHER, NEXT_WEEK + timedelta(weeks=1), 45)]


@pytest.mark.parametrize(("roster", "carried"), [("03", "3"), ("03", "03"), ("3", "3"), ("KG", "K"), ("K", "KG")])
def test_units_of_the_grade_are_offered_however_it_is_spelled(
    client: Client, place: Town, roster: str, carried: str
) -> None:
    Student.objects.update(grade=roster)
    unit(grade=carried)
    unit("Decimals", grade="4")
    client.force_login(place.teacher)
    page = words(client.get(path(place)).content)
    assert "Fractions (2)" in page
    assert "Decimals" not in page
    assert ALL_PLANNED not in page


def test_where_no_unit_is_of_the_grade_nothing_else_is_said(client: Client, place: Town) -> None:
    unit(grade="4")
    client.force_login(place.teacher)
    page = words(client.get(path(place)).content)
    assert "No unit is known for this grade." in page
    assert ALL_PLANNED not in page


def test_where_all_units_are_planned_already_that_is_said_and_one_can_be_planned_again(
    client: Client, place: Town
) -> None:
    planned(place)
    client.force_login(place.teacher)
    page = words(client.get(path(place)).content)
    assert ALL_PLANNED in page
    assert "Fractions (2)" in page
    assert "No unit is known" not in page
    unit("Decimals")
    assert ALL_PLANNED not in words(client.get(path(place)).content)


@pytest.mark.parametrize(
    "changed", [{"unit": ""}, {"unit": "0"}, {"week": ""}, {"week": "1999-01-01"}, {"minutes": -1}, {"minutes": ""}]
)
def test_what_cannot_be_planned_is_said(client: Client, place: Town, changed: dict[str, object]) -> None:
    told = {"act": "plan", "unit": unit().pk, "week": "2026-11-04", "minutes": 45} | changed
    client.force_login(place.teacher)
    answer = client.post(path(place), told)
    assert answer.status_code == 422
    assert "needs another look" in words(answer.content)
    assert not UnitPlan.objects.exists()


def test_the_plan_leaves_as_a_file(client: Client, place: Town) -> None:
    planned(place)
    client.force_login(place.teacher)
    csv = client.get(path(place, "weeks.csv?header=machine")).content.decode("utf-8-sig").splitlines()
    assert csv[0] == "week,standard,title,unit,minutes,state,moved_to,marked_by"
    assert csv[1] == "2026-10-26,3.NF.A.1,Unit fractions,Fractions,30,planned,,"
    for kind in ("xlsx", "json", "pdf"):
        assert client.get(path(place, f"weeks.{kind}")).status_code == 200


# Before a unit

BEFORE = "3.G.A.1"


def ready(place: Town) -> str:
    """The page of a unit that stands on one standard."""
    needed, after = (Standard.objects.get(code=code) for code in (BEFORE, CODE))
    Prerequisite.objects.get_or_create(before=needed, after=after)
    return path(place, f"{planned(place).unit_id}/ready/")


def test_every_child_has_a_state_with_its_rule_and_its_evidence(client: Client, place: Town) -> None:
    where = ready(place)
    client.force_login(place.teacher)
    page = words(client.get(where).content)
    for one in place.children:
        assert one.name in page
    assert "No evidence: fewer than half of what the unit stands on was tested" in page
    assert "Ready: at least half of what the unit stands on" in page
    entry = AuditEntry.objects.filter(verb="saw").get()
    assert entry.students == sorted(place.numbers)


def test_who_lacks_the_same_may_become_a_group(client: Client, place: Town) -> None:
    where = ready(place)
    states = ["not yet"] * 3 + ["getting there", "nearly there"]
    publish("mastery", [estimate(one, BEFORE, told) for one, told in zip(place.numbers, states, strict=False)])
    client.force_login(place.teacher)
    body = client.get(where).content
    page = words(body)
    assert "1 ready, 1 shaky, 3 not ready, 19 without evidence." in page
    assert f"{place.children[0].name} not ready 1 of 1 {BEFORE} chance 10 %, answers 14 14" in page
    assert f"{place.children[3].name} shaky 1 of 1 {BEFORE} chance 31 %, answers 14 14" in page
    assert f"{place.children[4].name} ready 1 of 1 – 14" in page
    assert f"{place.children[5].name} no evidence 0 of 1 – –" in page
    chosen = "&amp;".join(f"child={one}" for one in ordered(place, range(4)))
    assert f"groups/?standard={BEFORE}&amp;{chosen}#make" in body.decode()


def ordered(place: Town, who: range) -> list[int]:
    """As the class list has them."""
    return [one.pk for one in sorted((place.children[at] for at in who), key=sort_key)]


def test_readiness_and_carry_over_leave_as_files(client: Client, place: Town) -> None:
    where = ready(place)
    client.force_login(place.teacher)
    for address in (f"{where}ready", where.replace("ready/", "carried/carried")):
        for kind in ("csv", "xlsx", "json", "pdf"):
            assert client.get(f"{address}.{kind}").status_code == 200
    assert AuditEntry.objects.filter(verb="exported").count() == 8


def test_a_unit_that_the_class_does_not_plan_is_not_here(client: Client, place: Town) -> None:
    planned(place)
    other = unit("Other")
    client.force_login(place.teacher)
    for which in (other.pk, 0, 10**30):
        for page in ("ready", "carried"):
            assert client.get(path(place, f"{which}/{page}/")).status_code == 404


# After a unit


def carried(place: Town) -> str:
    return path(place, f"{planned(place, MONDAY).unit_id}/carried/")


def test_gaps_become_a_goal_with_one_button(client: Client, place: Town) -> None:
    where = carried(place)
    states = ["not yet", "not yet", "mastered"]
    publish("mastery", [estimate(one, CODE, told) for one, told in zip(place.numbers, states, strict=False)])
    client.force_login(place.teacher)
    body = client.get(where).content
    page = words(body)
    assert "2 children have a gap to close." in page
    assert f"{place.children[2].name} {CODE} 95 % 14 review comes back on" in page
    standard = planned(place, MONDAY).standard_id
    assert f'name="standard" value="{standard}"' in body.decode()
    told = {"act": "these", "standard": standard, "child": place.numbers[:2]}
    client.post(f"/class/{place.group.pk}/assign/", told)
    assert Goal.objects.get().students.count() == 2


def test_what_was_skipped_is_carried_by_nobody(client: Client, place: Town) -> None:
    where = carried(place)
    UnitPlan.objects.update(state="skipped")
    client.force_login(place.teacher)
    assert "Nothing of this unit was taught yet." in words(client.get(where).content)


def test_a_unit_still_to_come_was_not_taught(client: Client, place: Town) -> None:
    found = planned(place, NEXT_WEEK)
    client.force_login(place.teacher)
    page = words(client.get(path(place, f"{found.unit_id}/carried/")).content)
    assert "Nothing of this unit was taught yet." in page
    assert found.week == date(2026, 11, 2)


def test_a_stranger_finds_nothing(client: Client, place: Town) -> None:
    other = child(99, Class.objects.get(sourced_id="c2"), "Cy", "Elsewhere")
    of_class(Class.objects.get(sourced_id="c2"), [other.pk])
    where = ready(place)
    client.force_login(place.other_teacher)
    for address in (path(place), path(place, "weeks.csv"), where, where.replace("ready", "carried")):
        assert client.get(address).status_code == 404
