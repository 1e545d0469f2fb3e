"""The queue: which keys wait in which deliveries. Written with each publication, read by the list without any file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Max, QuerySet, Sum

from homeroom.facts.engine import Session
from homeroom.intake.matching.claim import Claim, as_text, key
from homeroom.intake.models import Delivery
from homeroom.intake.who.models import VendorKey, WaitingKey
from homeroom.people.insert import insert, newer

ROWS = (
    "select identity, count(*), min(row) from typed join strangers using (identity) where problem is null group by all"
)
WAITS = ("vendor_key_id", "delivery_id", "code", "words", "rows", "first_row")


@dataclass(frozen=True)
class Waits:
    """One key's waiting rows in the delivery at hand."""

    claim: Claim
    code: str
    words: str
    rows: int
    first_row: int


def waits(place: Session, unlinked: Sequence[tuple[str, Claim, str, str]]) -> list[Waits]:
    """The waiting rows of the read file by key, out of identities without a child: (identity, claim, code, words)."""
    if not unlinked:
        return []
    counted = {identity: (rows, first) for identity, rows, first in place.run(ROWS).rows}
    by_key: dict[str, Waits] = {}
    for identity, claim, code, words in unlinked:
        rows, first = counted.get(identity, (0, 0))
        before = by_key.get(key(claim))
        if before:
            rows, first = rows + before.rows, min(first, before.first_row)
        by_key[key(claim)] = Waits(claim, code, words, rows, first)
    return list(by_key.values())


def keep(delivery: Delivery, waiting: Iterable[Waits]) -> None:
    """Set what waits in the delivery. Call it inside the transaction that publishes."""
    WaitingKey.objects.filter(delivery=delivery).delete()
    by_key = {key(one.claim): one for one in waiting}
    if by_key:
        _say(delivery.program, by_key)
        rows = (tuple(getattr(one, name) for name in WAITS) for one in _rows(delivery, by_key))
        insert(WaitingKey, WAITS, rows)
    forget(delivery.program)


def add(delivery: Delivery, waiting: Iterable[Waits]) -> None:
    """Let more rows of the delivery wait: rows that had lost to others, and now come back without a child."""
    by_key = {key(one.claim): one for one in waiting}
    _say(delivery.program, by_key)
    before = {one.vendor_key_id: one for one in WaitingKey.objects.filter(delivery=delivery)}
    for one in _rows(delivery, by_key):
        if known := before.get(one.vendor_key_id):
            one.pk, one.rows = known.pk, one.rows + known.rows
            one.first_row = min(one.first_row, known.first_row)
        one.save()


def let_go(delivery: Delivery) -> None:
    """Nothing of the delivery waits any more."""
    WaitingKey.objects.filter(delivery=delivery).delete()
    forget(delivery.program)


def forget(program: str) -> None:
    """Keys of which no row waits and about which nobody decided are nobody's business any more."""
    VendorKey.objects.filter(program=program, waiting=None, decisions=None).delete()


@dataclass(frozen=True)
class Queued:
    """A key in the queue, with its rows and files in all."""

    pk: int
    program: str
    claim: str
    code: str
    rows: int
    files: int


def queue(program: str = "") -> QuerySet[VendorKey, tuple[int, str, str, str, int, int]]:
    """Keys with waiting rows, most rows first, each as the fields of a `Queued`."""
    keys = VendorKey.objects.filter(waiting__isnull=False)
    if program:
        keys = keys.filter(program=program)
    told = keys.annotate(rows=Sum("waiting__rows"), files=Count("waiting"), code=Max("waiting__code"))
    return told.order_by(F("rows").desc(), "pk").values_list("pk", "program", "claim", "code", "rows", "files")


def totals() -> dict[str, int]:
    """Waiting keys and rows in all."""
    found = WaitingKey.objects.aggregate(keys=Count("vendor_key", distinct=True), rows=Sum("rows"))
    return {"keys": found["keys"], "rows": found["rows"] or 0}


def _say(program: str, by_key: Mapping[str, Waits]) -> None:
    said = ((program, named, as_text(one.claim)) for named, one in by_key.items())
    insert(VendorKey, ("program", "key", "claim"), said, newer(VendorKey, ("program", "key"), ("claim",)))


def _rows(delivery: Delivery, by_key: dict[str, Waits]) -> Iterable[WaitingKey]:
    found: dict[str, int] = {}
    wanted = list(by_key)
    for start in range(0, len(wanted), 500):
        kept = VendorKey.objects.filter(program=delivery.program, key__in=wanted[start : start + 500])
        found |= dict(kept.values_list("key", "pk"))
    for named, one in by_key.items():
        yield WaitingKey(
            vendor_key_id=found[named],
            delivery=delivery,
            code=one.code,
            words=one.words,
            rows=one.rows,
            first_row=one.first_row,
        )
