"""Every rule's spec: what happens at each threshold and one step beyond it, told in a small table.

A spec stands under the rule and the thresholds that it holds, in the module of its room. The last test nudges each
threshold, alone and by its smallest step, and demands that the spec then fails: a rule without a spec, or with one that
would not notice, fails.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

import homeroom
from a_school import TODAY
from homeroom.mastery.errors import MasteryError
from homeroom.mastery.rules import Rule
from spec.specs import SPECS, Spec

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
for room in sorted(Path(__file__).parent.glob("rules_of_*.py")):
    importlib.import_module(f"spec.{room.stem}")


@pytest.fixture(autouse=True)
def today(settings: Settings) -> None:
    settings.HOMEROOM_TODAY = TODAY


def every_rule() -> Iterator[Rule]:
    """All rules that any module of homeroom makes, once."""
    found: dict[int, Rule] = {}
    for module in pkgutil.walk_packages(homeroom.__path__, "homeroom."):
        if ".migrations" not in module.name and not module.name.endswith("__main__"):
            for value in vars(importlib.import_module(module.name)).values():
                if isinstance(value, Rule):
                    found[id(value)] = value
    yield from found.values()


RULES = list(every_rule())
NUDGES = [(rule, name, step) for rule in RULES for name in rule.thresholds for step in (-1, 1)]


@pytest.mark.parametrize("one", list(dict.fromkeys(one for found in SPECS.values() for one in found)))
def test_a_rule_does_what_its_spec_says(one: Spec) -> None:
    one()


def test_every_threshold_of_every_rule_has_a_spec_and_no_spec_is_of_nothing() -> None:
    assert {(rule.id, name) for rule in RULES for name in rule.thresholds} == set(SPECS)
    assert len({rule.id for rule in RULES}) == len(RULES) > 25


@pytest.mark.parametrize(("rule", "name", "step"), NUDGES, ids=lambda one: getattr(one, "id", one))
def test_a_threshold_that_moves_alone_breaks_its_spec(
    rule: Rule, name: str, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(rule.thresholds, name, rule[name] + step)  # type: ignore[arg-type]  # a dictionary
    broken = []
    for one in SPECS[rule.id, name]:
        try:
            one()
        except (AssertionError, MasteryError, pytest.fail.Exception):
            broken.append(one)
    assert broken
