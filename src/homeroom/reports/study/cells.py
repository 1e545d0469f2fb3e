"""Cells of a study's tables: numbers with their unit, and for what is missing its state; the reason is said below."""

from __future__ import annotations

from collections.abc import Iterable

from homeroom.evidence import sentences
from homeroom.evidence.panel import Spread
from homeroom.evidence.statement import Part, Statement
from homeroom.reports.study.report import words
from homeroom.reports.values import NO_EVIDENCE, State, Value, known

SD, CHANCE, FREEDOM = "standard deviations", "chance", "degrees of freedom"
POINTS, LOST = "points of the measure", "percent of the assigned"
FEW = frozenset({sentences.CELL.id, sentences.FEW_ANSWERS.id})


def number(part: Part[float] | Part[int], unit: str = "") -> Value:
    """Missing is never nought: `few` where too few stand behind it, else no evidence."""
    if part.found is not None:
        return known(part.found, unit=unit)
    return Value(State.FEW) if part.why is not None and part.why.rule in FEW else NO_EVIDENCE


def ends(part: Part[Spread], name: str, unit: str) -> Value:
    return NO_EVIDENCE if part.found is None else known(getattr(part.found, name), unit=unit)


def reasons(*parts: Part[object] | Part[float] | Part[int]) -> tuple[str, ...]:
    """Why something is missing: each sentence once."""
    return said(part.why for part in parts)


def said(statements: Iterable[Statement | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words(one) for one in statements if one is not None))
