"""What became of one record of an interchange."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from homeroom.intake import ledger
from homeroom.intake.models import Delivery
from homeroom.intake.reasons import words_for


@dataclass(frozen=True)
class Judged:
    """How a record ended: blank, published; else the class, with its code and words."""

    ended_as: str = ""
    code: str = ""
    words: str = ""


ERASED = Judged("erased", "erased", words_for("erased"))
IGNORED = Judged("ignored", "not_taken", words_for("not_taken"))


def account(delivery: Delivery, judged: Sequence[Judged], take_in: Callable[[], None]) -> Delivery:
    """Publish what was taken, with the ledger of all records, in one transaction."""
    causes = _causes(judged)
    counts = Counter(one.ended_as or "published" for one in judged)
    delivery.rows_in = delivery.rows_total = len(judged)
    delivery.state, delivery.finished_at, delivery.stage = Delivery.State.PUBLISHED, timezone.now(), ""
    with transaction.atomic():
        take_in()
        delivery.groups.all().delete()
        ledger.write(delivery, counts, causes)
    return delivery


def _causes(judged: Sequence[Judged]) -> list[ledger.Cause]:
    groups: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for row, one in enumerate(judged, start=1):
        if one.ended_as:
            groups[one.ended_as, one.code, one.words].append(row)
    return [ledger.Cause(ended_as, code, "", words, rows) for (ended_as, code, words), rows in groups.items()]
