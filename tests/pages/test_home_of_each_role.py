"""The front door for those who have no class: plain words, and no dead end."""

from __future__ import annotations

import pytest
from django.test import Client

from a_school import PASSWORD, Town, staff
from homeroom.people.models import AuditEntry, Contact, Relationship, Role, User


def body(client: Client, user: User, path: str = "/") -> str:
    client.force_login(user)
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def family(place: Town, *children: int) -> User:
    contact = Contact.objects.create(sourced_id="g1", given_name="Greta", family_name="Berg")
    for at in children:
        Relationship.objects.create(contact=contact, student=place.children[at], kind="parent")
    return User.objects.create_user("greta", password=PASSWORD, contact=contact)


def test_a_network_leader_is_led_to_the_network(client: Client, place: Town) -> None:
    client.force_login(staff("nell", Role.Kind.NETWORK_LEADER, None))
    assert client.get("/").headers["Location"] == "/network/"


@pytest.mark.parametrize(("slug", "name"), [("iready", "i-Ready"), ("number_trail", "Number Trail")])
def test_a_vendor_is_told_of_numbers(client: Client, place: Town, slug: str, name: str) -> None:
    text = body(client, User.objects.create_user("vera", password=PASSWORD, vendor=slug))
    assert f"{name} at this network" in text and "never a child" in text


def test_a_family_finds_its_own_child_and_the_look_is_on_record(client: Client, place: Town) -> None:
    text = body(client, family(place, 3))
    assert "<h1>Your child</h1>" in text
    assert f'href="/student/{place.numbers[3]}/"' in text
    assert place.children[4].name not in text
    assert AuditEntry.objects.get(verb="saw").students == [place.numbers[3]]


def test_a_family_of_two_children(client: Client, place: Town) -> None:
    assert "<h1>Your children</h1>" in body(client, family(place, 3, 4))


def test_a_family_whom_the_roster_names_no_child_for(client: Client, place: Town) -> None:
    user = family(place, 3)
    assert "Your child" in body(client, user)
    Relationship.objects.update(ends_on="2026-10-01")
    client.force_login(user)
    response = client.get("/")
    assert place.children[3].name not in response.content.decode()


def test_a_foreign_child_is_not_there_for_any_of_them(client: Client, place: Town) -> None:
    nell = staff("nell", Role.Kind.NETWORK_LEADER, None)
    vera = User.objects.create_user("vera", password=PASSWORD, vendor="iready")
    for user in (nell, vera, family(place, 3)):
        client.force_login(user)
        assert client.get(f"/student/{place.numbers[5]}/").status_code == 404


def test_a_childs_own_page_comes_later(client: Client, place: Town) -> None:
    user = User.objects.create_user("ana", password=PASSWORD, student=place.children[0])
    assert "Your page is not ready yet" in body(client, user)
