"""The one door to the engines that run SQL over fact files: DuckDB, and for derived tables also Spark.

One connection a process, one cursor a session: a fresh connection costs about 200 ms, a cursor nearly nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import duckdb
import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from homeroom.facts.schema import Column, Table

# What `facts_engine` in settings.toml may say.
DUCKDB, SPARK = "duckdb", "spark"


class EngineError(Exception):
    """The engine could not run a statement. Its text is the engine's and may quote data: don't show or log it."""


class EngineDiskError(EngineError):
    """The engine could not read or write a file: the disk is full, or closed to us."""


@dataclass(frozen=True)
class Rows:
    """A result: column names and rows in the order the SQL gave them."""

    names: tuple[str, ...]
    rows: list[tuple[Any, ...]]

    def dicts(self) -> list[dict[str, Any]]:
        return [dict(zip(self.names, row, strict=True)) for row in self.rows]

    def column(self, name: str) -> list[Any]:
        at = self.names.index(name)
        return [row[at] for row in self.rows]

    @property
    def one(self) -> tuple[Any, ...]:
        return self.rows[0]


class Session(Protocol):
    """A working place on an engine: temporary tables and views made here are seen here alone."""

    def run(self, sql: str, parameters: Mapping[str, object] | None = None) -> Rows:
        """Run one statement; parameters are named, `$name` in the SQL."""

    def numbers(self, sql: str, parameters: Mapping[str, object] | None = None) -> NDArray[Any]:
        """The only column that `sql` gives, as an array; it must hold numbers and no blanks."""

    def arrays(self, sql: str, parameters: Mapping[str, object] | None = None) -> Mapping[str, NDArray[Any]]:
        """Every column that `sql` gives, as an array; they must hold numbers and no blanks."""

    def relation(self, name: str, columns: Mapping[str, Sequence[object]]) -> None:
        """Make a small temporary table out of equally long lists."""

    def columns(self, name: str, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Make a temporary table out of equally long arrays of numbers; NaN becomes blank."""

    def files(self, name: str, table: Table, paths: Sequence[Path]) -> None:
        """Make a view of fact files under `name`, with the table's whole schema even where no file exists."""

    def gather(
        self, name: str, table: Table, columns: Sequence[str], students: Sequence[int], paths: Sequence[Path]
    ) -> None:
        """Make a temporary table of these columns of these students' rows: the files are read once, here."""

    def write(self, sql: str, path: Path, row_group: int) -> None:
        """Write what `sql` gives into one Parquet file."""


# A longer statement is one that names each of a wide file's columns.
WIDE = 100_000


class DuckDBSession:
    """A session on DuckDB: one cursor of the process's connection."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor

    def run(self, sql: str, parameters: Mapping[str, object] | None = None) -> Rows:
        with self._no_search(len(sql) > WIDE):
            return self._run(sql, parameters)

    @contextmanager
    def _no_search(self, wide: bool) -> Iterator[None]:
        """Of a statement about thousands of columns the search for common expressions takes most of the time."""
        if wide:
            self._cursor.execute("set global disabled_optimizers = 'common_subexpressions'")
        try:
            yield
        finally:
            if wide:
                self._cursor.execute("set global disabled_optimizers = ''")

    def _run(self, sql: str, parameters: Mapping[str, object] | None) -> Rows:
        try:
            result = self._cursor.execute(sql, only_named(sql, parameters))
        except duckdb.IOException as error:
            raise EngineDiskError(str(error)) from error
        except duckdb.Error as error:
            raise EngineError(str(error)) from error
        names = tuple(column[0] for column in result.description or ())
        return Rows(names, result.fetchall())

    def numbers(self, sql: str, parameters: Mapping[str, object] | None = None) -> NDArray[Any]:
        (column,) = self._cursor.execute(sql, only_named(sql, parameters)).fetchnumpy().values()
        return np.asarray(column)

    def arrays(self, sql: str, parameters: Mapping[str, object] | None = None) -> Mapping[str, NDArray[Any]]:
        found = self._cursor.execute(sql, only_named(sql, parameters)).fetchnumpy()
        return {name: np.asarray(column) for name, column in found.items()}

    def columns(self, name: str, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._cursor.register("given", dict(arrays))
        self.run(f"create or replace temp table {quoted(name)} as select * from given")
        self._cursor.unregister("given")

    def relation(self, name: str, columns: Mapping[str, Sequence[object]]) -> None:
        taken = ", ".join(f"unnest(${column}) as {quoted(column)}" for column in columns)
        values = {column: list(listed) for column, listed in columns.items()}
        self.run(f"create or replace temp table {quoted(name)} as select {taken}", values)

    def files(self, name: str, table: Table, paths: Sequence[Path]) -> None:
        self.run(f"create or replace temp view {quoted(name)} as {_rows_of(table.columns, paths)}")

    def gather(
        self, name: str, table: Table, columns: Sequence[str], students: Sequence[int], paths: Sequence[Path]
    ) -> None:
        chosen = [table.column(column) for column in columns]
        if not paths:
            shape = ", ".join(f"{quoted(column.name)} {column.type}" for column in chosen)
            self.run(f"create or replace temp table {quoted(name)} ({shape})")
            return
        rows = _rows_of(chosen, paths)
        wanted = f"select * from ({rows}) where student in (select unnest($students))"
        self.run(f"create or replace temp table {quoted(name)} as {wanted}", {"students": list(students)})

    def write(self, sql: str, path: Path, row_group: int) -> None:
        options = f"format parquet, compression zstd, parquet_version v2, row_group_size {row_group}"
        self.run(f"copy ({sql}) to {literal(str(path))} ({options})")


@contextmanager
def session() -> Iterator[Session]:
    """A session on this process's engine, closed at the end with everything temporary in it."""
    cursor = _connection(os.getpid()).cursor()
    try:
        yield DuckDBSession(cursor)
    finally:
        cursor.close()


@contextmanager
def transforming() -> Iterator[Session]:
    """A session on the engine that works derived tables out: DuckDB, or Spark where the installation chose it."""
    if getattr(settings, "HOMEROOM_FACTS_ENGINE", DUCKDB) != SPARK:
        with session() as place:
            yield place
        return
    # Imported only where it is chosen: most installations have neither Spark nor Java.
    from homeroom.facts import spark

    with spark.session() as distributed:
        yield distributed


def quoted(name: str) -> str:
    """An SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """An SQL string, for the few places where SQL takes no parameter: file names and formats."""
    return "'" + text.replace("'", "''") + "'"


def _rows_of(columns: Sequence[Column], paths: Sequence[Path]) -> str:
    """A select of these columns over the files, which gives them even where a file, or every file, is without them."""
    nothing = ", ".join(f"null::{column.type} as {quoted(column.name)}" for column in columns) + " where false"
    if not paths:
        return f"select {nothing}"
    rows = _parquet(", ".join(literal(str(path)) for path in paths))
    if not {column.name for column in columns} <= frozenset.union(*(_names_in(str(path)) for path in paths)):
        rows = f"(select {nothing} union all by name select * from {rows})"
    # Parquet's reader gives moments in microseconds, ours are in milliseconds: equal, but of unequal hashes.
    shown = ", ".join(f"{quoted(column.name)}::{column.type} as {quoted(column.name)}" for column in columns)
    return f"select {shown} from {rows}"


@lru_cache(maxsize=4096)
def _names_in(path: str) -> frozenset[str]:
    """The columns of a Parquet file. A fact file never changes, so each is asked once a process."""
    with session() as place:
        return frozenset(place.run("select name from parquet_schema($path)", {"path": path}).column("name"))


def _parquet(listed: str) -> str:
    return f"read_parquet([{listed}], union_by_name = true)"


@lru_cache(maxsize=1)
def _connection(_process: int) -> duckdb.DuckDBPyConnection:
    # Keyed by process: a connection does not survive a fork.
    connection = duckdb.connect(
        config={
            "threads": os.cpu_count() or 2,
            "memory_limit": getattr(settings, "HOMEROOM_MEMORY", "1200MB"),
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
    )
    # Global: what is set on the connection alone does not reach its cursors.
    connection.execute("set global TimeZone = 'UTC'")
    connection.execute("set global parquet_metadata_cache = true")
    return connection


def only_named(sql: str, parameters: Mapping[str, object] | None) -> dict[str, object]:
    """DuckDB refuses parameters that the SQL does not name; callers share one set over several statements."""
    return {name: value for name, value in (parameters or {}).items() if f"${name}" in sql}
