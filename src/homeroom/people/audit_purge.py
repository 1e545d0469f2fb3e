"""Remove entries whose years are over. What stays can still be verified: each chain goes on from a kept checkpoint."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import connection, transaction
from django.db.models import Min
from django.utils import timezone

from homeroom.people import audit, audit_heads, audit_lock
from homeroom.people.audit_heads import Heads
from homeroom.people.models import AuditEntry, AuditHead

YEARS = 7
FORGET_CHILDREN = "DELETE FROM people_auditchild WHERE entry_id NOT IN (SELECT id FROM people_auditentry)"


def purge(before: date, who: audit.Who | None = None) -> int:
    """Remove the entries of before that day and say how many there were. Nobody: the nightly run asks for it.

    From each chain only its beginning goes, up to the first entry that stays. The checkpoint stands in the chain's
    head and, written first, in the heads file: a beginning that is missing without it was removed by somebody else.
    """
    start = timezone.make_aware(datetime.combine(before, time.min))
    with transaction.atomic(durable=True):
        list(AuditHead.objects.select_for_update().order_by("chain"))
        last = _last_to_go(start)
        if not last:
            return 0
        audit_heads.write_purged(last)
        gone = _remove(last)
        audit.did(who, "purged", f"audit log before {before}", (), f"{gone} entries, kept as long as they had to be")
    return gone


def going(start: datetime) -> dict[int, int]:
    """How many entries of each chain a purge of what came before that moment would remove."""
    kept = dict(AuditHead.objects.values_list("chain", "kept_after"))
    return {chain: place - kept[chain] for chain, (place, _) in _last_to_go(start).items()}


def _last_to_go(start: datetime) -> Heads:
    """Of each chain with entries before `start`, the last one that goes."""
    found: dict[int, tuple[int, str]] = {}
    for head in AuditHead.objects.order_by("chain"):
        entries = AuditEntry.objects.filter(chain=head.chain)
        stays = entries.filter(at__gte=start).aggregate(first=Min("place"))["first"]
        last = head.place if stays is None else stays - 1
        if last > head.kept_after:
            found[head.chain] = (last, entries.values_list("hash", flat=True).get(place=last))
    return found


def _remove(last: Heads) -> int:
    gone = 0
    with audit_lock.door():
        for chain, (place, hash_) in last.items():
            gone += AuditEntry.objects.filter(chain=chain, place__lte=place).delete()[0]
            AuditHead.objects.filter(pk=chain).update(kept_after=place, kept_after_hash=hash_)
        with connection.cursor() as cursor:
            cursor.execute(FORGET_CHILDREN)
    return gone
