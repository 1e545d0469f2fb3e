"""How good what was foretold is, as it is kept and read: counts and shares. Needs nothing that is compiled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

FEW = 10  # children: of fewer nothing is told
BINS = 10  # of the shares foretold
ON = "on"  # the key of the day on which it was worked out
FIRST = 10  # answers that tell a child's level at the start; what is foretold of those after them is measured


@dataclass(frozen=True)
class Line:
    """Answers of one kind: shares foretold and right, and the ends of a 95 % interval of their difference.

    `children` is 0 where there are few; then nothing else is told either.
    """

    name: str
    children: int = 0
    answers: int = 0
    foretold: float = 0.0
    right: float = 0.0
    low: float = 0.0
    high: float = 0.0

    @property
    def is_few(self) -> bool:
        return not self.children


@dataclass(frozen=True)
class Figures:
    """All that is measured. Lines of `curve` are named by their tenth: 0 for foretold shares under a tenth."""

    whole: Line
    auc: float | None  # None where all answers are alike
    rmse: float
    ece: float
    in_turns: bool
    curve: tuple[Line, ...]
    states: tuple[Line, ...]
    by: Mapping[str, tuple[Line, ...]]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Figures:
        plain = {name: told[name] for name in ("auc", "rmse", "ece", "in_turns")}
        by = {name: _lines(lines) for name, lines in told["by"].items()}
        return cls(Line(**told["whole"]), **plain, curve=_lines(told["curve"]), states=_lines(told["states"]), by=by)


def _lines(told: Sequence[Mapping[str, Any]]) -> tuple[Line, ...]:
    return tuple(Line(**line) for line in told)
