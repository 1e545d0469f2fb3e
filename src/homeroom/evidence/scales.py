"""Whether the result of a survey's scale may be shown, and whether arms may be compared by it."""

from __future__ import annotations

from homeroom.evidence import sentences
from homeroom.evidence.attrition import Attrition
from homeroom.mastery.rules import Rule


def scale_refusal(answers: int, reliability: float | None = None) -> Rule | None:
    """Why a scale is not shown; None where it may be. A single question has no reliability."""
    if answers < sentences.FEW_ANSWERS["answers"]:
        return sentences.FEW_ANSWERS
    if reliability is not None and not reliability >= sentences.RELIABILITY["percent"] / 100:
        return sentences.RELIABILITY
    return None


def response_refusal(answered: Attrition) -> Rule | None:
    """Why arms are not compared: who was asked and who answered, judged as who was assigned and who is analysed."""
    return sentences.RESPONSE if answered.line is None else None
