import pytest

from homeroom.reports import rules


@pytest.mark.parametrize("rule", rules.ALL, ids=lambda rule: rule.id)
def test_a_rules_sentence_carries_every_threshold_the_code_uses(rule: rules.Rule) -> None:
    for name, threshold in rule.thresholds.items():
        assert "{" + name + "}" in rule.sentence
        assert str(threshold) in rule.words
    assert "{" not in rule.words


def test_every_rule_is_listed_once() -> None:
    assert len({rule.id for rule in rules.ALL}) == len(rules.ALL)
    assert all(value in rules.ALL for value in vars(rules).values() if isinstance(value, rules.Rule))
