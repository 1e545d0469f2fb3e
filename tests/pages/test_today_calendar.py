"""Calendar files of adults and rooms: who may have whose, what is in them, and that no child is."""

from __future__ import annotations

import msgspec
import pytest
from pytest_django import Settings

from homeroom.people.models import User
from homeroom.rotation import drafts
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.block.plan import Place, Plan
from homeroom.rotation.models import Room
from homeroom.rotation.publish import end
from pages.a_planned_day import Day, a_monday, client_of, published
from rotation.plans import a_week
from rotation.plans.a_week import TUESDAY, person, tutored
from rotation.test_calendar_file import events

pytestmark = pytest.mark.any_database


@pytest.fixture
def day(settings: Settings, db: None, monkeypatch: pytest.MonkeyPatch) -> Day:
    return a_monday(settings, monkeypatch)


def whose(owner: User | Room) -> str:
    return f"room-{owner.pk}" if isinstance(owner, Room) else f"adult-{person(owner).pk}"


def calendar(day: Day, who: User, owner: User | Room, query: str = "") -> bytes:
    answer = client_of(who).get(f"{day.page}calendar/{whose(owner)}.ics{query}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return answer.getvalue()


def said(file: bytes) -> list[tuple[str, str, str, str]]:
    return [
        (one["DTSTART;TZID=America/Los_Angeles"], one["SUMMARY"], one["STATUS"], one["SEQUENCE"])
        for one in events(file)
    ]


def test_it_works(day: Day) -> None:
    published(day)
    file = calendar(day, day.own.tutor, day.own.tutor)
    assert said(file) == [
        ("20261026T100000", "A tutor's group, 3.NF.A.1", "CONFIRMED", "2"),
        ("20261027T100000", "A tutor's group, 3.NF.A.1", "CONFIRMED", "2"),
    ]
    assert {one["LOCATION"] for one in events(file)} == {"Room 3"}
    assert calendar(day, day.own.tutor, day.own.tutor, f"?day={TUESDAY}") == file


def test_a_room_has_all_that_is_in_it_as_one_event_a_session(day: Day) -> None:
    published(day)
    small = said(calendar(day, day.own.teacher, day.own.small_room))
    assert [one[1] for one in small] == [
        "A group of the class's teacher, 3.NF.A.1; A tutor's group, 3.NF.A.1",
        "A tutor's group, 3.NF.A.1",
    ]
    assert [one[1] for one in said(calendar(day, day.own.teacher, day.own.lab_room))] == ["Number Trail"] * 2


def test_work_online_that_names_no_room_is_in_the_one_for_it(day: Day) -> None:
    made = tutored(day.own, 0, 1, 4).online((0,), 5)
    where = day.own.children[5].pk, 0
    made.places[where] = msgspec.structs.replace(made.places[where], room=None)
    published(day, made.done())
    assert len(said(calendar(day, day.principal, day.own.lab_room))) == 1
    assert len(said(calendar(day, day.principal, day.own.small_room))) == 2


def test_after_a_new_version_what_moved_keeps_its_uid_and_what_is_gone_is_cancelled(day: Day) -> None:
    published(day)
    before = {one["UID"]: one for one in events(calendar(day, day.principal, day.own.tutor))}
    published(day, tutored(day.own, 0, 1, 5, slots=(0, 4)).online((2,), 6).done())
    after = calendar(day, day.principal, day.own.tutor)
    assert said(after) == [
        ("20261026T100000", "A tutor's group, 3.NF.A.1", "CONFIRMED", "4"),
        ("20261027T100000", "A tutor's group, 3.NF.A.1", "CANCELLED", "4"),
        ("20261030T100000", "A tutor's group, 3.NF.A.1", "CONFIRMED", "4"),
    ]
    assert before.keys() < {one["UID"] for one in events(after)}


def test_of_a_plan_that_ended_everything_is_cancelled_with_a_higher_number(day: Day) -> None:
    end(published(day), None)
    told = said(calendar(day, day.principal, day.own.tutor))
    assert [one[2:] for one in told] == [("CANCELLED", "3")] * 2
    published(day, tutored(day.own, 0, 1, 4, slots=(0,)).done())
    assert [one[2:] for one in said(calendar(day, day.principal, day.own.tutor))] == [
        ("CONFIRMED", "4"),
        ("CANCELLED", "4"),
    ]


def test_a_draft_is_in_no_calendar(day: Day) -> None:
    drafts.save(day.own.instance, a_week.plan(day.own), None)
    assert said(calendar(day, day.principal, day.own.small_room)) == []


def test_a_meeting_with_an_adult_is_called_a_meeting(day: Day) -> None:
    published(day, a_service(day))
    assert said(calendar(day, day.own.second_tutor, day.own.second_tutor))[0][1] == "Meeting"


def a_service(day: Day) -> Plan:
    """Child 7 meets the second tutor in Monday's first session."""
    made = tutored(day.own, 0, 1, 4).online((0, 2), 5, 6)
    where = day.own.children[7].pk, 0
    made.places[where] = Place(*where, Modality.SERVICE, None, person(day.own.second_tutor).pk, day.own.small_room.pk)
    return made.done()


def test_who_may_have_whose(day: Day) -> None:
    published(day)
    tutor, other = (f"{day.page}calendar/{whose(one)}.ics" for one in (day.own.tutor, day.own.teacher))
    asked = {
        day.own.tutor: (200, 404),
        day.own.teacher: (404, 200),
        day.own.lab: (200, 200),
        day.principal: (200, 200),
        day.data_team: (200, 200),
        day.stranger: (404, 404),
    }
    for user, wanted in asked.items():
        client = client_of(user)
        assert (client.get(tutor).status_code, client.get(other).status_code) == wanted, user.username


@pytest.mark.parametrize("name", ["adult-9999", "room-9999", "adult-x", "class-1", "room", "adult-" + "9" * 25])
def test_what_is_nobodys_is_no_file(day: Day, name: str) -> None:
    published(day)
    assert client_of(day.principal).get(f"{day.page}calendar/{name}.ics").status_code == 404


def test_the_page_leads_to_those_that_the_reader_may_have(day: Day) -> None:
    published(day)
    led_to = {
        user: {
            one
            for one in (day.own.tutor, day.own.teacher, day.own.small_room)
            if f"{whose(one)}.ics" in shown(day, user)
        }
        for user in (day.own.tutor, day.own.teacher, day.principal)
    }
    assert led_to == {
        day.own.tutor: {day.own.tutor, day.own.small_room},
        day.own.teacher: {day.own.teacher, day.own.small_room},
        day.principal: {day.own.tutor, day.own.teacher, day.own.small_room},
    }


def shown(day: Day, who: User) -> str:
    return client_of(who).get(day.page).content.decode()
