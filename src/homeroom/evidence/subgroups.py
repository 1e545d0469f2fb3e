"""What may be said of parts of the children: nothing without a test that they respond unlike each other.

Benjamini and Hochberg (1995), "Controlling the false discovery rate", inside one domain of outcomes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from homeroom.evidence import sentences
from homeroom.evidence.estimate import ALPHA
from homeroom.mastery.rules import Rule


@dataclass(frozen=True)
class Subgroup:
    """The smallest of its cells, arm by arm, and p of its interaction with the arm; None where it was not tested."""

    children: int
    p_interaction: float | None


def refusals(groups: Sequence[Subgroup], rate: float = ALPHA) -> list[Rule | None]:
    """Why each may not be told of; None where it may. The groups are those of one domain."""
    tested = [(at, one.p_interaction) for at, one in enumerate(groups) if one.p_interaction is not None]
    found = {at for (at, _), is_found in zip(tested, discovered([p for _, p in tested], rate), strict=True) if is_found}
    return [_refusal(one, at in found) for at, one in enumerate(groups)]


def _refusal(one: Subgroup, is_found: bool) -> Rule | None:
    if one.children < sentences.CELL["children"]:
        return sentences.CELL
    return None if is_found else sentences.SUBGROUP


def discovered(ps: Sequence[float], rate: float = ALPHA) -> list[bool]:
    """Which of the tests stand when all of them are looked at together."""
    ordered = sorted(ps)
    edge = max((p for place, p in enumerate(ordered, 1) if p <= rate * place / len(ps)), default=-1.0)
    return [p <= edge for p in ps]
