"""Substitutes: a class is given to a person for some days, and taken back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from a_school import TODAY
from homeroom.people.models import AuditEntry, Staff, Substitution
from homeroom.people.substituting import NotGranted, end, grant
from homeroom.people.visibility import visible_to
from pages.crowd import Crowd, crowd

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db: None) -> Crowd:
    made = crowd()
    Substitution.objects.all().delete()
    return made


def asked(people: Crowd, **other: object) -> dict[str, object]:
    told = {"school_class": people.place.group.pk, "staff": people.people["nobody"].staff_id}
    return {**told, "first": "2026-10-26", "last": "2026-10-28", "reason": "Teacher Example is ill", **other}


def grants(people: Crowd, by: str = "principal", **other: object) -> Substitution:
    told = {
        "by": people.people[by],
        "staff": people.people["nobody"].staff,
        "school_class": people.place.group,
        "first": TODAY,
        "last": TODAY,
        "reason": "ill",
    }
    return grant(**{**told, **other})


@pytest.mark.parametrize("by", ["principal", "data team of the school", "data team of the network"])
def test_a_grant_opens_the_class_for_its_days(client: Client, people: Crowd, by: str) -> None:
    client.force_login(people.people[by])
    assert client.post("/substitutes/", asked(people)).status_code == 302
    who = people.people["nobody"]
    for day, children in ((TODAY, 2), (date(2026, 10, 28), 2), (date(2026, 10, 29), 0)):
        assert visible_to(who, day).count() == children
    assert "Teacher Example is ill" in client.get("/substitutes/").content.decode()


def test_who_granted_what_is_written_down_with_the_children(client: Client, people: Crowd) -> None:
    client.force_login(people.people["principal"])
    client.post("/substitutes/", asked(people))
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.verb, entry.reason) == ("principal", "granted", "Teacher Example is ill")
    assert entry.students == people.place.numbers
    assert entry.object.endswith("2026-10-26 to 2026-10-28")


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"first": "2026-10-25"}, "in the past"),
        ({"last": "2026-10-25"}, "before the first"),
        ({"last": "2026-12-25"}, "60 days at most"),
        ({"reason": " "}, "needs another look"),
        ({"first": "soon"}, "needs another look"),
        ({"staff": 999}, "needs another look"),
    ],
)
def test_what_can_not_be_granted_is_said_and_the_form_keeps_what_was_typed(
    client: Client, people: Crowd, other: dict[str, object], words: str
) -> None:
    client.force_login(people.people["principal"])
    response = client.post("/substitutes/", asked(people, **other))
    assert response.status_code == 422
    assert words in response.content.decode()
    assert "2026-10-2" in response.content.decode()
    assert not Substitution.objects.exists()


def test_sixty_days_are_allowed_and_one_more_is_not(people: Crowd) -> None:
    assert grants(people, last=TODAY + timedelta(days=59)).ends_on == TODAY + timedelta(days=59)
    with pytest.raises(NotGranted, match="60 days"):
        grants(people, last=TODAY + timedelta(days=60))


def test_a_class_of_another_school_is_not_offered_nor_granted(client: Client, people: Crowd) -> None:
    client.force_login(people.people["principal"])
    assert "Grade 5, Room 1" not in client.get("/substitutes/").content.decode()
    assert client.post("/substitutes/", asked(people, school_class=people.other_class.pk)).status_code == 422
    with pytest.raises(NotGranted, match="not at a school"):
        grants(people, school_class=people.other_class)


def test_a_principal_who_teaches_elsewhere_grants_at_the_own_school_alone(people: Crowd) -> None:
    with pytest.raises(NotGranted):
        grants(people, by="teacher here and principal there")
    made = grants(people, by="teacher here and principal there", school_class=people.other_class)
    assert made.granted_by == "several"


@pytest.mark.parametrize("gone", ["left", "suspended"])
def test_who_left_or_is_suspended_gets_no_class(people: Crowd, gone: str) -> None:
    with pytest.raises(NotGranted, match="left or can't sign in"):
        grants(people, staff=Staff.objects.get(user__username=gone))


def test_a_grant_without_a_reason_is_none(people: Crowd) -> None:
    with pytest.raises(NotGranted, match="Say why"):
        grants(people, reason="  ")


# Taken back


def test_a_grant_ends_at_once(client: Client, people: Crowd) -> None:
    made = grants(people)
    Substitution.objects.update(begins_on=TODAY - timedelta(days=3), ends_on=TODAY + timedelta(days=3))
    client.force_login(people.people["principal"])
    assert client.post("/substitutes/", {"end": made.pk}).status_code == 302
    assert not visible_to(people.people["nobody"]).exists()
    assert Substitution.objects.get().ends_on == TODAY - timedelta(days=1)
    assert AuditEntry.objects.order_by("pk").last().verb == "grant ended"


def test_a_grant_of_today_or_later_is_taken_away_whole(people: Crowd) -> None:
    made = grants(people)
    end(people.people["principal"], made.pk)
    assert not Substitution.objects.exists()
    assert AuditEntry.objects.filter(verb__in=("granted", "grant ended")).count() == 2


@pytest.mark.parametrize("number", ["", "x", "0", "²"])
def test_what_is_no_grant_can_not_be_ended(client: Client, people: Crowd, number: str) -> None:
    client.force_login(people.people["principal"])
    response = client.post("/substitutes/", {"end": number})
    assert response.status_code == 409
    assert "has ended already" in response.content.decode()


def test_a_grant_of_another_school_can_not_be_ended(people: Crowd) -> None:
    made = grants(people, by="data team of the network", school_class=people.other_class)
    with pytest.raises(NotGranted):
        end(people.people["principal"], made.pk)


def test_the_empty_page_says_so(client: Client, people: Crowd) -> None:
    client.force_login(people.people["principal"])
    assert "Nobody takes a class for somebody" in client.get("/substitutes/").content.decode()
