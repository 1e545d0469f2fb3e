"""Figure: the ledger adds up for every file that is claimed to be read, each received into an empty installation.

Rows are counted by Python's own reader as well: what came in is what the file holds.
"""

from __future__ import annotations

import csv
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.vendors import FOLDER, claimed, receive_alone

ENDINGS = (".csv", ".txt")
NONE_OF_A_PROGRAM = ("oneroster", "expected_edfi", "seeds", "fwf_to_csv_xwalks", "importers", "xapi", "caliper")


@dataclass(frozen=True)
class Line:
    """One file: rows it holds by another count, and how its ledger stands."""

    name: str
    counted: int
    rows_in: int
    ends: dict[str, int]
    set_aside: int

    @property
    def adds_up(self) -> bool:
        return self.counted == self.rows_in == sum(self.ends.values())


def lines() -> Iterator[Line]:
    """Every file of a program below the folder that a declared layout fits."""
    found = (path for path in sorted(FOLDER.rglob("*")) if path.suffix in ENDINGS and _may_be(path))
    for path in claimed(found):
        yield line(path)


def line(path: Path) -> Line:
    from homeroom.intake.models import LEDGER

    delivery = receive_alone(path)
    ends = {name: getattr(delivery, name) for name in LEDGER}
    name = str(path.relative_to(FOLDER))
    return Line(name, _count(path, delivery.header_lines), delivery.rows_in, ends, delivery.set_aside)


def _may_be(path: Path) -> bool:
    return not any(part in NONE_OF_A_PROGRAM for part in path.relative_to(FOLDER).parts)


def _count(path: Path, header_lines: int) -> int:
    with path.open(encoding="utf-8-sig", newline="") as file:
        records = csv.reader(file) if path.suffix == ".csv" else ([text] for text in file)
        return sum(1 for record in records if record) - header_lines


def main() -> int:
    from bench.school import set_up

    shown = ("published", "quarantined", "ignored", "held", "duplicate", "superseded")
    print(" | ".join(("file", "rows in", *shown, "set aside", "adds up")))
    with tempfile.TemporaryDirectory() as home:
        set_up(Path(home))
        told = []
        for one in lines():
            told.append(one)
            cells = (one.name, one.rows_in, *(one.ends[name] for name in shown), one.set_aside, one.adds_up)
            print(" | ".join(map(str, cells)), flush=True)
    good = sum(one.adds_up for one in told)
    print(f"{good} of {len(told)} files, {sum(one.rows_in for one in told):,} rows: the ledger adds up")
    return int(good < len(told) or not told)


if __name__ == "__main__":
    sys.exit(main())
