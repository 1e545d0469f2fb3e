"""What an engine learned is kept, read again by the release that wrote it alone, and told from what only stands in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from facts.facts_by_hand import publish
from homeroom.facts import store
from homeroom.mastery import estimate, learning
from homeroom.mastery.errors import MasteryError
from homeroom.mastery.evidence import Evidence
from homeroom.mastery.learning import learned_anew, standing
from homeroom.mastery.models import ParameterSet
from homeroom.mastery.parameters import Parameters
from homeroom.mastery.worths import Word, Worths

pytestmark = pytest.mark.django_db


def kept(older: Mapping[str, Any] | None = None, **changes: Any) -> ParameterSet:
    """A set in the database; `older` is what an earlier release wrote differently into the parameters."""
    parameters = json.dumps(json.loads(Parameters(level=0.5).to_json()) | dict(older or {}))
    told = {"parameters": parameters, "worths": Worths(words={"st_math": Word(0.9, 0.6)}).to_json()} | changes
    return ParameterSet.objects.create(engine="filter", version="v", parameters=told, facts_version=1)


def no_evidence(_: Worths) -> Evidence | None:
    return None


def fails(_: Worths) -> Evidence | None:
    raise MasteryError("no numbers")


def learn(read: learning.Read = no_evidence) -> learning.Learned:
    with store.reading(("attempts", "assessments")) as place:
        return learned_anew(place, read, 1)


def test_what_was_learned_is_read_again() -> None:
    kept()
    found = standing()
    assert found is not None
    assert (found.parameters.to_json(), found.version) == (Parameters(level=0.5).to_json(), "v")
    assert found.worths.word("st_math") == Word(0.9, 0.6)


@pytest.mark.parametrize(
    "older",
    [
        {"version": 1},  # written for a kernel that held the levels apart
        {"constants": {"v_subject": 1.39, "spread": 0.2}},
        {"difficulty": [[1.0]]},
    ],
)
def test_what_an_earlier_release_learned_is_nothing_learned_yet(older: Mapping[str, Any]) -> None:
    kept(older)
    assert standing() is None


@pytest.mark.parametrize("changes", [{"worths": json.dumps({"version": 0})}, {"worths": "no JSON"}])
def test_nor_are_worths_that_cannot_be_read(changes: Mapping[str, Any]) -> None:
    kept(**changes)
    assert standing() is None


def test_a_set_that_lacks_a_part_is_nothing_learned_yet() -> None:
    ParameterSet.objects.create(engine="filter", version="v", parameters={}, facts_version=1)
    assert standing() is None


def test_the_first_night_of_a_new_release_learns_anew_in_the_place_of_the_older_set() -> None:
    kept({"version": 1})
    publish("attempts", [{"student": 1, "correct": True}])
    assert estimate.again([1]) == store.current(), "nothing is estimated by day"
    assert estimate.counted()
    estimate.nightly()
    one = ParameterSet.objects.get()
    assert json.loads(one.parameters["parameters"])["version"] == Parameters().version
    assert one.failed == ""
    assert standing() is not None


def test_a_failed_first_try_is_kept_as_failed_with_the_starting_values() -> None:
    made = learn(fails)
    assert made.failed == "MasteryError: no numbers"
    one = ParameterSet.objects.get()
    assert (one.failed, one.learned_at) == ("MasteryError: no numbers", None)
    assert one.failed_at is not None
    found = standing()
    assert found is not None and found.failed == made.failed
    assert (found.version, found.parameters.to_json()) == (made.version, Parameters().to_json())


def test_it_is_tried_again_the_next_night_and_success_ends_the_failure() -> None:
    learn(fails)
    assert learning.is_due()
    learn(fails)
    assert ParameterSet.objects.count() == 1
    learn()
    one = ParameterSet.objects.get()
    assert one.failed == "" and one.learned_at is not None
    assert not learning.is_due()


def test_a_failed_try_beside_an_unreadable_older_set_stands_on_starting_values_and_says_so() -> None:
    kept({"version": 1})
    made = learn(fails)
    assert made.parameters.to_json() == Parameters().to_json()
    one = ParameterSet.objects.get()
    assert one.learned_at is None and one.failed == "MasteryError: no numbers"


def test_a_failed_try_beside_a_readable_set_keeps_that_and_the_day_on_which_it_was_learned() -> None:
    before = kept()
    made = learn(fails)
    assert made.parameters.to_json() == Parameters(level=0.5).to_json()
    one = ParameterSet.objects.get()
    assert (one.pk, one.learned_at, one.failed) == (before.pk, before.learned_at, "MasteryError: no numbers")


def test_constants_are_due_after_a_week() -> None:
    one = kept()
    assert not learning.is_due()
    ParameterSet.objects.filter(pk=one.pk).update(learned_at=timezone.now() - timedelta(days=7))
    assert learning.is_due()
    assert learning.is_due("bkt"), "the other engine has learned nothing"
