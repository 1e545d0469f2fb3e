"""What was planned for one child and delivered, with the meaning of each column. No other child stands in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec
from django.db.models import Model, Q

from homeroom.people.record import Held, Told
from homeroom.rotation import in_plans
from homeroom.rotation.models import (
    Absence,
    Change,
    Delivered,
    DrawnPair,
    Objection,
    Pair,
    Placement,
    PlanLock,
    Service,
)

WHEN = {"day": "the day", "session": "the session of that day"}
HOLDS = {"begins_on": "from which day", "ends_on": "up to which day"}
WORDS = {"provider__sourced_id": "adult", "staff__sourced_id": "adult", "standard__code": "standard"}


def export(student: int) -> list[Held]:
    """Sessions, changes, objections and what was delivered; then what plans are made from. Oldest first."""
    own, either = Q(student=student), Q(one=student) | Q(other=student)
    return [
        _held(Placement, own, "sessions in plans", "Sessions of the flexible block", "one session", PLACED),
        _held(Change, own, "changes of plans", "Sessions that were changed", "one change", CHANGED),
        _held(Objection, own, "objections to plans", "Teachers' objections to a place", "one objection", OBJECTED),
        _held(Delivered, own, "sessions delivered", "Sessions that took place", "one session that was noted", GIVEN),
        _held(PlanLock, own, "locks", "Sessions decided beforehand", "one decision beforehand", LOCKED),
        _held(Service, own, "services", "Meetings with adults of the school", "one kind of meeting", SERVED),
        _held(Absence, own, "absences", "Absences that plans knew of", "one absence", ABSENT),
        _held(Pair, either, "pairs", "Rules of the school about one group", "one rule", PAIRED),
        _held(DrawnPair, either, "pairs drawn", "Sessions that were drawn by lot", "one draw", DRAWN),
        _made_from(student),
    ]


PLACED = {
    "plan__version": "the version of the plan",
    "plan__state": "draft, published or ended",
    **WHEN,
    "starts_at": "from when",
    "ends_at": "until when",
    "modality": "what the session was for: technology, tutoring, …",
    "staff__sourced_id": "the roster's id of the adult; blank without one",
    "program": "the program; blank without one",
    "standard__code": "the standard; blank without one",
    "works": "the numbers of the work that was given",
    "reasons": "why there, as codes",
    "forced_by": "the rule that left no other place; blank where none did",
}
CHANGED = {
    **WHEN,
    "before": "the place before",
    "after": "the place after",
    "why": "what for",
    "by": "the user name of whoever changed it",
    "at": "when it was changed",
}
OBJECTED = {
    **WHEN,
    "reason": "why",
    "by": "the user name of whoever objected",
    "at": "when that was",
    "answer": "what was answered; blank where nothing was",
    "answered_by": "who answered",
    "answered_at": "when that was",
}
GIVEN = {
    **WHEN,
    "modality": "what the session was for",
    "took_place": "whether it took place",
    "minutes": "how many minutes",
    "by": "the user name of whoever noted it",
    "at": "when it was noted",
}
LOCKED = {
    **WHEN,
    "modality": "what the session is for",
    "staff__sourced_id": "the roster's id of the adult; blank without one",
    "program": "the program; blank without one",
    "origin": "who decided, or the study that drew it",
    "said_at": "when it was written down",
}
SERVED = {
    "provider__sourced_id": "the roster's id of the adult",
    "minutes": "minutes of a meeting",
    "meetings": "meetings a week",
    "windows": "when they may be",
    "never_from": "what they may not take the child out of",
    **HOLDS,
}
ABSENT = {
    "day": "the day",
    "starts_at": "from when; blank for the day's beginning",
    "ends_at": "until when; blank for the day's end",
    "said_by": "the user name of whoever said it",
    "said_at": "when it was written down",
}
PAIRED = {
    "kind": "apart from, or together with, another child",
    "owner": "the user name of whose rule it is",
    **HOLDS,
}
DRAWN = {
    **WHEN,
    "propensity": "the chance of a swap",
    "swapped": "whether the places were swapped; blank before the draw",
}


def _held(model: type[Model], of: Q, name: str, title: str, grain: str, columns: Mapping[str, str]) -> Held:
    order = ("day", "pk") if "day" in columns else ("pk",)
    rows = model._default_manager.filter(of).order_by(*order).values_list(*columns)
    return Held(name, title, grain, _told(columns), [list(row) for row in rows.iterator()])


def _made_from(student: int) -> Held:
    columns = {
        "week": "the Monday of the week",
        "version": "the version of the plan",
        "part": "what the plan was made from of the child: needs, given work, when it is away, its floor",
    }
    rows: Iterable[list[object]] = (
        [plan.week, plan.version, msgspec.json.encode(child, order="deterministic").decode()]
        for plan, child in in_plans.parts(student)
    )
    title = "What plans of the flexible block were made from"
    return Held("what plans were made from", title, "one plan", _told(columns), list(rows))


def _told(columns: Mapping[str, str]) -> tuple[Told, ...]:
    return tuple(Told(WORDS.get(name, name.removeprefix("plan__")), words) for name, words in columns.items())
