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

# One row a child. The numbers arrive as one JSON list: a statement a child would cost more than the entry itself.
LIST_CHILDREN = {
    "sqlite": "INSERT INTO people_auditchild (student, entry_id) SELECT value, %s FROM json_each(%s)",
    "postgresql": "INSERT INTO people_auditchild (student, entry_id)"
    " SELECT value::bigint, %s FROM jsonb_array_elements_text(%s::jsonb)",
}


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

    `durable`: committed when this returns. Within a transaction that would not be so, and it raises RuntimeError.
    """
    entry.chain = chain_of(entry)
    with transaction.atomic(durable=durable):
        head = _held(entry.chain)
        entry.at = timezone.now()
        entry.place, entry.before = head.place + 1, head.hash
        entry.hash = digest_of(entry)
        entry.save(force_insert=True)
        list_children(entry)
        AuditHead.objects.filter(pk=head.pk).update(place=entry.place, hash=entry.hash)
        transaction.on_commit(audit_heads.write_when_due, robust=True)
    return entry


def list_children(entry: AuditEntry) -> None:
    if entry.students:
        with connection.cursor() as cursor:
            cursor.execute(LIST_CHILDREN[connection.vendor], [entry.pk, json.dumps(entry.students)])


def _held(chain: int) -> AuditHead:
    """The chain's head, held until the transaction ends. SQLite has one writer at a time as it is."""
    heads = AuditHead.objects.select_for_update().filter(pk=chain)
    head = heads.first()
    if head is None:
        AuditHead.objects.bulk_create([AuditHead(chain=chain)], ignore_conflicts=True)
        head = heads.get()
    return head


def _utc(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    raise TypeError(f"{type(value).__name__} has no place in an audit entry")
