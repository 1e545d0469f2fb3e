"""The data dictionary, written out of the schemas: `python -m homeroom.facts.dictionary docs/data-dictionary.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from homeroom.facts.schema import BASE, DERIVED, TABLES, Column, Table

HEAD = """# Data dictionary

Every column of every fact table. This page is made from `src/homeroom/facts/schema.py` by `make dictionary`;
change the schema, not this page.

- A blank text and an empty number both mean "the report did not say": neither is ever filled in.
- `student` is an opaque number. Names live in the application database alone.
- Times are kept in UTC; days are the school's. What a word means stands in the [glossary](../GLOSSARY.md).
"""


def markdown() -> str:
    """The whole dictionary as one Markdown page: the base tables, then the derived ones."""
    return "\n".join([HEAD, *_part("Base tables", BASE), *_part("Derived tables", DERIVED)])


def _part(title: str, tables: dict[str, Table]) -> Iterator[str]:
    yield f"## {title}\n"
    for table in tables.values():
        yield from _table(table)


def _table(table: Table) -> Iterator[str]:
    yield f"### {table.name}\n"
    yield f"One row: {table.grain}. Within a file, rows are sorted by {', '.join(table.sort)}.\n"
    yield "| column | type | unit | meaning |"
    yield "|---|---|---|---|"
    yield from map(_row, table.columns)
    yield ""


def _row(column: Column) -> str:
    return f"| `{column.name}` | {column.type} | {column.unit} | {column.meaning.replace('|', chr(92) + '|')} |"


def columns_of(name: str) -> list[dict[str, str]]:
    """One table's dictionary as records, for the file that goes with an export."""
    return [
        {"column": column.name, "type": column.type, "unit": column.unit, "meaning": column.meaning}
        for column in TABLES[name].columns
    ]


def main(path: str) -> None:
    """Write the page to `path`."""
    Path(path).write_text(markdown(), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
