"""Flexible block: the week's versions, a plan and its life, what changed, a class's week."""

from __future__ import annotations

import pytest
from django.test import Client

from pages.a_planned_block import Planned, planned
from pages.goals_by_hand import words
from rotation.plans.a_week import Block

pytestmark = pytest.mark.any_database


@pytest.fixture
def own(settings, db):
    from rotation.plans import a_week

    settings.HOMEROOM_TODAY = a_week.SUNDAY_BEFORE
    return a_week.block()


@pytest.fixture
def made(own: Block) -> Planned:
    return planned(own)


def test_it_works(client: Client, made: Planned) -> None:
    client.force_login(made.principal)
    for path in (
        f"/school/{made.own.school.pk}/block/",
        made.path(),
        made.path("?day=week"),
        made.path("changes/"),
        made.of_child(0),
        made.of_child(0, 0),
        made.of_child(5, 0),
        made.of_child(7, 1),
        made.of_child(0, 0, "independent"),
        f"/class/{made.own.classes[0].pk}/block/",
    ):
        r = client.get(path)
        print("=====", path, r.status_code)
        print(words(r.content))
