"""What is held of a child, for the school and for one of its family."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.test import Client

from a_school import Town
from homeroom.people import audit
from homeroom.people.models import Contact, Relationship, Student, User

OTHER = ("Rosalind Farther", "rosalind@example.org")


@pytest.fixture
def child(place: Town) -> Student:
    one = place.children[0]
    one.extras = {"agent email": OTHER[1]}
    one.save()
    return one


def parent(child: Student, name: str, given: str, family: str, email: str) -> User:
    contact = Contact.objects.create(sourced_id=name, given_name=given, family_name=family, email=email)
    Relationship.objects.create(contact=contact, student=child, kind="parent")
    return User.objects.create_user(name, contact=contact)


@pytest.fixture
def near(child: Student) -> User:
    return parent(child, "near", "Nora", "Nearer", "nora@example.org")


@pytest.fixture
def far(child: Student) -> User:
    return parent(child, "far", "Rosalind", "Farther", OTHER[1])


def copy(client: Client, child: Student) -> tuple[str, dict[str, list[list[object]]]]:
    """All text of the copy, and its tables."""
    answer = client.get(f"/student/{child.pk}/record/copy.zip")
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as packed:
        text = "\n".join(packed.read(name).decode() for name in packed.namelist())
        tables = json.loads(packed.read("record.json"))["tables"]
    return text, {one["name"]: one["rows"] for one in tables}


def test_a_parent_takes_away_nothing_about_the_other_parent(
    client: Client, child: Student, near: User, far: User
) -> None:
    audit.saw(far, f"student page {child.pk}", [child.pk], "family of the child")
    client.force_login(near)
    text, tables = copy(client, child)
    assert not any(word in text for word in (*OTHER, f"contact {far.contact_id}"))
    assert [row[0] for row in tables["family"]] == ["Nora Nearer"]
    assert {row[1] for row in tables["who_saw"]} == {f"contact {near.contact_id}"}
    assert "received_rows" not in tables
    assert child.given_name in text


def test_the_page_counts_what_the_copy_holds_and_says_what_is_left_out(
    client: Client, child: Student, near: User, far: User
) -> None:
    client.force_login(near)
    page = client.get(f"/student/{child.pk}/record/").content.decode()
    assert "Your copy leaves out the child's other family contacts" in page
    assert "Rows as they were received" not in page


def test_the_school_hands_out_the_whole_record(
    client: Client, place: Town, child: Student, near: User, far: User
) -> None:
    audit.saw(far, f"student page {child.pk}", [child.pk], "family of the child")
    client.force_login(place.principal)
    text, tables = copy(client, child)
    assert {row[0] for row in tables["family"]} == {"Nora Nearer", OTHER[0]}
    assert f"contact {far.contact_id}" in {row[1] for row in tables["who_saw"]}
    assert OTHER[1] in text
    assert "received_rows" in tables


def test_through_a_parents_eyes_the_school_sees_that_parents_part(
    client: Client, place: Town, child: Student, near: User, far: User
) -> None:
    client.force_login(place.data_team)
    client.post("/view-as/", {"person": near.pk})
    text, tables = copy(client, child)
    assert [row[0] for row in tables["family"]] == ["Nora Nearer"]
    assert OTHER[1] not in text


def test_another_childs_family_finds_nothing_here(client: Client, place: Town, near: User) -> None:
    client.force_login(near)
    for page in ("record/", "record/copy.zip"):
        assert client.get(f"/student/{place.numbers[1]}/{page}").status_code == 404
