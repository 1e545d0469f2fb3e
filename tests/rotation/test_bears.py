"""Every rule has a place in why a child is here."""

from __future__ import annotations

import pytest
from django.utils import translation
from msgspec.structs import replace

from homeroom.rotation.bears import bearing, said
from homeroom.rotation.block.board import Facts
from homeroom.rotation.block.instance import Equity
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.block.plan import Place
from homeroom.rotation.rules import RULES
from homeroom.rotation.why import PRIVATE
from rotation.a_block import PLAN, WEEK, changed

BANDS = Facts(changed(equity=(Equity("band", (1, 2)),)))
ON = replace(PLAN, groups=tuple(replace(one, goes_on=True) for one in PLAN.groups))
# A child and a session of the week that has everything, and rules that bear on the place.
TABLE = [
    (14, 1, ["one-place", "away", "known", "as-told", "few-changes"]),
    (3, 1, ["service"]),
    (4, 1, ["given-work", "seats", "licences", "caps", "most-minutes", "least-minutes", "no-repeat"]),
    (4, 2, ["independent-places", "caps", "no-repeat"]),
    (1, 0, ["group-size", "qualified", "free", "one-standard", "room-seats", "same-group", "adult-floor", "equity"]),
    (1, 0, ["apart", "together", "goes-on"]),
    (9, 0, ["language"]),
    (3, 0, ["own-class"]),
    (7, 0, ["locks"]),
    (10, 0, ["peer-size", "same-group", "caps", "apart"]),
]


def bears(child: int, slot: int) -> list[str]:
    (place,) = (place for place in ON.places if (place.child, place.slot) == (child, slot))
    return bearing(BANDS, ON, place)


@pytest.mark.parametrize(("child", "slot", "rules"), TABLE)
def test_rules_bear_on_a_place(child: int, slot: int, rules: list[str]) -> None:
    assert set(rules) <= set(bears(child, slot))


def test_rules_that_tell_nothing_of_a_place_do_not_bear_on_it() -> None:
    assert not {"language", "own-class", "apart", "locks", "service"} & set(bears(12, 1))
    assert "service" not in bears(3, 0), "a child's services are nobody's business in its other sessions"
    overflow = Place(12, 1, Modality.OVERFLOW)
    assert bearing(Facts(WEEK), PLAN, overflow) == ["one-place", "known", "as-told", "few-changes"]


@pytest.mark.parametrize("language", ["en", "es", "vi"])
def test_what_only_some_may_know_is_a_rule_of_the_school_to_all(language: str) -> None:
    with translation.override(language):
        told = said(BANDS, sorted(PRIVATE))
        assert len(told) == 1
        assert len(said(BANDS, [rule for rule in RULES if rule not in PRIVATE])) == len(RULES) - len(PRIVATE)
    assert said(BANDS, sorted(PRIVATE)) == ["A rule of your school."]
