"""Assumptions: what a session is taken to be worth, who said so, and the switch of the draws."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from a_school import staff
from homeroom.pages.assumptions import words
from homeroom.people.models import AuditEntry, Role, User
from homeroom.rotation import assumed, draw
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.draw_effect import Pair
from homeroom.rotation.errors import RotationError
from homeroom.rotation.models import Assumption, DrawSwitch
from homeroom.rotation.response import Estimate, Learned
from homeroom.standards.models import Framework
from pages.goals_by_hand import words as text_of
from rotation.plans import a_week
from rotation.plans.a_week import MONDAY, Block


@pytest.fixture
def own(settings: Settings, db: None) -> Block:
    settings.HOMEROOM_TODAY = MONDAY
    return a_week.block()


@pytest.fixture
def principal(own: Block) -> User:
    return staff("principal", Role.Kind.PRINCIPAL, own.school)


def path(own: Block) -> str:
    return f"/school/{own.school.pk}/planning/assumptions/"


def page(own: Block, user: User) -> str:
    client = Client()
    client.force_login(user)
    response = client.get(path(own))
    assert isinstance(response, HttpResponse)
    assert response.status_code == 200
    return text_of(response.content)


def post(own: Block, user: User, act: str, **told: object) -> HttpResponse:
    client = Client()
    client.force_login(user)
    response = client.post(path(own), {"act": act, **told})
    assert isinstance(response, HttpResponse)
    return response


def subject() -> str:
    return str(Framework.objects.values_list("subject", flat=True)[0])


def test_it_says_that_every_number_is_invented(own: Block, principal: User) -> None:
    shown = page(own, principal)
    assert "a tutor's group 0.2 invented" in shown
    assert "a peer project 0.055 invented" in shown
    assert "Two meetings of a tutor's group on one standard, times one meeting 1.8 invented" in shown
    assert "They promise no learning." in shown
    assert "Take back" not in shown


def test_somebody_says_a_number_and_takes_it_back(own: Block, principal: User) -> None:
    assert post(own, principal, "say", name="technology", subject="", value="0.125").status_code == 302
    assert post(own, principal, "say", name="tutoring", subject=subject(), value="0.3").status_code == 302
    assert post(own, principal, "say", name="second", subject="", value="1.5").status_code == 302
    shown = page(own, principal)
    assert "work in a program 0.125 invented by principal, " in shown
    assert "a tutor's group 0.2 invented 0.3 invented by principal" in shown
    assert "Those of one subject are kept for the day when plans can use them." in shown
    assert post(own, principal, "take back", held=f"tutoring/{subject()}").status_code == 302
    assert post(own, principal, "take back", held="technology/").status_code == 302
    assert list(Assumption.objects.values_list("modality", "value")) == [("second", 1.5)]
    told = AuditEntry.objects.filter(verb__contains="assumed").order_by("pk").values_list("verb", "actor", "reason")
    assert told[0] == ("assumed", "principal", "technology: 0.125")
    assert list(told)[-1] == ("took back what was assumed", "principal", "technology")


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"name": "technology", "value": "11"}, "10"),
        ({"name": "technology", "value": "-1"}, "0"),
        ({"name": "technology", "value": "much"}, "number"),
        ({"name": "technology", "value": ""}, "Not kept."),
        ({"name": "candy", "value": "1"}, "Not kept."),
        ({"name": "technology", "subject": "Alchemy", "value": "1"}, "Not kept."),
    ],
)
def test_what_is_no_number_of_the_table_is_told(own: Block, principal: User, told: dict[str, str], said: str) -> None:
    answer = post(own, principal, "say", **told)
    assert answer.status_code == 422
    assert said in text_of(answer.content)
    assert not Assumption.objects.exists()


def test_a_factor_is_of_every_subject(own: Block, principal: User) -> None:
    answer = post(own, principal, "say", name="second", subject=subject(), value="1.5")
    assert answer.status_code == 422
    assert "Leave the subject blank." in text_of(answer.content)


@pytest.mark.parametrize(("name", "value"), [("candy", 1.0), ("technology", 11.0), ("technology", float("nan"))])
def test_nothing_else_is_kept_by_other_doors(own: Block, name: str, value: float) -> None:
    with pytest.raises(RotationError):
        assumed.say(own.school, name, "", value, None)


def test_to_take_back_what_nobody_said_is_nothing(own: Block) -> None:
    assumed.take_back(own.school, "technology", "", None)
    assert not AuditEntry.objects.exists()


def test_what_is_learned_stands_with_its_interval(own: Block) -> None:
    Assumption.objects.create(school=own.school, modality="tutoring", value=0.4, said_by="x")
    table = assumed.table(own.school, Learned({Modality.TUTORING: Estimate(0.21, 0.15, 0.29)}))
    shown = dict(words.responses(table))["a tutor's group"][0]
    assert (shown.value, shown.source) == ("0.21", "learned, 80 %: 0.15 to 0.29")


def test_the_switch_says_who_and_when(own: Block, principal: User) -> None:
    assert "Off: no place is decided by a coin." in page(own, principal)
    assert post(own, principal, "draws on", share="0.02").status_code == 302
    shown = page(own, principal)
    assert "by principal: at most 2 % of the children's sessions." in shown
    assert "Off: no place" not in shown
    assert post(own, principal, "draws off").status_code == 302
    assert draw.switch(own.school.pk) is None
    assert " by principal." in page(own, principal)


def test_a_larger_share_is_refused(own: Block, principal: User) -> None:
    assert post(own, principal, "draws on", share="0.5").status_code == 422
    assert not DrawSwitch.objects.exists()


def test_who_runs_the_lab_sees_the_switch_and_leaves_it(own: Block) -> None:
    assert "Principals and the data team switch it." in page(own, own.lab)
    assert post(own, own.lab, "draws on", share="0.02").status_code == 404
    assert post(own, own.lab, "say", name="technology", subject="", value="0.2").status_code == 302


def test_a_button_that_is_none_does_nothing(own: Block, principal: User) -> None:
    assert post(own, principal, "dance").status_code == 422


def test_drawn_pairs_are_counted_by_what_they_are_between(own: Block, principal: User) -> None:
    one, other = Modality.TUTORING, Modality.TECHNOLOGY
    pairs = [Pair(MONDAY, 1, {one: 1, other: 2}), Pair(MONDAY, 1, {other: 1, one: 2})]
    assert words.drawn(pairs) == [("work in a program or a tutor's group", "2")]


def test_teachers_have_no_such_page(own: Block) -> None:
    client = Client()
    client.force_login(own.teacher)
    assert client.get(path(own)).status_code == 404
