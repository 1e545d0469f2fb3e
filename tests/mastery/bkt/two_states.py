"""Knowledge tracing in plain Python, by adding up every path through the hidden states: the oracle of the tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from math import log


@dataclass(frozen=True)
class Answer:
    """`guess` and `slip` are those of its program on its standard."""

    result: float
    guess: float
    slip: float
    weight: float = 1.0

    def likelihood(self, known: int) -> float:
        right = 1 - self.slip if known else self.guess
        share: float = right**self.result * (1 - right) ** (1 - self.result)
        return float(share**self.weight)


@dataclass(frozen=True)
class Standard:
    start: float
    learn: float
    forget: float = 0.0

    def move(self, known: int, then: int) -> float:
        goes = self.forget if known else self.learn
        return goes if known != then else 1 - goes


Path = tuple[int, ...]


def paths(standard: Standard, answers: Sequence[Answer]) -> dict[Path, float]:
    """The probability of the answers together with each path: a state before each answer, and one after the last."""
    found = {}
    for path in product((0, 1), repeat=len(answers) + 1):
        chance = standard.start if path[0] else 1 - standard.start
        for answer, known, then in zip(answers, path, path[1:], strict=False):
            chance *= answer.likelihood(known) * standard.move(known, then)
        found[path] = chance
    return found


def known_after(standard: Standard, answers: Sequence[Answer]) -> float:
    found = paths(standard, answers)
    return sum(chance for path, chance in found.items() if path[-1]) / sum(found.values())


def log_likelihood(standard: Standard, answers: Sequence[Answer]) -> float:
    return log(sum(paths(standard, answers).values()))


def right_next(standard: Standard, answers: Sequence[Answer], guess: float, slip: float) -> float:
    known = known_after(standard, answers)
    return known * (1 - slip) + (1 - known) * guess


def counts(standard: Standard, answers: Sequence[Answer]) -> dict[str, tuple[float, float]]:
    """What an M-step divides: (how often, out of how often), expected given the answers. The last move is not seen."""
    found = paths(standard, answers)
    whole = sum(found.values())
    sums = {name: [0.0, 0.0] for name in ("start", "learn", "forget", "guess", "slip")}
    for path, chance in found.items():
        share = chance / whole
        _add(sums["start"], share * path[0], share)
        for known, then in pairwise(path[:-1]):
            name = "forget" if known else "learn"
            _add(sums[name], share * (known != then), share)
        for answer, known in zip(answers, path, strict=False):
            odd = 1 - answer.result if known else answer.result
            _add(sums["slip" if known else "guess"], share * answer.weight * odd, share * answer.weight)
    return {name: (times, out_of) for name, (times, out_of) in sums.items()}


def _add(sums: list[float], times: float, out_of: float) -> None:
    sums[0] += times
    sums[1] += out_of
