"""A calendar as CSV: `date, kind, name, school`. A blank school means all of them."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from homeroom.intake.calendars.parts import Given, Schools
from homeroom.intake.errors import IntakeError
from homeroom.people.models import SchoolDay
from homeroom.people.school_days import Marked

NEEDED = ("date", "kind")
COLUMNS = (*NEEDED, "name", "school")
SHOWN = 10  # mistakes told at once
KINDS = ", ".join(SchoolDay.Kind.values)


def read(path: Path, name: str, schools: Schools) -> Given:
    """The days of a UTF-8 file. Raises IntakeError with every mistake: half a calendar would silence the wrong days."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        columns = {(column or "").strip().casefold(): column for column in reader.fieldnames or ()}
        if missing := [column for column in NEEDED if column not in columns]:
            raise IntakeError(
                f"{name}: has no column “{missing[0]}”. A calendar has the columns {', '.join(COLUMNS)}; the school may"
                " be blank for all schools. Nothing was taken in."
            )
        try:
            cells = [{key: (row.get(columns[key]) or "").strip() for key in columns} for row in reader]
        except csv.Error as error:
            raise IntakeError(
                f"{name}: line {reader.line_num} can't be read ({error}). Nothing was taken in."
            ) from None
    mistakes = list(_mistakes(cells, schools))
    if mistakes:
        more = f"\n… and {len(mistakes) - SHOWN} more" if len(mistakes) > SHOWN else ""
        told = "\n".join(f"{name}: {mistake}" for mistake in mistakes[:SHOWN])
        raise IntakeError(f"{told}{more}\nNothing was taken in. Correct the file and receive it again.")
    return Given(tuple(_day(row, schools) for row in cells if any(row.values())), ())


def _mistakes(cells: list[dict[str, str]], schools: Schools) -> Iterator[str]:
    said: dict[tuple[str, str], tuple[int, str]] = {}
    for line, row in enumerate(cells, start=2):
        if not any(row.values()):
            continue
        if not _is_day(row["date"]):
            yield f"line {line}: date “{row['date'][:40]}” is not a day written as 2026-09-07."
        if row["kind"].casefold() not in SchoolDay.Kind.values:
            yield f"line {line}: kind “{row['kind'][:40]}” is none of {KINDS}."
        school = row.get("school", "").casefold()
        if school and school not in schools:
            yield f"line {line}: school “{row['school'][:80]}” is no id or name of one school in the roster."
        before = said.setdefault((school, row["date"]), (line, row["kind"].casefold()))
        if before[1] != row["kind"].casefold():
            yield f"line {line}: {row['date'][:40]} is another kind of day in line {before[0]}."


def _is_day(text: str) -> bool:
    try:
        return len(text) == len("2026-09-07") and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _day(row: Mapping[str, str], schools: Schools) -> Marked:
    school = row.get("school", "").casefold()
    return Marked(
        date.fromisoformat(row["date"]),
        row["kind"].casefold(),
        row.get("name", ""),
        schools[school] if school else None,
    )
