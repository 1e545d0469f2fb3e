"""The page Accounts: who may sign in, taking that away, links, lost phones, and whom a provider told us of."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from a_school import PASSWORD, Town, staff
from homeroom.people import second_step
from homeroom.people.models import AuditEntry, Contact, Enrollment, Relationship, Role, School, User
from homeroom.people.signin_models import OutsideIdentity, Suspension, WaitingIdentity
from pages.phone import give_phone

pytestmark = pytest.mark.any_database


@pytest.fixture
def client(client: Client, place: Town) -> Client:
    client.force_login(place.data_team)
    return client


def act(client: Client, user: User, do: str, why: str = "asked by the principal", **more: object) -> tuple[int, str]:
    response = client.post(f"/accounts/{user.pk}/", {"do": do, "why": why, **more})
    return response.status_code, response.content.decode()


def page(client: Client, path: str = "/accounts/") -> str:
    return client.get(path).content.decode()


def test_it_works(client: Client, place: Town) -> None:
    body = page(client)
    assert "Teacher Example" in body
    assert "teacher, Valley School" in body
    assert body.count("may sign in") == 5
    assert not any(child.family_name in body for child in place.children)


@pytest.mark.parametrize(
    ("find", "there", "not_there"),
    [
        ("teach", "Teacher Example", "Principal Example"),
        ("example PRINC", "Principal Example", "Teacher Example"),
        ("nobody<b>", "Nobody is called “nobody&lt;b&gt;” here", "Teacher Example"),
    ],
)
def test_people_are_found(client: Client, place: Town, find: str, there: str, not_there: str) -> None:
    body = client.get("/accounts/", {"find": find}).content.decode()
    assert there in body
    assert not_there not in body


def test_a_long_list_has_pages(client: Client, place: Town) -> None:
    for number in range(60):
        staff(f"aide{number:02}", None, place.school)
    assert "Page 1 of 2" in page(client)
    assert "aide59" in page(client, "/accounts/?page=2")


def test_suspending_and_giving_back(client: Client, place: Town) -> None:
    other = Client()
    other.force_login(place.teacher)
    assert act(client, place.teacher, "suspend", "left the school")[0] == 302
    assert other.get("/how/").status_code == 302
    body = page(client, f"/accounts/{place.teacher.pk}/")
    assert "by data: left the school" in body
    assert "Give back" in body
    assert act(client, place.teacher, "restore", "came back")[0] == 302
    assert not Suspension.objects.exists()
    done = [(entry.actor, entry.verb, entry.object, entry.reason) for entry in AuditEntry.objects.all()]
    assert done == [
        ("data", "suspended", "sign-in of teacher", "left the school"),
        ("data", "restored", "sign-in of teacher", "came back"),
    ]


@pytest.mark.parametrize("do", ["suspend", "reset"])
def test_a_reason_is_asked_for(client: Client, place: Town, do: str) -> None:
    status, body = act(client, place.teacher, do, why=" ")
    assert status == 409
    assert "Say why, in a few words" in body
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("do", ["suspend", "restore", "reset"])
def test_nobody_does_it_to_the_own_sign_in(client: Client, place: Town, do: str) -> None:
    assert act(client, place.data_team, do)[0] == 409
    assert client.get("/accounts/").status_code == 200


def test_an_act_that_is_none(client: Client, place: Town) -> None:
    assert act(client, place.teacher, "everything")[0] == 400


def test_a_link_is_shown_once_and_works(client: Client, place: Town) -> None:
    _, body = act(client, place.teacher, "link")
    found = re.search(r"http://testserver(/sign-in/link/[\w-]+)", body)
    assert found is not None
    assert found[1] not in page(client, f"/accounts/{place.teacher.pk}/")
    assert Client().post(found[1]).headers["Location"] == "/"
    assert AuditEntry.objects.first().verb == "made link"  # type: ignore[union-attr]


def test_no_link_for_somebody_suspended(client: Client, place: Town) -> None:
    act(client, place.teacher, "suspend")
    assert act(client, place.teacher, "link")[0] == 409


def test_a_lost_phone_is_reset(client: Client, place: Town) -> None:
    give_phone(place.teacher)
    other = Client()
    other.force_login(place.teacher)
    assert other.get("/how/").status_code == 200
    assert act(client, place.teacher, "reset", "phone lost")[0] == 302
    assert not second_step.has_one(place.teacher)
    assert other.get("/how/").status_code == 302


def test_nobody_of_the_data_team_becomes_another(client: Client, place: Town, settings: Settings) -> None:
    second = staff("second", Role.Kind.DATA_TEAM, None)
    for user in (place.data_team, second):
        give_phone(user)
    settings.HOMEROOM_SECOND_STEP = True
    own = client.session
    own["homeroom-strong"] = True
    own.save()
    assert client.get("/accounts/").status_code == 302  # made by Django's own login: not strong
    settings.HOMEROOM_SECOND_STEP = False
    client.get("/accounts/")
    own = client.session
    own["homeroom-strong"] = True
    own.save()
    settings.HOMEROOM_SECOND_STEP = True
    assert act(client, second, "link")[0] == 200  # the link alone opens nothing: the phone is asked for
    act(client, second, "reset", "phone lost")
    status, body = act(client, second, "link")
    assert status == 409
    assert "only the machine itself lets them in" in body
    waiting = wait()
    body = client.post(f"/accounts/identities/{waiting.pk}/", {"do": "link", "username": "second"}).content.decode()
    assert "only the machine itself lets them in" in body


def test_the_first_link_opens_a_familys_sign_in(client: Client, place: Town) -> None:
    parent = Contact.objects.create(sourced_id="p", given_name="Pat", family_name="Parent")
    Relationship.objects.create(contact=parent, student=place.children[0], kind="parent")
    until = User.Until.LINK
    user = User.objects.create(username="pat", contact=parent, is_active=False, inactive_until=until)
    assert "not opened yet" in page(client)
    _, body = act(client, user, "link")
    found = re.search(r"http://testserver(/sign-in/link/[\w-]+)", body)
    assert found is not None
    assert Client().post(found[1]).status_code == 302


def test_a_family_that_has_left_is_not_opened(client: Client, place: Town) -> None:
    parent = Contact.objects.create(sourced_id="p", given_name="Pat", family_name="Parent", missing_since="2026-10-01")
    until = User.Until.LINK
    user = User.objects.create(username="pat", contact=parent, is_active=False, inactive_until=until)
    status, body = act(client, user, "link")
    assert (status, "the roster no longer names this contact" in body) == (409, True)


# Whose accounts


def test_the_data_team_of_a_school_looks_after_that_school(client: Client, place: Town) -> None:
    own = staff("local", Role.Kind.DATA_TEAM, place.school)
    both = staff("both", Role.Kind.TEACHER, place.school)
    Role.objects.create(staff=both.staff, kind=Role.Kind.TUTOR, school=School.objects.get(sourced_id="s2"))
    parent = Contact.objects.create(sourced_id="p", given_name="Pat", family_name="Parent")
    Relationship.objects.create(contact=parent, student=place.children[0], kind="parent")
    User.objects.create_user("pat", contact=parent)
    assert Enrollment.objects.exists()
    client.force_login(own)
    body = page(client)
    for there in ("Teacher Example", "Principal Example", "Local Example", "Pat Parent"):
        assert there in body
    for not_there in ("Other Example", "Data Example", "Both Example", "Stranger Example"):
        assert not_there not in body
    assert act(client, place.other_teacher, "suspend")[0] == 404
    assert not Suspension.objects.exists()


# Whom a provider told us of


def wait(subject: str = "s") -> WaitingIdentity:
    now = timezone.now()
    told = {"told_name": "Tea <b>", "told_email": "t@example.org", "why": "the issuer told no roster id"}
    return WaitingIdentity.objects.create(
        issuer="https://idp.example", subject=subject, first_at=now, last_at=now, **told
    )


def decide(client: Client, waiting: WaitingIdentity, do: str, username: str = "") -> tuple[int, str]:
    response = client.post(f"/accounts/identities/{waiting.pk}/", {"do": do, "username": username})
    return response.status_code, response.content.decode()


def test_a_person_links_who_waits(client: Client, place: Town) -> None:
    waiting = wait()
    assert "Tea &lt;b&gt;" in page(client)
    assert "proves nothing" in page(client, f"/accounts/identities/{waiting.pk}/")
    assert decide(client, waiting, "link", "teacher")[0] == 302
    made = OutsideIdentity.objects.get()
    assert (made.user, made.linked_by) == (place.teacher, "data")
    assert not WaitingIdentity.objects.exists()
    assert "linked by data" in page(client, f"/accounts/{place.teacher.pk}/")


def test_a_person_rejects_who_waits(client: Client, place: Town) -> None:
    waiting = wait()
    decide(client, waiting, "reject")
    assert "Tea" not in page(client).split("All accounts")[0]
    assert client.get(f"/accounts/identities/{waiting.pk}/").status_code == 404
    assert AuditEntry.objects.filter(verb="rejected").count() == 1


@pytest.mark.parametrize("why", ["nobody", "suspended", "linked"])
def test_what_can_not_be_linked_is_told(client: Client, place: Town, why: str) -> None:
    if why == "suspended":
        act(client, place.teacher, "suspend")
    if why == "linked":
        decide(client, wait("earlier"), "link", "teacher")
    waiting = wait()
    status, body = decide(client, waiting, "link", "nobody" if why == "nobody" else "teacher")
    assert status == 409
    assert "Nothing was done." in body
    assert WaitingIdentity.objects.filter(pk=waiting.pk).exists()


def test_unlinking_ends_the_sessions(client: Client, place: Town) -> None:
    decide(client, wait(), "link", "teacher")
    other = Client()
    other.force_login(place.teacher)
    other.get("/how/")
    assert act(client, place.teacher, "unlink", identity="x")[0] == 409
    assert act(client, place.teacher, "unlink", identity=OutsideIdentity.objects.get().pk)[0] == 302
    assert not OutsideIdentity.objects.exists()
    assert other.get("/how/").status_code == 302


def test_only_the_network_decides_who_somebody_is(client: Client, place: Town) -> None:
    waiting = wait()
    client.force_login(staff("local", Role.Kind.DATA_TEAM, place.school))
    assert "Tea" not in page(client).split("All accounts")[0]
    assert decide(client, waiting, "link", "teacher")[0] == 302
    assert not OutsideIdentity.objects.exists()


def test_a_rejected_identity_is_told_so_and_waits_no_more(place: Town, settings: Settings) -> None:
    from identity_providers import issuer
    from pages.outside import come_back, openid

    with issuer() as district:
        settings.HOMEROOM_IDENTITY_PROVIDERS = (openid(district),)
        visitor = Client()
        come_back(visitor, district)
        waiting = WaitingIdentity.objects.get()
        data = Client()
        data.force_login(place.data_team)
        decide(data, waiting, "reject")
        body = come_back(visitor, district).content.decode()
    assert "has decided that this identity has no sign-in here" in body
    assert WaitingIdentity.objects.get().rejected_by == "data"


def test_without_its_token_a_form_changes_nothing(place: Town) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(place.data_team)
    for path in (f"/accounts/{place.teacher.pk}/", f"/accounts/identities/{wait().pk}/"):
        told = {"do": "suspend", "why": "x", "username": "teacher"}
        assert strict.post(path, told).status_code == 403
    assert not Suspension.objects.exists()
    assert Client().post("/sign-in/", {"username": "teacher", "password": PASSWORD}).status_code == 302
