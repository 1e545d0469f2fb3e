"""Children: everybody's own list, with the reason, as a page and as a file."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from a_network import school, worked
from a_school import TODAY, child, staff
from homeroom.evidence.models import Release
from homeroom.people.models import (
    AuditEntry,
    Class,
    Contact,
    Enrollment,
    Relationship,
    Role,
    School,
    Student,
    StudentIdentifier,
    User,
)
from homeroom.reports.network.release import nightly
from pages.crowd import MATE, OTHER, OWN, Crowd, crowd

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def people(db: None) -> Crowd:
    return crowd()


def untold(body: str, word: str) -> str:
    """The page without the word that was asked for, and without its form's token, which may hold any letters."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", body).replace(word, "")


def get(client: Client, people: Crowd, person: str, path: str = "/children/") -> str:
    client.force_login(people.people[person])
    response = client.get(path)
    assert response.status_code == 200
    return response.getvalue().decode()


def test_a_teacher_reads_whom_she_sees_and_why(client: Client, people: Crowd) -> None:
    body = get(client, people, "teacher")
    assert "Children you may see today" in body
    assert f"Ana {OWN}" in body
    assert "teaches the child&#x27;s class" in body
    assert "Grade 3, Room 12" in body
    assert OTHER not in body


def test_that_the_list_was_seen_is_written_with_its_children_and_reasons(client: Client, people: Crowd) -> None:
    get(client, people, "tutor")
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.students) == ("saw", [people.own.pk])
    assert entry.reason == "serves the child: reads with the child"


def test_a_substitute_reads_until_when(client: Client, people: Crowd) -> None:
    body = get(client, people, "substitute")
    assert "takes the child&#x27;s class for somebody: is ill" in body
    assert "26 October" in body


def test_a_family_finds_its_own_child(client: Client, people: Crowd) -> None:
    body = get(client, people, "family")
    assert "Your children" in body
    assert OWN in body
    assert MATE not in body
    Relationship.objects.update(ends_on=TODAY - timedelta(days=1))
    assert client.get("/children/").headers["Location"] == "/sign-in/?next=/children/"


def test_who_serves_nobody_is_told_when_children_appear(client: Client, people: Crowd) -> None:
    assert "You see no child today" in get(client, people, "nobody")
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("search", ["quill", "ANA quill", "  Quillfeather ", "k0", "K0", "77001", "ána"])
def test_the_search_takes_names_without_accents_and_ids(client: Client, people: Crowd, search: str) -> None:
    StudentIdentifier.objects.create(student=people.own, kind="state", value="77001")
    client.force_login(people.people["teacher"])
    body = client.get("/children/", {"q": search}).content.decode()
    assert OWN in body
    assert MATE not in body


@pytest.mark.parametrize("search", [OTHER, "k2", "Cy"])
def test_the_search_never_tells_of_others_children(client: Client, people: Crowd, search: str) -> None:
    client.force_login(people.people["teacher"])
    body = client.get("/children/", {"q": search}).content.decode()
    assert "No child whom you may see today is called" in body
    assert body.count(OTHER) == (2 if search == OTHER else 0)  # the own words, in the field and in the sentence
    nobody = client.get("/children/", {"q": "Zzyzx"}).content.decode()
    assert untold(body, search) == untold(nobody, "Zzyzx")


def test_the_part_for_a_script_is_the_same_list_through_the_same_door(client: Client, people: Crowd) -> None:
    client.force_login(people.people["teacher"])
    body = client.get("/children/", headers={"HX-Request": "true"}).content.decode()
    assert OWN in body
    assert "<html" not in body
    assert AuditEntry.objects.count() == 1


def test_long_lists_come_in_pages_and_each_page_is_written_down(
    client: Client, people: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("homeroom.pages.children.view.A_PAGE", 1)
    body = get(client, people, "teacher", "/children/?page=2")
    assert "Page 2 of 2" in body
    assert len(AuditEntry.objects.get().students) == 1


# The file


def test_the_file_holds_the_same_children_and_runs_no_formula(client: Client, people: Crowd) -> None:
    Student.objects.filter(pk=people.own.pk).update(given_name="=1+1")
    text = get(client, people, "teacher", "/children/children.csv")
    assert text.startswith("\ufeffChild,Id,Grade,Classes today,Why you see this child,Until\r\n")
    assert f"'=1+1 {OWN},k0,03,\"Grade 3, Room 12\",teaches the child's class," in text
    assert OTHER not in text
    assert AuditEntry.objects.get().object == "file of children"


def test_named_files_of_more_than_one_school_are_not_offered(client: Client, people: Crowd) -> None:
    body = get(client, people, "data team of the network")
    assert "A file with names is of one school at a time" in body
    assert "children.csv" not in body
    assert client.get("/children/children.csv").status_code == 404
    here = people.place.school.pk
    assert "children.csv" in get(client, people, "data team of the network", f"/children/?school={here}")
    text = get(client, people, "data team of the network", f"/children/children.csv?school={here}")
    assert OWN in text
    assert OTHER not in text


def test_a_school_that_is_not_ones_own_can_not_be_chosen(client: Client, people: Crowd) -> None:
    client.force_login(people.people["data team of the school"])
    there = School.objects.get(sourced_id="s2").pk
    for path in (f"/children/?school={there}", f"/children/children.csv?school={there}"):
        assert client.get(path).status_code == 404
    assert OTHER not in get(client, people, "data team of the school", "/children/children.csv")


# Counts


def told(settings: Settings, first: int = 100) -> None:
    """Two large schools worked a week, and it is told."""
    settings.HOMEROOM_TODAY = TODAY + timedelta(days=3)
    _, ash = school("Ash", 50, first)
    _, birch = school("Birch", 60, first + 100)
    worked([*ash[:30], *birch[:30]])
    nightly()


def numbers(body: str) -> list[str]:
    return re.findall(r'<td class="number">(.*?)</td>', body)


def test_before_a_week_is_told_a_network_leader_sees_no_count(client: Client, people: Crowd) -> None:
    for n in range(10, 22):
        child(n, people.place.group)
    body = get(client, people, "network leader")
    assert "Your role sees counts and no child" in body and "No counts yet" in body
    assert numbers(body) == []
    assert not AuditEntry.objects.exists()


def test_a_network_leader_sees_the_counts_that_were_told(client: Client, people: Crowd, settings: Settings) -> None:
    told(settings)
    body = get(client, people, "network leader")
    assert numbers(body) == ["few", "60", "few", "few"], (
        "without Ash's, too, all less the others would be the small two"
    )
    assert "Thu 29 Oct 2026" in body
    assert "Network</a>" in body


def test_who_joins_after_it_changes_no_count(client: Client, people: Crowd, settings: Settings) -> None:
    told(settings)
    before = numbers(get(client, people, "network leader"))
    for n in range(300, 315):
        child(n, Class.objects.get(title="Room of Ash"))
    Enrollment.objects.filter(school_class__title="Room of Birch").first().delete()  # type: ignore[union-attr]  # sixty
    assert numbers(get(client, people, "network leader")) == before


def test_a_week_that_could_not_be_told_leaves_the_counts_before(
    client: Client, people: Crowd, settings: Settings
) -> None:
    told(settings)
    Release.objects.create(report="network", week=TODAY, made_on=TODAY, refused="a count could be worked out")
    assert numbers(get(client, people, "network leader")) == ["few", "60", "few", "few"]


def test_a_leader_of_one_school_sees_its_count_alone(client: Client, people: Crowd, settings: Settings) -> None:
    told(settings)
    client.force_login(staff("ned", Role.Kind.NETWORK_LEADER, School.objects.get(name="Birch")))
    body = client.get("/children/").content.decode()
    assert numbers(body) == ["60"] and "Ash" not in body


def test_a_vendor_sees_neither(client: Client, people: Crowd) -> None:
    assert "There are no counts for you here" in get(client, people, "vendor")


def test_a_leader_who_teaches_sees_the_own_class(client: Client, people: Crowd) -> None:
    leader = people.people["network leader"]
    contact = Contact.objects.create(sourced_id="g9", given_name="L", family_name="Eader")
    Relationship.objects.create(contact=contact, student=people.own, kind="parent")
    User.objects.filter(pk=leader.pk).update(contact=contact)
    assert OWN in get(client, people, "network leader")
