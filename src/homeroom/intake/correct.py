"""Fields that were set aside, read again: once a declaration has learnt a word, the rows are published with it."""

from __future__ import annotations

from collections.abc import Sequence

from homeroom.facts import store
from homeroom.facts.engine import session
from homeroom.facts.models import FactVersion
from homeroom.intake import ledger
from homeroom.intake.again import judge_again
from homeroom.intake.models import Delivery
from homeroom.programs.declaration import Program

# Rows stand here only within the one transaction in which they leave and come back.
BETWEEN = ledger.Cause("held", "read_again", "", "", ())


def correct(delivery: int, programs: Sequence[Program]) -> bool:
    """Publish rows with fields set aside anew, in place of what stands of them, if any field can be read by now.

    The same row of the same delivery, so its as-of stays. Says whether anything was published.
    """
    with store.publishing(), session() as place:
        rows = ledger.rows_set_aside(delivery)
        if not rows.size:
            return False
        again = judge_again(place, {delivery: rows}, BETWEEN, programs, Delivery.objects.get(pk=delivery))
        if _told(again.asides[delivery]) == _told_before(delivery):
            return False

        def record(_: FactVersion) -> None:
            again.record()

        store.publish(again.staged, again.retired, f"fields of delivery {delivery} read again", record)
        return True


def _told(causes: Sequence[ledger.Cause]) -> set[tuple[str, str, int]]:
    return {(cause.code, cause.column, len(cause.numbers)) for cause in causes}


def _told_before(delivery: int) -> set[tuple[str, str, int]]:
    groups = Delivery.objects.get(pk=delivery).groups.filter(ended_as=ledger.SET_ASIDE)
    return set(groups.values_list("code", "column", "rows"))
