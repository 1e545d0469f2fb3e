"""Erase what reports hold of a child: all that is kept, whoever it is about. It is made again when it is asked for."""

from __future__ import annotations

from homeroom.people.erasures import removed
from homeroom.people.record import Held, Removed
from homeroom.reports.kept import shelf, watch

PACKAGE = "reports"


def erase(student: int) -> list[Removed]:
    """Safe to do again. Call it once the child is gone from among the people: what was being drawn of the child at that
    moment finds that it is, and is not kept."""
    gone = removed(student, PACKAGE, "kept reports", shelf.clear())
    watch.forget(student)
    return [gone]


def export(student: int) -> list[Held]:
    """What is kept is drawn from what the other packages hand out: nothing of its own."""
    return []
