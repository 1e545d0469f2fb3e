"""Small simulated studies in the shape that an analysis takes, seeded."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from homeroom.evidence.analyse import Records
from homeroom.evidence.data import Answer, Asked, Cell, Child, Data
from homeroom.evidence.results import Made

MADE = Made(
    "2026-06-01", 1, "a" * 64, "before the outcomes existed", 1, "b" * 64, (), (), 3, "c" * 64, 7, "d" * 64, {}, ""
)
ASKED = Asked("flex", "Does it work?", "pilot", "class", True, "flex", "as before", "Spring", "Fall", "math")
RECORDS = Records(MADE)


def asked(**columns: Any) -> Asked:
    return replace(ASKED, **columns)


def pilot(
    new: int = 6, old: int = 6, each: int = 12, *, effect: float = 0.0, seed: int = 1, schools: int = 3, **columns: Any
) -> Data:  # fmt: skip
    """Classes with a pretest that foretells half of what children differ by."""
    random = np.random.default_rng(seed)
    children = []
    for room in range(new + old):
        level = random.normal(0, 0.3)
        for place in range(each):
            before = random.normal(0, 1)
            after = 0.7 * before + level + random.normal(0, 0.6) + effect * (room < new)
            children.append(
                Child(f"c{room:02d}-{place:02d}", f"r{room:02d}", f"s{room % schools}", room < new, before, after)
            )
    return Data(asked(**columns), tuple(children))


def crossover(classes: int = 6, standards: int = 6, each: int = 8, *, effect: float = 0.0, seed: int = 1) -> Data:
    random = np.random.default_rng(seed)
    children, cells, answers = [], [], []
    hard = random.normal(0, 0.5, standards)
    for room in range(classes):
        aligned = set(random.permutation(standards)[: standards // 2].tolist())
        level = random.normal(0, 0.4)
        for standard in range(standards):
            cells.append(Cell(f"r{room}", f"K.{standard}", f"r{room} | unit", standard in aligned))
        for place in range(each):
            key, able = f"c{room}-{place}", random.normal(0, 0.5)
            children.append(Child(key, f"r{room}", f"s{room % 2}", is_new=False))
            for standard in range(standards):
                score = level + able + hard[standard] + effect * (standard in aligned) + random.normal(0, 0.7)
                answers.append(Answer(key, f"K.{standard}", float(score)))
    told = asked(unit="class by standard", kind="alignment crossover", baseline="")
    return Data(told, tuple(children), tuple(cells), tuple(answers))


def spoiled(data: Data, **columns: Any) -> Data:
    """The same with every child changed alike."""
    return replace(data, children=tuple(replace(one, **columns) for one in data.children))
