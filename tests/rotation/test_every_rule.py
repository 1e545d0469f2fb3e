"""Every rule there is, of the flexible block and of the week: each has all that a rule must have.

A table of plans that keep and break it, two ways at least of breaking nothing else that the checker finds, a sentence
in every language, and a place in why a child is there. A rule of the week decides of classes, not of one child: in
place of that it says where it is broken, and what would lift it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from django.utils import translation

from homeroom.rotation import rules
from homeroom.rotation.rules import RULES, in_words
from homeroom.rotation.week.check import Break
from homeroom.rotation.week.instance import Lock
from homeroom.rotation.week.rules import RuleKind
from homeroom.rotation.week.sentences import ALWAYS, BROKEN, LIFT, RULE, break_said, conflict_said
from homeroom.rotation.week.words import Names
from homeroom.rotation.why import PRIVATE, said
from rotation import mutants, test_bears, test_rules_in_tables
from rotation.a_block import WEEK
from rotation.week import mutants as of_weeks
from rotation.week import test_week_check
from rotation.week.a_school import a_school, changed
from rotation.week.mutants import LOCK

pytestmark = pytest.mark.any_database

LANGUAGES = ("en", "es", "vi")
NOT_DRAWN = {rules.AS_TOLD.id}  # what a plan claims of itself stands in no table; its mutants claim it
OF_A_WEEK = (*RuleKind, *ALWAYS, LOCK)
LOCKED = changed(a_school(), locks=(Lock(LOCK, 0, template=31),))


def in_each(sentence: Callable[[], str]) -> list[str]:
    told = []
    for language in LANGUAGES:
        with translation.override(language):
            told.append(sentence())
    return told


def are_translated(sentence: Callable[[], str]) -> bool:
    told = in_each(sentence)
    return all(told) and len(set(told)) == len(LANGUAGES)


TABLES = Counter(
    rule
    for specs in (test_rules_in_tables.SPECS, test_rules_in_tables.FLOORS, test_rules_in_tables.WISHES)
    for rule, *_ in specs
)
CAUGHT = {
    **{rule: len(some) for rule, some in (mutants.MUTANTS | mutants.MISSES).items()},
    **Counter(rule for rule, *_ in test_rules_in_tables.WISHES),
}
WHY = {rule for _, _, bearing in test_bears.TABLE for rule in bearing}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_of_the_block_has_all_that_a_rule_must_have(rule: str) -> None:
    assert TABLES[rule] or rule in NOT_DRAWN, "a table in test_rules_in_tables.py"
    assert CAUGHT.get(rule, 0) >= 2, "two mutants in mutants.py"
    assert are_translated(lambda: in_words(rule, WEEK)), "a sentence in each language"
    assert rule in WHY, "a place in why a child is there, in test_bears.py"
    assert are_translated(lambda: said([{"code": "forced", "rule": rule}])), "a sentence where it forced a place"


def test_nothing_else_is_taken_for_a_rule_of_the_block() -> None:
    assert {*TABLES, *CAUGHT, *WHY, *PRIVATE} == set(RULES)


TABLED = {
    *(rule.kind for rule, _ in test_week_check.RULES),
    *([RuleKind.HOURS] if test_week_check.HOURS else []),
    *(rule for *_, rule in test_week_check.SPOILED),
    *([LOCK] if test_week_check.LOCKS else []),
}
SAID: dict[str, list[Callable[[], str]]] = {
    **{
        kind: [lambda told=told, kind=kind: str(told[kind]) for told in (RULE, BROKEN, LIFT)]  # type: ignore[misc]
        for kind in RuleKind
    },
    **{rule: [lambda rule=rule: str(ALWAYS[rule])] for rule in ALWAYS},  # type: ignore[misc]
    LOCK: [
        lambda: break_said(Break(LOCK, 0, 1), LOCKED, Names()),
        *(lambda at=at: conflict_said([LOCK], LOCKED, Names())[0][at] for at in (0, 1)),  # type: ignore[misc]
    ],
}


@pytest.mark.parametrize("rule", OF_A_WEEK)
def test_a_rule_of_the_week_has_all_that_a_rule_must_have(rule: str) -> None:
    assert rule in TABLED, "a table in week/test_week_check.py"
    assert len(of_weeks.MUTANTS[rule]) >= 2, "two mutants in week/mutants.py"
    assert all(are_translated(sentence) for sentence in SAID[rule]), "sentences in each language"


def test_nothing_else_is_taken_for_a_rule_of_the_week() -> None:
    assert {*TABLED, *of_weeks.MUTANTS, *SAID} == set(OF_A_WEEK)
