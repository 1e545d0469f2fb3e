"""What teachers said of one child, with the meaning of each column. Estimates are handed out with the facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from homeroom.mastery.models import Check, Override, Stop
from homeroom.people.record import Held, Told

SAID = {
    "said_by": "the user name of whoever said it",
    "said_at": "when it was written down",
}
LIFTED = {
    "lifted_by": "who lifted it; blank where it holds",
    "lifted_at": "when it was lifted",
}


def export(student: int) -> list[Held]:
    """Checks, overrides and stops, oldest first, those that count no more included."""
    return [_checks(student), _overrides(student), _stops(student)]


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


def _held(name: str, title: str, grain: str, columns: Mapping[str, str], rows: Iterable[tuple[object, ...]]) -> Held:
    told = tuple(Told(column.replace("__code", ""), words) for column, words in columns.items())
    return Held(name, title, grain, told, [list(row) for row in rows])
