"""A child of the lab as the page draws it: sign, word, program, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext

from homeroom.pages.kit.parts import Figure, Link, Press, Tile
from homeroom.pages.lab.asked import query
from homeroom.reports.lab.report import Here, LabBoard, Seat
from homeroom.reports.lab.rules import IDLE
from homeroom.reports.values import clock, count, hour, listed

ABSENT, BACK, HELPED = "absent", "back", "helped"
# Of more it would be no list but the board again.
MOST_NAMED = 20


def tiles(board: LabBoard) -> tuple[Tile, ...]:
    return tuple(tile(seat, board) for seat in board.seats)


def tile(seat: Seat, board: LabBoard) -> Tile:
    return Tile(
        key=f"child-{seat.child.number}",
        name=seat.child.name,
        glyph=seat.here.glyph,
        word=word(seat),
        style=seat.here.value.replace(" ", "-"),
        told=tuple(words for words in (_program(seat), _after_all(seat), _helped(seat)) if words),
        small=_where(seat, board),
        quiet=_quiet(seat),
        presses=presses(seat, board),
        doors=(Link(gettext("Help log"), _address(seat, board), seat.child.name),),
    )


def word(seat: Seat) -> str:
    """The state; of an idle child how long at least, of one who waits since when."""
    if seat.here is Here.IDLE:
        return gettext("Idle %(minutes)s min") % {"minutes": count(IDLE["minutes"])}
    if seat.here is Here.NEEDS_HELP and seat.asked:
        return gettext("Needs help since %(time)s") % {"time": hour(seat.asked)}
    return seat.here.words


def _program(seat: Seat) -> str:
    if seat.since is None:
        return ""
    if seat.program:
        return gettext("%(program)s since %(time)s") % {"program": seat.program, "time": hour(seat.since)}
    return gettext("In since %(time)s, no program open") % {"time": hour(seat.since)}


def _after_all(seat: Seat) -> str:
    return gettext("Noted absent, but signed in.") if seat.noted_absent and seat.here is not Here.ABSENT else ""


def _helped(seat: Seat) -> str:
    return gettext("Helped today: %(count)s") % {"count": count(seat.helped)} if seat.helped else ""


def _where(seat: Seat, board: LabBoard) -> str:
    """The class where several are on the board, and the seat where it is known."""
    rooms = listed(seat.rooms) if len(board.rooms) > 1 and len(board.chosen) != 1 else ""
    place = gettext("Seat %(seat)s") % {"seat": seat.seat} if seat.seat else ""
    return " · ".join(part for part in (rooms, place) if part)


def _quiet(seat: Seat) -> str:
    if not seat.silent or seat.heard is None:
        return ""
    return gettext("Nothing heard since %(time)s") % {"time": clock(seat.heard)}


def presses(seat: Seat, board: LabBoard) -> tuple[Press, ...]:
    name, address = seat.child.name, _address(seat, board)
    found = []
    if seat.here is Here.NEEDS_HELP:
        found.append(Press(gettext("Helped"), HELPED, address, name))
    if seat.noted_absent:
        found.append(Press(gettext("Not absent"), BACK, address, name))
    elif seat.here in (Here.NOT_IN, Here.EXPECTED):
        found.append(Press(gettext("Absent today"), ABSENT, address, name))
    return tuple(found)


def _address(seat: Seat, board: LabBoard) -> str:
    return reverse("lab-child", args=[board.school, seat.child.number]) + query(board.chosen)


def figures(board: LabBoard) -> Sequence[Figure]:
    """The counts, each over its glyph and word."""
    return [Figure(count(number), f"{state.glyph} {state.words}") for state, number in board.counts.items()]


def waiting(board: LabBoard) -> Sequence[tuple[str, Sequence[Link]]]:
    """Who needs somebody now, by name: each leads to the card. Too many to name are counted above."""
    found = []
    for state in (Here.NEEDS_HELP, Here.NOT_IN, Here.IDLE):
        named = [seat for seat in board.seats if seat.here is state]
        if 0 < len(named) <= MOST_NAMED:
            links = [Link(seat.child.name, f"#child-{seat.child.number}") for seat in named]
            found.append((state.words, links))
    return found
