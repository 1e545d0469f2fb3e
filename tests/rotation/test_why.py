"""Why is this child here? What the codes say, and what they never say."""

from __future__ import annotations

import json

import msgspec
import pytest

from homeroom.rotation.block.instance import Instance, Need, Pair
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.block.plan import Place
from homeroom.rotation.rules import RULES
from homeroom.rotation.why import MODALITIES, because, forced_by, priced, said, second_best
from rotation.a_block import PLAN, WEEK, changed, one_child


def at(child: int, slot: int) -> Place:
    (found,) = (place for place in PLAN.places if (place.child, place.slot) == (child, slot))
    return found


def why(child: int, slot: int, instance: Instance = WEEK) -> str:
    codes = because(instance, PLAN, at(child, slot))
    return said(json.loads(json.dumps(codes)))


@pytest.mark.parametrize(
    ("child", "slot", "words"),
    [
        (9, 0, "The chance that 3.NF.A.1 is known is 50 %. 3 others of the group need it, too."),
        (3, 1, "The child meets an adult at that time."),
        (7, 0, "The chance that 3.NF.A.1 is known is 50 %. It was decided beforehand."),
        (4, 1, "The chance that 3.NF.A.1 is known is 50 %."),
        (10, 0, ""),
        (12, 1, ""),
    ],
)
def test_a_place_is_told_by_need_company_and_what_forced_it(child: int, slot: int, words: str) -> None:
    instance = one_child(12, one_child(9, floor=0), needs=())
    assert why(child, slot, instance) == words


def test_a_goal_is_told() -> None:
    instance = one_child(4, needs=(Need(0, 1.0, 0.4, on_goal=True),))
    assert why(4, 1, instance).endswith("40 %. It serves the class's goal of the week.")


def test_the_floor_is_told_where_the_child_has_no_more_than_that() -> None:
    assert why(6, 0).endswith("Without it the child would have fewer sessions with an adult than were set.")
    assert forced_by(one_child(6, floor=0), PLAN, at(6, 0)) == ""


def test_a_child_without_a_place_is_told_so() -> None:
    place = Place(4, 1, Modality.OVERFLOW)
    assert said(because(WEEK, PLAN, place)) == "No place was found: what was open would have broken a rule."


def test_who_is_kept_together_is_a_rule_of_the_school_to_all() -> None:
    instance = changed(pairs=(Pair(10, 13, together=True),))
    assert forced_by(instance, PLAN, at(13, 0)) == "together"
    assert why(13, 0, instance) == "A rule of your school asks for it."


@pytest.mark.parametrize("rule", ["apart", "together", "language", "equity", "of a newer version"])
def test_rules_that_tell_of_a_child_are_not_said(rule: str) -> None:
    assert said([{"code": "forced", "rule": rule}]) == "A rule of your school asks for it."


def test_any_other_rule_is_said_in_its_own_words() -> None:
    assert said([{"code": "forced", "rule": "seats"}]) == f"A rule asks for it: {RULES['seats'].words}"


@pytest.mark.parametrize(
    ("price", "worth", "words"),
    [
        (0, 0.2, "Nobody else waited for this place."),
        (0.02, 0.2, "Others could have used this place, too."),
        (0.1, 0.2, "This place was one that many could have used."),
        (0.1, 0, "Nobody else waited for this place."),
    ],
)
def test_a_price_is_said_in_words(price: float, worth: float, words: str) -> None:
    assert said([priced(price, worth)]) == words


@pytest.mark.parametrize(
    ("modality", "cost", "words"),
    [
        ("", 0, "Any other place would break a rule."),
        (Modality.PEER, 0, "Second best, and as good: a peer project."),
        (Modality.PEER, 0.05, "Second best: a peer project. The plan would lose 25 % of what this place is worth."),
    ],
)
def test_what_came_second_and_what_it_costs(modality: str, cost: float, words: str) -> None:
    assert said([second_best(modality, cost, 0.2)]) == words
    assert said([second_best(modality, 0, 0)]) in (words, "Second best, and as good: a peer project.")


def test_one_other_child_is_one_and_codes_of_a_newer_version_are_left_out() -> None:
    assert said([{"code": "newer", "modality": "moon"}, {"code": "shared", "count": 1}]) == (
        "1 other child of the group needs it, too."
    )


def test_every_modality_has_a_word() -> None:
    assert set(MODALITIES) == set(Modality)
    assert msgspec.json.encode(because(WEEK, PLAN, at(9, 0)))
