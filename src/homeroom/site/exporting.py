"""Take a fact table out, with its data dictionary."""

from __future__ import annotations

import json
from pathlib import Path

from django.conf import settings

from homeroom.facts import store
from homeroom.facts.dictionary import columns_of
from homeroom.facts.schema import TABLES
from homeroom.people import audit
from homeroom.site.home import HomeError

AT_THE_SERVER = "command on the server"


def export(table: str, form: str, folder: Path | None) -> list[Path]:
    """Write `table` as csv or parquet, and its dictionary as JSON. Returns both paths. Raises HomeError."""
    if table not in TABLES:
        raise HomeError(f"{table}: no such table. There are {', '.join(TABLES)}.")
    if form not in ("csv", "parquet"):
        raise HomeError(f"{form}: the format is csv or parquet.")
    target = folder or Path(settings.HOMEROOM_HOME) / "exports"
    target.mkdir(parents=True, exist_ok=True)
    path, dictionary = target / f"{table}.{form}", target / f"{table}.dictionary.json"
    audit.exported(audit.command_line(), f"table {table} as {form}", _children(table), AT_THE_SERVER, _version())
    store.copy_out(table, path, form)
    facts = {"table": table, "version": store.current(), "grain": TABLES[table].grain, "columns": columns_of(table)}
    dictionary.write_text(json.dumps(facts, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return [path, dictionary]


def _version() -> str:
    return f"facts {store.current()}"


def _children(table: str) -> list[int]:
    """Everybody who has a row in the table."""
    if "student" not in TABLES[table].names:
        return []
    sql = f"select distinct student from {table} where student is not null"  # noqa: S608  a name of our own
    return [student for (student,) in store.query(sql, tables=[table]).rows]
