"""Which reports are declared, and whether each has read a real file yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from homeroom.programs.assign import NOT_TOLD
from homeroom.programs.parts import Program, Report


@dataclass(frozen=True)
class Listed:
    """One report of one program. `columns` counts those of the widest layout; `tried` says `seen` in words.

    `assign` says what the program can be told, and `verified_on` when that was read. A program without reports of its
    own has one line with a blank `report`.
    """

    program: str
    name: str
    report: str
    fact: str
    layouts: int
    columns: int
    seen: str
    tried: str
    caveat: str
    channels: tuple[str, ...]
    assign: str
    verified_on: str


def listed(programs: Iterable[Program]) -> list[Listed]:
    """Every report, in the order of the programs."""
    return [_listed(program, report) for program in programs for report in program.reports or (None,)]


def _listed(program: Program, report: Report | None) -> Listed:
    told = program.assign or NOT_TOLD
    return Listed(
        program=program.slug,
        name=program.name,
        report=report.slug if report else "",
        fact=report.fact.name if report else "",
        layouts=len(report.layouts) if report else 0,
        columns=max(len(layout.columns) for layout in report.layouts) if report else 0,
        seen=report.seen if report else "",
        tried=report.tried if report else "",
        caveat=report.caveat if report else "",
        channels=told.channels,
        assign=told.words,
        verified_on=told.verified_on.isoformat() if told.verified_on else "",
    )
