"""Many rows into one table, without a model instance a row: of ten thousand rows that takes most of the time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models

type Row = Sequence[Any]
AT_ONCE = 500
NEVER_TWICE = "on conflict do nothing"


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Row], conflict: str = "") -> None:
    """Insert rows of the fields `names`, all that the table has but its own number; foreign keys as numbers.

    Nothing is filled in and nothing checked but what the database checks. `conflict` says what becomes of a row whose
    like is there: `NEVER_TWICE`, or what `newer` makes.
    """
    fields = [model._meta.get_field(name) for name in names]
    told = ", ".join(_quoted(field) for field in fields)
    # Names come from our own models; every value is a parameter.
    sql = f"insert into {connection.ops.quote_name(model._meta.db_table)} ({told}) values {{rows}} {conflict}"  # noqa: S608
    moments = [at for at, field in enumerate(fields) if isinstance(field, models.DateTimeField)]
    one = f"({', '.join(['%s'] * len(fields))})"
    size = max(1, min(AT_ONCE, _most_values() // len(fields)))
    waiting = [_told(row, moments) for row in rows] if moments else list(rows)
    with connection.cursor() as cursor:
        for start in range(0, len(waiting), size):
            batch = waiting[start : start + size]
            listed = ", ".join([one] * len(batch))
            cursor.execute(sql.format(rows=listed), [value for row in batch for value in row])


def newer(model: type[models.Model], same: Sequence[str], told: Sequence[str]) -> str:
    """A row whose fields `same` are there already takes the fields `told` over."""
    key, columns = ([_quoted(model._meta.get_field(name)) for name in names] for names in (same, told))
    taken = ", ".join(f"{column} = excluded.{column}" for column in columns)
    return f"on conflict ({', '.join(key)}) do update set {taken}"


def _quoted(field: Any) -> str:
    return connection.ops.quote_name(field.column)


def _most_values() -> int:
    """The values that one statement takes."""
    return connection.features.max_query_params or 30_000


def _told(row: Row, moments: Sequence[int]) -> Row:
    told = list(row)
    for at in moments:
        told[at] = connection.ops.adapt_datetimefield_value(told[at])
    return told
