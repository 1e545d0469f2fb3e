"""A set of another layout as tables in OneRoster's words, each row still knowing the file and row it came from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from homeroom.intake.rosters.table import Fault, Record, Table

# Row numbers of a table's second source begin here, of the third at twice that. Rows that a layout only implies have
# numbers below 1.
ROOM = 10**9
Cells = Mapping[str, str]
Turn = Callable[[Record], Cells | Fault]


@dataclass(frozen=True)
class Turned:
    """Tables by OneRoster's report names, and for each the received files that its rows come from."""

    program: str
    version: str
    tables: Mapping[str, Table]
    sources: Mapping[str, tuple[str, ...]]
    # What to tell of a received file.
    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """Rows of one received file and how each becomes a row of the new table; a fault where it can't."""

    table: Table
    turn: Turn


def joined(sources: Sequence[Source], implied: Iterable[Cells] = ()) -> Table:
    """One table out of several files' rows, with rows that are only implied after them."""
    records: list[Record] = []
    faults: list[Fault] = []
    columns: dict[str, str] = {}
    for place, source in enumerate(sources):
        faults += [replace(fault, row=fault.row + place * ROOM) for fault in source.table.faults]
        for record in source.table.records:
            turned = source.turn(record)
            number = record.number + place * ROOM
            if isinstance(turned, Fault):
                faults.append(replace(turned, row=number))
            else:
                records.append(Record(number, turned))
    records += [Record(-at, cells) for at, cells in enumerate(implied, start=1)]
    for record in records:
        columns.update({name.lower(): name for name in record.cells})
    return Table(tuple(columns.values()), tuple(_lowered(record) for record in records), tuple(faults), ())


def _lowered(record: Record) -> Record:
    return Record(record.number, {name.lower(): value for name, value in record.cells.items()})
