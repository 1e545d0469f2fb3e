"""What the board says in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext, ngettext

from homeroom.reports.lab.report import Hearing, Here, LabBoard
from homeroom.reports.values import clock, count


def lead(board: LabBoard) -> str:
    """The sentence under the title: the answer, or why there is none."""
    if not board.has_lab:
        return gettext("No lab at this school: the roster names nobody who runs one.")
    if not board.is_school_day:
        if board.closed:
            return gettext("No school today: %(name)s. Nobody is expected in the lab.") % {"name": board.closed}
        return gettext("No school today. Nobody is expected in the lab.")
    if not board.seats:
        return gettext("No children on the lab's list for you yet. They come with the next roster.")
    if board.hearing in (Hearing.NONE, Hearing.NOTHING):
        return _expected(board)
    return _in(board)


def _expected(board: LabBoard) -> str:
    expected = len(board.seats) - board.counts[Here.ABSENT]
    words = ngettext("%(count)s child is expected.", "%(count)s children are expected.", expected)
    return words % {"count": count(expected)}


def _in(board: LabBoard) -> str:
    missing = board.counts[Here.NOT_IN]
    if not missing:
        return gettext("Everybody is in who is not absent.")
    words = ngettext("%(count)s child is not in yet.", "%(count)s children are not in yet.", missing)
    return words % {"count": count(missing)}


def said(board: LabBoard) -> str:
    """The counts in one line, as they are read aloud when they change: `Needs help 1, Not in 4, …`."""
    return ", ".join(f"{state.words} {count(number)}" for state, number in board.counts.items())


def notes(board: LabBoard) -> Iterator[str]:
    """What a reader must know before the cards."""
    if board.hearing is Hearing.NONE:
        yield gettext(
            "No sign-in feed yet: children do not sign in through homeroom, so nobody is shown as in. "
            "What you can do: note who is absent, write the help log, and print the sheet to tick who is here."
        )
    if board.hearing is Hearing.NOTHING:
        yield gettext("The sign-in feed has told nothing today. If children are working, use the printed sheet.")
    if board.hearing is Hearing.SILENT and board.heard:
        yield gettext(
            "The sign-in feed has been silent since %(time)s. What you see is what it said last; look round the room."
        ) % {"time": clock(board.heard)}
    if board.played:
        yield gettext(
            "These sign-ins are played: this made-up school has nobody in its lab. A session begins at every full hour."
        )
