"""A check counts at once, unless something is being published: then the page does not wait."""

from __future__ import annotations

import pytest

from facts.facts_by_hand import publish
from homeroom.facts import store
from homeroom.facts.models import FactFile
from homeroom.mastery import estimate
from homeroom.mastery.at_once import counts_at_once
from homeroom.mastery.models import ParameterSet
from homeroom.mastery.parameters import Parameters
from homeroom.mastery.worths import Worths

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[list[int]]:
    found: list[list[int]] = []
    monkeypatch.setattr(estimate, "again", lambda students: found.append(list(students)))
    return found


@pytest.fixture
def after_a_night() -> None:
    told = {"parameters": Parameters().to_json(), "worths": Worths().to_json()}
    ParameterSet.objects.create(engine="filter", version="v", parameters=told, facts_version=1)
    publish("mastery", [{"student": 1, "standard": "3.NF.A.1", "engine": "filter"}])


def test_before_the_first_night_nothing_is_estimated(asked: list[list[int]]) -> None:
    assert not counts_at_once([1])
    assert asked == []


def test_where_a_night_was_cut_before_it_published_nothing_is_estimated(
    after_a_night: None, asked: list[list[int]]
) -> None:
    FactFile.objects.filter(table="mastery").delete()
    assert not counts_at_once([1])
    ParameterSet.objects.all().delete()
    publish("mastery", [{"student": 1, "standard": "3.NF.A.1", "engine": "filter"}])
    assert not counts_at_once([1]), "nor where there are no constants"
    assert asked == []


@pytest.mark.usefixtures("after_a_night")
def test_each_child_is_estimated_anew(asked: list[list[int]]) -> None:
    assert counts_at_once({7, 3})
    assert asked == [[3, 7]]


@pytest.mark.usefixtures("after_a_night")
def test_while_something_is_published_the_page_does_not_wait(
    asked: list[list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.publishing():
        monkeypatch.setattr(store._held, "lock", False)  # as another process sees it
        assert not counts_at_once([1])
        monkeypatch.setattr(store._held, "lock", True)
    assert asked == []
