"""The engines that transforms must agree on: each takes small tables and gives the derived rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from homeroom.facts.engine import quoted, session
from homeroom.facts.schema import Table

Record = dict[str, object]
Relations = Mapping[str, Mapping[str, Sequence[object]]]


class Engine(Protocol):
    """Run a transform over `facts`, with `relations` beside them, and give what `made` would hold."""

    def __call__(
        self, made: Table, sql: str, facts: Mapping[Table, Sequence[Record]], relations: Relations
    ) -> list[Record]: ...


def duckdb(made: Table, sql: str, facts: Mapping[Table, Sequence[Record]], relations: Relations) -> list[Record]:
    with session() as place:
        for table, rows in facts.items():
            place.relation("drawn", columns(table.names, rows))
            typed = ", ".join(f"{quoted(c.name)}::{c.type} as {quoted(c.name)}" for c in table.columns)
            place.run(f"create or replace temp table {quoted(table.name)} as select {typed} from drawn")
        for name, listed in relations.items():
            place.relation(name, listed)
        result = place.run(sql)
    assert result.names == made.names
    return result.dicts()


ENGINES: Mapping[str, Engine] = {"duckdb": duckdb}


def columns(names: Iterable[str], rows: Sequence[Mapping[str, object]]) -> dict[str, list[object]]:
    return {name: [row[name] for row in rows] for name in names}


def in_order(rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Rows in one order whatever they hold, decimals rounded to nine places."""
    rounded = ({k: round(v, 9) if isinstance(v, float) else v for k, v in row.items()} for row in rows)
    return sorted(rounded, key=lambda row: [(str(type(value)), str(value)) for value in row.values()])
