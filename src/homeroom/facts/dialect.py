"""Our transforms are written in DuckDB's SQL; this puts them into Spark's, or says why it can't be done truly.

sqlglot translates. What it would turn into something that runs and means another thing is refused here.
"""

from __future__ import annotations

from functools import lru_cache

import sqlglot
from sqlglot import errors, exp

# Spark's TIMESTAMP is a moment in a session's time zone; ours have none, as DuckDB's haven't.
WITHOUT_A_ZONE = (
    exp.DataType.Type.TIMESTAMP,
    exp.DataType.Type.TIMESTAMP_S,
    exp.DataType.Type.TIMESTAMP_MS,
    exp.DataType.Type.TIMESTAMP_NS,
)
PERCENTILES = (exp.PercentileCont, exp.PercentileDisc, exp.Quantile, exp.ApproxQuantile)
LISTS = (exp.ArrayAgg, exp.GroupConcat)


class DialectError(Exception):
    """A statement can't be put into Spark's SQL so that it means the same. The text says what to write instead."""


@lru_cache(maxsize=256)
def spark_sql(sql: str) -> str:
    """One statement in Spark's SQL. Raises DialectError."""
    try:
        (statement,) = sqlglot.parse(sql, read="duckdb")
        if statement is None:
            raise DialectError("there is no statement")
        for node in statement.walk():
            _refuse(node)
            _without_a_zone(node)
        return statement.sql("spark", unsupported_level=sqlglot.ErrorLevel.RAISE, comments=False)
    except (errors.SqlglotError, ValueError) as error:
        raise DialectError(f"it is not one statement that can be translated: {error}") from error


def spark_type(type_: str) -> str:
    """A column's type in Spark's words: `TIMESTAMP_MS` is TIMESTAMP_NTZ, `VARCHAR[]` is ARRAY<STRING>."""
    type_node = exp.DataType.build(type_, dialect="duckdb")
    for node in type_node.walk():
        _without_a_zone(node)
    return type_node.sql("spark")


def _refuse(node: exp.Expr) -> None:
    if isinstance(node, PERCENTILES):
        raise DialectError("percentiles become approximate on Spark: write median")
    if isinstance(node, LISTS) and isinstance(node.this, exp.Order):
        raise DialectError("Spark drops the order within an aggregate: write list_sort around it")
    if isinstance(node, exp.ArrayAgg) and not isinstance(node.parent, exp.Filter):
        raise DialectError("Spark drops blanks from a list, DuckDB keeps them: write filter (where … is not null)")
    if isinstance(node, exp.Anonymous) and node.name.lower() == "hash":
        raise DialectError("the engines' hashes differ: order and sample by the values themselves")


def _without_a_zone(node: exp.Expr) -> None:
    if isinstance(node, exp.DataType) and node.this in WITHOUT_A_ZONE:
        node.set("this", exp.DataType.Type.TIMESTAMPNTZ)
