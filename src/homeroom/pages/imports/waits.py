"""What waits for a person on the other pages, as the first thing that a data manager reads."""

from __future__ import annotations

from django.urls import reverse

from homeroom.intake import unknown
from homeroom.intake.roster_models import RosterChangeSet
from homeroom.intake.who import waiting
from homeroom.reports.values import count


def waits() -> list[tuple[str, str]]:
    """Words and address of each page with something to decide; three counts, however much waits."""
    layouts = unknown.waiting().count()
    held = RosterChangeSet.objects.filter(state=RosterChangeSet.State.HELD).count()
    named = waiting.totals()
    found = (
        (held, f"{_some(held, 'roster')} held", "rosters"),
        (layouts, f"{_some(layouts, 'file')} with an unknown layout", "layouts"),
        (named["keys"], f"{_some(named['keys'], 'name')} without a child, {_some(named['rows'], 'row')}", "who"),
    )
    return [(words, reverse(page)) for number, words, page in found if number]


def _some(number: int, what: str) -> str:
    return f"{count(number)} {what}{'s' * (number != 1)}"
