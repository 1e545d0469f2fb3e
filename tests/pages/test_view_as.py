"""View as: who may take whose view, what is seen through it, and that nothing is changed meanwhile."""

from __future__ import annotations

import pytest
from django.test import Client

from a_school import Town
from homeroom.pages.view_as.looking import KEY
from homeroom.people.models import AuditEntry, Role, Substitution, User
from homeroom.people.view_as import others
from pages.crowd import MATE, OTHER, OWN, Crowd, crowd

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db: None) -> Crowd:
    return crowd()


def whose(people: Crowd, person: str) -> set[str]:
    return set(others(people.people[person]).values_list("username", flat=True))


def take(client: Client, people: Crowd, person: str, through: str = "teacher") -> None:
    client.force_login(people.people[person])
    assert client.post("/view-as/", {"person": people.people[through].pk}).status_code == 302


# Who may


def test_a_principal_may_take_the_views_of_the_own_staff(people: Crowd) -> None:
    assert whose(people, "principal") == {"teacher", "lab", "tutor", "local", "several"}
    assert "other" in whose(people, "teacher here and principal there")


def test_the_data_team_may_take_those_of_its_staff_and_families(people: Crowd) -> None:
    assert whose(people, "data team of the school") == {"teacher", "lab", "tutor", "principal", "several", "family"}
    everybody = whose(people, "data team of the network")
    assert {"other", "leader", "family", "teacher"} <= everybody
    assert not everybody & {"data", "vendor", "ana", "suspended", "left", "changed", "stranger"}


@pytest.mark.parametrize("person", ["teacher", "tutor", "network leader", "family", "vendor", "nobody"])
def test_nobody_else_may(client: Client, people: Crowd, person: str) -> None:
    assert whose(people, person) == set()
    client.force_login(people.people[person])
    assert client.get("/view-as/").status_code == 404
    assert client.post("/view-as/", {"person": people.place.teacher.pk}).status_code == 404
    assert KEY not in client.session


@pytest.mark.parametrize("number", ["", "x", "0", "999999", "-1", "²"])
def test_who_is_not_offered_can_not_be_taken(client: Client, people: Crowd, number: str) -> None:
    client.force_login(people.people["principal"])
    assert client.post("/view-as/", {"person": number}).status_code == 404
    outside = people.people["network leader"].pk
    assert client.post("/view-as/", {"person": outside}).status_code == 404
    assert not AuditEntry.objects.filter(verb="view taken").exists()


# What is seen


def test_through_a_teachers_eyes_only_her_children_are_seen(client: Client, people: Crowd) -> None:
    take(client, people, "data team of the network")
    body = client.get("/children/").content.decode()
    assert OWN in body
    assert MATE in body
    assert OTHER not in body
    assert client.get(f"/student/{people.other.pk}/").status_code == 404
    assert client.get("/imports/").status_code == 404
    assert client.get("/", follow=True).redirect_chain[-1][0] == f"/class/{people.place.group.pk}/"


def test_through_the_eyes_of_somebody_who_sees_more_nothing_more_is_seen(client: Client, people: Crowd) -> None:
    take(client, people, "principal", "teacher here and principal there")
    body = client.get("/children/").content.decode()
    assert OWN in body
    assert OTHER not in body
    assert client.get(f"/student/{people.other.pk}/").status_code == 404


def test_each_page_says_whose_view_it_is(client: Client, people: Crowd) -> None:
    take(client, people, "principal")
    for path in ("/children/", "/how/", "/nothing-is-here/", "/view-as/"):
        body = client.get(path).content.decode()
        assert "You look through the eyes of <strong>Teacher Example</strong>, teacher" in body, path


def test_the_audit_names_the_person_and_the_view(client: Client, people: Crowd) -> None:
    take(client, people, "principal")
    client.get(f"/student/{people.own.pk}/")
    taken, saw = AuditEntry.objects.order_by("pk")
    assert (taken.verb, taken.actor) == ("view taken", "principal")
    assert (saw.verb, saw.actor) == ("saw", "principal")
    assert saw.reason == "principal of the child's school; in the view of teacher, who teaches the child's class"


# Only looking


def test_nothing_can_be_changed_meanwhile(client: Client, people: Crowd) -> None:
    take(client, people, "data team of the school", "principal")
    wanted = {"school_class": people.place.group.pk, "staff": people.people["nobody"].staff_id, "reason": "x"}
    response = client.post("/substitutes/", wanted | {"first": "2026-10-26", "last": "2026-10-26"})
    assert response.status_code == 403
    assert "Nothing was changed" in response.content.decode()
    assert not Substitution.objects.filter(reason="x").exists()
    assert client.post("/view-as/", {"person": people.place.teacher.pk}).status_code == 403


def test_one_goes_back_to_the_own_view(client: Client, people: Crowd) -> None:
    take(client, people, "data team of the network")
    assert client.get("/view-as/end/").status_code == 405
    assert client.post("/view-as/end/").status_code == 302
    assert OTHER in client.get("/children/").content.decode()
    ended = AuditEntry.objects.get(verb="view ended")
    assert ended.actor == "data"
    assert client.post("/view-as/end/").status_code == 302
    assert AuditEntry.objects.filter(verb="view ended").count() == 1


def test_one_may_sign_out_meanwhile(client: Client, people: Crowd) -> None:
    take(client, people, "principal")
    assert client.post("/sign-out/").status_code == 302
    assert client.get("/children/").status_code == 302


def test_a_view_that_may_no_longer_be_taken_ends_at_the_next_page(client: Client, people: Crowd) -> None:
    take(client, people, "principal")
    Role.objects.filter(staff=people.place.teacher.staff).update(school=people.other_class.school)
    response = client.get(f"/class/{people.place.group.pk}/")
    assert (response.status_code, response.headers["Location"]) == (302, "/view-as/")
    assert KEY not in client.session
    assert AuditEntry.objects.filter(verb="view ended").exists()
    assert not AuditEntry.objects.filter(verb="saw").exists()


def test_a_suspended_persons_view_ends_too(client: Client, people: Crowd) -> None:
    take(client, people, "principal")
    User.objects.filter(username="teacher").update(is_active=False)
    assert client.get("/children/").status_code == 302


# The page


def test_the_page_lists_people_by_name_and_finds_them(client: Client, people: Crowd) -> None:
    client.force_login(people.people["data team of the network"])
    body = client.get("/view-as/").content.decode()
    assert "Teacher Example" in body
    assert "Gil Parent" in body
    assert "family" in body
    found = client.get("/view-as/", {"q": "tutor"}).content.decode()
    assert "Tutor Example" in found
    assert "Gil Parent" not in found
    assert "is called “Zzyzx”" in client.get("/view-as/", {"q": "Zzyzx"}).content.decode()


def test_where_there_is_nobody_the_page_says_so(client: Client, place: Town) -> None:
    User.objects.exclude(pk=place.data_team.pk).update(is_active=False)
    client.force_login(place.data_team)
    assert "There is nobody whose view you may take" in client.get("/view-as/").content.decode()


def test_many_people_come_in_pages(client: Client, people: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("homeroom.pages.view_as.view.A_PAGE", 2)
    client.force_login(people.people["data team of the network"])
    assert "Page 2 of" in client.get("/view-as/?page=2").content.decode()
