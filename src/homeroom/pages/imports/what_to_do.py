"""What a person can do about rows that were not published, by reason code."""

from __future__ import annotations

from homeroom.intake.models import Delivery, RowGroup

ROSTER = (
    "These children are in no roster we hold. Receive the roster of their school, "
    "then take the rows up again: homeroom quarantine redrive"
)
WORDS = {
    "malformed": "Cells are missing or too many, or a quote is not closed. Mend it at the source and send again.",
    "blank_id": "The row names no child. Ask the program's support why its export has rows without an id.",
    "missing_value": "A cell that must be filled is blank. Fill it at the source and send the file again.",
    "not_a_date": "The date is not written as this report writes dates. Export again without changing the file.",
    "not_a_moment": "The date and time are not written as this report does. Export again without changing the file.",
    "not_a_number": "There is text where a number belongs. Correct it at the source and send the file again.",
    "not_whole": "There is a fraction where a whole number belongs. Correct it at the source and send the file again.",
    "out_of_range": "The number can't be true. Look at the rows, then ask the program's support.",
    "unknown_word": "The program uses a word we do not know. Add it to the program's declaration, then redrive.",
    "unmatched": "No child in our rosters fits. Receive the newest roster, then: homeroom quarantine redrive",
    "identity_conflict": "The id is that of a child of another name. Correct it in the program or the roster, then redrive.",
    "no_result": "The row holds no result to keep. Nothing needs doing unless you expected one.",
}
OTHERWISE = "Download the rows, correct them at the source, and send the file again."
FINE = {
    "duplicate": "Nothing to do: we hold this row already.",
    "superseded": "Nothing to do: a later export holds a newer version of this row.",
    "ignored": "Nothing to do: the layout says this row carries nothing to keep.",
    "withdrawn": "Nothing to do: a person undid this.",
    "erased": "Nothing to do: the child's data were erased on request.",
    "held": "A person must decide about this file before its rows count.",
}


def what_to_do(group: RowGroup) -> str:
    return FINE.get(group.ended_as) or WORDS.get(group.code, OTHERWISE)


def advice(delivery: Delivery, groups: list[RowGroup]) -> str:
    """One sentence for the whole delivery where one thing explains it; else blank."""
    unmatched = sum(group.rows for group in groups if group.code == "unmatched")
    return ROSTER if delivery.rows_in and unmatched == delivery.rows_in else ""
