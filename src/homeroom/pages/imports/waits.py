"""What waits for a person on the other pages, as the first thing that a data manager reads."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext, ngettext

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
        (held, ngettext("%(n)s roster held", "%(n)s rosters held", held) % {"n": count(held)}, "rosters"),
        (layouts, _files(layouts), "layouts"),
        (named["keys"], _names(named["keys"], named["rows"]), "who"),
    )
    return [(words, reverse(page)) for number, words, page in found if number]


def _files(number: int) -> str:
    words = ngettext("%(n)s file with an unknown layout", "%(n)s files with an unknown layout", number)
    return words % {"n": count(number)}


def _names(keys: int, rows: int) -> str:
    names = ngettext("%(n)s name without a child", "%(n)s names without a child", keys) % {"n": count(keys)}
    told = ngettext("%(n)s row", "%(n)s rows", rows) % {"n": count(rows)}
    return gettext("%(names)s, %(rows)s") % {"names": names, "rows": told}
