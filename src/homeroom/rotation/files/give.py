"""Write what plans are made from as files: the same school gives the same bytes."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.utils.translation import gettext

from homeroom.facts.spreadsheet import guarded
from homeroom.people import audit
from homeroom.people.audit import CommandLine
from homeroom.people.models import School, User
from homeroom.rotation.errors import RotationError
from homeroom.rotation.files.all_tables import TABLES
from homeroom.rotation.files.cells import told
from homeroom.rotation.files.table import Table


def give(school: School, folder: Path, by: User | CommandLine) -> dict[str, int]:
    """Write a file a table into a new or empty folder; the rows of each. Raises RotationError for another folder."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        words = gettext("%(folder)s: name a new folder, or an empty one: nothing is written over.")
        raise RotationError(words % {"folder": folder})
    found = {table.name: rows(table, school) for table in TABLES}
    about = ((table, one) for table in TABLES if table.children for one in table.held(school))
    children = {getattr(one, name) for table, one in about for name in table.children}
    named = sorted(number for number in children if number is not None)
    audit.exported(by, f"plan inputs of school {school.pk}", named, "what plans are made from")
    folder.mkdir(parents=True, exist_ok=True)
    for table in TABLES:
        with (folder / f"{table.name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, lineterminator="\r\n").writerows([head(table), *found[table.name]])
    return {name: len(some) for name, some in found.items()}


def head(table: Table) -> list[str]:
    return ["school", *table.columns]


def rows(table: Table, school: School, records: Iterable[Any] | None = None) -> list[list[str]]:
    """The rows of one file, of these records or all of the school, in order of their cells."""
    own, found = guarded(school.sourced_id), table.held(school) if records is None else records
    return sorted([own, *(guarded(told(value)) for value in table.cells(one))] for one in found)
