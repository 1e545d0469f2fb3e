"""Small made-up sets of answers, with their truth."""

from __future__ import annotations

from typing import Any

import numpy as np

from homeroom.mastery.responses import Responses

DOMAINS = {f"S{k}": ("math", f"D{k % 3}") for k in range(40)}


def table(children: int = 40, answers: int = 60, standards: int = 6, seed: int = 1) -> dict[str, Any]:
    """Children of different level answer items of different difficulty in two programs, over some weeks."""
    chance = np.random.default_rng(seed)
    rows = children * answers
    student = np.repeat(np.arange(children), answers)
    standard = chance.integers(standards, size=rows)
    item = standard * 10 + chance.integers(10, size=rows)
    program = chance.integers(2, size=rows)
    level, hard = chance.normal(0, 1.2, children), chance.normal(0, 0.7, standards * 10)
    right = 1 / (1 + np.exp(-(level[student] - hard[item] + 0.4)))
    right = np.where(program == 1, 0.25 + 0.7 * right, right)
    seconds = 1_750_000_000 + np.tile(np.cumsum(chance.exponential(20_000, answers)), children)
    return {
        "student": student,
        "standard": np.array([f"S{k}" for k in standard]),
        "item": np.array([f"i{k}" for k in item]),
        "lesson": np.array([f"l{k // 5}" for k in item]),
        "program": np.array(["Alpha", "Beta"])[program],
        "occurred_at": seconds,
        "correct": (chance.random(rows) < right).astype(np.int64),
    }


def responses(children: int = 40, answers: int = 60, standards: int = 6, seed: int = 1) -> Responses:
    return Responses.of(table(children, answers, standards, seed), domains=DOMAINS)


def same(one: Responses, other: Responses) -> bool:
    """Whether two sets hold the same, to the bit, whichever rows it came from."""
    mine, theirs = vars(one), vars(other)
    return all(
        np.array_equal(value, theirs[name], equal_nan=value.dtype.kind == "f")
        if isinstance(value, np.ndarray)
        else value == theirs[name]
        for name, value in mine.items()
        if name != "row"
    )
