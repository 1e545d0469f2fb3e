"""Today in the lab: who may open it, whom it shows on which day, and what it says where there is nothing to show."""

from __future__ import annotations

import csv
import io
import json
from datetime import time

import msgspec
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from homeroom.goals.models import Assignment
from homeroom.people import lab
from homeroom.people.models import AuditEntry, Class, SchoolDay, Student
from homeroom.rotation import drafts
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.block.plan import Place
from homeroom.rotation.models import Absence, Room
from homeroom.rotation.publish import end
from lab_by_hand import FEED, in_since, tell
from pages.a_planned_day import (
    AFTER,
    BETWEEN,
    FIRST,
    Day,
    a_large_day,
    a_monday,
    at_the_clock,
    client_of,
    moment,
    named,
    published,
    words,
)
from pages.goals_by_hand import give, lesson, of_class
from rotation.plans import a_week
from rotation.plans.a_week import MONDAY, TUESDAY, WEDNESDAY, person, tutored

pytestmark = pytest.mark.any_database
EVERYBODY = set(range(8))


@pytest.fixture
def day(settings: Settings, db: None, monkeypatch: pytest.MonkeyPatch) -> Day:
    return a_monday(settings, monkeypatch)


def test_it_works(day: Day) -> None:
    published(day)
    answer = client_of(day.principal).get(day.page)
    page = words(answer)
    assert "Today in the lab, Valley School" in page
    assert "Now: session 1, 10:00–10:30, 8 children. Next: session 2, 10:30–11:00, 8 children." in page
    assert "Session 1, 10:00–10:30 · now 8 children" in page
    assert "Room 3 · with Tutor Example A tutor's group on 3.NF.A.1" in page
    assert "Lab Number Trail Fatima Đặng Giang Khan" in page
    assert "Grade 3, Room 14 Independent work Hùng Bui" in page
    assert "Version 1 of the week's plan." in page
    assert named(day, answer) == EVERYBODY
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_log_knows_whom_it_showed(day: Day) -> None:
    published(day)
    client_of(day.own.tutor).get(day.page)
    entry = AuditEntry.objects.get(verb="saw")
    assert entry.students == sorted(day.own.numbers(0, 1, 4))
    assert (entry.report, entry.reason) == ("today", "serves the child: flexible block, week of 2026-10-26")
    assert entry.drawn_from == "plan 1"


# Whom it shows


def test_a_draft_shows_nobody(day: Day) -> None:
    drafts.save(day.own.instance, a_week.plan(day.own), None)
    for user in (day.principal, day.own.tutor, day.own.teacher, day.own.lab):
        answer = client_of(user).get(day.page)
        assert "No plan is published for this week. A draft shows nobody" in words(answer)
        assert named(day, answer) == set()


def test_a_tutor_sees_the_planned_children_on_the_planned_dates(day: Day, settings: Settings) -> None:
    published(day)
    seen = {}
    for on in (MONDAY, TUESDAY, WEDNESDAY):
        settings.HOMEROOM_TODAY = on
        for asked in (MONDAY, TUESDAY, WEDNESDAY):
            seen[on, asked] = named(day, client_of(day.own.tutor).get(f"{day.page}?day={asked}"))
    assert seen[MONDAY, MONDAY] == seen[TUESDAY, TUESDAY] == {0, 1, 4}
    # On a day without a child, no other day shows one either.
    assert [seen[WEDNESDAY, asked] for asked in (MONDAY, TUESDAY, WEDNESDAY)] == [set()] * 3


def test_after_a_new_version_the_moved_ones_change(day: Day, settings: Settings) -> None:
    published(day)
    settings.HOMEROOM_TODAY = TUESDAY
    client = client_of(day.own.tutor)
    assert named(day, client.get(day.page)) == {0, 1, 4}
    moved = tutored(day.own, 0, 1, 4).online((0, 2), 5, 6)
    moved.group(3, a_week.L, day.own.tutor, (2,), 0, 1, 7)
    moved.places[day.own.children[4].pk, 2] = Place(day.own.children[4].pk, 2, a_week.ALONE)
    moved.groups[1] = msgspec.structs.replace(moved.groups[1], slots=(0,))
    published(day, moved.done())
    assert named(day, client.get(day.page)) == {0, 1, 7}
    assert named(day, client.get(f"{day.page}?day={MONDAY}")) == {0, 1}


def test_a_tutor_who_is_not_in_the_plan_sees_nobody(day: Day) -> None:
    published(day)
    answer = client_of(day.own.second_tutor).get(day.page)
    assert "No child whom you see has a place in the flexible block on this day." in words(answer)
    assert named(day, answer) == set()


def test_a_teacher_sees_own_children_wherever_they_are_and_counts_the_rest(day: Day) -> None:
    published(day)
    answer = client_of(day.own.teacher).get(day.page)
    assert named(day, answer) == {0, 1, 2, 3}
    assert "Ana Alvarez Bảo Hồ and 1 other child" in words(answer)


def test_who_runs_the_lab_sees_who_is_in_it(day: Day) -> None:
    published(day)
    assert named(day, client_of(day.own.lab).get(day.page)) == {5, 6}


def test_on_another_day_it_says_why_names_are_missing(day: Day) -> None:
    published(day)
    page = words(client_of(day.own.tutor).get(f"{day.page}?day={TUESDAY}"))
    assert "Who else is planned with you is named on the day." in page
    assert "Who else is planned" not in words(client_of(day.principal).get(f"{day.page}?day={TUESDAY}"))


def test_to_others_it_is_not_there(day: Day) -> None:
    published(day)
    assert client_of(day.stranger).get(day.page).status_code == 404


@pytest.mark.parametrize("asked", ["soon", "2026-13-01", "1999-01-01", "2031-01-01"])
def test_what_is_no_day_is_no_page(day: Day, asked: str) -> None:
    assert client_of(day.principal).get(f"{day.page}?day={asked}").status_code == 404


# By the clock


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (BETWEEN, "Next: session 1, 10:00–10:30, 8 children."),
        (time(10, 30), "Now: session 2, 10:30–11:00, 8 children."),
        (AFTER, "The flexible block is over for today. It ended at 11:00."),
    ],
)
def test_the_clock_says_what_is_now(day: Day, monkeypatch: pytest.MonkeyPatch, at: time, said: str) -> None:
    published(day)
    at_the_clock(monkeypatch, at)
    assert f"Valley School {said} Monday" in words(client_of(day.principal).get(day.page))


def test_what_is_over_comes_last(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    published(day)
    at_the_clock(monkeypatch, time(10, 40))
    page = words(client_of(day.principal).get(day.page))
    assert page.index("Session 2, 10:30–11:00 · now") < page.index("Session 1, 10:00–10:30 · over")


def test_another_day_is_told_whole(day: Day) -> None:
    published(day)
    page = words(client_of(day.principal).get(f"{day.page}?day={TUESDAY}"))
    assert "8 children in 2 sessions, from 10:00 to 11:00." in page
    assert "· now" not in page


# Where there is nothing to show


def test_a_day_without_sessions_says_so(day: Day) -> None:
    published(day)
    page = words(client_of(day.principal).get(f"{day.page}?day={WEDNESDAY}"))
    assert "The flexible block has no session on this day. Choose another day of the week." in page


def test_a_plan_that_ended_says_so(day: Day) -> None:
    end(published(day), None)
    answer = client_of(day.principal).get(day.page)
    assert "The plan of this week was ended. Nobody is planned until another one is published." in words(answer)
    assert named(day, answer) == set()


@pytest.mark.parametrize(
    ("name", "said"), [("Founders' Day", "No school on this day: Founders' Day."), ("", "No school on this day.")]
)
def test_without_school_nobody_is_planned(day: Day, name: str, said: str) -> None:
    published(day)
    SchoolDay.objects.create(day=MONDAY, kind=SchoolDay.Kind.HOLIDAY, name=name)
    answer = client_of(day.principal).get(day.page)
    assert f"{said} Nobody is planned." in words(answer)
    assert named(day, answer) == set()


# What it says of children and adults


def test_who_is_absent_is_struck_out_and_listed(day: Day) -> None:
    published(day)
    for told in (
        {"student": day.own.children[0]},
        {"student": day.own.children[1], "starts_at": time(10, 30)},
        {"student": day.own.children[2], "ends_at": time(9)},
        {"student": day.own.children[3], "starts_at": time(8), "ends_at": time(9)},
        {"staff": person(day.own.tutor)},
    ):
        Absence.objects.create(day=MONDAY, said_by="principal", **told)
    page = words(client_of(day.principal).get(day.page))
    assert "Now: session 1, 10:00–10:30, 7 children. Next: session 2, 10:30–11:00, 6 children." in page
    assert "Ana Alvarez absent Bảo Hồ Emeka" in page
    assert (
        "Absent Ana Alvarez Diego Fuentes 8:00–9:00 Bảo Hồ from 10:30 Chloé Ortiz until 9:00 Tutor Example adult"
        in page
    )
    assert "with Tutor Example absent" in page
    assert "1 meeting has no adult, as Tutor Example is not there. Replan the day." in page


def test_who_is_noted_absent_in_the_lab_alone_is_told(day: Day) -> None:
    published(day)
    lab.note_absent(day.own.lab, day.own.children[5].pk)
    page = words(client_of(day.principal).get(day.page))
    assert "Absent Fatima Đặng noted on the Lab Board; the plan does not know of it" in page


def test_overflow_is_told_as_what_it_is(day: Day) -> None:
    made = tutored(day.own, 0, 1, 4)
    made.places[day.own.children[7].pk, 0] = Place(day.own.children[7].pk, 0, Modality.OVERFLOW)
    published(day, made.done())
    page = words(client_of(day.principal).get(day.page))
    assert "No place was found for 1 child in a session: supervised overflow." in page


def test_the_seat_is_what_the_childs_device_told(day: Day, settings: Settings) -> None:
    settings.HOMEROOM_LAB_FEED = FEED
    now = moment(FIRST)
    tell({day.own.children[at].pk: in_since(5, now, seat=str(7 + at)) for at in (0, 5)}, now)
    published(day)
    page = words(client_of(day.principal).get(day.page))
    assert "Fatima Đặng seat 12" in page
    assert "seat 7" not in page  # not online, so no seat of the lab


def test_work_to_open_is_named_and_leads_to_it(day: Day) -> None:
    works = give(of_class(day.own.classes[1], [day.own.children[5].pk]), item=lesson())
    made = tutored(day.own, 0, 1, 4).online((0,), 5, 6)
    place = made.places[day.own.children[5].pk, 0]
    told = (str(works[0].pk), "gone", "00000000-0000-0000-0000-000000000000")
    made.places[day.own.children[5].pk, 0] = msgspec.structs.replace(place, works=told)
    published(day, made.done())
    client = client_of(day.principal)
    assert "Fatima Đặng Halves and thirds Giang Khan" in words(client.get(day.page))
    Assignment.objects.update(content_item=None)
    assert f"Fatima Đặng {works[0].standard.code} Giang Khan" in words(client.get(day.page))


def test_where_no_room_is_named_it_says_what_is_known(day: Day) -> None:
    made = tutored(day.own, 0, 1, 4).online((0,), 5)
    for at, changes in ((5, {"room": None}), (0, {"room": None}), (1, {"room": None}), (4, {"room": None})):
        key = day.own.children[at].pk, 0
        made.places[key] = msgspec.structs.replace(made.places[key], **changes)
    made.groups[1] = msgspec.structs.replace(made.groups[1], room=None)
    for key in ((day.own.children[at].pk, 2) for at in (0, 1, 4)):
        made.places[key] = msgspec.structs.replace(made.places[key], room=None)
    published(day, made.done())
    client = client_of(day.principal)
    page = words(client.get(day.page))
    assert "No place named · with Tutor Example" in page
    assert "Lab Number Trail Fatima Đặng" in page
    Room.objects.create(school=day.own.school, name="Second lab", kind=Room.Kind.LAB, seats=9)
    assert "Learning lab Number Trail Fatima Đặng" in words(client.get(day.page))


# One adult or place, files


def test_one_adult_or_place_can_be_shown(day: Day) -> None:
    published(day)
    client = client_of(day.principal)
    tutor = f"{day.page}?show=adult-{person(day.own.tutor).pk}"
    assert named(day, client.get(tutor)) == {0, 1, 4}
    assert named(day, client.get(f"{day.page}?show=room-{day.own.lab_room.pk}")) == {5, 6}
    assert named(day, client.get(f"{day.page}?show=adult-9999")) == EVERYBODY
    assert AuditEntry.objects.filter(verb="saw").first().students == sorted(day.own.numbers(0, 1, 4))  # type: ignore[union-attr]
    assert f'href="/school/{day.own.school.pk}/today/sheets/?show=adult-' in client.get(tutor).content.decode()


def test_the_file_says_the_same(day: Day) -> None:
    published(day)
    Absence.objects.create(student=day.own.children[0], day=MONDAY, said_by="principal")
    Absence.objects.create(staff=person(day.own.tutor), day=MONDAY, starts_at=time(11), said_by="principal")
    client = client_of(day.own.tutor)
    file = client.get(f"{day.page}day.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(file)))
    assert [row["Child"] for row in rows] == ["Ana Alvarez", "Bảo Hồ", "Emeka Muñoz"] * 2
    assert rows[0] == {
        "Session": "1",
        "From": "10:00",
        "To": "10:30",
        "Child": "Ana Alvarez",
        "Class": "Grade 3, Room 12",
        "Where": "Room 3",
        "Seat": "",
        "With": "Tutor Example",
        "What": "a tutor's group",
        "Standard": "3.NF.A.1",
        "Program": "",
        "Work to open": "",
        "Absent": "yes",
    }
    told = json.loads(client.get(f"{day.page}day.json").content)
    assert told["tables"][1]["rows"] == [["Ana Alvarez", "child", "", ""], ["Tutor Example", "adult", "11:00", ""]]
    assert AuditEntry.objects.filter(verb="exported").count() == 2


def test_the_lab_board_and_the_day_lead_to_each_other(day: Day) -> None:
    published(day)
    board = f"/school/{day.own.school.pk}/lab/"
    assert f'href="{day.page}"' in client_of(day.own.lab).get(board).content.decode()
    assert f'href="{board}"' in client_of(day.own.lab).get(day.page).content.decode()
    assert f'href="{board}"' not in client_of(day.own.tutor).get(day.page).content.decode()


def test_hostile_words_stay_words(day: Day) -> None:
    hostile = "<script>alert('Ana')</script>"
    published(day)
    Student.objects.update(given_name=hostile)
    Room.objects.filter(pk=day.own.small_room.pk).update(name=hostile)
    Class.objects.update(title=hostile)
    for path in ("", "absences/", "sheets/", "ticks/"):
        markup = client_of(day.principal).get(f"{day.page}{path}").content.decode()
        assert "alert(" in markup
        assert "<script>alert" not in markup


@pytest.mark.parametrize("path", ["", "absences/", "sheets/", "ticks/", "day.csv"])
def test_three_hundred_children_are_asked_for_at_once(day: Day, path: str) -> None:
    a_large_day(day)
    client = client_of(day.principal)
    client.get(day.page)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(f"{day.page}{path}")
    assert answer.status_code == 200
    assert len(asked) <= 31, len(asked)


def test_the_door_to_planning_anew_is_for_those_who_plan_and_days_to_come(day: Day, settings: Settings) -> None:
    published(day)
    door = f'href="{day.page}replan/'
    assert door in client_of(day.own.lab).get(day.page).content.decode()
    assert door not in client_of(day.own.teacher).get(day.page).content.decode()
    settings.HOMEROOM_TODAY = TUESDAY
    assert door not in client_of(day.own.lab).get(f"{day.page}?day={MONDAY}").content.decode()
