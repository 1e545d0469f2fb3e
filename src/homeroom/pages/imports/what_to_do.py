"""What a person can do about rows that did not become facts."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext, gettext_noop

from homeroom.intake.models import Delivery, RowGroup
from homeroom.intake.reasons import REASONS

ROSTER = gettext_noop(
    "No row of this file belongs to a child we know: the roster of these children's school is missing. "
    "Upload it; the rows that wait are judged again after it, or at once with Re-drive below."
)
OTHERWISE = gettext_noop("Download the rows, correct them at the source, and receive the new file.")
# Rows that are where they belong, and rows that only a decision moves.
SETTLED = {
    "duplicate": gettext_noop("Nothing to do: we hold this row already."),
    "superseded": gettext_noop("Nothing to do: a later export holds a newer version of this row."),
    "ignored": gettext_noop("Nothing to do: by the layout's rule this row carries nothing to keep."),
    "withdrawn": gettext_noop("Nothing to do: a person undid this."),
    "erased": gettext_noop("Nothing to do: the child's data were erased on request."),
    "held": gettext_noop("A person must decide about this file before its rows count."),
}


def what_to_do(group: RowGroup) -> str:
    """By the group's reason where a person can act on it; else by where the rows are."""
    if group.ended_as in SETTLED and group.code != "layout_rejected":
        return gettext(SETTLED[group.ended_as])
    reason = REASONS.get(group.code)
    return gettext(reason.remedy if reason else OTHERWISE)


def advice(delivery: Delivery, groups: Sequence[RowGroup]) -> str:
    """One sentence for the whole delivery where one thing explains it; else blank."""
    unmatched = sum(group.rows for group in groups if group.code == "unmatched")
    return gettext(ROSTER) if delivery.rows_in and unmatched == delivery.rows_in else ""
