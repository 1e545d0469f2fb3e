"""A file against one layout: which column stands for which, and how alike the two are on the whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from homeroom.intake.proposing.likeness import refusal
from homeroom.intake.proposing.pairing import Pairing, pair
from homeroom.intake.proposing.profile import Known, Profile
from homeroom.intake.proposing.proposal import Base
from homeroom.intake.proposing.targets import Target, targets
from homeroom.programs.declaration import Layout, Program, Report, load

BLANK = Path(__file__).parent / "blank"
# What a column that every report has says of which report it is.
OF_EVERY_REPORT = 0.2


@dataclass(frozen=True)
class Compared:
    """A file against one layout: the pairs, and how alike the two are on the whole."""

    program: Program
    report: Report
    layout: Layout
    targets: tuple[Target, ...]
    pairing: Pairing
    likeness: float

    @property
    def code(self) -> str:
        return f"{self.program.slug}/{self.report.slug}/{self.layout.slug}"

    @property
    def known(self) -> bool:
        return self.program is not blank()

    def base(self) -> Base:
        named = (self.program.name, self.report.name, self.layout.slug)
        return Base(self.code, *named, likeness=round(self.likeness, 3), known=self.known)


@lru_cache(maxsize=1)
def blank() -> Program:
    """What a file of an unknown program may be, a plain report for each fact table."""
    return load(BLANK)


def compare(columns: Sequence[Profile], program: Program, report: Report, layout: Layout, known: Known) -> Compared:
    wanted = targets(program, report, layout)
    pairing = pair(columns, wanted, known)
    weight = [weight_of(target) for target in wanted]
    shared = sum(
        weight[target] * (1.0 if column in pairing.same else evidence.score)
        for column, target in pairing.chosen.items()
        if (evidence := pairing.evidence(column, target))
    )
    optional = [at for at, target in enumerate(wanted) if target.name in layout.optional]
    paired = set(pairing.chosen.values())
    lacking = sum(weight[at] for at in range(len(wanted)) if at not in paired and at not in optional)
    strange = sum(not refusal(column.name) for column in columns if column.place not in pairing.chosen)
    whole = sum(weight[at] for at in paired) + (lacking + strange) / 2
    return Compared(program, report, layout, wanted, pairing, shared / max(whole, 1e-9))


def weight_of(target: Target) -> float:
    return OF_EVERY_REPORT if target.kinds or target.refused or not target.used else 1.0
