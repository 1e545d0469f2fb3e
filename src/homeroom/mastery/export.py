"""What teachers said of one child, with the meaning of each column. Estimates are handed out with the facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from homeroom.mastery.models import Check, Membership, Override, Stop
from homeroom.people.record import Held, Told

SAID = {
    "said_by": "the user name of whoever said it",
    "said_at": "when it was written down",
}
LIFTED = {
    "lifted_by": "who lifted it; blank where it holds",
    "lifted_at": "when it was lifted",
}

NAMES = {"group__school_class__title": "class"}


def export(student: int) -> list[Held]:
    """Checks, overrides, stops and places in groups, oldest first, those that count no more included."""
    return [_checks(student), _overrides(student), _stops(student), _groups(student)]


def _checks(student: int) -> Held:
    columns = {
        "standard__code": "the standard's code",
        "result": "got it, partly or not yet",
        "seen_on": "the day on which it was seen",
        "note": "the teacher's note",
        **SAID,
        "withdrawn_by": "who withdrew it; blank where it counts",
        "withdrawn_at": "when it was withdrawn",
    }
    rows = Check.objects.filter(student=student).order_by("said_at", "pk").values_list(*columns)
    return _held("checks", "What teachers saw", "one check of one standard on one day", columns, rows.iterator())


def _overrides(student: int) -> Held:
    columns = {
        "standard__code": "the standard's code",
        "state": "the state that was set",
        "reason": "why",
        "since": "from which day",
        **SAID,
        **LIFTED,
    }
    rows = Override.objects.filter(student=student).order_by("said_at", "pk").values_list(*columns)
    return _held("overrides", "States that teachers set", "one word on one standard", columns, rows.iterator())


def _stops(student: int) -> Held:
    columns = {
        "standard__code": "the standard's code",
        "where": "first on the child's list, or off it",
        "reason": "why",
        "since": "from which day",
        **SAID,
        **LIFTED,
    }
    rows = Stop.objects.filter(student=student).order_by("said_at", "pk").values_list(*columns)
    return _held("stops", "What teachers put first or took off", "one word on one standard", columns, rows.iterator())


def _groups(student: int) -> Held:
    columns = {
        "group__standard__code": "the standard on which the group works",
        "group__school_class__title": "the class",
        "group__reason": "why these children; blank where a teacher chose them by hand",
        "group__begins_on": "the group's first day",
        "group__ends_on": "the day up to which it was planned",
        "since": "from which day the child was in it",
        "added_by": "the user name of whoever put the child into it",
        "left_by": "who took the child out; blank where nobody did",
        "left_at": "when that was",
    }
    rows = Membership.objects.filter(student=student).order_by("added_at", "pk").values_list(*columns)
    return _held("small groups", "Small groups that a teacher kept", "one time in one group", columns, rows.iterator())


def _held(name: str, title: str, grain: str, columns: Mapping[str, str], rows: Iterable[tuple[object, ...]]) -> Held:
    told = tuple(Told(_plain(column), words) for column, words in columns.items())
    return Held(name, title, grain, told, [list(row) for row in rows])


def _plain(column: str) -> str:
    """The name without the tables on the way to it."""
    return NAMES.get(column, column.replace("__code", "").replace("group__", ""))
