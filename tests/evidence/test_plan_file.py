"""Plans out of files: what is sound is kept; what is not is named and set aside, and the rest goes on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evidence.a_study import told
from homeroom.evidence import plan_json
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.plan_checks import Known, Reading
from homeroom.evidence.plan_file import from_file, read
from homeroom.evidence.plan_json import PlanArm

THERE = Known({"Ash", "Birch", "Cedar", "Elm"}, {"s0", "s1"}, {"u1"})
MEASURE = told()["measures"][0]
WINDOW = told()["primary"]
FOUND = {"by_lot": False, "classes": []}


def asides(**columns: Any) -> list[tuple[str, str]]:
    return [(one.where, one.why) for one in read(told(**columns), THERE).asides]


def plan(**columns: Any) -> Any:
    return read(told(**columns), THERE).plan


def test_a_sound_plan_has_nothing_set_aside_and_nothing_missing() -> None:
    found = read(told(), THERE)
    assert found.asides == []
    assert plan_json.gaps(found.plan) == ()
    assert plan_json.load(plan_json.text(found.plan)) == found.plan


def test_the_same_plan_has_the_same_text_whatever_its_order() -> None:
    turned = dict(reversed(told().items()))
    assert plan_json.text(read(turned, THERE).plan) == plan_json.text(plan())


@pytest.mark.parametrize(
    ("columns", "where", "why"),
    [
        ({"classes": ["Ash", "Oak", "Elm"]}, "classes: Oak", "No class has this id"),
        ({"sites": ["s9"]}, "sites: s9", "No school"),
        ({"units": ["u9"]}, "units: u9", "No unit"),
        ({"measures": [MEASURE, MEASURE | {"scale": "old"}]}, "measure numbers", "(old, unified): neither counts"),
        ({"primary": WINDOW | {"begins_on": "2026-09-18"}}, "primary", "before the baseline has ended"),
        ({"secondary": [WINDOW, WINDOW | {"begins_on": "2026-09-01"}]}, "secondary 2", "before the baseline"),
        ({"primary": WINDOW | {"measure": "reading"}}, "primary", "No measure that counts is called reading"),
        ({"baseline": WINDOW | {"ends_on": "2026-09-01"}}, "baseline", "last day comes before"),
        ({"strata": "teacher"}, "strata", "by school or by grade"),
        ({"pairs": [["Ash", "Oak"]]}, "pairs: Ash, Oak", "each in one pair"),
        ({"pairs": [["Ash", "Elm"], ["Ash", "Birch"]]}, "pairs: Ash, Elm", "each in one pair"),
        ({"weeks": ["2026-09-15"]}, "weeks: 2026-09-15", "named by its Monday"),
        ({"alpha": 1}, "alpha", "0.5 at most"),
        ({"smallest_effect": -1}, "smallest_effect", "above 0"),
        ({"equivalence_band": 9}, "equivalence_band", "3.0 at most"),
        ({"smallest_effect": "large"}, "smallest_effect", "can't be read"),
        ({"arms": [{"name": "flex"}, {"name": 7}]}, "arms 2", "can't be read"),
        ({"arms": [{"name": "flex"}, {"name": "flex"}]}, "arm flex", "a name of its own"),
        ({"arms": [{"name": "flex", "classes": ["Ash"]}, {"name": "old"}]}, "arm flex", "The draw decides"),
        ({"colour": "blue"}, "colour", "no such part"),
        ({"begins_on": "soon"}, "begins_on", "can't be read"),
        ({"arms": "two"}, "arms", "can't be read"),
    ],
)
def test_what_is_wrong_is_named_and_set_aside(columns: dict[str, Any], where: str, why: str) -> None:
    found = asides(**columns)
    assert any(place == where and why in words for place, words in found), found


def test_a_class_in_both_arms_counts_in_none_and_the_others_stay() -> None:
    arms = [{"name": "flex", "new": True, "classes": ["Ash", "Elm"]}, {"name": "old", "classes": ["Ash", "Birch"]}]
    found = read(told(arms=arms, **FOUND), THERE)
    assert [one.where for one in found.asides] == ["arm flex: Ash", "arm old: Ash"]
    assert found.plan.arms == (PlanArm("flex", True, ("Elm",)), PlanArm("old", False, ("Birch",)))
    assert found.plan.named == ("Elm", "Birch")


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"arms": [{"name": "flex", "new": True}]}, "two arms"),
        ({"arms": [{"name": "flex"}, {"name": "old"}]}, "which one arm is the new one"),
        ({"classes": []}, "classes that can be drawn"),
        ({**FOUND}, "Arm flex has no class"),
        ({"unit": "class by standard"}, "units of the curriculum"),
        ({"unit": "class by week"}, "by its Monday"),
        ({"primary": None}, "one primary outcome"),
        ({"baseline": None}, "the baseline"),
        ({"ends_on": None}, "begins and ends"),
        ({"ends_on": "2026-09-01"}, "ends before it begins"),
        ({"smallest_effect": None}, "smallest effect"),
        ({"missing_data": ""}, "where data are missing"),
    ],
)
def test_what_is_missing_is_said_in_words(columns: dict[str, Any], words: str) -> None:
    assert any(words in gap for gap in plan_json.gaps(plan(**columns)))


def test_a_crossover_needs_no_baseline() -> None:
    assert plan_json.gaps(plan(unit="class by standard", units=["u1"], baseline=None)) == ()


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"study": "Flex Pilot"}, "small letters"),
        ({"kind": "miracle"}, "kind must be one of: pilot"),
        ({"unit": "planet"}, "unit must be one of: class"),
        ({"question": ""}, "its question"),
        ({"question": 7}, "its question"),
        ({"format": 2}, "format"),
    ],
)
def test_without_these_it_is_no_plan(columns: dict[str, Any], words: str) -> None:
    with pytest.raises(EvidenceError, match=words):
        read(told(**columns), THERE)


def test_a_plan_is_one_object() -> None:
    with pytest.raises(EvidenceError, match="one JSON object"):
        read(["plan"], THERE)
    with pytest.raises(EvidenceError, match="can't be read"):
        plan_json.load('{"study":7}')


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("{", "no JSON"),
        ('{"study": 1, "study": 2}', "study stands twice"),
        (" " * 1_000_001, "too large"),
    ],
)
def test_a_file_that_is_no_plan_is_refused_in_words(tmp_path: Path, written: str, words: str) -> None:
    path = tmp_path / "plan.json"
    path.write_text(written, "utf-8")
    with pytest.raises(EvidenceError, match=words):
        from_file(path)


@pytest.mark.django_db
def test_a_file_is_read_against_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    with pytest.raises(EvidenceError, match="no such file"):
        from_file(path)
    path.write_text(json.dumps(told()), "utf-8")
    found: Reading = from_file(path)
    assert {one.where for one in found.asides} >= {"classes: Ash", "sites: s0"}
