"""What was asked for: whose board, which classes, and whether a person asks or the page by itself."""

from __future__ import annotations

import hashlib
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import get_language

from homeroom.pages.access import viewer
from homeroom.pages.schools import school_of
from homeroom.people.lab import lab_children
from homeroom.people.models import Role, School
from homeroom.people.visibility import LARGEST, Scope, eyes, scope, visible_to
from homeroom.reports.lab import LabBoard
from homeroom.reports.lab.make import whole

KINDS = (Role.Kind.LAB_COORDINATOR, Role.Kind.TEACHER, Role.Kind.PRINCIPAL, Role.Kind.DATA_TEAM)
CLASS, PART = "class", "part"
# In the session: which children were shown on which board, so that the audit log is told once and not by every poll.
SHOWN = "lab-shown"


def allowed(request: HttpRequest, number: int) -> tuple[School, Scope]:
    """The school, and those children of its lab whom the reader sees. To people of other schools it does not exist."""
    school, looking = school_of(request, number, KINDS), viewer(request)
    children = visible_to(looking).filter(pk__in=lab_children(school).values("pk"))
    return school, scope(looking, children.values_list("pk", flat=True))


def classes(request: HttpRequest) -> list[int]:
    """The classes that were asked for; what is no number is none."""
    asked = [one for one in request.GET.getlist(CLASS) if one.isascii() and one.isdigit() and len(one) < 20]
    return [number for number in map(int, asked) if number <= LARGEST]


def query(chosen: tuple[int, ...], **more: str) -> str:
    """The same board again: `?class=3&class=7`, blank for the whole."""
    told = [*((CLASS, str(one)) for one in chosen), *more.items()]
    return f"?{urlencode(told)}" if told else ""


def tag(board: LabBoard) -> str:
    """The same as long as a reader would see the same, in this language."""
    seen = hashlib.sha256(repr((whole(board), get_language())).encode()).hexdigest()
    return f'"{seen[:32]}"'


def is_first_look(request: HttpRequest, board: LabBoard) -> bool:
    """Whether this session was not shown just these children on this board yet, today, by just these eyes."""
    who = [user.pk for user in eyes(viewer(request))]
    told = repr((who, board.on, sorted(seat.child.number for seat in board.seats)))
    print_of = hashlib.sha256(told.encode()).hexdigest()[:16]
    key = f"{board.school}{query(board.chosen)}"
    shown = request.session.get(SHOWN, {})
    if shown.get(key) == print_of:
        return False
    request.session[SHOWN] = {**shown, key: print_of}
    return True
