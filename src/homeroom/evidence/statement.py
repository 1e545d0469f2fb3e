"""A sentence by its rule and values, and a part of a result: what was found, or the sentence that says why not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from homeroom.evidence import sentences
from homeroom.evidence.sentences import Said
from homeroom.mastery.rules import Rule


@cache
def _rules() -> Mapping[str, Rule]:
    return {one.id: one for one in sentences.ALL}


@dataclass(frozen=True)
class Statement:
    """One sentence of `sentences`, by its rule's id, and the values that it names."""

    rule: str
    values: Mapping[str, int | float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.rule not in _rules():
            raise ValueError(f"{self.rule} is no rule of evidence")

    @property
    def said(self) -> Said:
        return Said(_rules()[self.rule], self.values)


@dataclass(frozen=True)
class Part[T]:
    """What was found, or why nothing was: always exactly one of the two."""

    found: T | None = None
    why: Statement | None = None

    def __post_init__(self) -> None:
        if (self.found is None) == (self.why is None):
            raise ValueError("a part is what was found, or why nothing was")
