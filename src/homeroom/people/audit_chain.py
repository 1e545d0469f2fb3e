"""Add an entry to its chain. Several chains, chosen by who acts, so that people do not wait for one another."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from homeroom.people import audit_heads
from homeroom.people.models import AuditEntry, AuditHead

CHAINS = 16
# What the hash covers, in this order. A new field goes to the end and is left out of entries that were made before it.
FIELDS = (
    "at",
    "actor_number",
    "actor",
    "acting_as_number",
    "acting_as",
    "verb",
    "object",
    "kind",
    "object_id",
    "students",
    "reason",
    "report",
    "drawn_from",
    "request_id",
    "chain",
    "place",
    "before",
)
_values = attrgetter(*FIELDS)

# These three are written out, not worded by the ORM: every page pays for them, and wording them costs three times what
# the database does. The first holds the chain's head until the transaction ends.
NEXT = "UPDATE people_audithead SET place = place + 1 WHERE chain = %s RETURNING place, hash"
ADD = (
    f"INSERT INTO people_auditentry ({', '.join(FIELDS)}, hash)"  # noqa: S608  names of our own
    f" VALUES ({', '.join(['%s'] * (len(FIELDS) + 1))}) RETURNING id"
)
END = "UPDATE people_audithead SET hash = %s WHERE chain = %s"


def chain_of(entry: AuditEntry) -> int:
    """Always the same one for the same account, or for the same command or part of the installation."""
    number = entry.actor_number
    return (zlib.crc32(entry.actor.encode()) if number is None else number) % CHAINS


def digest(values: Sequence[Any]) -> str:
    """SHA-256 over the JSON of an entry's FIELDS, `values` in the same order; times in UTC."""
    fields = dict(zip(FIELDS, values, strict=True))
    text = json.dumps(fields, separators=(",", ":"), ensure_ascii=False, default=_utc)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def digest_of(entry: AuditEntry) -> str:
    return digest(_values(entry))


def append(entry: AuditEntry, durable: bool) -> AuditEntry:
    """Write the entry at the end of its chain; the chain's head is held meanwhile.

    Who it is about stands in the entry itself. `audit_index` lists the children later: a page of 24 would pay for 24
    places of an index, which is as much as all the rest.

    `durable`: committed when this returns. Within a transaction that would not be so, and it raises RuntimeError.
    """
    entry.chain = chain_of(entry)
    with transaction.atomic(durable=durable), connection.cursor() as cursor:
        entry.place, entry.before = _next(cursor, entry.chain)
        entry.at = timezone.now()
        entry.hash = digest_of(entry)
        cursor.execute(ADD, _stored(entry))
        entry.pk = cursor.fetchone()[0]
        cursor.execute(END, [entry.hash, entry.chain])
        transaction.on_commit(audit_heads.write_when_due, robust=True)
    entry._state.adding = False
    return entry


def _next(cursor: CursorWrapper, chain: int) -> tuple[int, str]:
    """The next place of the chain and the hash of the entry before it."""
    cursor.execute(NEXT, [chain])
    found = cursor.fetchone()
    if found is None:
        AuditHead.objects.bulk_create([AuditHead(chain=chain)], ignore_conflicts=True)
        return _next(cursor, chain)
    return found[0], found[1]


def _stored(entry: AuditEntry) -> list[Any]:
    """The values of ADD, as the database takes them."""
    values = dict(zip(FIELDS, _values(entry), strict=True))
    at = connection.ops.adapt_datetimefield_value(entry.at)
    return [*(values | {"at": at, "students": json.dumps(entry.students)}).values(), entry.hash]


def _utc(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    raise TypeError(f"{type(value).__name__} has no place in an audit entry")
