"""Which reports are declared, and whether each has read a real file yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from homeroom.programs.parts import Program


@dataclass(frozen=True)
class Listed:
    """One report of one program. `columns` counts those of the widest layout; `tried` says `seen` in words."""

    program: str
    name: str
    report: str
    fact: str
    layouts: int
    columns: int
    seen: str
    tried: str
    caveat: str


def listed(programs: Iterable[Program]) -> list[Listed]:
    """Every report, in the order of the programs."""
    return [
        Listed(
            program=program.slug,
            name=program.name,
            report=report.slug,
            fact=report.fact.name,
            layouts=len(report.layouts),
            columns=max(len(layout.columns) for layout in report.layouts),
            seen=report.seen,
            tried=report.tried,
            caveat=report.caveat,
        )
        for program in programs
        for report in program.reports
    ]
