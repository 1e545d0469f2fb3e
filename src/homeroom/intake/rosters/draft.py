"""Draft a OneRoster 1.1 set out of a program's own export, for a person to check and then receive."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from homeroom.intake.errors import IntakeError
from homeroom.intake.layouts import declared
from homeroom.intake.rosters.draft_files import write
from homeroom.intake.rosters.drafted import Draft, drafted
from homeroom.intake.rosters.found import find
from homeroom.intake.rosters.table import read_table
from homeroom.programs.declaration import Program


def draft(source: Path, folder: Path, program: Program | None = None) -> Draft:
    """Write a OneRoster set and a README.txt into `folder`. Raises IntakeError where `source` tells of no children.

    Columns are those that `program` (or any program that homeroom knows) declares for this layout; otherwise they are
    found by their names. A folder that holds anything is refused.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise IntakeError(f"{folder}: not empty. Nothing was written. Name a new folder.")
    with TemporaryDirectory() as workshop:
        table = read_table(source.name, source, Path(workshop))
    made = drafted(source.name, table, find(table.columns, [program] if program else declared()))
    write(made, folder)
    return made
