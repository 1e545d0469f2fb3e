from __future__ import annotations

import re
from collections import Counter

import pytest
from django.utils import translation

from homeroom.mastery import rules as mastery_rules
from homeroom.reports import rules, rules_of_schools
from homeroom.reports.languages.spoken import OTHERS, Language


@pytest.mark.parametrize("rule", rules.ALL, ids=lambda rule: rule.id)
def test_a_rules_sentence_carries_every_threshold_the_code_uses(rule: rules.Rule) -> None:
    for name, threshold in rule.thresholds.items():
        assert "{" + name + "}" in str(rule.sentence)
        assert str(threshold) in rule.words
    assert "{" not in rule.words


def test_every_rule_is_listed_once() -> None:
    assert len({rule.id for rule in rules.ALL}) == len(rules.ALL)
    assert all(value in rules.ALL for value in vars(rules).values() if isinstance(value, rules.Rule))


MODULES = (rules, mastery_rules, rules_of_schools)
EVERY = {rule.id: rule for module in MODULES for rule in vars(module).values() if isinstance(rule, rules.Rule)}


@pytest.mark.parametrize("language", OTHERS, ids=lambda one: one.code)
@pytest.mark.parametrize("rule", EVERY.values(), ids=lambda rule: rule.id)
def test_a_rules_sentence_names_its_thresholds_in_every_language(rule: rules.Rule, language: Language) -> None:
    english = rule.words
    with translation.override(language.code):
        words = rule.words
    assert words != english
    assert not {"{", "}", "%("} & set(re.findall(r"[{}]|%\(", words))
    assert Counter(re.findall(r"\d+", words)) >= Counter(map(str, rule.thresholds.values()))
