"""Make rows of one table what a full set says, in a handful of queries, and tell who is absent from it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from django.db.models import Model

from homeroom.people.models import FromRoster

BATCH = 1000


class Thing(Protocol):
    @property
    def sourced_id(self) -> str: ...
    @property
    def extras(self) -> Mapping[str, str]: ...


@dataclass(frozen=True)
class Counts:
    """Rows that are new, changed, and absent for the first time."""

    created: int = 0
    changed: int = 0
    missing: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.created + other.created, self.changed + other.changed, self.missing + other.missing)


@dataclass(frozen=True)
class Upserted[Row: FromRoster]:
    """Every row of the table by the roster's id, what changed, and the rows absent for the first time."""

    rows: Mapping[str, Row]
    counts: Counts
    missing: tuple[Row, ...]

    def pk(self, sourced_id: str) -> int | None:
        row = self.rows.get(sourced_id)
        return None if row is None else row.pk


def upsert[Row: FromRoster, T: Thing](
    model: type[Row],
    things: Iterable[T],
    values: Callable[[T, Row | None], Mapping[str, object]],
    present: Collection[str] | None,
    on: date,
) -> Upserted[Row]:
    """Create and change rows. `values` gives a thing's fields, from the row as it stands where there is one.

    A row that is not among `present` is marked missing since `on`; None: nobody is absent. An ended row never is.
    """
    rows = {row.sourced_id: row for row in model._default_manager.all()}
    new: list[Row] = []
    changed: list[Row] = []
    for thing in things:
        row = rows.get(thing.sourced_id)
        fields = {**values(thing, row), "extras": dict(thing.extras), "missing_since": None}
        if row is None:
            rows[thing.sourced_id] = model(sourced_id=thing.sourced_id, **fields)
            new.append(rows[thing.sourced_id])
        elif assign(row, fields):
            changed.append(row)
    missing = [row for row in rows.values() if present is not None and _absent(row, present, on)]
    for row in missing:
        row.missing_since = on
    model._default_manager.bulk_create(new, batch_size=BATCH)
    write(model, [*changed, *missing])
    return Upserted(rows, Counts(len(new), len(changed), len(missing)), tuple(missing))


def assign(row: Model, fields: Mapping[str, object]) -> bool:
    """Set what differs; whether anything did."""
    differing = {name: value for name, value in fields.items() if getattr(row, name) != value}
    for name, value in differing.items():
        setattr(row, name, value)
    return bool(differing)


def write[Row: Model](model: type[Row], rows: Collection[Row]) -> None:
    """Write rows that exist, many a query (`bulk_update` takes a CASE branch a row and is far slower)."""
    if rows:
        fields = [field.name for field in model._meta.concrete_fields if not field.primary_key]
        model._default_manager.bulk_create(
            rows, batch_size=BATCH, update_conflicts=True, unique_fields=["id"], update_fields=fields
        )


def relink(through: type[Model], left: str, right: str, wanted: Mapping[int, Iterable[int]]) -> None:
    """Make each left row's links exactly those wanted; links of other left rows stay."""
    held = {(row[left], row[right]): row["pk"] for row in through._default_manager.values("pk", left, right)}
    pairs = {(one, other): None for one, others in wanted.items() for other in others}
    gone = [pk for pair, pk in held.items() if pair[0] in wanted and pair not in pairs]
    if gone:
        through._default_manager.filter(pk__in=gone).delete()
    new = [through(**{left: one, right: other}) for one, other in pairs if (one, other) not in held]
    through._default_manager.bulk_create(new, batch_size=BATCH)


def end(own: date | None, was: date | None, deleted: bool, on: date) -> date | None:
    """The last day of something. What a roster deletes ended yesterday, or before, where it or we already said so."""
    if not deleted:
        return own
    return min(day for day in (own, was, on - timedelta(days=1)) if day)


def _absent(row: FromRoster, present: Collection[str], on: date) -> bool:
    ends_on = getattr(row, "ends_on", None)
    ended = ends_on is not None and ends_on < on
    return row.sourced_id not in present and row.missing_since is None and not ended
