"""Minutes: planned beside delivered by class, child and modality. What nobody has told is no nought."""

from __future__ import annotations

import csv
import io

import pytest
from django.http import HttpResponse
from pytest_django import Settings

from a_school import staff
from every_page import client_of
from facts.facts_by_hand import publish as told
from homeroom.people.models import AuditEntry, Role, School, User
from homeroom.people.visibility import nobody
from homeroom.reports.rotation.minutes import week_of_minutes, whose
from homeroom.reports.rotation.minutes.make import MOST_NAMED
from homeroom.reports.rotation.minutes.report import Line
from homeroom.reports.values import NO_EVIDENCE, State, Value, known
from homeroom.reports.week import Week
from homeroom.rotation import drafts
from homeroom.rotation.delivered import tick
from homeroom.rotation.minutes import Minutes
from homeroom.rotation.publish import publish
from homeroom.rotation.work_out import work_out
from pages.goals_by_hand import words as text_of
from rotation.plans import a_week
from rotation.plans.a_week import MONDAY, WEDNESDAY, Block, plan
from rotation.plans.checked import sound

WEEK = Week.of(MONDAY)
ASKED = f"?week={WEEK}"


@pytest.fixture
def own(settings: Settings, db: None) -> Block:
    """On Wednesday of the week: one sheet is ticked, one program has told of one child."""
    settings.HOMEROOM_TODAY = a_week.SUNDAY_BEFORE
    made = a_week.block()
    publish(drafts.save(made.instance, plan(made), None), None, sound)
    settings.HOMEROOM_TODAY = WEDNESDAY
    tick([made.children[0].pk], MONDAY, 1, None, minutes=25)
    minutes = {"metric": "MinutesOnTask", "definition": "time on screen"}
    told("usage", [{"student": made.children[5].pk, "occurred_on": MONDAY, "value": 40, **minutes}])
    work_out()
    return made


def get(own: Block, user: User, query: str = ASKED, tail: str = "") -> HttpResponse:
    response = client_of(user).get(f"/school/{own.school.pk}/minutes/{tail}{query}")
    assert isinstance(response, HttpResponse)
    return response


def page(own: Block, user: User, query: str = ASKED) -> str:
    response = get(own, user, query)
    assert response.status_code == 200
    return text_of(response.content)


@pytest.fixture
def principal(own: Block) -> User:
    return staff("principal", Role.Kind.PRINCIPAL, own.school)


def test_the_page_says_what_became_of_every_planned_minute(own: Block, principal: User) -> None:
    shown = page(own, principal)
    assert "8 children, 1,440 minutes planned: 55 delivered, 35 not held, 60 late" in shown
    assert "a tutor's group 180 25 5 0 150 0 0" in shown
    assert "work in a program 120 30 30 60 0 0 10" in shown
    assert "time on screen" in shown
    assert "Late: the program has not told of that day yet. It is not nothing." in shown


def test_every_child_s_line_adds_up_to_its_sessions(own: Block) -> None:
    report = week_of_minutes(own.school, nobody(whose(own.school, WEEK)), WEEK)
    assert sorted(one.whose.number for one in report.children) == sorted(child.pk for child in own.children)
    for one in (*report.children, *report.classes, report.whole):
        for line in (*one.lines, one.together):
            told = line.minutes
            parts = told.delivered + told.missed + told.late + told.not_recorded + told.waiting
            assert told.planned == parts
        assert one.together.minutes.planned == sum(line.minutes.planned for line in one.lines)
    assert all(one.together.minutes.planned == 180 for one in report.children)
    assert report.whole.together.minutes.planned == 8 * 180


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [
        (Minutes(planned=30, late=30), Value(State.LATE)),
        (Minutes(planned=30, not_recorded=30), NO_EVIDENCE),
        (Minutes(planned=30, waiting=30), NO_EVIDENCE),
        (Minutes(planned=30, missed=30), known(0, unit="minutes")),
        (Minutes(planned=60, delivered=20, missed=10, late=30), known(20, unit="minutes")),
        (Minutes(beyond=10), known(0, unit="minutes")),
    ],
)
@pytest.mark.any_database
def test_what_nobody_has_told_is_no_nought(minutes: Minutes, shown: Value) -> None:
    assert Line("tutoring", minutes).delivered == shown


def test_files_hold_what_the_page_shows(own: Block, principal: User) -> None:
    told = list(csv.reader(io.StringIO(get(own, principal, tail="minutes.csv").content.decode("utf-8-sig"))))
    assert told[0] == [
        *("Class", "What", "Planned", "Delivered", "Not held", "Late", "Not recorded", "Still to come"),
        "Beyond the plan",
    ]
    assert ["Grade 3, Room 12", "a tutor's group", "120", "25", "5", "0", "90", "0", "0"] in told
    assert ["all whom you see", "all together", "1440", "55", "35", "60", "810", "480", "10"] in told
    for tail in ("minutes.xlsx", "minutes.json", "minutes.pdf"):
        assert get(own, principal, tail=tail).status_code == 200
    children = get(own, principal, f"{ASKED}&table=by_child", "minutes.csv").content.decode("utf-8-sig")
    assert f"{own.children[0].name},a tutor's group,60,25,5,0,30,0,0" in children.replace('"', "")
    entry = AuditEntry.objects.filter(verb="exported").last()
    assert entry is not None
    assert entry.students == sorted(child.pk for child in own.children)


def test_teachers_and_tutors_see_their_children_alone(own: Block) -> None:
    shown = page(own, own.teacher)
    assert all(child.name in shown for child in own.children[:4])
    assert not any(child.name in shown for child in own.children[4:])
    assert "Grade 3, Room 14" not in shown
    assert "Counted are the children of the plan whom you may see: 4." in shown
    assert get(own, own.teacher, f"{ASKED}&class={own.classes[1].pk}").status_code == 404
    entry = AuditEntry.objects.filter(verb="saw").last()
    assert entry is not None
    assert entry.students == sorted(child.pk for child in own.children[:4])
    elsewhere = School.objects.create(sourced_id="s2", name="Hill School")
    stranger = staff("stranger", Role.Kind.TEACHER, elsewhere)
    assert get(own, stranger).status_code == 404


def test_a_tutor_sees_the_children_of_the_day(own: Block, settings: Settings) -> None:
    settings.HOMEROOM_TODAY = MONDAY
    shown = page(own, own.tutor)
    assert own.children[0].name in shown
    assert own.children[7].name not in shown


def test_a_class_is_chosen_and_kept_from_week_to_week(own: Block, principal: User) -> None:
    shown = page(own, principal, f"{ASKED}&class={own.classes[1].pk}")
    assert own.children[4].name in shown
    assert own.children[0].name not in shown
    body = get(own, principal, f"{ASKED}&class={own.classes[1].pk}").content.decode()
    assert f'href="?week={WEEK.previous}&amp;class={own.classes[1].pk}"' in body
    assert f'href="?week={WEEK}"' in body


def test_of_many_children_none_is_named_before_a_class_is_chosen(
    own: Block, principal: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("homeroom.reports.rotation.minutes.make.MOST_NAMED", 5)
    assert MOST_NAMED > 5
    shown = page(own, principal)
    assert not any(child.name in shown for child in own.children)
    assert "Grade 3, Room 14" in shown
    entry = AuditEntry.objects.filter(verb="saw").last()
    assert entry is not None
    assert (entry.students, entry.reason) == ([], "minutes of classes, no child by name")
    assert "by_child" not in get(own, principal, tail="minutes.json").content.decode()


@pytest.mark.parametrize("query", ["?class=x", "?class=99999", "?week=monday", "?class=%C2%B2", "?class=" + "9" * 19])
def test_what_is_not_there_is_no_page(own: Block, principal: User, query: str) -> None:
    assert get(own, principal, query).status_code == 404


def test_a_week_without_a_published_plan_says_so(own: Block, principal: User) -> None:
    shown = page(own, principal, f"?week={WEEK.previous}")
    assert "No child whom you see has a place in a published plan of this week." in shown
    assert "By class" not in shown
    assert get(own, principal, f"?week={WEEK.previous}", "minutes.csv").status_code == 200


def test_by_default_it_is_the_last_week_that_is_over(own: Block, principal: User, settings: Settings) -> None:
    assert "Week of 19 Oct 2026" in page(own, principal, "")
    settings.HOMEROOM_TODAY = a_week.FRIDAY.replace(day=31)
    assert "1,440 minutes planned" in page(own, principal, "")


def test_a_child_who_left_the_roster_stands_without_a_class(own: Block, principal: User) -> None:
    own.children[0].enrollments.all().delete()
    report = week_of_minutes(own.school, nobody([own.children[0].pk]), WEEK)
    assert [one.whose.title for one in report.classes] == ["without a class"]
    assert report.whole.together.minutes.planned == 180
