"""What was ticked on the sheets of a day is entered: again is the same, and what nobody says is not recorded."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import Settings

from homeroom.people.models import AuditEntry
from homeroom.rotation.errors import RotationError
from homeroom.rotation.models import BlockPlan, Delivered, PlanGroup
from homeroom.rotation.publish import end
from pages.a_planned_day import Day, a_monday, client_of, named, published, words
from rotation.plans.a_week import MONDAY, TUESDAY, person

pytestmark = pytest.mark.any_database
NO, YES, NOTHING = "no", "yes", ""


@pytest.fixture
def day(settings: Settings, db: None, monkeypatch: pytest.MonkeyPatch) -> Day:
    made = a_monday(settings, monkeypatch)
    published(made)
    return made


def key(day: Day) -> str:
    """Of the tutor's group on Monday, with children 0, 1 and 4."""
    group = PlanGroup.objects.get(staff=person(day.own.tutor))
    return f"1-group-{group.pk}-{person(day.own.tutor).pk}-"


def send(client: Client, day: Day, took: str, minutes: object = "", away: tuple[int, ...] = (), query: str = "") -> int:
    told = {f"took-{key(day)}": took, f"minutes-{key(day)}": minutes}
    told[f"away-{key(day)}"] = [str(day.own.children[at].pk) for at in away]
    return client.post(f"{day.page}ticks/{query}", told).status_code


def recorded(day: Day) -> dict[int, tuple[bool, int]]:
    """Of Monday's first session, by the places of the children."""
    rows = Delivered.objects.filter(day=MONDAY, session=1)
    found = {one.student_id: (one.took_place, one.minutes) for one in rows}
    return {at: found[child.pk] for at, child in enumerate(day.own.children) if child.pk in found}


def test_it_works(day: Day) -> None:
    client = client_of(day.own.tutor)
    answer = client.get(f"{day.page}ticks/")
    assert "Session 1, 10:00–10:30: Room 3 with Tutor Example A tutor's group on 3.NF.A.1" in words(answer)
    assert named(day, answer) == {0, 1, 4}
    assert send(client, day, YES, away=(1,)) == 302
    assert recorded(day) == {0: (True, 30), 1: (False, 0), 4: (True, 30)}
    assert set(Delivered.objects.values_list("by", "modality")) == {("tutor", "tutoring")}
    assert "Written down." in words(client.get(f"{day.page}ticks/?kept"))


def test_again_is_the_same_and_nothing_new(day: Day) -> None:
    client = client_of(day.own.tutor)
    for _ in range(3):
        send(client, day, YES, 20, (1,))
    assert recorded(day) == {0: (True, 20), 1: (False, 0), 4: (True, 20)}
    assert AuditEntry.objects.filter(verb="ticked").count() == 1
    page = client.get(f"{day.page}ticks/").content.decode()
    assert re.search(rf'name="minutes-{key(day)}" value="20"', page)
    assert len(re.findall(r'value="yes"[^>]* checked', page)) == 1


def test_what_nobody_says_is_not_recorded(day: Day) -> None:
    client = client_of(day.principal)
    send(client, day, NOTHING)
    assert not Delivered.objects.exists()
    send(client, day, YES)
    client.post(f"{day.page}ticks/", {})  # a form that asked for nothing says nothing
    assert len(recorded(day)) == 3


def test_it_can_be_said_otherwise_and_taken_back(day: Day) -> None:
    client = client_of(day.own.tutor)
    send(client, day, YES)
    send(client, day, NO)
    assert recorded(day) == {0: (False, 0), 1: (False, 0), 4: (False, 0)}
    assert len(re.findall(r'value="no"[^>]* checked', client.get(f"{day.page}ticks/").content.decode())) == 1
    send(client, day, NOTHING)
    assert recorded(day) == {}


def test_what_was_said_of_each_child_stays_where_nothing_is_changed(day: Day) -> None:
    client = client_of(day.own.tutor)
    send(client, day, YES)
    Delivered.objects.filter(student=day.own.children[0]).update(minutes=10)
    send(client, day, YES)
    assert recorded(day)[0] == (True, 10)


@pytest.mark.parametrize("minutes", [0, 31, "many"])
def test_minutes_that_do_not_fit_change_nothing(day: Day, minutes: object) -> None:
    client = client_of(day.own.tutor)
    assert send(client, day, YES, minutes) == 422
    assert not Delivered.objects.exists()


def test_a_teacher_ticks_for_own_children_alone(day: Day) -> None:
    client = client_of(day.own.teacher)
    assert send(client, day, YES) == 302
    assert set(recorded(day)) == {0, 1}
    assert send(client, day, YES, away=(4,)) == 422


def test_a_day_to_come_is_not_ticked(day: Day) -> None:
    client = client_of(day.own.tutor)
    page = words(client.get(f"{day.page}ticks/?day={TUESDAY}"))
    assert "This day has not come yet." in page
    assert send(client, day, YES, query=f"?day={TUESDAY}") == 302
    assert not Delivered.objects.exists()


def test_a_day_that_is_over_is_ticked_later(day: Day, settings: Settings) -> None:
    settings.HOMEROOM_TODAY = TUESDAY
    assert send(client_of(day.principal), day, YES, query=f"?day={MONDAY}") == 302
    assert set(recorded(day)) == {0, 1, 4}


def test_programs_tell_their_own_minutes(day: Day) -> None:
    page = words(client_of(day.own.lab).get(f"{day.page}ticks/"))
    assert "Session 1" not in page
    assert "Session 2" in page


def test_where_nothing_is_ticked_it_says_why(day: Day) -> None:
    assert "Nothing of this day is ticked" in words(client_of(day.own.second_tutor).get(f"{day.page}ticks/"))
    end(BlockPlan.objects.get(), None)
    assert "The plan of this week was ended." in words(client_of(day.principal).get(f"{day.page}ticks/"))


def test_a_plan_that_changed_meanwhile_is_said(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between reading and writing the plan was ended."""

    def ended(*_: object, **__: object) -> int:
        raise RotationError("3 of the children have no place in session 1.")

    monkeypatch.setattr("homeroom.pages.today.ticks.tick", ended)
    assert send(client_of(day.own.tutor), day, YES) == 409
    assert not Delivered.objects.exists()
