"""Where the head of the page leads, by what the reader is."""

from __future__ import annotations

import pytest

from homeroom.pages.kit.places import WITHIN, places
from homeroom.pages.paths import urlpatterns
from homeroom.pages.rule import Standing
from homeroom.people.models import Role

Kind = Role.Kind


def words(*kinds: str, route: str = "") -> list[str]:
    return [place.words for place in places(Standing((dict.fromkeys(kinds),)), route)]


def test_teachers_find_their_classes_and_the_data_team_its_deliveries() -> None:
    assert words(Kind.TEACHER) == ["My classes", "Children", "Plans", "How it works"]
    assert words(Kind.DATA_TEAM) == ["Imports", "Children", "Plans", "Evidence", "Staff"]
    assert words(Kind.PRINCIPAL) == ["Monday", "Children", "Plans", "Evidence", "Staff"]
    assert words(Kind.TEACHER, Kind.PRINCIPAL)[0] == "My classes"
    assert words(Kind.NETWORK_LEADER)[0] == "Network"
    assert words(Kind.TUTOR) == ["Home", "Children", "Plans", "How it works"]
    assert words() == ["Home", "Children", "How it works"]


@pytest.mark.parametrize("kind", list(Kind))
def test_nobody_has_more_than_five_places(kind: str) -> None:
    assert len(words(kind)) <= 5


def test_somebody_who_is_two_things_through_anothers_eyes_gets_what_both_may_have() -> None:
    both = Standing(({Kind.DATA_TEAM: None}, {Kind.TEACHER: None}))
    assert [place.words for place in places(both, "")] == ["Home", "Children", "Plans", "How it works"]


def test_the_place_one_is_in_is_marked() -> None:
    teacher = Standing(({Kind.TEACHER: None},))
    here = {route: {p.words: p.here for p in places(teacher, route)} for route in ("home", "my-class", "student")}
    assert here["home"] == {"My classes": "page", "Children": "", "Plans": "", "How it works": ""}
    assert here["my-class"]["My classes"] == "true"
    assert here["student"] == {"My classes": "", "Children": "true", "Plans": "", "How it works": ""}


def test_every_page_behind_a_place_exists() -> None:
    named = {pattern.name for pattern in urlpatterns}
    assert {route for routes in WITHIN.values() for route in routes} <= named
