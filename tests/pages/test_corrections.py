"""What a family says is wrong is written down, answered, and stands beside the record."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.test import Client

from a_school import TODAY, Town
from homeroom.people import corrections
from homeroom.people.models import AuditEntry, Contact, Correction, Relationship, Role, Student, User

REQUEST = {
    "about": "Minutes of October",
    "original": "20 minutes on 5 October",
    "statement": "It was an hour. <b>Really</b>",
    "received_on": "2026-10-05",
}


def path(place: Town, *rest: object) -> str:
    return "/".join(["", "student", str(place.numbers[0]), "corrections", *map(str, rest), ""])


def asked(client: Client, place: Town, **changed: str) -> Correction:
    client.force_login(place.principal)
    assert client.post(path(place), REQUEST | changed).status_code == 302
    return Correction.objects.latest("pk")


def test_it_works(client: Client, place: Town) -> None:
    one = asked(client, place)
    page = client.get(path(place)).content.decode()
    assert "Minutes of October" in page
    assert "Answer by 19 Nov 2026" in page
    assert (one.received_by, one.decision) == ("principal", "pending")
    assert AuditEntry.objects.filter(verb="received", students=[place.numbers[0]]).exists()


def test_nothing_asked_yet(client: Client, place: Town) -> None:
    client.force_login(place.data_team)
    assert "No family has asked for a correction." in client.get(path(place)).content.decode()


def test_a_request_that_waits_too_long_says_so(client: Client, place: Town) -> None:
    one = asked(client, place, received_on="2026-09-01")
    assert "<strong>Late.</strong> It was to be answered by 16 Oct 2026." in client.get(path(place)).content.decode()
    assert "Late: it was to be answered by 16 Oct 2026." in client.get(path(place, one.pk)).content.decode()


@pytest.mark.parametrize(
    ("changed", "words"),
    [({"received_on": "2027-01-01"}, "That day has not come yet."), ({"statement": ""}, "This field is required.")],
)
def test_a_request_with_a_mistake_is_not_kept(changed: dict[str, str], words: str, client: Client, place: Town) -> None:
    client.force_login(place.data_team)
    answer = client.post(path(place), REQUEST | changed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Correction.objects.exists()


def test_a_denied_request_keeps_the_statement_beside_the_record(client: Client, place: Town) -> None:
    one = asked(client, place)
    client.post(path(place, one.pk), {"decision": "denied", "reason": "The program counts so."})
    page = client.get(f"/student/{place.numbers[0]}/").content.decode()
    assert "Disputed by the family since 2026-10-05; the school did not change it:" in page
    assert "It was an hour. &lt;b&gt;Really&lt;/b&gt;" in page
    assert "The program counts so." in page
    shown = client.get(path(place, one.pk)).content.decode()
    assert f"Denied on {TODAY:%-d %b %Y} by principal." in shown
    assert "20 minutes on 5 October" in shown
    assert "<form method" not in shown.partition("<main")[2]


def test_the_file_carries_the_dispute_before_its_numbers(client: Client, place: Town) -> None:
    one = asked(client, place)
    client.post(path(place, one.pk), {"decision": "denied", "reason": "The program counts so."})
    client.force_login(place.teacher)
    answer = client.get(f"/student/{place.numbers[0]}/week.csv").content.decode("utf-8-sig")
    header, first, *rest = list(csv.reader(io.StringIO(answer, newline="")))
    told = dict(zip(header, first, strict=True))
    assert told["Part"] == "dispute"
    assert told["What"].startswith("Disputed by the family since 2026-10-05; the school did not change it:")
    assert told["Result"] == f"{one.statement} The school: The program counts so."
    assert [row[2] for row in rest].count("dispute") == 0
    other = client.get(f"/student/{place.numbers[1]}/week.csv").content.decode("utf-8-sig")
    assert "dispute" not in other


def test_a_granted_request_says_what_was_changed(client: Client, place: Town) -> None:
    one = asked(client, place)
    answer = client.post(path(place, one.pk), {"decision": "granted", "reason": "A mistake."})
    assert "Say what was changed" in answer.content.decode()
    client.post(path(place, one.pk), {"decision": "granted", "reason": "A mistake.", "changed": "In i-Ready: 60."})
    assert "In i-Ready: 60." in client.get(path(place, one.pk)).content.decode()
    assert "Corrected on 2026-10-26" in client.get(f"/student/{place.numbers[0]}/").content.decode()


def test_it_is_decided_once(client: Client, place: Town) -> None:
    one = asked(client, place)
    assert corrections.decide(one, place.principal, "denied", "No.", "")
    assert not corrections.decide(one, place.data_team, "granted", "Yes.", "All.")
    one.refresh_from_db()
    assert (one.decision, one.decided_by) == ("denied", "principal")


def test_a_child_without_disputes_shows_none(client: Client, place: Town) -> None:
    client.force_login(place.teacher)
    page = client.get(f"/student/{place.numbers[0]}/").content.decode()
    assert "Disputed" not in page
    assert "This is wrong" not in page


def test_a_request_of_another_child_is_not_here(client: Client, place: Town) -> None:
    one = asked(client, place)
    assert client.get(f"/student/{place.numbers[1]}/corrections/{one.pk}/").status_code == 404


def test_a_principal_who_only_teaches_elsewhere_may_not_answer(client: Client, place: Town) -> None:
    """A role at one school and a child of another: seeing the child as a teacher does not make one its principal."""
    assert place.other_teacher.staff
    Role.objects.create(staff=place.other_teacher.staff, kind=Role.Kind.PRINCIPAL, school_id=place.school.pk + 1)
    client.force_login(place.other_teacher)
    assert client.get(path(place)).status_code == 404


@pytest.fixture
def family(place: Town) -> User:
    contact = Contact.objects.create(sourced_id="p1", given_name="Mo", family_name="Alvarez")
    Relationship.objects.create(contact=contact, student=Student.objects.get(pk=place.numbers[0]), kind="parent")
    return User.objects.create_user("mo", contact=contact)


def test_a_family_gets_its_own_childs_record_and_no_other(client: Client, place: Town, family: User) -> None:
    client.force_login(family)
    page = client.get(f"/student/{place.numbers[0]}/record/")
    assert page.status_code == 200
    assert "Tell the school" in page.content.decode()
    assert client.get(f"/student/{place.numbers[0]}/record/copy.zip").getvalue()[:2] == b"PK"
    assert client.get(f"/student/{place.numbers[1]}/record/").status_code == 404
    assert client.get(path(place)).status_code == 404
    copied = AuditEntry.objects.get(verb="exported")
    assert (copied.actor, copied.students) == (f"contact {family.contact_id}", [place.numbers[0]])


def test_a_familys_childs_page_leads_to_what_is_held_and_to_nothing_of_the_staffs(
    client: Client, place: Town, family: User
) -> None:
    client.force_login(family)
    page = client.get(f"/student/{place.numbers[0]}/").content.decode()
    assert f'href="/student/{place.numbers[0]}/record/"' in page
    assert f"/student/{place.numbers[0]}/corrections/" not in page
    assert f"/student/{place.numbers[0]}/seen/" not in page


def test_a_family_whose_time_is_over_gets_nothing(client: Client, place: Town, family: User) -> None:
    Relationship.objects.update(ends_on=date(2026, 10, 1))
    client.force_login(family)
    assert client.get(f"/student/{place.numbers[0]}/record/").status_code in (302, 404)


def test_the_record_tells_what_is_held_in_words(client: Client, place: Town) -> None:
    client.force_login(place.data_team)
    page = client.get(f"/student/{place.numbers[0]}/record/").content.decode()
    assert "What is held of" in page
    assert "Nothing is held of:" in page
    assert f"homeroom erase {place.numbers[0]}" in page
