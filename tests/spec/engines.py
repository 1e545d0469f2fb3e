"""The engines that transforms must agree on: each takes small tables and gives the derived rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

import pytest

from homeroom.facts import spark as on_spark
from homeroom.facts import spark_process
from homeroom.facts.engine import Session, quoted, session
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
            load(place, table, rows)
        for name, listed in relations.items():
            place.relation(name, listed)
        result = place.run(sql)
    assert result.names == made.names
    return result.dicts()


def spark(made: Table, sql: str, facts: Mapping[Table, Sequence[Record]], relations: Relations) -> list[Record]:
    """The facts come in files, as they do in an installation. Skips where Spark or Java is missing."""
    needs_spark()
    with TemporaryDirectory() as folder, on_spark.session() as place:
        for table, rows in facts.items():
            place.files(table.name, table, [_file(table, rows, Path(folder))] if rows else [])
        for name, listed in relations.items():
            place.relation(name, listed)
        result = place.run(sql)
    assert result.names == made.names
    return result.dicts()


ENGINES: Mapping[str, Engine] = {"duckdb": duckdb, "spark": spark}


def needs_spark() -> None:
    if lacking := spark_process.missing():
        pytest.skip(lacking)


def load(place: Session, table: Table, rows: Sequence[Record]) -> None:
    """Make `rows` a temporary table with the fact table's own name and types."""
    place.relation("drawn", columns(table.names, rows))
    typed = ", ".join(f"{quoted(c.name)}::{c.type} as {quoted(c.name)}" for c in table.columns)
    place.run(f"create or replace temp table {quoted(table.name)} as select {typed} from drawn")


def _file(table: Table, rows: Sequence[Record], folder: Path) -> Path:
    path = folder / f"{table.name}.parquet"
    with session() as place:
        load(place, table, rows)
        place.write(f"select * from {quoted(table.name)}", path, table.row_group)
    return path


def columns(names: Iterable[str], rows: Sequence[Mapping[str, object]]) -> dict[str, list[object]]:
    return {name: [row[name] for row in rows] for name in names}


def in_order(rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Rows in one order whatever they hold, decimals rounded to nine places."""
    rounded = ({k: round(v, 9) if isinstance(v, float) else v for k, v in row.items()} for row in rows)
    return sorted(rounded, key=lambda row: [(str(type(value)), str(value)) for value in row.values()])
