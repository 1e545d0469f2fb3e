"""The data dictionary is made from the schemas, whole."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from homeroom.facts.dictionary import columns_of, main, markdown
from homeroom.facts.schema import BASE, DERIVED, TABLES, Column, Table


def section(name: str) -> str:
    """What the page says of one table."""
    return re.split(r"^#{2,3} ", markdown().split(f"\n### {name}\n")[1], flags=re.M)[0]


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_column_has_its_line_in_order(table: Table) -> None:
    assert tuple(re.findall(r"^\| `(\w+)` \|", section(table.name), re.M)) == table.names


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_table_says_what_one_row_is(table: Table) -> None:
    assert section(table.name).strip().startswith(f"One row: {table.grain}.")


def test_base_tables_come_before_derived_ones() -> None:
    assert re.findall(r"^### (\w+)$", markdown(), re.M) == [*BASE, *DERIVED]


def test_a_line_tells_type_unit_and_meaning() -> None:
    assert "| `minutes_raw` | DOUBLE | minutes | time spent as received |" in section("activities")


def test_every_meaning_is_told() -> None:
    assert [(t.name, c.name) for t in TABLES.values() for c in t.columns if not (c.meaning and c.type)] == []


def test_a_bar_in_a_meaning_does_not_break_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    odd = Table("odd", "one thing", (Column("a", "VARCHAR", "this | that"),), ("a",))
    monkeypatch.setitem(DERIVED, "odd", odd)
    assert "| `a` | VARCHAR |  | this \\| that |" in section("odd")


def test_no_field_for_what_is_never_kept() -> None:
    """No field for social security number, health, discipline, address or biometrics exists; nor a name."""
    never = re.compile(r"ssn|social|health|disciplin|address|biometric|photo|(given|family|student)_name|birth")
    assert [(t.name, name) for t in TABLES.values() for name in t.names if never.search(name)] == []


def test_the_records_of_one_table_are_those_of_its_columns() -> None:
    first, *_ = columns_of("practice")
    assert first == {
        "column": "student",
        "type": "INTEGER",
        "unit": "",
        "meaning": "the child's opaque number, given out by people",
    }


def test_the_page_is_written_where_asked(tmp_path: Path) -> None:
    main(str(tmp_path / "page.md"))
    assert (tmp_path / "page.md").read_text("utf-8") == markdown()


def test_the_module_writes_it_from_the_command_line(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    subprocess.run([sys.executable, "-m", "homeroom.facts.dictionary", str(page)], check=True, timeout=60)
    assert page.read_text("utf-8") == markdown()
