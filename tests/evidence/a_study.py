"""A small study for tests: four classes in two schools, a plan as a file has it, and results of a test."""

from __future__ import annotations

from datetime import date
from typing import Any

from a_school import child, room, staff
from facts.facts_by_hand import publish
from homeroom.evidence import lock
from homeroom.evidence.models import Plan, Study
from homeroom.evidence.plan_checks import Reading
from homeroom.evidence.plan_file import known, read
from homeroom.people.models import Class, Role, School, Student, User

FIRST, BASELINE, OUTCOME = date(2026, 9, 7), date(2026, 9, 10), date(2027, 1, 20)
ROOMS = ("Ash", "Birch", "Cedar", "Elm")


def classes(children: int = 4) -> dict[str, list[Student]]:
    """The children of each class, by the class's id."""
    found: dict[str, list[Student]] = {}
    for at, name in enumerate(ROOMS):
        school, _ = School.objects.get_or_create(sourced_id=f"s{at // 2}", defaults={"name": f"School {at // 2}"})
        made = room(school, name, name)
        found[name] = [child(10 * at + one, made) for one in range(children)]
    return found


def leader() -> User:
    return staff("leader", Role.Kind.NETWORK_LEADER, None)


def told(**columns: Any) -> dict[str, Any]:
    """A plan that can be locked, as JSON has it."""
    measure = {"name": "numbers", "program": "star", "assessment": "STAR Math", "method": "score", "scale": "unified"}
    return {
        "study": "flex-pilot",
        "question": "Does the open room do better?",
        "kind": "pilot",
        "unit": "class",
        "arms": [{"name": "flex", "new": True}, {"name": "rotation"}],
        "classes": list(ROOMS),
        "sites": ["s0", "s1"],
        "begins_on": "2026-09-14",
        "ends_on": "2027-01-31",
        "measures": [measure],
        "baseline": {"measure": "numbers", "begins_on": "2026-09-07", "ends_on": "2026-09-18"},
        "primary": {"measure": "numbers", "begins_on": "2027-01-11", "ends_on": "2027-01-29", "domain": "mathematics"},
        "smallest_effect": 0.25,
        "equivalence_band": 0.1,
        "missing_data": "complete cases",
        **columns,
    }


def reading(**columns: Any) -> Reading:
    return read(told(**columns), known())


def drafted(by: User, **columns: Any) -> Plan:
    return lock.keep(reading(**columns).plan, by)


def locked(by: User, **columns: Any) -> Study:
    study = drafted(by, **columns).study
    lock.lock(study, by)
    return study


def results(students: list[Student], on: date, score: float = 500.0, **columns: Any) -> None:
    """One result of the test for each child."""
    row = {"program": "star", "assessment": "STAR Math", "method": "score", "result_kind": "score"}
    row |= {"occurred_on": on, "result": str(score), "result_number": score} | columns
    publish("assessments", [{**row, "student": one.pk, "row": at} for at, one in enumerate(students, 1)])


def of(name: str) -> Class:
    return Class.objects.get(sourced_id=name)
