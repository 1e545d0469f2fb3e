"""Where the columns of a fixed-width file stand: a table beside the declaration with `name`, `start` and `end`."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

NEEDED = ("name", "start", "end")


def positions(path: Path) -> list[list[Any]]:
    """`[name, start, end]` a column; the first place of a line is 1, and `end` belongs to the column.

    Raises ValueError where the table has other columns, or a place is no whole number.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if not set(NEEDED) <= set(rows.fieldnames or ()):
            raise ValueError(f"its columns must be {', '.join(NEEDED)}")
        return [_one(row, number) for number, row in enumerate(rows, start=2)]


def _one(row: dict[str, str], line: int) -> list[Any]:
    try:
        return [row["name"].strip(), int(row["start"]), int(row["end"])]
    except (TypeError, ValueError, AttributeError):
        raise ValueError(f"line {line}: start and end must be whole numbers") from None


def position_mistakes(listed: Sequence[Any], length: int) -> Iterator[str]:
    """Every mistake of a layout's positions; `length` is the declared length of a line, 0 where none is."""
    last, before = 0, ""
    if any(not _well_formed(one) for one in listed):
        yield 'positions must be a file\'s name, or a list of ["name", start, end] with whole numbers'
        return
    for name, start, end in sorted(listed, key=lambda one: (one[1], one[2])):
        if start < 1 or end < start:
            yield f"position {name}: {start} to {end} is no place in a line; the first is 1"
        elif start <= last:
            yield f"positions {before} and {name} overlap"
        last, before = max(last, end), name
    if length and last > length:
        yield f"position {before} ends at {last}, after the line's end at {length}"


def _well_formed(one: Any) -> bool:
    kinds = (str, int, int)
    return (
        isinstance(one, list)
        and len(one) == len(kinds)
        and all(isinstance(part, kind) and not isinstance(part, bool) for part, kind in zip(one, kinds, strict=True))
    )
