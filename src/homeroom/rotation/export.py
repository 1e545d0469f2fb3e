"""What weeks and plans hold of one child, with the meaning of each column. Of pairs: never who the other child is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec
from django.db.models import Q

from homeroom.people.record import Held, Told
from homeroom.rotation import in_plans
from homeroom.rotation.models import (
    Absence,
    Change,
    Delivered,
    DrawnPair,
    GroupLanguage,
    Objection,
    Pair,
    Placement,
    PlanLock,
    Service,
)

DAY = {"day": "the day", "session": "the session's number on its day"}
SAID = {"said_by": "the user name of whoever said it", "said_at": "when it was written down"}
DATES = {"begins_on": "from which day", "ends_on": "up to which day"}
LENGTH = {"starts_at": "from when", "ends_at": "until when"}


def export(student: int) -> list[Held]:
    """Inputs, places, changes, sheets and draws, oldest first."""
    return [
        _services(student),
        _languages(student),
        _pairs(student),
        _absences(student),
        _locks(student),
        _placements(student),
        _changes(student),
        _objections(student),
        _sheets(student),
        _draws(student),
        _made_from(student),
    ]


def _services(student: int) -> Held:
    columns = {
        "provider__sourced_id": "the roster's id of the adult",
        "minutes": "minutes of a meeting",
        "meetings": "meetings a week",
        "windows": "when they may be",
        "never_from": "what they may not take the child out of",
        "room__name": "the room",
        **DATES,
    }
    rows = Service.objects.filter(student=student).order_by("pk").values_list(*columns)
    return _held("services", "Meetings with one adult each week", "one kind of meeting", columns, rows)


def _languages(student: int) -> Held:
    columns = {"language": "the language of whoever leads the child's groups", **DATES}
    rows = GroupLanguage.objects.filter(student=student).order_by("pk").values_list(*columns)
    return _held("languages of groups", "Languages in which groups are led", "one language", columns, rows)


def _pairs(student: int) -> Held:
    columns = {"kind": "apart from, or together with, another child", **DATES, "owner": "whose rule it is"}
    rows = Pair.objects.filter(Q(one=student) | Q(other=student)).order_by("pk").values_list(*columns)
    return _held("pairs", "Rules about who is in one group", "one rule", columns, rows)


def _absences(student: int) -> Held:
    columns = {"day": "the day", **LENGTH, **SAID}
    rows = Absence.objects.filter(student=student).order_by("pk").values_list(*columns)
    return _held("absences", "Days noted absent for planning", "one day, or a part of it", columns, rows)


def _locks(student: int) -> Held:
    columns = {
        **DAY,
        "modality": "what the child does",
        "staff__sourced_id": "the roster's id of the adult; blank where open",
        "program": "the program; blank where open",
        "origin": "a user name, or the study whose draw it is",
        "said_at": "when it was written down",
    }
    rows = PlanLock.objects.filter(student=student).order_by("pk").values_list(*columns)
    return _held("locks of plans", "Sessions that were decided beforehand", "one session", columns, rows)


def _placements(student: int) -> Held:
    columns = {
        "plan__week": "the Monday of the week",
        "plan__version": "the plan's version",
        "plan__state": "draft, published or ended",
        **DAY,
        **LENGTH,
        "modality": "what the child does",
        "group__key": "the group's number in the plan; blank without one",
        "staff__sourced_id": "the roster's id of the adult; blank without one",
        "room__name": "the room",
        "program": "the program; blank without one",
        "standard__code": "the standard that is worked on",
        "works": "the numbers of the work that was asked for",
        "reasons": "why there, as codes",
        "forced_by": "the rule that left no other place; blank where none did",
        "price": "what the seat was worth to the plan",
        "runner_up": "what came second",
        "cost": "what that would have cost the plan",
    }
    rows = Placement.objects.filter(student=student).order_by("day", "session", "plan__version").values_list(*columns)
    return _held("places in plans", "Places in plans of the flexible block", "one session in one plan", columns, rows)


def _changes(student: int) -> Held:
    columns = {
        **DAY,
        "before": "what was published before",
        "after": "what takes its place",
        "why": "what for",
        "by": "who published it",
        "at": "when that was",
    }
    rows = Change.objects.filter(student=student).order_by("pk").values_list(*columns)
    return _held("changes of plans", "Changes of what was published", "one session that changed", columns, rows)


def _objections(student: int) -> Held:
    columns = {
        **DAY,
        "reason": "what the teacher says",
        "by": "the user name of the teacher",
        "at": "when that was",
        "answer": "what was answered",
        "answered_by": "who answered",
        "answered_at": "when that was answered",
    }
    rows = Objection.objects.filter(student=student).order_by("pk").values_list(*columns)
    return _held("objections", "Teachers' disagreement with a place", "one objection", columns, rows)


def _sheets(student: int) -> Held:
    columns = {
        **DAY,
        "modality": "what the child did",
        "took_place": "whether it took place",
        "minutes": "minutes that it took",
        "by": "who ticked the sheet",
        "at": "when that was",
    }
    rows = Delivered.objects.filter(student=student).order_by("day", "session").values_list(*columns)
    return _held("sheets", "Sessions that were ticked", "one session", columns, rows)


def _draws(student: int) -> Held:
    columns = {
        **DAY,
        "propensity": "the chance of a swap",
        "swapped": "whether the two children swapped places; blank before the draw",
        "plan__week": "the Monday of the week",
        "number": "the pair's number in the plan",
    }
    rows = DrawnPair.objects.filter(Q(one=student) | Q(other=student)).order_by("pk").values_list(*columns)
    return _held("drawn pairs", "Draws between two children's places", "one draw", columns, rows)


def _made_from(student: int) -> Held:
    columns = {
        "week": "the Monday of the week",
        "version": "the plan's version",
        "part": "what the plan was made from of the child: needs, given work, when it is away, its floor",
    }
    rows = (
        (plan.week, plan.version, msgspec.json.encode(child, order="deterministic").decode())
        for plan, child in in_plans.parts(student)
    )
    title = "What plans of the flexible block were made from"
    return _held("what plans were made from", title, "one plan", columns, rows)


def _held(name: str, title: str, grain: str, columns: Mapping[str, str], rows: Iterable[tuple[object, ...]]) -> Held:
    told = tuple(Told(_plain(column), words) for column, words in columns.items())
    return Held(name, title, grain, told, [list(row) for row in rows])


def _plain(column: str) -> str:
    """The table's own name in place of the path to it: `staff` for `staff__sourced_id`, `week` for `plan__week`."""
    first, _, last = column.partition("__")
    return last if first == "plan" else first
