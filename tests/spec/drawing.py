"""The spec format: small tables in, the expected table out, on every engine there is.

A table is drawn with a header and one row a line, columns parted by `|`. Only the columns that matter are drawn.
An empty cell is no value, '' is an empty text. Columns left out hold what DEFAULTS says, or no value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Protocol

from homeroom.facts.schema import Column, Table
from homeroom.mastery import refresh
from spec.engines import ENGINES, Engine, Record, columns, in_order

DEFAULTS = {
    "student": "1",
    "program": "alpha",
    "school_year": "2027",
    "precision": "day",
    "kind": "lesson",
    # Of the flexible block.
    "school": "5",
    "session": "1",
    "plan_version": "1",
}
TAGS = Table(
    "tags",
    "one content item on one standard",
    (
        Column("program", "VARCHAR", ""),
        Column("kind", "VARCHAR", ""),
        Column("content_item", "VARCHAR", ""),
        Column("standard", "VARCHAR", ""),
        Column("share", "DOUBLE", ""),
    ),
    (),
)
SPELLINGS = Table(
    "spellings",
    "one spelling",
    (Column("spelling", "VARCHAR", ""), Column("standard", "VARCHAR", "")),
    (),
)


class Derived(Protocol):
    """Derive one table out of drawn tables and compare it with the drawn one."""

    def __call__(self, *, gives: str, **drawn: str) -> None: ...


def table(text: str) -> list[dict[str, str]]:
    """The rows of a drawn table, as they stand: column name to cell."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines() if line.strip()]
    header, *rows = lines
    return [dict(zip(header, row, strict=True)) for row in rows]


def derived(
    engine: Engine,
    made: Table,
    inputs: list[Table],
    beside: tuple[Table, ...] = (TAGS, SPELLINGS),
    always: Mapping[str, str] = MappingProxyType({}),
    sql: str = "",
) -> Derived:
    """Every example runs twice, the second time with its rows upside down: the order of arrival never matters.

    `beside` are the relations that the transform reads beside the facts; `always` draws those an example leaves out.
    `sql` is the transform, where it is none of mastery's.
    On Spark once: there the order of rows is chance anyway, and each run takes half a second.
    """

    def check(*, gives: str, **drawn: str) -> None:
        unknown = set(drawn) - {t.name for t in (*inputs, *beside)}
        assert not unknown, f"the example draws tables that the transform does not read: {unknown}"
        told = {**always, **drawn}
        relations = {t.name: columns(t.names, _records(t, told.get(t.name, ""))) for t in beside}
        facts = {t: _records(t, drawn.get(t.name, "")) for t in inputs}
        shown = table(gives + "\n")
        for turn in (1,) if engine is ENGINES["spark"] else (1, -1):
            turned = {t: rows[::turn] for t, rows in facts.items()}
            found = engine(made, sql or refresh.sql(made.name), turned, relations)
            names = list(shown[0]) if shown else []
            assert in_order([{n: row[n] for n in names} for row in found]) == in_order(_typed(made, r) for r in shown)

    return check


def _records(of: Table, text: str) -> list[Record]:
    """Whole rows of a table out of what is drawn of it, with delivery and row number as they stand."""
    drawn = table(text) if text else []
    blank: Mapping[str, str] = {name: DEFAULTS.get(name, "") for name in of.names}
    lineage = ({"delivery": "1", "row": str(n)} if "delivery" in of.names else {} for n in range(1, len(drawn) + 1))
    return [_typed(of, {**blank, **place, **row}) for row, place in zip(drawn, lineage, strict=True)]


def _typed(of: Table, row: Mapping[str, str]) -> Record:
    return {name: _value(of.column(name).type, cell) for name, cell in row.items()}


def _value(type_: str, cell: str) -> object:
    if cell == "":
        return None
    return "" if cell == "''" else PARSE[type_](cell)


def _yes_no(cell: str) -> bool:
    return {"yes": True, "no": False}[cell]


PARSE: Mapping[str, Callable[[str], object]] = {
    "INTEGER": int,
    "SMALLINT": int,
    "DOUBLE": float,
    "BIGINT": int,
    "VARCHAR": str,
    "BOOLEAN": _yes_no,
    "TIMESTAMP_MS": datetime.fromisoformat,
    "DATE": date.fromisoformat,
}
