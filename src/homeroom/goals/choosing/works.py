"""What can be asked of children: lessons, and standards where a program is told no finer; as columns for the kernel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from homeroom.goals.choosing import kernel

LOWEST, HIGHEST = -99.0, 99.0  # the grades of what is made for no grade in particular


@dataclass(frozen=True)
class Work:
    """A lesson of a program, or all that a program has for one standard: `lesson` is then blank.

    `serves` maps standards' codes to how much of the work is on each, by its tags and how sure they are; `named` are
    those that a tag names, the others came from a whole standard or a cluster. `channel` is how the program is told of
    it. Grades count from kindergarten, 0.
    """

    program: str
    lesson: str
    title: str
    serves: Mapping[str, float]
    minutes: float
    effect: float
    channel: str
    content_item: int | None = None
    language: str = ""
    low: float = LOWEST
    high: float = HIGHEST
    named: frozenset[str] = frozenset()


def content(
    works: Sequence[Work], programs: Sequence[str], codes: Sequence[str], grades: Sequence[float]
) -> kernel.Content:
    """The works as the kernel reads them. `programs` lists every program once; `grades` are those of the codes.

    A standard without a grade is of every work's grade.
    """
    place = {code: at for at, code in enumerate(codes)}
    rows = [
        (place[code], at, fit) for at, work in enumerate(works) for code, fit in work.serves.items() if code in place
    ]
    rows.sort()
    standards = np.array([row[0] for row in rows], np.int64)
    return kernel.Content(
        starts=np.searchsorted(standards, np.arange(len(codes) + 1)).astype(np.int64),
        option=np.array([row[1] for row in rows], np.int64),
        fit=np.array([row[2] for row in rows], np.float64),
        program=np.array([programs.index(work.program) for work in works], np.int64),
        minutes=_column(works, "minutes"),
        effect=_column(works, "effect"),
        low=_column(works, "low"),
        high=_column(works, "high"),
        grade=np.array(grades, np.float64),
    )


def _column(works: Sequence[Work], name: str) -> NDArray[np.float64]:
    return np.array([getattr(work, name) for work in works], np.float64)
