"""A held roster suspends nobody: its page says who would be, and lets the data team not wait."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.roster_sets import Tables, changed, tables, write
from django.test import Client

from homeroom.intake.errors import IntakeError
from homeroom.intake.roster_models import RosterChangeSet
from homeroom.intake.rosters import decide, suspends
from homeroom.intake.rosters.receive import receive_set
from homeroom.people.models import AuditEntry, Role, School, User
from homeroom.people.suspending import may_sign_in
from intake.rosters.deciders import data_team

pytestmark = pytest.mark.django_db


def leave(base: Tables, *who: str) -> None:
    """These people are gone from the set, and so is whatever names them."""
    for report, rows in base.items():
        base[report] = [row for row in rows if not set(who) & set(row.values())]


def all_leave(base: Tables) -> None:
    leave(base, *(f"hill-u{at}" for at in range(12)))


@pytest.fixture
def sam(db: None) -> User:
    return data_team("sam")


@pytest.fixture
def send(tmp_path: Path, sam: User):
    made = iter(range(100))

    def send(change=lambda base: None) -> RosterChangeSet:
        receive_set("set.zip", write(tmp_path / f"set{next(made)}", changed(tables(), change)), sam)
        return RosterChangeSet.objects.latest("pk")

    return send


@pytest.fixture
def held(send) -> RosterChangeSet:
    send()
    found = send(all_leave)
    assert found.state == "held"
    return found


def account(name: str) -> User:
    return User.objects.get(username=name)


def shut() -> list[str]:
    return [user.username for user in User.objects.order_by("username") if not may_sign_in(user)]


def press(client: Client, user: User, held: RosterChangeSet, who: object):
    client.force_login(user)
    return client.post(f"/rosters/{held.pk}/suspend/", {"account": who})


def page(client: Client, user: User, held: RosterChangeSet) -> str:
    client.force_login(user)
    return client.get(f"/rosters/{held.pk}/").content.decode()


def test_a_held_set_suspends_nobody_and_lists_all_whom_it_would(client: Client, held: RosterChangeSet, sam) -> None:
    assert shut() == []
    text = page(client, sam, held)
    assert "Who would be suspended" in text
    assert text.count("Suspend now</button>") == 12
    assert "Adult11 Hill" in text and "Adult12 Hill" not in text
    assert "teacher, Hill School" in text


def test_suspend_now_works_while_the_set_waits_and_is_audited(client: Client, held: RosterChangeSet, sam) -> None:
    gone = account("hill-u3")
    teacher = Client()
    teacher.force_login(gone)
    assert teacher.get("/").status_code in (200, 302)
    assert press(client, sam, held, gone.pk).status_code == 302
    assert not may_sign_in(account("hill-u3"))
    assert "/sign-in/" in teacher.get("/")["Location"]
    assert shut() == ["hill-u3"]
    entry = AuditEntry.objects.get(verb="suspended")
    assert (entry.actor, entry.object) == ("sam", "sign-in of hill-u3")
    text = page(client, sam, held)
    assert text.count("Suspend now</button>") == 11
    assert held.state == RosterChangeSet.objects.get(pk=held.pk).state


def test_whoever_a_person_suspended_comes_back_by_no_roster(client: Client, held, sam, send) -> None:
    press(client, sam, held, account("hill-u3").pk)
    decide.approve(held.pk, data_team("dana"))
    assert not may_sign_in(account("hill-u4"))
    decide.approve(send().pk, account("dana"))
    assert may_sign_in(account("hill-u4"))
    assert not may_sign_in(account("hill-u3"))


@pytest.mark.parametrize("who", ["", "x", "0", "999999", "9" * 30])
def test_somebody_who_is_not_listed_is_not_suspended(client: Client, held: RosterChangeSet, sam, who: str) -> None:
    response = press(client, sam, held, who)
    assert response.status_code == 409
    assert "Nobody was suspended." in response.content.decode()
    assert shut() == []


def test_twice_is_said(client: Client, held: RosterChangeSet, sam) -> None:
    press(client, sam, held, account("hill-u3").pk)
    assert "does not work any more" in press(client, sam, held, account("hill-u3").pk).content.decode()


def test_a_set_that_is_not_there(sam) -> None:
    with pytest.raises(IntakeError, match="would not suspend that person"):
        suspends.suspend_now(99, sam.pk, sam)


def test_without_a_token_nothing_happens(held: RosterChangeSet, sam) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(sam)
    assert client.post(f"/rosters/{held.pk}/suspend/", {"account": account("hill-u3").pk}).status_code == 403
    assert shut() == []


def test_nobody_suspends_themselves(client: Client, held: RosterChangeSet) -> None:
    adult = account("hill-u3")
    Role.objects.create(staff=adult.staff, kind=Role.Kind.DATA_TEAM)
    assert "suspend yourself" in press(client, adult, held, adult.pk).content.decode()
    assert may_sign_in(account("hill-u3"))


def test_the_last_of_the_data_team_of_all_schools_stays(client: Client, held: RosterChangeSet, sam) -> None:
    adult = account("hill-u3")
    Role.objects.create(staff=adult.staff, kind=Role.Kind.DATA_TEAM)
    Role.objects.filter(staff=sam.staff).update(school=School.objects.get(sourced_id="hill"))
    Role.objects.filter(staff=adult.staff, kind=Role.Kind.TEACHER).delete()
    why_not = suspends._why_not(adult, suspends._roles(adult), sam)
    assert why_not == suspends.LAST
    data_team("dana")
    assert suspends._why_not(adult, suspends._roles(adult), sam) == ""
    User.objects.filter(username="dana").update(is_active=False)
    assert suspends._why_not(adult, suspends._roles(adult), sam) == suspends.LAST
    Role.objects.filter(staff=adult.staff).update(school=School.objects.get(sourced_id="hill"))
    assert press(client, sam, held, adult.pk).status_code == 302


def test_the_data_team_of_one_school_sees_and_suspends_its_own(client: Client, send) -> None:
    send()
    found = send(lambda base: leave(base, *(f"{school}-u{at}" for school in ("hill", "lake") for at in range(12))))
    hilda = data_team("hilda", School.objects.get(sourced_id="hill"))
    text = page(client, hilda, found)
    assert "Adult3 Hill" in text and "Adult3 Lake" not in text
    both = account("hill-u4")
    Role.objects.create(staff=both.staff, kind=Role.Kind.TEACHER, school=School.objects.get(sourced_id="lake"))
    assert page(client, hilda, found).count("Suspend now</button>") == 11
    assert press(client, hilda, found, both.pk).status_code == 409
    assert press(client, hilda, found, account("lake-u3").pk).status_code == 409
    assert press(client, hilda, found, account("hill-u3").pk).status_code == 302


def test_a_set_that_counts_says_whose_sign_in_it_took(client: Client, send, sam) -> None:
    send()
    found = send(lambda base: leave(base, "hill-u9"))
    text = page(client, sam, found)
    assert found.state == "applied"
    assert "Whose sign-in it took away" in text
    assert "Adult9 Hill" in text and "<td>suspended</td>" in text
    assert "Many are absent" not in text
