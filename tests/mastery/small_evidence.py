"""Small evidence by hand: a few answers, scores and checks of a few children, for tests without a database."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from homeroom.mastery.evidence import Evidence
from homeroom.mastery.responses import Responses
from homeroom.mastery.worths import KINDS, OF_KERNEL, answers_in, sizes

DOMAINS = {"3.NF.A.1": ("mathematics", "NF"), "3.NF.A.2": ("mathematics", "NF"), "3.G.A.1": ("mathematics", "G")}
Row = tuple[int, object, float, float, str, str, float]
"""Student, standard (or standards with weights), result, day, kind, program, amount (NaN where nobody tells it)."""


def answer(student: int, standard: object, result: float, day: float = 1.0, program: str = "alpha") -> Row:
    return student, standard, result, day, "item", program, float("nan")


def evidence(rows: Sequence[Row]) -> Evidence:
    """The rows as evidence, in the order of student and day."""
    ordered = sorted(rows, key=lambda row: (row[0], row[3]))
    student, standard, result, day, kinds, program, amount = zip(*ordered, strict=True)
    kind, known = np.array([KINDS.index(one) for one in kinds]), np.array(amount, dtype=np.float64)
    size, detail = sizes(kind, known, np.full((len(kind), 2), 0.75))
    seconds = [86_400.0 * one for one in day]
    table = {"student": student, "standard": standard, "correct": result, "program": program, "occurred_at": seconds}
    beside = {"kind": OF_KERNEL[kind], "size": size, "detail": detail, "id": range(len(kind))}
    return Evidence(
        Responses.of({**table, **beside}, domains=DOMAINS, standards=DOMAINS), kind, answers_in(kind, known)
    )
