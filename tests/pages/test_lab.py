"""The Lab Board as a page: who may open it, what it shows, what it takes, and what the audit log is told."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from a_school import Town, child, room, staff, teaches
from homeroom.pages import pdf
from homeroom.pages.lab import view
from homeroom.pages.lab.asked import SHOWN
from homeroom.pages.view_as.looking import KEY
from homeroom.people import lab
from homeroom.people.models import AuditEntry, Caseload, LabAbsence, LabHelp, Role, School, SchoolDay, Student, User
from lab_by_hand import FEED, ago, coordinator, in_since, tell

pytestmark = pytest.mark.any_database

HOSTILE = "<script>alert('Ana')</script>"


@pytest.fixture(autouse=True)
def feed(settings: Settings) -> datetime:
    """The feed is asked by the clock on the wall, so what it says is told by it, too."""
    settings.HOMEROOM_LAB_FEED = FEED
    now = timezone.now()
    tell(heard=now)
    return now


@pytest.fixture
def runs_it(place: Town) -> User:
    return coordinator(place)


@pytest.fixture
def board(place: Town) -> str:
    return f"/school/{place.school.pk}/lab/"


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def body(response: object) -> str:
    assert isinstance(response, HttpResponse)
    return response.content.decode()


def saw() -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(verb="saw").order_by("pk"))


# Who


def test_a_coordinator_lands_on_the_board(place: Town, runs_it: User, board: str) -> None:
    client = client_of(runs_it)
    assert client.get("/").headers["Location"] == board
    page = body(client.get(board))
    assert "Lab Board, Valley School" in page
    assert all(one.name in page for one in place.children)
    assert 'aria-current="page"' not in page  # the board lies behind the way home
    assert 'aria-current="true">Lab Board' in page


def test_a_coordinator_of_two_schools_chooses(place: Town, runs_it: User) -> None:
    hill = School.objects.get(sourced_id="s2")
    Role.objects.create(staff=runs_it.staff, kind=Role.Kind.LAB_COORDINATOR, school=hill)
    page = body(client_of(runs_it).get("/"))
    assert f'href="/school/{hill.pk}/lab/"' in page
    assert f'href="/school/{place.school.pk}/lab/"' in page


def test_who_teaches_too_comes_to_the_own_class(place: Town, runs_it: User) -> None:
    Role.objects.create(staff=runs_it.staff, kind=Role.Kind.TEACHER, school=place.school)
    assert client_of(runs_it).get("/").headers["Location"] == f"/class/{place.group.pk}/"


def test_a_teacher_sees_the_own_children_of_the_lab_alone(place: Town, board: str) -> None:
    other = room(place.school, "c9", "Grade 4")
    away = child(60, other, "Zoe", "Elsewhere")
    coordinator(place, place.group, other)
    page = body(client_of(place.teacher).get(board))
    assert away.name not in page
    assert place.children[0].name in page
    assert away.name in body(client_of(place.principal).get(board))


@pytest.mark.parametrize("name", ["other", "stranger"])
def test_to_others_there_is_no_board(place: Town, runs_it: User, board: str, name: str) -> None:
    response = client_of(User.objects.get(username=name)).get(board)
    assert response.status_code == 404
    assert not saw()


def test_a_tutor_and_a_family_have_no_board(place: Town, runs_it: User, board: str) -> None:
    tutor = staff("tutor", Role.Kind.TUTOR, place.school)
    Caseload.objects.create(staff=tutor.staff, student=place.children[3], reason="reads with the child")
    assert client_of(tutor).get(board).status_code == 404


@pytest.mark.parametrize("number", [0, 999, 2**63, 2**70])
def test_a_school_that_is_none_has_no_board(place: Town, number: int) -> None:
    assert client_of(place.data_team).get(f"/school/{number}/lab/").status_code == 404


def test_class_and_monday_lead_to_it_where_there_is_a_lab(place: Town, board: str) -> None:
    teacher = client_of(place.teacher)
    assert board not in body(teacher.get(f"/class/{place.group.pk}/"))
    coordinator(place)
    assert board in body(teacher.get(f"/class/{place.group.pk}/"))
    assert board in body(client_of(place.principal).get(f"/school/{place.school.pk}/monday/"))


# What it shows


def test_each_state_has_its_glyph_and_its_word(place: Town, runs_it: User, board: str, feed: datetime) -> None:
    one, two, three, four, *_ = place.numbers
    lab.note_absent(runs_it, four)
    tell(
        {
            one: in_since(20, feed),
            two: in_since(20, feed, worked=ago(feed, minutes=9)),
            three: in_since(20, feed, asked=ago(feed, minutes=1), seat="7"),
        },
        feed,
    )
    page = body(client_of(runs_it).get(board))
    for sign, word in (
        ("●", "Working"),
        ("◔", "Idle 5 min"),
        ("!", "Needs help since"),
        ("–", "Absent"),
        ("○", "Not in"),
    ):
        assert f'<span aria-hidden="true">{sign}</span> {word}' in page
    assert "Number Trail since" in page
    assert "Seat 7" in page
    assert f"{len(place.children) - 4} children are not in yet." in page


def test_a_silent_device_is_grey_and_says_so(place: Town, runs_it: User, board: str, feed: datetime) -> None:
    tell({place.numbers[0]: in_since(20, feed, heard=ago(feed, seconds=100))}, feed)
    page = body(client_of(runs_it).get(board))
    assert 'class="tile working quiet"' in page
    assert "Nothing heard since" in page


def test_without_a_feed_it_says_what_can_be_done(place: Town, runs_it: User, board: str, settings: Settings) -> None:
    settings.HOMEROOM_LAB_FEED = ""
    page = body(client_of(runs_it).get(board))
    assert "No sign-in feed yet" in page
    assert "Expected" in page
    assert "Not in" not in page.split("What the words mean")[0]
    assert f"{board}sheet/" in page


def test_without_a_lab_it_says_who_is_missing(place: Town, board: str) -> None:
    page = body(client_of(place.principal).get(board))
    assert "the roster names nobody who runs one" in page
    assert "data-from" not in page
    assert saw()[0].students == []


def test_on_a_holiday_no_child_is_named(place: Town, runs_it: User, board: str, settings: Settings) -> None:
    SchoolDay.objects.create(day=settings.HOMEROOM_TODAY, kind=SchoolDay.Kind.HOLIDAY, name="Founders' Day")
    page = body(client_of(runs_it).get(board))
    assert "Founders&#x27; Day" in page
    assert place.children[0].name not in page


def test_no_result_stands_on_the_board(place: Town, runs_it: User, board: str) -> None:
    """The town has a full week of answers and levels; none of them is told here."""
    for address in (board, f"{board}child/{place.numbers[0]}/", f"{board}sheet/"):
        page = body(client_of(runs_it).get(address)).casefold()
        assert not [word for word in ("mastered", "answers", "right", "score", "level", "standard") if word in page]


def test_hostile_words_stay_words(place: Town, runs_it: User, board: str, feed: datetime) -> None:
    number = place.numbers[0]
    Student.objects.filter(pk=number).update(given_name=HOSTILE, family_name=HOSTILE)
    place.group.title = HOSTILE
    place.group.save()
    other = room(place.school, "c9", HOSTILE)
    child(60, other)
    teaches(runs_it, other)
    lab.note_help(runs_it, place.school.pk, number, HOSTILE)
    tell({number: in_since(5, feed, program=HOSTILE, seat=HOSTILE)}, feed)
    for address in (board, f"{board}?part=board", f"{board}sheet/", f"{board}child/{number}/"):
        page = body(client_of(runs_it).get(address))
        assert "alert(" in page
        assert "<script>alert" not in page


@pytest.mark.parametrize("asked", ["class=x", "class=-1", "class=²", "class=99999999999999999999999", "class=999"])
def test_a_class_that_is_none_shows_everybody(place: Town, runs_it: User, board: str, asked: str) -> None:
    page = body(client_of(runs_it).get(f"{board}?{asked}"))
    assert all(one.name in page for one in place.children)


def test_chosen_classes_stay_chosen_on_every_way_on(place: Town, board: str) -> None:
    other = room(place.school, "c9", "Grade 4")
    child(60, other, "Zoe", "Elsewhere")
    client = client_of(coordinator(place, place.group, other))
    page = body(client.get(f"{board}?class={other.pk}"))
    assert "Shown: Grade 4." in page
    assert place.children[0].name not in page
    for way in (
        f"{board}sheet/?class={other.pk}",
        f"{board}?class={other.pk}&amp;part=board",
        f"board.csv?class={other.pk}",
    ):
        assert way in page
    file = client.get(f"{board}board.csv?class={other.pk}").content.decode("utf-8-sig")
    assert [row["Child"] for row in csv.DictReader(io.StringIO(file))] == ["Zoe Elsewhere"]


def test_it_speaks_the_readers_language(place: Town, runs_it: User, board: str) -> None:
    client = Client(headers={"accept-language": "es"})
    client.force_login(runs_it)
    page = body(client.get(board))
    assert "Tablero del laboratorio, Valley School" in page
    assert '<html lang="es">' in page


# Asking again


def test_a_poll_is_the_changing_part_alone(place: Town, runs_it: User, board: str) -> None:
    part = body(client_of(runs_it).get(f"{board}?part=board"))
    assert part.startswith('<div class="board"')
    assert "<html" not in part
    assert place.children[0].name in part


def test_nothing_new_is_answered_without_a_page(place: Town, runs_it: User, board: str, feed: datetime) -> None:
    client = client_of(runs_it)
    tag = client.get(board).headers["ETag"]
    tell(heard=feed + timedelta(seconds=1))
    again = client.get(f"{board}?part=board", headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    assert again.headers["Lab-Heard"].count(":") == 2
    assert again.headers["Cache-Control"] == "no-store"


def test_something_new_is_answered_with_it(place: Town, runs_it: User, board: str, feed: datetime) -> None:
    client = client_of(runs_it)
    tag = client.get(board).headers["ETag"]
    tell({place.numbers[0]: in_since(0, feed)}, feed)
    again = client.get(f"{board}?part=board", headers={"If-None-Match": tag})
    assert again.status_code == 200
    assert again.headers["ETag"] != tag
    assert "Number Trail" in body(again)


def test_another_language_is_another_page(place: Town, runs_it: User, board: str) -> None:
    client = client_of(runs_it)
    tag = client.get(board).headers["ETag"]
    headers = {"If-None-Match": tag, "accept-language": "vi"}
    assert client.get(f"{board}?part=board", headers=headers).status_code == 200


def test_polling_writes_one_row_a_session_and_board(place: Town, runs_it: User, board: str) -> None:
    client = client_of(runs_it)
    client.get(board)
    for _ in range(5):
        client.get(f"{board}?part=board")
    [entry] = saw()
    assert entry.students == sorted(place.numbers)
    assert (entry.report, entry.reason) == ("lab", "runs the class's lab")
    assert entry.object == f"lab board {place.school.pk}"


def test_a_poll_without_a_page_before_it_writes_the_row(place: Town, runs_it: User, board: str) -> None:
    client = client_of(runs_it)
    for _ in range(3):
        client.get(f"{board}?part=board")
    assert [entry.students for entry in saw()] == [sorted(place.numbers)]


def test_a_child_who_comes_onto_the_board_is_told_to_the_log(place: Town, runs_it: User, board: str) -> None:
    client = client_of(runs_it)
    client.get(board)
    new = child(60, place.group, "Zoe", "Newcomer")
    for _ in range(2):
        assert new.name in body(client.get(f"{board}?part=board"))
    assert [new.pk in entry.students for entry in saw()] == [False, True]


def test_another_session_and_other_eyes_have_rows_of_their_own(place: Town, runs_it: User, board: str) -> None:
    coordinator(place, name="second")
    client = client_of(place.data_team)
    client.get(f"{board}?part=board")
    session = client.session
    session[KEY] = place.teacher.pk
    session.save()
    client.get(f"{board}?part=board")
    client_of(place.data_team).get(f"{board}?part=board")
    assert [entry.acting_as for entry in saw()] == ["", "teacher", ""]


def test_where_the_log_cannot_be_written_a_poll_shows_nothing(
    place: Town, runs_it: User, board: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError("disk full")

    client = client_of(runs_it)
    client.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr("homeroom.people.audit.append", full)
        for _ in range(2):
            response = client.get(f"{board}?part=board")
            assert response.status_code == 500
            assert place.children[0].family_name not in body(response)
    assert SHOWN not in client.session
    client.get(f"{board}?part=board")
    assert len(saw()) == 1


def test_a_poll_does_not_keep_the_session_alive_and_a_person_does(place: Town, runs_it: User, board: str) -> None:
    client = client_of(runs_it)
    client.get(board)
    soon = timezone.now() + timedelta(minutes=3)
    Session.objects.update(expire_date=soon)
    client.get(f"{board}?part=board")
    assert Session.objects.get().expire_date == soon
    client.get(board)
    assert Session.objects.get().expire_date > soon


# What it takes


def test_absent_is_noted_once_and_taken_back(place: Town, runs_it: User, board: str) -> None:
    client, number = client_of(runs_it), place.numbers[0]
    address = f"{board}child/{number}/"
    for _ in range(2):
        assert client.post(address, {"act": "absent"}).headers["Location"] == f"{board}#child-{number}"
    assert LabAbsence.objects.get().said_by == "lab"
    assert "Not absent" in body(client.get(board))
    client.post(address, {"act": "back"})
    client.post(address, {"act": "back"})
    assert not LabAbsence.objects.exists()
    done = AuditEntry.objects.exclude(verb="saw").values_list("verb", "students")
    assert list(done) == [("noted absent", [number]), ("took back absent", [number])]


def test_help_is_written_down_with_note_time_and_name(place: Town, runs_it: User, board: str) -> None:
    client, number = client_of(runs_it), place.numbers[0]
    address = f"{board}child/{number}/"
    client.post(address, {"act": "helped", "note": " Headphones "})
    client.post(address, {"act": "helped"})
    assert list(LabHelp.objects.order_by("pk").values_list("note", "said_by")) == [("Headphones", "lab"), ("", "lab")]
    page = body(client.get(board))
    assert "Headphones" in page
    assert "Helped today: 2" in page
    assert "Headphones" not in str(list(AuditEntry.objects.values_list("reason", "object")))


def test_enter_in_the_note_is_help(place: Town, runs_it: User, board: str) -> None:
    client_of(runs_it).post(f"{board}child/{place.numbers[0]}/", {"note": "Headphones"})
    assert LabHelp.objects.get().note == "Headphones"


def test_what_no_button_says_changes_nothing(place: Town, runs_it: User, board: str) -> None:
    client_of(runs_it).post(f"{board}child/{place.numbers[0]}/", {"act": "fly"})
    assert not LabHelp.objects.exists() and not LabAbsence.objects.exists()


def test_a_note_that_is_too_long_comes_back_with_what_is_wrong(place: Town, runs_it: User, board: str) -> None:
    response = client_of(runs_it).post(f"{board}child/{place.numbers[0]}/", {"act": "helped", "note": "x" * 201})
    assert response.status_code == 422
    assert 'class="wrong problems"' in body(response)
    assert not LabHelp.objects.exists()


def test_nobody_writes_of_a_child_they_do_not_see(place: Town, board: str) -> None:
    other = room(place.school, "c9", "Grade 4")
    away = child(60, other)
    coordinator(place, place.group, other)
    client = client_of(place.teacher)
    for address in (f"{board}child/{away.pk}/", f"{board}child/999/"):
        assert client.get(address).status_code == 404
        assert client.post(address, {"act": "absent"}).status_code == 404
    assert not LabAbsence.objects.exists()


def test_a_childs_card_tells_the_log_of_this_child_alone(place: Town, runs_it: User, board: str) -> None:
    one, two, *_ = place.children
    lab.note_help(runs_it, place.school.pk, two.pk, "Her mouse")
    page = body(client_of(runs_it).get(f"{board}child/{one.pk}/"))
    assert one.name in page
    assert two.name not in page and "Her mouse" not in page
    assert saw()[0].students == [one.pk]


# Files and paper


def test_files_hold_what_the_page_shows_and_are_audited_as_files(
    place: Town, runs_it: User, board: str, feed: datetime
) -> None:
    tell({place.numbers[0]: in_since(20, feed)}, feed)
    client = client_of(runs_it)
    rows = list(csv.DictReader(io.StringIO(client.get(f"{board}board.csv?header=machine").content.decode("utf-8-sig"))))
    assert [row["child"] for row in rows if row["state"] == "working"] == [place.children[0].name]
    told = json.loads(client.get(f"{board}board.json").content)
    assert len(told["tables"]) == 2
    assert set(AuditEntry.objects.values_list("verb", flat=True)) == {"exported"}


def test_the_sheet_has_a_line_a_child_and_says_who_is_absent(place: Town, runs_it: User, board: str) -> None:
    lab.note_absent(runs_it, place.numbers[0])
    page = body(client_of(runs_it).get(f"{board}sheet/"))
    assert page.count('class="box"') == len(place.children) - 1
    assert all(one.name in page for one in place.children)
    assert saw()[0].object == f"lab sheet {place.school.pk}"


def test_a_sheet_of_nobody_says_so(place: Town, board: str) -> None:
    assert "No children on the lab's list" in body(client_of(place.principal).get(f"{board}sheet/"))


def test_a_pdf_is_drawn_of_a_few_classes_alone(
    board: str, runs_it: User, place: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(runs_it)
    monkeypatch.setattr(view, "MOST_ON_PAPER", len(place.children) - 1)
    shown = body(client.get(board))
    assert "A PDF is drawn of 23 children at most: choose classes above." in shown
    assert "board.pdf" not in shown and "board.csv" in shown
    assert client.get(f"{board}board.pdf").status_code == 404
    assert not AuditEntry.objects.filter(verb="exported").exists()
    monkeypatch.setattr(view, "MOST_ON_PAPER", len(place.children))
    assert ("board.pdf" in body(client.get(board))) is pdf.is_here()
