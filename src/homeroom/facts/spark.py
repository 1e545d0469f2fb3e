"""The Spark engine behind the same door: the same `.sql`, for more facts than one machine works through in a night.

It needs the extra `homeroom[spark]` and Java; pyspark is imported only once Spark is asked for.
No Python runs in Spark's workers: small tables go in as Parquet files that DuckDB writes, so that their types agree.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from homeroom.facts import engine
from homeroom.facts.dialect import spark_sql, spark_type
from homeroom.facts.engine import Rows, quoted
from homeroom.facts.schema import Table
from homeroom.facts.spark_process import folder, in_our_words, start


class SparkSession:
    """A session on Spark: its temporary views are seen here alone, its small files go when it is closed."""

    def __init__(self, spark: Any, folder: Path) -> None:
        self._spark = spark
        self._folder = folder

    def run(self, sql: str, parameters: Mapping[str, object] | None = None) -> Rows:
        with in_our_words():
            frame = self._frame(sql, parameters)
            return Rows(tuple(frame.columns), [tuple(_plain(value) for value in row) for row in frame.collect()])

    def numbers(self, sql: str, parameters: Mapping[str, object] | None = None) -> NDArray[Any]:
        return np.asarray([value for (value,) in self.run(sql, parameters).rows])

    def arrays(self, sql: str, parameters: Mapping[str, object] | None = None) -> Mapping[str, NDArray[Any]]:
        found = self.run(sql, parameters)
        return {name: np.asarray(found.column(name)) for name in found.names}

    def relation(self, name: str, columns: Mapping[str, Sequence[object]]) -> None:
        with engine.session() as place:
            place.relation("small", columns)
            self._bring(name, place)

    def columns(self, name: str, arrays: Mapping[str, NDArray[Any]]) -> None:
        with engine.session() as place:
            place.columns("small", arrays)
            self._bring(name, place)

    def _bring(self, name: str, place: engine.Session) -> None:
        """DuckDB's table `small` as a view here."""
        path = self._folder / f"{uuid.uuid4().hex}.parquet"
        place.write("select * from small", path, 122_880)
        with in_our_words():
            self._spark.read.parquet(str(path)).createOrReplaceTempView(name)

    def files(self, name: str, table: Table, paths: Sequence[Path]) -> None:
        shape = ", ".join(f"`{column.name}` {spark_type(column.type)}" for column in table.columns)
        nothing = ", ".join(f"null::{column.type} as {quoted(column.name)}" for column in table.columns)
        with in_our_words():
            if paths:
                frame = self._spark.read.schema(shape).parquet(*map(str, paths))
            else:
                frame = self._frame(f"select {nothing} where false")
            frame.createOrReplaceTempView(name)

    def gather(
        self, name: str, table: Table, columns: Sequence[str], students: Sequence[int], paths: Sequence[Path]
    ) -> None:
        self.files(name, table, paths)
        shown = ", ".join(map(quoted, columns))
        wanted = f"select {shown} from {quoted(name)} where student in (select unnest($students))"
        with in_our_words():
            self._frame(wanted, {"students": list(students)}).localCheckpoint().createOrReplaceTempView(name)

    def write(self, sql: str, path: Path, row_group: int) -> None:
        """One file, as the store wants it: Spark's own folder of parts stands beside it only meanwhile."""
        parts = path.with_name(f"{path.name}.parts")
        options = {"compression": "zstd", "parquet.block.row.count.limit": str(row_group)}
        try:
            with in_our_words():
                self._frame(sql).coalesce(1).write.options(**options).parquet(str(parts))
            (written,) = parts.glob("part-*.parquet")
            written.rename(path)
        finally:
            shutil.rmtree(parts, ignore_errors=True)

    def _frame(self, sql: str, parameters: Mapping[str, object] | None = None) -> Any:
        return self._spark.sql(spark_sql(sql), args=engine.only_named(sql, parameters))


@contextmanager
def session() -> Iterator[SparkSession]:
    """A session on this process's Spark, which starts with the first one (some seconds). Raises EngineError."""
    spark = start(os.getpid())
    with tempfile.TemporaryDirectory(prefix="session-", dir=folder()) as own:
        yield SparkSession(spark.newSession(), Path(own))


def _plain(value: object) -> object:
    """A structure as a dictionary, as DuckDB gives it."""
    from pyspark.sql import Row

    if isinstance(value, Row):
        return value.asDict(recursive=True)
    return [_plain(one) for one in value] if isinstance(value, list) else value
