"""Why a row did not become a fact, in words a person can act on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """A reason code's sentence, with `{column}` for the file's column, and what to do about it."""

    sentence: str
    remedy: str


ASK = "Correct it in the program, export the report again and receive the new file."

REASONS = {
    "malformed": Reason("The row can't be split into the header's columns.", ASK),
    "blank_id": Reason("The row names no child: “{column}” is blank.", ASK),
    "missing_value": Reason("“{column}” is blank, and the row means nothing without it.", ASK),
    "not_a_date": Reason(
        "“{column}” is not a date in the form this report uses.",
        "Export the report as the program "
        "offers it, without opening and saving it in a spreadsheet, and receive the new file.",
    ),
    "not_a_moment": Reason("“{column}” is not a date and time with its offset.", ASK),
    "not_a_number": Reason("“{column}” is not a number.", ASK),
    "not_whole": Reason("“{column}” should be a whole number.", ASK),
    "out_of_range": Reason("“{column}” holds a number that can't be.", ASK),
    "unknown_word": Reason(
        "“{column}” holds a word this report is not known to use.",
        "If the program has begun to use "
        "a new word, add it to the program's declaration and re-drive; else correct it there.",
    ),
    "unmatched": Reason(
        "No child of the roster has this id, user name or e-mail, nor alone this name in this school and grade.",
        "Say on the page Who is this? who they are. Or receive the roster of their school, then re-drive.",
    ),
    "identity_conflict": Reason(
        "The roster knows this id under another name, or for more than one child.",
        "Say on the page Who is this? who it is. Or correct the program or the roster, then re-drive.",
    ),
    "not_our_child": Reason(
        "A person said that this is not our child.",
        "Nothing to do. If it was wrong, undo the decision on the page Who is this?",
    ),
    "erased": Reason(
        "The row was of a child who was erased on request.",
        "Nothing to do here. Where a program or the student system still sends the child, remove them there.",
    ),
    "layout_rejected": Reason(
        "A person rejected this file.",
        "Nothing to do, unless that was a mistake: then receive the file again.",
    ),
    "not_in_roster": Reason(
        "No roster names this child.",
        "Receive the roster of their school, then re-drive. Only before the first roster are children taken from here.",
    ),
    "not_taken": Reason("homeroom has no use for this kind of record.", "Nothing to do."),
    "same_id": Reason("The same child stands in this file before.", "Nothing to do."),
    "no_result": Reason("The row holds no result.", "Nothing to do."),
    "duplicate": Reason("The same row stands already, from this file or another.", "Nothing to do."),
    "superseded": Reason("A newer version of the row stands, from this file or another.", "Nothing to do."),
    "undone": Reason(
        "A person took this import back.",
        "Nothing to do. To have the rows back, receive the same file again.",
    ),
    "unreadable": Reason(
        "The row would stand again, but its file can't be read any more.",
        "See that the kept original is there and that a declaration fits it, then re-drive.",
    ),
}


def words_for(code: str, column: str = "") -> str:
    """The sentence for a reason code; the code itself where it is not known."""
    reason = REASONS.get(code)
    return reason.sentence.format(column=column) if reason else code


def remedy_for(code: str) -> str:
    """What a person can do about it."""
    return REASONS[code].remedy if code in REASONS else "Look at the rows, correct them at their source, then re-drive."
