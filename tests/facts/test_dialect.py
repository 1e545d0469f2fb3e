"""DuckDB's SQL in Spark's words, and what is refused because it would mean another thing there. Needs no Spark."""

from importlib import resources

import pytest

from homeroom.facts.dialect import DialectError, spark_sql, spark_type
from homeroom.facts.schema import TABLES

TRANSFORMS = sorted(path.name for path in resources.files("homeroom.mastery").iterdir() if path.name.endswith(".sql"))


@pytest.mark.parametrize("name", TRANSFORMS)
def test_every_transform_can_be_put_into_sparks_words(name: str) -> None:
    assert spark_sql((resources.files("homeroom.mastery") / name).read_text("utf-8"))


def test_there_are_transforms() -> None:
    assert {"practice.sql", "streaks.sql", "periods.sql"} <= set(TRANSFORMS)


@pytest.mark.parametrize(
    ("duckdb", "spark"),
    [
        ("select a from t order by a", "SELECT a FROM t ORDER BY a NULLS LAST"),
        ("select a::timestamp_ms, b::timestamp", "SELECT CAST(a AS TIMESTAMP_NTZ), CAST(b AS TIMESTAMP_NTZ)"),
        ("select string_agg(a, ';') from t", "SELECT LISTAGG(a, ';') FROM t"),
        ("select 7 // 2, median(a) from t", "SELECT 7 DIV 2, MEDIAN(a) FROM t"),
        (
            "select list_sort(list(distinct a) filter (where a is not null)) from t",
            "SELECT ARRAY_SORT(COLLECT_LIST(DISTINCT a) FILTER(WHERE NOT a IS NULL)) FROM t",
        ),
        ("select a from t where b in (select unnest($b))", "SELECT a FROM t WHERE b IN (SELECT EXPLODE(:b))"),
        ("select 1 -- a remark with 'quotes'", "SELECT 1"),
    ],
)
def test_a_statement_keeps_its_meaning(duckdb: str, spark: str) -> None:
    assert spark_sql(duckdb) == spark


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("select quantile_cont(a, 0.5) from t", "write median"),
        ("select percentile_cont(0.5) within group (order by a) from t", "write median"),
        ("select approx_quantile(a, 0.5) from t", "write median"),
        ("select list(a order by b) from t", "write list_sort"),
        ("select string_agg(a, ', ' order by a) from t", "write list_sort"),
        ("select array_agg(a) from t", "write filter"),
        ("select hash(a) from t", "the engines' hashes differ"),
        ("select 1; select 2", "not one statement"),
        ("select from where", "not one statement"),
        ("", "there is no statement"),
    ],
)
def test_what_would_mean_another_thing_is_refused_with_what_to_write(sql: str, words: str) -> None:
    with pytest.raises(DialectError, match=words):
        spark_sql(sql)


@pytest.mark.parametrize(
    ("duckdb", "spark"),
    [
        ("INTEGER", "INT"),
        ("TIMESTAMP_MS", "TIMESTAMP_NTZ"),
        ("VARCHAR[]", "ARRAY<STRING>"),
        ("STRUCT(standard VARCHAR, at TIMESTAMP)[]", "ARRAY<STRUCT<standard: STRING, at: TIMESTAMP_NTZ>>"),
    ],
)
def test_a_columns_type_has_its_like(duckdb: str, spark: str) -> None:
    assert spark_type(duckdb) == spark


def test_every_column_of_every_table_has_a_type_on_spark() -> None:
    assert all(spark_type(column.type) for table in TABLES.values() for column in table.columns)
