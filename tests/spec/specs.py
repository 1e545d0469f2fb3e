"""What a spec of a rule is, and where it is kept until it is run."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from homeroom.mastery.rules import Rule

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
Spec = Callable[[], None]
SPECS: dict[tuple[str, str], list[Spec]] = {}


def spec(rule: Rule, *thresholds: str) -> Callable[[Spec], Spec]:
    """This function says what these thresholds of the rule do."""

    def kept(one: Spec) -> Spec:
        for name in thresholds:
            SPECS.setdefault((rule.id, name), []).append(one)
        return one

    return kept


def says(rule: Rule, **thresholds: int) -> None:
    """The sentence names these numbers: for thresholds that the code reads elsewhere, as in SQL."""
    assert rule.words == rule.sentence.format(**{**rule.thresholds, **thresholds}), rule.words
