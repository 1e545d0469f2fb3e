"""What each program can be told here: its declaration's record, or the work-list alone where nothing is declared."""

from __future__ import annotations

from homeroom.intake.layouts import declared
from homeroom.programs.assign import NOT_TOLD, Assign


def of(program: str) -> Assign:
    """The record of one program, by slug. Blank: offline work, which stands on the work-list."""
    return next((one.assign for one in declared() if one.slug == program and one.assign), NOT_TOLD)


def name_of(program: str) -> str:
    """What people call it."""
    return next((one.name for one in declared() if one.slug == program), program.replace("_", " ").title())
