"""What was planned for and asked of one child, with the meaning of each column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from homeroom.goals.models import Assignment, AssignmentEvent, ContentStop, GoalStudent
from homeroom.people.record import Held, Told


def export(student: int) -> list[Held]:
    """Goals, assignments, their events, and lessons put first or off, oldest first."""
    return [_goals(student), _assignments(student), _events(student), _content_stops(student)]


def _goals(student: int) -> Held:
    columns = {
        "goal__title": "the goal",
        "goal__criterion": "how it is judged: mastery, exit score, lessons or minutes",
        "goal__begins_on": "its first day",
        "goal__ends_on": "its last day",
        "goal__owner": "the user name of whose goal it is",
        "goal__sent_at": "when its work was sent; blank while it is a draft",
    }
    rows = GoalStudent.objects.filter(student=student).order_by("pk").values_list(*columns)
    return _held("goals", "Goals that the child has a place in", "one goal", columns, rows.iterator())


def _assignments(student: int) -> Held:
    columns = {
        "id": "the assignment's number",
        "goal__title": "the goal that it is for",
        "standard__code": "the standard that is worked on",
        "program": "the program; blank for work without one",
        "content_item__external_id": "the program's id of the lesson; blank where none is named",
        "minutes": "minutes asked for",
        "begins_on": "from which day",
        "ends_on": "up to which day",
        "reason": "why this work for this child",
        "made_by": "the user name of whoever asked for it",
        "made_at": "when that was",
    }
    rows = Assignment.objects.filter(student=student).order_by("made_at", "pk").values_list(*columns)
    return _held("assignments", "Work that was asked of the child", "one piece of work", columns, rows.iterator())


def _events(student: int) -> Held:
    columns = {
        "assignment": "the assignment's number",
        "kind": "what happened",
        "happened_at": "when it happened",
        "recorded_at": "when it was written down",
        "actor": "who or what it came from",
        "channel": "by which channel; blank where none had part in it",
        "reason": "why, in words",
    }
    found = AssignmentEvent.objects.filter(assignment__student=student).order_by("happened_at", "pk")
    rows = found.values_list(*columns).iterator()
    return _held("assignment events", "What became of that work", "one thing that happened", columns, rows)


def _content_stops(student: int) -> Held:
    columns = {
        "program": "the program",
        "content_item__external_id": "the program's id of the lesson; blank for the whole program",
        "where": "first, or off",
        "reason": "why",
        "since": "from which day",
        "said_by": "the user name of whoever said it",
        "said_at": "when it was written down",
        "lifted_by": "who lifted it; blank where it holds",
        "lifted_at": "when it was lifted",
    }
    rows = ContentStop.objects.filter(student=student).order_by("said_at", "pk").values_list(*columns)
    title = "Lessons and programs that teachers put first or took off"
    return _held("lessons put first or off", title, "one word on one lesson or program", columns, rows.iterator())


def _held(name: str, title: str, grain: str, columns: Mapping[str, str], rows: Iterable[tuple[object, ...]]) -> Held:
    told = tuple(Told(_plain(column), words) for column, words in columns.items())
    return Held(name, title, grain, told, [list(row) for row in rows])


def _plain(column: str) -> str:
    """The name without the tables on the way to it."""
    return column.removeprefix("goal__").replace("__code", "").replace("content_item__external_id", "lesson")
