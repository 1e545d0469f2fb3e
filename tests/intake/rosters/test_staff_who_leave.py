"""Staff who leave, end to end: by absence, deletion, a delta or a person's hand; and who comes back."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import date, timedelta
from pathlib import Path

import pytest
from bench.roster_sets import Tables, tables, write
from django.test import Client

from homeroom.intake.roster_models import RosterChangeSet
from homeroom.intake.rosters import undo
from homeroom.intake.rosters.receive import receive_set
from homeroom.people import suspending
from homeroom.people.models import Role, Staff, User
from homeroom.people.suspending import may_sign_in
from homeroom.people.visibility import visible_to
from intake.rosters.deciders import data_team

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 26)
WHO = "hill-u3"
Send = Callable[..., None]


@pytest.fixture(autouse=True)
def today(settings) -> None:
    settings.HOMEROOM_TODAY = TODAY


@pytest.fixture
def send(tmp_path: Path) -> Send:
    """Send the usual set with this person's rows gone, or with some cells changed; `delta` tells only that row."""
    made = iter(range(100))

    def send(gone: bool = False, delta: bool = False, **cells: str) -> None:
        base: Tables = deepcopy(tables())
        if gone:
            base = {report: [row for row in rows if WHO not in row.values()] for report, rows in base.items()}
        for row in base["users"]:
            row.update(cells if row["sourcedId"] == WHO else {})
        if delta:
            base = {"users": [row for row in base["users"] if row["sourcedId"] == WHO]}
        modes = dict.fromkeys(base, "delta") if delta else None
        receive_set("set", write(tmp_path / f"set{next(made)}", base, modes))

    return send


def account() -> User:
    return User.objects.get(staff__sourced_id=WHO)


LEAVING = [
    {"gone": True},
    {"status": "tobedeleted"},
    {"enabledUser": "false"},
    {"delta": True, "status": "tobedeleted"},
    {"delta": True, "enabledUser": "false"},
]


@pytest.mark.parametrize("how", LEAVING)
def test_who_leaves_is_out_with_the_next_page_and_stays_on_record(send: Send, client: Client, how: dict) -> None:
    send()
    client.force_login(account())
    assert client.get("/").status_code in (200, 302)
    assert visible_to(account()).count() == 10
    send(**how)
    assert not may_sign_in(account())
    assert "/sign-in/" in client.get("/")["Location"]
    assert not visible_to(account()).exists()
    assert Staff.objects.get(sourced_id=WHO).enrollments.exists()
    newest = RosterChangeSet.objects.first()
    assert (newest.state, newest.suspends) == ("applied", [account().pk])


@pytest.mark.parametrize("how", LEAVING)
def test_who_returns_has_the_sign_in_and_the_children_again(send: Send, how: dict) -> None:
    send()
    send(**how)
    send()
    assert may_sign_in(account())
    assert visible_to(account()).count() == 10


@pytest.mark.parametrize("how", LEAVING)
@pytest.mark.parametrize("first", ["the person", "the roster"])
def test_whom_a_person_suspended_no_roster_brings_back(send: Send, how: dict, first: str) -> None:
    dana = data_team("dana")
    send()
    if first == "the person":
        suspending.suspend(account(), dana, "left in anger")
    send(**how)
    if first == "the roster":
        suspending.suspend(account(), dana, "left in anger")
    send()
    assert not may_sign_in(account())
    assert suspending.restore(account(), dana, "a misunderstanding")
    assert may_sign_in(account())


def test_absence_from_a_delta_suspends_nobody(send: Send) -> None:
    send()
    send(delta=True, gone=True)
    assert may_sign_in(account())


def test_a_role_that_the_roster_drops_ends_the_session(send: Send, client: Client) -> None:
    send()
    Role.objects.create(staff=account().staff, kind=Role.Kind.PRINCIPAL, school=account().staff.roles.get().school)
    Role.objects.filter(kind=Role.Kind.PRINCIPAL).update(from_roster=True)
    client.force_login(account())
    client.get("/")
    send(familyName="Newname")
    assert "/sign-in/" in client.get("/")["Location"]
    assert may_sign_in(account())


def test_undo_gives_back_what_the_set_took(send: Send) -> None:
    dana = data_team("dana")
    send()
    send(gone=True)
    undo.undo(RosterChangeSet.objects.first().pk, dana)
    assert may_sign_in(account())
    assert account().inactive_until == ""
    send(gone=True)
    assert account().inactive_until == "roster"


def test_several_roles_at_several_schools_each_have_their_own(send: Send) -> None:
    send(orgSourcedIds="hill,lake")
    assert set(account().staff.roles.values_list("kind", "school__sourced_id")) == {
        ("teacher", "hill"),
        ("teacher", "lake"),
    }
    send(orgSourcedIds="lake")
    ends = dict(account().staff.roles.values_list("school__sourced_id", "ends_on"))
    assert ends == {"hill": TODAY - timedelta(days=1), "lake": None}
