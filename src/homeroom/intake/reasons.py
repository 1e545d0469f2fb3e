"""Why a row did not become a fact, in words a person can act on."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop


@dataclass(frozen=True)
class Reason:
    """A reason code's sentence, with `{column}` for the file's column, and what to do about it."""

    sentence: str
    remedy: str


ASK = gettext_noop("Correct it in the program, export the report again and receive the new file.")

REASONS = {
    "malformed": Reason(gettext_noop("The row can't be split into the header's columns."), ASK),
    "blank_id": Reason(gettext_noop("The row names no child: “{column}” is blank."), ASK),
    "missing_value": Reason(gettext_noop("“{column}” is blank, and the row means nothing without it."), ASK),
    "not_a_date": Reason(
        gettext_noop("“{column}” is not a date in the form this report uses."),
        gettext_noop(
            "Export the report as the program offers it, without opening and saving it in a spreadsheet, "
            "and receive the new file."
        ),
    ),
    "not_a_moment": Reason(gettext_noop("“{column}” is not a date and time with its offset."), ASK),
    "not_a_number": Reason(gettext_noop("“{column}” is not a number."), ASK),
    "not_whole": Reason(gettext_noop("“{column}” should be a whole number."), ASK),
    "out_of_range": Reason(gettext_noop("“{column}” holds a number that can't be."), ASK),
    "unknown_word": Reason(
        gettext_noop("“{column}” holds a word this report is not known to use."),
        gettext_noop(
            "If the program has begun to use a new word, add it to the program's declaration and re-drive; "
            "else correct it there."
        ),
    ),
    "unmatched": Reason(
        gettext_noop(
            "No child of the roster has this id, user name or e-mail, nor alone this name in this school and grade."
        ),
        gettext_noop(
            "Say on the page Who is this? who they are. Or receive the roster of their school, then re-drive."
        ),
    ),
    "identity_conflict": Reason(
        gettext_noop("The roster knows this id under another name, or for more than one child."),
        gettext_noop("Say on the page Who is this? who it is. Or correct the program or the roster, then re-drive."),
    ),
    "not_our_child": Reason(
        gettext_noop("A person said that this is not our child."),
        gettext_noop("Nothing to do. If it was wrong, undo the decision on the page Who is this?"),
    ),
    "erased": Reason(
        gettext_noop("The row was of a child who was erased on request."),
        gettext_noop(
            "Nothing to do here. Where a program or the student system still sends the child, remove them there."
        ),
    ),
    "layout_rejected": Reason(
        gettext_noop("A person rejected this file."),
        gettext_noop("Nothing to do, unless that was a mistake: then receive the file again."),
    ),
    "not_in_roster": Reason(
        gettext_noop("No roster names this child."),
        gettext_noop(
            "Receive the roster of their school, then re-drive. Only before the first roster are children "
            "taken from here."
        ),
    ),
    "not_taken": Reason(gettext_noop("homeroom has no use for this kind of record."), gettext_noop("Nothing to do.")),
    "same_id": Reason(gettext_noop("The same child stands in this file before."), gettext_noop("Nothing to do.")),
    "no_result": Reason(gettext_noop("The row holds no result."), gettext_noop("Nothing to do.")),
    "duplicate": Reason(
        gettext_noop("The same row stands already, from this file or another."), gettext_noop("Nothing to do.")
    ),
    "superseded": Reason(
        gettext_noop("A newer version of the row stands, from this file or another."), gettext_noop("Nothing to do.")
    ),
    "undone": Reason(
        gettext_noop("A person took this import back."),
        gettext_noop("Nothing to do. To have the rows back, receive the same file again."),
    ),
    "unreadable": Reason(
        gettext_noop("The row would stand again, but its file can't be read any more."),
        gettext_noop("See that the kept original is there and that a declaration fits it, then re-drive."),
    ),
}

# States as sentences name them that are kept.
STATES = (
    gettext_noop("running"),
    gettext_noop("published"),
    gettext_noop("held"),
    gettext_noop("refused"),
    gettext_noop("withdrawn"),
    gettext_noop("applied"),
    gettext_noop("accepted"),
    gettext_noop("rejected"),
    gettext_noop("replaced"),
    gettext_noop("undone"),
)


def words_for(code: str, column: str = "") -> str:
    """The sentence for a reason code; the code itself where it is not known."""
    reason = REASONS.get(code)
    return reason.sentence.format(column=column) if reason else code


def remedy_for(code: str) -> str:
    """What a person can do about it."""
    return (
        REASONS[code].remedy
        if code in REASONS
        else gettext_noop("Look at the rows, correct them at their source, then re-drive.")
    )
