"""Every rule of a week says itself, where it is broken, who is hit, and what would lift it."""

from __future__ import annotations

import pytest

from homeroom.rotation.week.check import Break, breaks
from homeroom.rotation.week.instance import Lock
from homeroom.rotation.week.rules import Rule, RuleKind
from homeroom.rotation.week.sentences import break_said, conflict_said, lift_said, rule_said
from homeroom.rotation.week.thumb import THUMB, by_thumb
from homeroom.rotation.week.words import Names
from rotation.week.a_school import LAB, a_school, by_hand, changed
from rotation.week.test_week_check import RULES

pytestmark = pytest.mark.any_database
NAMES = Names({LAB: "Lab"}, {300: "Ms. Ortiz"}, {30: "Room 12"})


@pytest.mark.parametrize("rule, amount", RULES)
def test_a_rule_says_itself_and_where_it_is_broken(rule: Rule, amount: int) -> None:
    instance = a_school(rule)
    (found,) = [one for one in breaks(instance, by_hand(instance)) if one.rule == "it"]
    for words in (rule_said(rule, instance, NAMES), break_said(found, instance, NAMES), lift_said(rule)):
        assert words.endswith(".") and "{" not in words


def test_numbers_and_names_stand_in_the_sentence() -> None:
    instance = a_school(Rule("it", RuleKind.SEATS, amount=45, room=LAB))
    (found,) = [one for one in breaks(instance, by_hand(instance)) if one.rule == "it"]
    assert break_said(found, instance, NAMES).startswith("Lab: 50 seats needed at 8:")
    hours = Rule("hours", RuleKind.HOURS, adult=300)
    told = break_said(Break("hours", 0, 1, 480, (30,)), a_school(hours), NAMES)
    assert told == "Ms. Ortiz: a class at 8:00, and not there for one. Hit: Room 12."


@pytest.mark.parametrize("rule", ["bells", "activities", "place", "a lock"])
def test_what_holds_in_every_week_has_its_sentence(rule: str) -> None:
    told = break_said(Break(rule, 0, 1, 480, (30, 31)), a_school(), NAMES)
    assert told.endswith("Hit: Room 12, Class 31.")


def test_of_many_classes_six_are_named() -> None:
    told = break_said(Break("bells", 0, 1, None, tuple(range(20))), a_school(), NAMES)
    assert "Class 5, and 14 more classes." in told and "Class 6" not in told


def test_a_conflict_names_rules_and_locks_and_forgets_what_is_gone() -> None:
    locks = (Lock("bells", 0, template=30), Lock("entry", 0, None, 30, 0, 300))
    instance = changed(a_school(), locks=locks)
    told = conflict_said(["lab", "bells", "entry", "gone"], instance, NAMES)
    assert [rule for rule, _ in told] == [
        "Lab: 60 seats.",
        "Day 0: the bells 3a of grade 3 are locked.",
        "Day 0: an entry of Room 12 is locked.",
    ]


def test_a_week_by_rule_of_thumb_keeps_bells_and_activities() -> None:
    plan = by_thumb(a_school(days=2))
    assert plan.made_by == THUMB and len(plan.entries) == 2 * 6 * 6
    assert {one.rule for one in breaks(a_school(days=2), plan)} <= {"lab", "lunch"}
    without = changed(a_school(), activities=(), specials=())
    assert {one.activity for one in by_thumb(without).entries} == {None}
    assert by_thumb(changed(a_school(), templates=())).entries == ()
