"""Signing in through identity providers that the tests start: who gets in, as whom, and what the others are told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import Settings

from a_school import Town, staff
from homeroom.people.models import AuditEntry, Contact, Staff, User
from homeroom.people.signin_models import OutsideIdentity, WaitingIdentity
from homeroom.people.suspending import suspend
from identity_providers import CLIENT, Issuer, issuer
from pages.outside import HOST, come_back, come_back_by_saml, leave, openid, query, saml


@pytest.fixture
def district() -> Iterator[Issuer]:
    with issuer() as one:
        yield one


@pytest.fixture(autouse=True)
def ways_in(settings: Settings, district: Issuer) -> None:
    settings.HOMEROOM_IDENTITY_PROVIDERS = (openid(district), saml())


def signed_in(client: Client) -> str:
    number = client.session.get("_auth_user_id")
    return User.objects.get(pk=number).username if number else ""


def test_it_works_with_openid(client: Client, place: Town, district: Issuer) -> None:
    district.claims = {"sis_id": "staff-teacher"}
    response = come_back(client, district, onward="/how/")
    assert (response.status_code, response.headers["Location"]) == (302, "/how/")
    assert signed_in(client) == "teacher"
    identity = OutsideIdentity.objects.get()
    assert (identity.issuer, identity.subject, identity.linked_by) == (district.address, "subject-1", "")
    assert client.get("/how/").status_code == 200


def test_it_works_with_saml(client: Client, place: Town) -> None:
    response = come_back_by_saml(client, attributes=(("sisId", "staff-teacher"),))
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert signed_in(client) == "teacher"
    assert OutsideIdentity.objects.get().issuer == "https://idp.test/saml"


def test_the_sign_in_page_names_each_provider(client: Client, db: None) -> None:
    body = client.get("/sign-in/?next=/how/").content.decode()
    assert "Sign in with Valley District" in body
    assert 'href="/sign-in/with/state/?next=%2Fhow%2F"' in body


def test_the_trip_carries_state_nonce_and_proof_key(client: Client, db: None, district: Issuer) -> None:
    asked = query(leave(client, "district"))
    assert (asked["client_id"], asked["response_type"]) == (CLIENT, "code")
    assert asked["redirect_uri"] == "http://testserver/sign-in/with/district/back/"
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["nonce"]) > 40
    assert len(asked["state"]) >= 16


def test_nobody_outside_shapes_the_trip(client: Client, db: None) -> None:
    wished = {"auth_params": "prompt=none&nonce=x", "scope": "everything", "process": "connect", "action": "rerequest"}
    told = query(client.get("/sign-in/with/district/", wished).headers["Location"])
    assert "prompt" not in told
    assert told["nonce"] != "x"
    assert "everything" not in told["scope"]


def test_a_page_elsewhere_can_not_send_people_on_the_trip(client: Client, db: None) -> None:
    response = client.get("/sign-in/with/district/", headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 200
    assert "Sign in with Valley District" in response.content.decode()


@pytest.mark.parametrize("wanted", ["https://elsewhere.example/", "//elsewhere.example"])
def test_the_way_on_is_ours(client: Client, place: Town, district: Issuer, wanted: str) -> None:
    district.claims = {"sis_id": "staff-teacher"}
    assert come_back(client, district, onward=wanted).headers["Location"] == "/"


# Who is who


def test_somebody_renamed_there_stays_the_same_person(client: Client, place: Town, district: Issuer) -> None:
    district.claims = {"sis_id": "staff-teacher", "name": "Tea Cher", "email": "tea@example.org"}
    come_back(client, district)
    client.post("/sign-out/")
    district.claims = {"sis_id": "staff-other", "name": "Other Name", "email": "data@example.org"}
    come_back(client, district)
    assert signed_in(client) == "teacher"
    assert OutsideIdentity.objects.count() == 1


def test_two_issuers_with_one_email_and_one_subject_are_two_identities(
    client: Client, place: Town, district: Issuer
) -> None:
    User.objects.update(email="same@example.org")
    Staff.objects.update(email="same@example.org")
    district.claims = {"sis_id": "staff-teacher", "email": "same@example.org", "email_verified": True}
    come_back(client, district)
    client.post("/sign-out/")
    response = come_back_by_saml(client, attributes=(("mail", "same@example.org"),))
    assert response.status_code == 403
    assert signed_in(client) == ""
    assert [one.issuer for one in WaitingIdentity.objects.all()] == ["https://idp.test/saml"]
    come_back_by_saml(Client(), subject="another", attributes=(("sisId", "staff-other"),))
    assert {(one.issuer, one.user.username) for one in OutsideIdentity.objects.all()} == {
        (district.address, "teacher"),
        ("https://idp.test/saml", "other"),
    }


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ({}, "the issuer told no roster id"),
        ({"email": "teacher@example.org", "email_verified": True}, "the issuer told no roster id"),
        ({"sis_id": "nobody"}, "nobody here has this roster id"),
        ({"sis_id": ["staff-teacher"]}, "the issuer told no roster id"),
        ({"sis_id": True}, "the issuer told no roster id"),
        ({"sis_id": "k0"}, "nobody here has this roster id"),  # a child's id is no grown-up's
    ],
)
def test_whoever_is_not_certain_waits_for_a_person(
    client: Client, place: Town, district: Issuer, claims: dict[str, object], why: str
) -> None:
    Staff.objects.filter(sourced_id="staff-teacher").update(email="teacher@example.org")
    district.claims = {**claims, "name": "Tea Cher"}
    response = come_back(client, district)
    assert response.status_code == 403
    assert "We know who you are at Valley District, but not here yet; your data team has been told." in (
        response.content.decode()
    )
    waiting = WaitingIdentity.objects.get()
    assert (waiting.why, waiting.told_name, waiting.tries) == (why, "Tea Cher", 1)
    assert signed_in(client) == ""
    come_back(client, district)
    assert WaitingIdentity.objects.get().tries == 2


def test_two_people_with_one_id_wait(client: Client, place: Town, settings: Settings, district: Issuer) -> None:
    settings.HOMEROOM_IDENTITY_PROVIDERS = (openid(district, roster_id="identifier"),)
    Staff.objects.filter(sourced_id__in=["staff-teacher", "staff-other"]).update(identifier="7")
    district.claims = {"sis_id": 7}
    assert come_back(client, district).status_code == 403
    assert WaitingIdentity.objects.get().why == "several people here have this roster id"
    Staff.objects.filter(sourced_id="staff-other").update(identifier="8")
    assert come_back(client, district).status_code == 302
    assert signed_in(client) == "teacher"
    assert not WaitingIdentity.objects.exists()


def test_a_second_subject_does_not_take_a_linked_person_over(client: Client, place: Town, district: Issuer) -> None:
    district.claims = {"sis_id": "staff-teacher"}
    come_back(client, district)
    district.claims = {"sis_id": "staff-teacher", "sub": "subject-2"}
    other = Client()
    assert come_back(other, district).status_code == 403
    assert WaitingIdentity.objects.get().why == "this person has another identity at this issuer"
    assert signed_in(other) == ""


def test_an_issuer_speaks_only_for_whom_it_may(
    client: Client, place: Town, settings: Settings, district: Issuer
) -> None:
    parent = Contact.objects.create(sourced_id="p1", given_name="Pat", family_name="Parent")
    parent.relationships.create(student=place.children[0], kind="parent")
    User.objects.create_user("pat", contact=parent)
    district.claims = {"sis_id": "p1"}
    assert come_back(client, district).status_code == 403
    settings.HOMEROOM_IDENTITY_PROVIDERS = (openid(district, people=("family",)),)
    come_back(client, district)
    assert signed_in(client) == "pat"


def test_without_a_roster_id_claim_a_person_links_everybody(
    client: Client, place: Town, settings: Settings, district: Issuer
) -> None:
    settings.HOMEROOM_IDENTITY_PROVIDERS = (openid(district, roster_id_claim=""),)
    district.claims = {"sis_id": "staff-teacher"}
    assert come_back(client, district).status_code == 403
    assert WaitingIdentity.objects.get().why == "a person links everybody of this issuer"


def test_somebody_suspended_is_told_so(client: Client, place: Town, district: Issuer) -> None:
    district.claims = {"sis_id": "staff-teacher"}
    come_back(client, district)
    suspend(place.teacher, place.data_team, "left")
    other = Client()
    response = come_back(other, district)
    assert "This sign-in is switched off" in response.content.decode()
    assert signed_in(other) == ""


def test_no_account_is_ever_made(client: Client, place: Town, district: Issuer) -> None:
    before = set(User.objects.values_list("username", flat=True))
    for subject in ("a", "b", "c"):
        district.claims = {"sub": subject, "preferred_username": f"new-{subject}"}
        come_back(client, district)
    assert set(User.objects.values_list("username", flat=True)) == before


def test_links_stand_in_the_audit(client: Client, place: Town, district: Issuer) -> None:
    district.claims = {"sis_id": "staff-teacher"}
    come_back(client, district)
    linked, entered = AuditEntry.objects.all()
    assert (linked.actor, linked.verb, linked.object) == ("homeroom", "linked", "sign-in of teacher")
    assert (entered.actor, entered.verb, entered.reason) == ("teacher", "signed in", "by identity provider")


def test_somebody_else_signing_in_ends_the_first_ones_session(client: Client, place: Town, district: Issuer) -> None:
    client.force_login(place.data_team)
    district.claims = {"sis_id": "staff-teacher"}
    come_back(client, district)
    assert signed_in(client) == "teacher"


# What is not set up, or does not answer


@pytest.mark.parametrize(
    "path", ["/sign-in/with/nobody/", "/sign-in/with/state/back/", "/sign-in/with/district/metadata.xml"]
)
def test_an_unknown_provider_is_told_plainly(client: Client, db: None, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert "That way of signing in is not set up here." in response.content.decode()


@pytest.mark.parametrize("change", ["status", "issuer", "nonsense"])
def test_a_provider_that_does_not_answer_well(client: Client, db: None, district: Issuer, change: str) -> None:
    if change == "status":
        district.status = 500
    elif change == "issuer":
        district.description = {"issuer": "https://elsewhere.example"}
    else:
        district._described = lambda: []  # type: ignore[method-assign,assignment,return-value]
    response = client.get("/sign-in/with/district/")
    assert response.status_code in (403, 503)
    assert "Valley District" in response.content.decode()


def test_a_provider_that_is_down_is_named(client: Client, db: None, settings: Settings, district: Issuer) -> None:
    down = openid(Issuer(address="http://127.0.0.1:9"))
    settings.HOMEROOM_IDENTITY_PROVIDERS = (down,)
    response = client.get("/sign-in/with/district/")
    assert response.status_code == 503
    assert "reach Valley District right now." in response.content.decode()


def test_somebody_who_turned_back_is_told_so(client: Client, db: None, district: Issuer) -> None:
    response = come_back(client, district, code="", error="access_denied")
    assert "You stopped signing in at Valley District." in response.content.decode()


def test_the_metadata_name_our_address_and_no_sign_out(client: Client, db: None) -> None:
    xml = client.get("/sign-in/with/state/metadata.xml", headers=HOST).content.decode()
    assert 'Location="http://testserver/sign-in/with/state/answer/"' in xml
    assert "SingleLogout" not in xml
    assert client.get("/sign-in/with/state/end/").status_code == 404


# The second step


@pytest.mark.parametrize(("mfa", "leads_to"), [(True, ""), (False, "/sign-in/set-up/")])
def test_the_second_step_is_trusted_to_those_who_ask_for_it(
    client: Client, place: Town, settings: Settings, district: Issuer, mfa: bool, leads_to: str
) -> None:
    settings.HOMEROOM_SECOND_STEP = True
    settings.HOMEROOM_IDENTITY_PROVIDERS = (openid(district, mfa=mfa),)
    district.claims = {"sis_id": "staff-data"}
    come_back(client, district)
    assert client.get("/imports/").headers.get("Location", "") == leads_to


def test_a_tutor_at_two_schools_is_one_person(client: Client, place: Town, district: Issuer) -> None:
    staff("tutor", "tutor", place.school)
    district.claims = {"sis_id": "staff-tutor"}
    come_back(client, district)
    assert signed_in(client) == "tutor"
