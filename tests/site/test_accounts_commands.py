"""`homeroom accounts`: the first account, and what a page can't do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import nullcontext

import pytest
from click.testing import Result
from django.test import Client
from django.utils import timezone
from typer.testing import CliRunner

from a_school import staff
from homeroom.people import second_step
from homeroom.people.models import AuditEntry, Contact, Relationship, Role, Student, User
from homeroom.people.signin_models import OutsideIdentity, Suspension, WaitingIdentity
from homeroom.people.suspending import suspend
from homeroom.site import commands
from pages.phone import give_phone

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def stands(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("homeroom.site.home.ready", lambda: None)
    monkeypatch.setattr("django.setup", lambda: None)
    with nullcontext():
        yield


def run(*words: object) -> Result:
    return CliRunner().invoke(commands.app, ["accounts", *map(str, words)])


def test_the_first_account_has_no_password_and_signs_in_by_its_link() -> None:
    result = run("first", "ada")
    assert result.exit_code == 0, result.output
    user = User.objects.get()
    assert not user.has_usable_password()
    assert [role.kind for role in user.staff.roles.all()] == [Role.Kind.DATA_TEAM]  # type: ignore[union-attr]
    path = result.stdout.strip().removeprefix("http://localhost:8000")
    assert Client().post(path).headers["Location"] == "/"
    assert AuditEntry.objects.first().reason == "the first of the data team"  # type: ignore[union-attr]


def test_where_there_is_a_data_team_no_first_account_is_made() -> None:
    run("first", "ada")
    result = run("first", "bob")
    assert (result.exit_code, "There is a data team: ada." in result.stderr) == (1, True)
    assert not User.objects.filter(username="bob").exists()
    assert run("first", "bob", "--force").exit_code == 0
    assert AuditEntry.objects.filter(verb="gave role").latest("id").reason == "made besides ada"


def test_a_suspended_data_team_is_none() -> None:
    run("first", "ada")
    suspend(User.objects.get(), None, "gone")
    assert run("first", "bob").exit_code == 0


def test_the_same_first_account_only_gets_another_link() -> None:
    assert run("first", "ada").stdout != run("first", "ada").stdout
    assert Role.objects.count() == 1


def test_suspending_restoring_and_listing() -> None:
    staff("teacher", Role.Kind.TEACHER, None)
    staff("data", Role.Kind.DATA_TEAM, None)
    assert run("suspend", "teacher", "--by", "data", "--why", "left").exit_code == 0
    assert Suspension.objects.get().why == "left"
    shown = [json.loads(line) for line in run("list", "--json").stdout.splitlines()]
    assert [(one["username"], one["state"]) for one in shown] == [("data", "may sign in"), ("teacher", "suspended")]
    assert "suspended" in run("list").stdout
    assert run("suspend", "teacher", "--by", "data", "--why", "left").exit_code == 0
    assert AuditEntry.objects.filter(verb="suspended").count() == 1
    assert run("link", "teacher").exit_code == 1
    assert "may sign in again" in run("restore", "teacher", "--by", "data", "--why", "back").stdout
    assert "was not suspended" in run("restore", "teacher", "--by", "data", "--why", "back").stdout
    opened = run("link", "teacher")
    assert opened.stdout.startswith("http://localhost:8000/sign-in/link/")
    assert "signs in once, within 24 hours" in opened.stderr


def test_a_lost_phone_with_nobody_else_there() -> None:
    user = staff("data", Role.Kind.DATA_TEAM, None)
    give_phone(user)
    assert run("link", "data", "--reset").exit_code == 0
    assert not second_step.has_one(user)
    told = AuditEntry.objects.order_by("pk").values_list("actor", "verb")
    assert list(told) == [("homeroom", "reset second step"), ("homeroom", "made link")]


def test_linking_an_identity_from_the_machine() -> None:
    staff("data", Role.Kind.DATA_TEAM, None)
    now = timezone.now()
    waiting = WaitingIdentity.objects.create(issuer="https://i", subject="s", why="x", first_at=now, last_at=now)
    assert run("identify", "nobody", waiting.pk).exit_code == 1
    assert run("identify", "data", waiting.pk).exit_code == 0
    assert OutsideIdentity.objects.get().linked_by == "homeroom"
    assert "No identity" in run("identify", "data", waiting.pk).stderr


@pytest.mark.parametrize("in_roster", [True, False])
def test_the_first_link_opens_a_familys_sign_in(in_roster: bool) -> None:
    contact = Contact.objects.create(sourced_id="p", missing_since=None if in_roster else "2026-10-01")
    child = Student.objects.create(sourced_id="k", given_name="A", family_name="B")
    Relationship.objects.create(contact=contact, student=child, kind="parent")
    User.objects.create(username="pat", contact=contact, is_active=False, inactive_until=User.Until.LINK)
    assert run("link", "pat").exit_code == (0 if in_roster else 1)
    assert User.objects.get().is_active == in_roster


@pytest.mark.parametrize("words", [("suspend", "nobody", "--by", "data", "--why", "x"), ("link", "nobody")])
def test_somebody_unknown_is_named(words: tuple[str, ...]) -> None:
    staff("data", Role.Kind.DATA_TEAM, None)
    result = run(*words)
    assert (result.exit_code, result.stderr.startswith("nobody: nobody has this user name.")) == (1, True)
