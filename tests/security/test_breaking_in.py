"""Ways in that somebody with a sign-in of their own would try, to see a child who is not theirs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client

from a_school import PASSWORD, TODAY, Town, child, staff
from homeroom.people.models import Caseload, Class, Contact, Enrollment, Relationship, Role, Student, Substitution, User
from homeroom.people.signin import make_link
from homeroom.people.suspending import suspend
from security.addresses import addresses, put_away

pytestmark = pytest.mark.any_database

SECRET = "Zzyzzwyczaj"  # no page says it by itself


@pytest.fixture
def hidden(place: Town) -> Student:
    """A child of the other school, whom nobody of the first may see."""
    return child(90, Class.objects.get(sourced_id="c2"), given="Quillon", family=SECRET)


@pytest.fixture
def town_of(place: Town, hidden: Student) -> Town:
    return place


def people(place: Town) -> Iterator[User]:
    """Everybody of the first school, with every role that reaches no further."""
    yield from (place.teacher, place.principal, place.stranger)
    for kind in (Role.Kind.TUTOR, Role.Kind.LAB_COORDINATOR, Role.Kind.DATA_TEAM, Role.Kind.NETWORK_LEADER):
        yield staff(f"s-{kind}".replace(" ", "-"), kind, place.school)
    contact = Contact.objects.create(sourced_id="p", given_name="Pat", family_name="Parent")
    Relationship.objects.create(contact=contact, student=place.children[0], kind="parent")
    yield User.objects.create_user("pat", contact=contact)
    yield User.objects.create_user("vendor", vendor="iready")


def asked(client: Client, address: str, **query: str) -> str:
    response = client.get(address, query)
    body = response.getvalue().decode("utf-8", "replace")
    put_away(response)
    return body


QUERIES = (
    {"q": "Zzyz"},
    {"q": "%"},
    {"q": "_"},
    {"q": ""},
    {"q": "quillon"},
    {"find": "Zzy"},
    {"school": "2"},
    {"student": "5"},
    {"class": "2"},
    {"page": "999999999999999999999"},
    {"page": "-1"},
    {"sort": "name"},
    {"view_as": "1"},
    {"week": "2026-W43"},
)


def test_no_address_and_no_query_shows_the_hidden_child(town_of: Town, hidden: Student) -> None:
    """Every address with the child's own numbers in it, with every query that a page takes or might.

    The daily run asks as those who reach furthest; test_matrix.py has every role on every route.
    """
    number, room, group = str(hidden.pk), str(Class.objects.get(sourced_id="c2").pk), town_of.group.pk
    for user in people(town_of):
        if not os.environ.get("HOMEROOM_FULL") and user.username != "s-data-team":
            continue
        client = Client(raise_request_exception=False)
        client.force_login(user)
        for address in {a.replace("/1/", f"/{n}/") for a in addresses() for n in (number, room, str(group))}:
            assert SECRET not in asked(client, address), (user, address)
        for address in ("/", "/children/", "/children/children.csv", "/accounts/", "/who/", "/audit/", "/view-as/"):
            for query in QUERIES:
                assert SECRET not in asked(client, address, **query), (user, address, query)


def test_a_tie_of_one_kind_is_no_tie_of_another(town_of: Town, hidden: Student) -> None:
    """A caseload that ended, a grant of tomorrow, a relationship of yesterday, a class of last year: none opens."""
    tutor = staff("tutor", Role.Kind.TUTOR, town_of.school)
    Caseload.objects.create(staff=tutor.staff, student=hidden, reason="reads", ends_on=date(2026, 10, 25))
    group = Class.objects.get(sourced_id="c2")
    days = {"begins_on": date(2026, 10, 27), "ends_on": date(2026, 10, 30)}
    Substitution.objects.create(
        staff=town_of.stranger.staff, school_class=group, reason="ill", granted_by="other", **days
    )
    Enrollment.objects.create(
        sourced_id="old", school_class=group, staff=town_of.teacher.staff, role="teacher", ends_on=date(2026, 6, 1)
    )
    for user in (tutor, town_of.stranger, town_of.teacher):
        client = Client()
        client.force_login(user)
        assert client.get(f"/student/{hidden.pk}/").status_code == 404, user
        assert client.get(f"/class/{group.pk}/").status_code == 404, user


# Looking through somebody else's eyes


def test_a_view_is_no_step_to_a_further_view(client: Client, town_of: Town, hidden: Student) -> None:
    """A principal takes a teacher's view who teaches at both schools: the other school's child stays hidden."""
    both = staff("both", Role.Kind.TEACHER, town_of.school)
    Role.objects.create(staff=both.staff, kind=Role.Kind.TEACHER, school=Class.objects.get(sourced_id="c2").school)
    Enrollment.objects.create(
        sourced_id="b", school_class=Class.objects.get(sourced_id="c2"), staff=both.staff, role="teacher"
    )
    client.force_login(town_of.principal)
    assert client.post("/view-as/", {"person": both.pk}).status_code == 302
    assert client.get(f"/student/{hidden.pk}/").status_code == 404
    assert client.post("/view-as/", {"person": town_of.other_teacher.pk}).status_code == 403
    assert client.session["view_as"] == both.pk
    client.post("/view-as/end/")
    assert client.post("/view-as/", {"person": town_of.other_teacher.pk}).status_code == 404


@pytest.mark.parametrize("number", ["", "0", "-1", "٣", "1 or 1=1", "9" * 30, "1.0"])
def test_a_view_of_nobody_is_not_taken(client: Client, town_of: Town, number: str) -> None:
    client.force_login(town_of.principal)
    assert client.post("/view-as/", {"person": number}).status_code in (404, 422)
    assert "view_as" not in client.session


def test_nothing_is_changed_through_somebody_elses_eyes(client: Client, town_of: Town) -> None:
    client.force_login(town_of.data_team)
    client.post("/view-as/", {"person": town_of.principal.pk})
    through = {"/view-as/end/", "/sign-out/", "/sign-in/"}
    for address in addresses():
        if address in through or address.startswith("/sign-in/"):
            continue
        assert client.post(address, {"do": "link", "why": "x"}).status_code in (403, 404, 405), address


def test_a_suspended_person_in_mid_view_sees_nothing_more(client: Client, town_of: Town) -> None:
    client.force_login(town_of.principal)
    client.post("/view-as/", {"person": town_of.teacher.pk})
    assert client.get(f"/class/{town_of.group.pk}/").status_code == 200
    suspend(town_of.principal, town_of.data_team, "x")
    assert client.get(f"/class/{town_of.group.pk}/").status_code == 302
    assert "_auth_user_id" not in client.session and "view_as" not in client.session


def test_the_view_of_somebody_suspended_ends_and_is_not_offered(client: Client, town_of: Town) -> None:
    client.force_login(town_of.principal)
    client.post("/view-as/", {"person": town_of.teacher.pk})
    suspend(town_of.teacher, town_of.data_team, "x")
    assert client.get(f"/class/{town_of.group.pk}/").status_code == 302
    assert "view_as" not in client.session
    assert client.post("/view-as/", {"person": town_of.teacher.pk}).status_code == 404


def test_signing_in_by_a_link_leaves_the_view_behind(client: Client, town_of: Town) -> None:
    client.force_login(town_of.principal)
    client.post("/view-as/", {"person": town_of.teacher.pk})
    client.post(f"/sign-in/link/{make_link(town_of.stranger)}")
    assert client.session["_auth_user_id"] == str(town_of.stranger.pk)
    assert "view_as" not in client.session


# Substitutes


def test_nobody_names_themselves_into_another_schools_class(client: Client, town_of: Town, hidden: Student) -> None:
    there = Class.objects.get(sourced_id="c2")
    form = {"school_class": there.pk, "first": "2026-10-26", "last": "2026-10-30", "reason": "I want to see"}
    for user in people(town_of):
        client.force_login(user)
        if user.staff_id:
            assert client.post("/substitutes/", {**form, "staff": user.staff_id}).status_code in (404, 409, 422), user
    assert not Substitution.objects.exists()


@pytest.mark.parametrize(
    "changed",
    [
        {"first": "0001-01-01"},
        {"last": "9999-12-31"},
        {"first": "2026-10-30", "last": "2026-10-26"},
        {"reason": " "},
        {"reason": "x" * 5000},
        {"staff": "0"},
        {"school_class": "1; drop table"},
        {"end": "1"},
        {"end": "٣"},
    ],
    ids=lambda changed: " ".join(changed),
)
def test_an_odd_grant_is_no_grant(client: Client, town_of: Town, changed: dict[str, str]) -> None:
    client.force_login(town_of.principal)
    days = {"first": TODAY.isoformat(), "last": TODAY.isoformat(), "reason": "ill"}
    form = {"school_class": town_of.group.pk, "staff": town_of.stranger.staff_id, **days, **changed}
    assert client.post("/substitutes/", form).status_code in (409, 422)
    assert not Substitution.objects.exists()


# Accounts


def test_a_schools_data_team_does_not_reach_the_networks_accounts(client: Client, town_of: Town) -> None:
    """No link, no reset and no suspension of somebody who may do more, or is of another school."""
    client.force_login(staff("local", Role.Kind.DATA_TEAM, town_of.school))
    for user in (town_of.data_team, town_of.other_teacher):
        for act in ("link", "reset", "suspend", "restore", "unlink"):
            status = client.post(f"/accounts/{user.pk}/", {"do": act, "why": "x"}).status_code
            assert status in (404, 409), (user, act)
        assert not user.signinlink_set.exists()
        assert not hasattr(User.objects.get(pk=user.pk), "suspension")


def test_a_link_is_given_to_nobody_who_may_do_more_than_its_maker(client: Client, town_of: Town) -> None:
    """A member of the data team can't become a principal of everything by a link to somebody else's account."""
    local = staff("local", Role.Kind.DATA_TEAM, town_of.school)
    Role.objects.create(staff=town_of.teacher.staff, kind=Role.Kind.DATA_TEAM, school=None)
    client.force_login(local)
    assert client.post(f"/accounts/{town_of.teacher.pk}/", {"do": "link"}).status_code in (404, 409)
    assert not town_of.teacher.signinlink_set.exists()


# Two tabs, old pages, other people's forms


def test_a_form_of_before_signing_in_as_somebody_else_is_refused(town_of: Town) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(town_of.data_team)
    body = strict.get("/substitutes/").content.decode()
    stale = body.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    page = strict.get("/sign-in/").content.decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    strict.post("/sign-in/", {"username": "principal", "password": PASSWORD, "csrfmiddlewaretoken": token})
    assert strict.post("/substitutes/", {"csrfmiddlewaretoken": stale, "end": "1"}).status_code == 403


@pytest.mark.parametrize("header", ["If-None-Match", "If-Modified-Since", "Range", "If-Range"])
def test_no_half_answer_tells_of_a_page(client: Client, town_of: Town, hidden: Student, header: str) -> None:
    value = {"Range": "bytes=0-10", "If-Modified-Since": "Mon, 26 Oct 2026 00:00:00 GMT"}.get(header, "*")
    client.force_login(town_of.stranger)
    assert client.get(f"/student/{hidden.pk}/", headers={header: value}).status_code == 404
    client.force_login(town_of.teacher)
    assert client.get(f"/student/{town_of.numbers[0]}/", headers={header: value}).status_code == 200


@pytest.mark.parametrize(
    "header", ["X-HTTP-Method-Override", "X-Original-URL", "X-Rewrite-URL", "HX-Request", "X-Forwarded-User"]
)
def test_no_header_makes_somebody_else_of_one(client: Client, town_of: Town, hidden: Student, header: str) -> None:
    client.force_login(town_of.stranger)
    for value in ("true", "data", f"/student/{town_of.numbers[0]}/", "DELETE"):
        assert client.get(f"/student/{hidden.pk}/", headers={header: value}).status_code == 404
        assert SECRET not in client.get("/children/", headers={header: value}).content.decode()


# Text that wants to be more than text

TEXTS = ["<script>alert(1)</script>", "'; drop table people_student; --", "{{ 7|add:7 }}%s%n", "\u202e\u0000", "=1+1"]
TYPED_INTO = {
    "/children/": ("q", "school", "page"),
    "/children/children.csv": ("q", "school"),
    "/accounts/": ("find", "page"),
    "/view-as/": ("q", "page"),
    "/audit/": ("who", "child", "from", "until", "page"),
    "/who/": ("page", "program"),
    "/imports/": ("program", "state", "page"),
}


@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_what_is_typed_into_a_search_stays_text(client: Client, town_of: Town, text: str) -> None:
    client.force_login(town_of.data_team)
    for address, names in TYPED_INTO.items():
        for name in names:
            response = client.get(address, {name: text})
            assert response.status_code in (200, 302, 400, 404), (address, name)
            body = response.getvalue().decode()
            assert "<script>alert" not in body, (address, name)
    assert Student.objects.count() == len(town_of.children) + 1


def test_the_sign_0_is_refused_before_a_database_is_asked(client: Client, place: Town) -> None:
    """PostgreSQL takes no text with it: without this an odd request would break a page."""
    assert client.get("/sign-in/", {"next": "a\x00"}).status_code == 400
    assert client.post("/sign-in/", {"username": "a\x00b", "password": "x"}).status_code == 400
    assert client.get("/sign-in/link/a%00b").status_code == 400
