"""A delta set laid over the tables of the set that stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from homeroom.intake.rosters.manifest import Manifest
from homeroom.intake.rosters.table import Record, Table


def overlaid(base: Mapping[str, Table], delta: Mapping[str, Table], manifest: Manifest) -> dict[str, Table]:
    """The base's tables with the delta's rows over those of the same sourcedId.

    A file that the manifest calls bulk takes the base's place; one that did not come leaves the base as it is. Rows of
    the base get numbers below 1, so that what is wrong with them is not told again.
    """
    found = {report: _numbered(table) for report, table in base.items()}
    for report, table in delta.items():
        whole = manifest.mode(report) == "bulk" or report not in found
        found[report] = table if whole else _over(found[report], table)
    return found


def _numbered(table: Table) -> Table:
    records = tuple(Record(-at, record.cells) for at, record in enumerate(table.records, start=1))
    return replace(table, records=records, faults=(), notes=())


def _over(base: Table, delta: Table) -> Table:
    told = {record.cells.get("sourcedid", "") for record in delta.records}
    stands = {record.cells.get("sourcedid", ""): record for record in base.records}
    kept = [record for record in base.records if record.cells.get("sourcedid", "") not in told]
    new = [name for name in delta.columns if name.lower() not in base.names]
    under = {one: stands[one] for one in told & stands.keys()}
    return Table((*base.columns, *new), (*kept, *delta.records), delta.faults, delta.notes, under)
