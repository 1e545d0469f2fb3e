"""Small fact tables for tests: rows as dictionaries, published through the store's own door."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from homeroom.facts import store
from homeroom.facts.engine import Session, quoted, session
from homeroom.facts.schema import TABLES, Table

DEFAULTS: Mapping[str, object] = {"program": "number_trail", "report": "items", "school_year": 2027, "precision": "day"}


def publish(table: str, rows: Sequence[Mapping[str, object]], retired: Sequence[int] = ()) -> int:
    """Publish `rows` as facts of `table`; columns not given are blank or take the defaults above."""
    schema = TABLES[table]
    with store.publishing(), session() as place:
        load(place, schema, rows)
        return store.publish(store.stage(place, schema, "select * from by_hand"), retired, "by hand")


def load(place: Session, schema: Table, rows: Sequence[Mapping[str, object]], name: str = "by_hand") -> None:
    """Make `rows` a temporary table of the schema's shape."""
    filled = [{**{k: v for k, v in DEFAULTS.items() if k in schema.names}, **row} for row in rows]
    unknown = {key for row in filled for key in row} - set(schema.names)
    assert not unknown, f"{schema.name} has no column {unknown}"
    taken = ", ".join(f"unnest(${c.name}::varchar[])::{c.type} as {quoted(c.name)}" for c in schema.columns)
    values = {c.name: [_text(row.get(c.name)) for row in filled] for c in schema.columns}
    place.run(f"create or replace temp table {name} as select {taken}", values)


def _text(value: object) -> str | None:
    return None if value is None else str(value)
