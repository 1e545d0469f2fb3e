"""The demo's estimates beside the truth of the school that it was drawn from: is what its pages say so?

    HOMEROOM_HOME=… homeroom demo --no-serve
    HOMEROOM_HOME=… python -m bench.mastery.demo_truth

The truth is the chance of a right answer without guess and slip; from four of five on a standard is mastered, as in the
engine. A standard in parts has no truth of its own: the school knows whole standards.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.mastery.measured import brier
from homeroom.mastery.measures import auc, ece

MASTERED = 0.8
ESTIMATED = """
    select student, standard, state, p_mastered, low80, high80
    from mastery
    where not inferred
    order by student, standard
"""
Truth = Mapping[tuple[int, str], float]


@dataclass(frozen=True)
class Cell:
    """One child and standard with own evidence: what the page says, and the truth."""

    state: str
    p_mastered: float
    low: float
    high: float
    truth: float


def read(path: Path, numbers: Mapping[str, int]) -> Truth:
    """The truth after the last week; the file tells the weeks in their order."""
    with path.open(encoding="utf-8", newline="") as file:
        return {
            (numbers[row["student"]], row["standard"]): float(row["mastery"])
            for row in csv.DictReader(file)
            if row["student"] in numbers
        }


def cells(rows: Sequence[Sequence[object]], truth: Truth) -> list[Cell]:
    """Those with a truth: the child's own grade and the one below."""
    return [
        Cell(str(state), float(p), float(low), float(high), truth[student, standard])  # type: ignore[arg-type, index]
        for student, standard, state, p, low, high in rows
        if (student, standard) in truth
    ]


def told(found: Sequence[Cell]) -> Iterator[str]:
    """The figures as lines."""
    states = np.array([cell.state for cell in found])
    truth = np.array([cell.truth for cell in found])
    p = np.array([cell.p_mastered for cell in found])
    held = np.array([cell.low <= cell.truth <= cell.high for cell in found])
    really = (truth >= MASTERED).astype(float)
    for state in np.unique(states).tolist():
        of = states == state
        yield (
            f"{state}: {of.sum():,} ({of.mean():.0%} of cells); truly mastered {really[of].mean():.1%}, "
            f"believed {p[of].mean():.1%}, true share right {truth[of].mean():.2f}"
        )
    yield (
        f"all {len(found):,}: truly mastered {really.mean():.1%}, believed {p.mean():.1%}; mastery AUC "
        f"{auc(really, p):.3f}, Brier {brier(really, p):.3f}, ECE {ece(really, p):.3f}; "
        f"80 % intervals cover {held.mean():.1%}"
    )


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "homeroom.site.settings")
    import django

    django.setup()
    from django.conf import settings

    from homeroom.facts import store
    from homeroom.people.models import Student

    numbers = dict(Student.objects.values_list("sourced_id", "pk"))
    path = Path(settings.HOMEROOM_HOME) / "simulation" / "truth" / "mastery.csv"
    if not path.is_file():
        print(f"{settings.HOMEROOM_HOME} holds no simulated school: run `homeroom demo --no-serve` there first.")
        return 1
    rows = store.query(ESTIMATED, tables=["mastery"]).rows
    for line in told(cells(rows, read(path, numbers))):
        print(line)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
