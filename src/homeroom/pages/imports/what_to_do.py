"""What a person can do about rows that did not become facts."""

from __future__ import annotations

from collections.abc import Sequence

from homeroom.intake.models import Delivery, RowGroup
from homeroom.intake.reasons import REASONS

ROSTER = (
    "No row of this file belongs to a child we know: the roster of these children's school is missing. "
    "Upload it; the rows that wait are judged again after it, or at once with Re-drive below."
)
OTHERWISE = "Download the rows, correct them at the source, and receive the new file."
# Rows that are where they belong, and rows that only a decision moves.
SETTLED = {
    "duplicate": "Nothing to do: we hold this row already.",
    "superseded": "Nothing to do: a later export holds a newer version of this row.",
    "ignored": "Nothing to do: by the layout's rule this row carries nothing to keep.",
    "withdrawn": "Nothing to do: a person undid this.",
    "erased": "Nothing to do: the child's data were erased on request.",
    "held": "A person must decide about this file before its rows count.",
}


def what_to_do(group: RowGroup) -> str:
    """By the group's reason where a person can act on it; else by where the rows are."""
    if group.ended_as in SETTLED and group.code != "layout_rejected":
        return SETTLED[group.ended_as]
    reason = REASONS.get(group.code)
    return reason.remedy if reason else OTHERWISE


def advice(delivery: Delivery, groups: Sequence[RowGroup]) -> str:
    """One sentence for the whole delivery where one thing explains it; else blank."""
    unmatched = sum(group.rows for group in groups if group.code == "unmatched")
    return ROSTER if delivery.rows_in and unmatched == delivery.rows_in else ""
