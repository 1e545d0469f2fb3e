"""Read anybody's file of answers: Parquet or CSV."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from homeroom.facts.any_file import READERS, arrays
from homeroom.facts.engine import EngineError
from homeroom.mastery.errors import MasteryError
from homeroom.mastery.responses import Responses


def read(path: Path) -> Responses:
    """Columns: student, standard, correct, and where they are known item, lesson, program, occurred_at, id.

    In a CSV file, several standards of an answer are separated by semicolons; in Parquet they are a list.
    Raises MasteryError where the file can't be used, OSError where it can't be opened.
    """
    if path.suffix.lower() not in READERS:
        raise MasteryError(f"{path.suffix or 'A file without an ending'} can't be read: give .parquet or .csv.")
    try:
        table = arrays(path)
    except EngineError:
        raise MasteryError("This is no file of that kind, or its lines don't fit its header.") from None
    return Responses.of(_split(table) if path.suffix.lower() == ".csv" else table)


def _split(table: dict[str, Any]) -> dict[str, Any]:
    standards = table.get("standard")
    told = list(standards) if standards is not None else []
    if any(isinstance(cell, str) and ";" in cell for cell in told):
        table["standard"] = [_codes(cell) for cell in told]
    return table


def _codes(cell: object) -> object:
    return [code.strip() for code in cell.split(";")] if isinstance(cell, str) else cell
