"""Read anybody's file of answers: Parquet or CSV."""

from __future__ import annotations

from pathlib import Path

import duckdb

from homeroom.mastery.errors import MasteryError
from homeroom.mastery.responses import Responses

KINDS = {".parquet": "read_parquet", ".csv": "read_csv"}


def read(path: Path) -> Responses:
    """Columns: student, standard, correct, and where they are known item, lesson, program, occurred_at, id.

    In a CSV file, several standards of an answer are separated by semicolons; in Parquet they are a list.
    Raises MasteryError where the file can't be used, OSError where it can't be opened.
    """
    reader = KINDS.get(path.suffix.lower())
    if reader is None:
        raise MasteryError(f"{path.suffix or 'A file without an ending'} can't be read: give .parquet or .csv.")
    path.open("rb").close()
    try:
        with duckdb.connect() as connection:
            asked = connection.execute(f"select * from {reader}($path)", {"path": str(path)})
            table = asked.fetchnumpy()
    except duckdb.Error:
        raise MasteryError("This is no file of that kind, or its lines don't fit its header.") from None
    return Responses.of(_split(dict(table)) if reader == "read_csv" else table)


def _split(table: dict[str, object]) -> dict[str, object]:
    standards = table.get("standard")
    told = list(standards) if standards is not None else []  # type: ignore[call-overload]
    if any(isinstance(cell, str) and ";" in cell for cell in told):
        table["standard"] = [_codes(cell) for cell in told]
    return table


def _codes(cell: object) -> object:
    return [code.strip() for code in cell.split(";")] if isinstance(cell, str) else cell
