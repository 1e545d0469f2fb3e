"""Replan: who is missing, who would go elsewhere; nothing changes before it is accepted."""

from __future__ import annotations

from datetime import time

import pytest
from django.http.response import HttpResponseBase
from django.test import Client
from pytest_django import Settings

from a_school import staff
from homeroom.people.models import AuditEntry, Role, User
from homeroom.rotation import drafts
from homeroom.rotation.block.plan import StoppedBy
from homeroom.rotation.block.today import Seated
from homeroom.rotation.day import MISSING
from homeroom.rotation.errors import RotationError
from homeroom.rotation.models import Absence, BlockPlan, Change
from homeroom.rotation.plan_models import State
from homeroom.rotation.publish import publish
from homeroom.rotation.solvers import run
from pages.a_planned_day import words
from rotation.day.a_day import a_day, away, in_force, making
from rotation.plans.a_week import MONDAY, SUNDAY_BEFORE, TUESDAY, WEDNESDAY, Block, person


@pytest.fixture
def own(settings: Settings, db: None, monkeypatch: pytest.MonkeyPatch) -> Block:
    """It is Monday; the day is seated by rule of thumb, which is quick."""
    settings.HOMEROOM_TODAY = SUNDAY_BEFORE
    made = a_day()
    monkeypatch.setattr(run, "NEEDS", {**run.NEEDS, run.DAY: "no_such_module"})
    settings.HOMEROOM_TODAY = MONDAY
    return made


@pytest.fixture
def principal(own: Block, client: Client) -> User:
    found = staff("principal", Role.Kind.PRINCIPAL, own.school)
    client.force_login(found)
    return found


def path(own: Block, query: str = "") -> str:
    return f"/school/{own.school.pk}/today/replan/{query}"


def look(client: Client, own: Block, query: str = "", **more: object) -> str:
    """Where the moves are then seen."""
    return str(client.post(path(own, query), {"act": "look", "quiet": "3", **more}).headers["Location"])


def accepted(client: Client, own: Block) -> HttpResponseBase:
    draft = BlockPlan.objects.filter(state=State.DRAFT).latest("version")
    return client.post(path(own), {"act": "accept", "plan": draft.pk, "quiet": "3"})


def test_it_works(client: Client, own: Block, principal: User) -> None:
    in_force(own)
    away(person(own.tutor), own.children[5])
    page = words(client.get(path(own)))
    assert f"Missing {person(own.tutor).name} {own.children[5].name}" in page
    assert "Look at the moves" in page
    where = look(client, own)
    page = words(client.get(where))
    assert "Looked at with: move only whom it helps a lot (the usual)." in page
    assert "Nothing changes until you accept." in page
    tutor, other = person(own.tutor).name, person(own.second_tutor).name
    for at in (0, 1, 4):
        name = own.children[at].name
        assert f"{name} 10:00 with {tutor} with {other} the adult is missing" in page
    assert "children go elsewhere 3 children without a place 0" in page
    assert "of the sessions that could stay as planned do 11 of 11 100 %" in page
    assert BlockPlan.objects.get(state=State.PUBLISHED).version == 1
    answer = accepted(client, own)
    assert answer.headers["Location"] == path(own)
    assert BlockPlan.objects.get(state=State.PUBLISHED).version == 2
    assert set(Change.objects.values_list("why", "by")) == {(MISSING, "principal")}
    page = words(client.get(path(own)))
    assert "This day was planned anew" in page
    assert "principal). It holds." in page
    assert "The plan knows of all who are missing. There is nothing to replan." in page
    assert not BlockPlan.objects.filter(state=State.DRAFT).exists()


def test_what_it_shows_is_written_down(client: Client, own: Block, principal: User) -> None:
    in_force(own)
    away(person(own.tutor), own.children[5])
    client.get(look(client, own))
    entry = AuditEntry.objects.filter(verb="saw").latest("pk")
    assert entry.object == f"replan {own.school.pk}, 2026-10-26"
    assert set(entry.students) == own.numbers(0, 1, 4, 5)


def test_the_slider_keeps_its_place(client: Client, own: Block, principal: User) -> None:
    in_force(own)
    away(person(own.tutor))
    where = look(client, own, quiet="0")
    assert where.endswith("&quiet=0")
    page = client.get(where)
    assert "Looked at with: everybody may move, wherever it is worth more." in words(page)
    assert b'value="0" type="range"' in page.content or b'type="range" name="quiet" value="0"' in page.content


def test_a_place_beside_the_slider_is_the_usual_one(client: Client, own: Block, principal: User) -> None:
    in_force(own)
    away(person(own.tutor))
    assert look(client, own, quiet="nine").endswith("&quiet=3")


def test_children_are_named_to_those_alone_who_see_them(client: Client, own: Block) -> None:
    in_force(own)
    away(person(own.tutor), own.children[5])
    client.force_login(own.lab)
    page = words(client.get(look(client, own)))
    named = {at for at in range(8) if own.children[at].name in page}
    unseen = {0, 1, 4} - named
    assert f"{len(unseen)} more children whom you don't see go elsewhere." in page
    assert "children go elsewhere 3" in page


def test_without_a_published_plan_it_says_what_to_do(client: Client, own: Block, principal: User) -> None:
    assert "No flexible block is published for this week" in words(client.get(path(own)))
    assert client.post(path(own), {"act": "look"}).headers["Location"] == path(own)


def test_with_nobody_missing_there_is_nothing_to_do(client: Client, own: Block, principal: User) -> None:
    in_force(own)
    page = words(client.get(path(own)))
    assert "Missing Nobody, as far as it is written down." in page
    assert "There is nothing to replan." in page
    assert look(client, own) == path(own)
    assert not BlockPlan.objects.filter(state=State.DRAFT).exists()


def test_a_day_without_a_session_and_one_that_is_over_say_so(
    client: Client, own: Block, principal: User, settings: Settings
) -> None:
    in_force(own)
    assert "The flexible block has no session on 2026-10-28." in words(client.get(path(own, "?day=2026-10-28")))
    settings.HOMEROOM_TODAY = WEDNESDAY
    assert "2026-10-27 is over: it stays as it was." in words(client.get(path(own, "?day=2026-10-27")))


def test_another_day_of_the_week_is_planned_anew_as_well(client: Client, own: Block, principal: User) -> None:
    in_force(own)
    away(person(own.tutor), on=TUESDAY)
    assert "There is nothing to replan." in words(client.get(path(own)))
    where = look(client, own, "?day=2026-10-27")
    assert where.startswith(path(own, "?day=2026-10-27&plan="))
    page = words(client.get(where))
    assert "the adult is missing" in page
    answer = client.post(where, {"act": "accept", "plan": BlockPlan.objects.get(state=State.DRAFT).pk, "quiet": "3"})
    assert answer.headers["Location"] == path(own, "?day=2026-10-27")
    assert set(Change.objects.values_list("day", flat=True)) == {TUESDAY}


@pytest.mark.parametrize("query", ["?day=yesterday", "?day=2027-10-26"])
def test_no_day_or_one_far_away_is_no_page(client: Client, own: Block, principal: User, query: str) -> None:
    assert client.get(path(own, query)).status_code == 404


def test_hours_stand_beside_who_is_missing_for_a_part_of_the_day(client: Client, own: Block, principal: User) -> None:
    in_force(own)
    told = {"starts_at": time(10, 30), "ends_at": time(11), "said_by": "x", "day": MONDAY}
    Absence.objects.create(student=own.children[2], **told)
    assert f"Missing {own.children[2].name} (10:30)" in words(client.get(path(own)))


def test_what_changed_meanwhile_is_looked_at_again(client: Client, own: Block, principal: User) -> None:
    in_force(own)
    away(person(own.tutor))
    where = look(client, own)
    away(own.children[2])
    assert "has changed since. Look at the moves again." in words(client.get(where))
    answer = accepted(client, own)
    assert answer.status_code == 409
    assert "Nothing was changed. The plan, or who is missing, has changed since." in words(answer)
    assert not Change.objects.exists()


def test_another_plan_published_meanwhile_is_not_written_over(client: Client, own: Block, principal: User) -> None:
    in_force(own)
    other = drafts.save(own.instance, making(own).online((4,), 7).done(), None)
    away(person(own.tutor))
    look(client, own)
    publish(other, None)
    assert accepted(client, own).status_code == 409
    assert BlockPlan.objects.get(state=State.PUBLISHED).pk == other.pk


@pytest.mark.parametrize("plan", ["", "0", "x", "9" * 30])
def test_accepting_nothing_changes_nothing(client: Client, own: Block, principal: User, plan: str) -> None:
    in_force(own)
    away(person(own.tutor))
    assert client.post(path(own), {"act": "accept", "plan": plan}).status_code == 409


def test_a_planner_that_fails_says_so_and_the_plan_stays(
    client: Client, own: Block, principal: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_force(own)
    away(person(own.tutor))
    monkeypatch.setattr(run, "installed", lambda _: True)

    def broken(*_: object, **__: object) -> Seated:
        raise RotationError(run.BROKE)

    monkeypatch.setattr(run, "solve_day", broken)
    answer = client.post(path(own), {"act": "look", "quiet": "3"})
    assert answer.status_code == 409
    page = words(answer)
    assert "Nothing was changed. The planner ended before there was a plan." in page
    assert "rule of thumb" not in page
    assert BlockPlan.objects.get().version == 1
    spoken = words(client.post(path(own), {"act": "look", "quiet": "3"}, headers={"accept-language": "es"}))
    assert "The planner ended" not in spoken and "El plan anterior se mantiene." in spoken


def test_without_the_planner_it_says_how_the_day_is_seated(client: Client, own: Block, principal: User) -> None:
    in_force(own)
    away(person(own.tutor))
    assert "The planner is not installed, so a rule of thumb seats the day" in words(client.get(path(own)))


def test_a_planner_that_the_clock_stopped_says_so(
    client: Client, own: Block, principal: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from homeroom.rotation import day

    sound = day.seated_greedily
    monkeypatch.setattr(day, "seated_greedily", lambda one: Seated(sound(one).seats, "x, the day", StoppedBy.CLOCK))
    in_force(own)
    away(person(own.tutor))
    assert "The planner was stopped by the clock" in words(client.get(look(client, own)))


def test_nobody_goes_elsewhere_where_only_children_are_missing(client: Client, own: Block, principal: User) -> None:
    in_force(own)
    away(own.children[7])
    page = words(client.get(look(client, own)))
    assert "Nobody who is here goes elsewhere. Accept, so that the plan knows who is missing." in page


def test_it_is_for_those_who_plan(client: Client, own: Block) -> None:
    in_force(own)
    for user in (own.teacher, own.tutor):
        client.force_login(user)
        assert client.get(path(own)).status_code == 404
        assert client.post(path(own), {"act": "look"}).status_code == 404
