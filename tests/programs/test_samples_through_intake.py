"""Every sample through the real intake: the same facts and the same ledger as the plain reader says."""

import json
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from homeroom.facts import store
from homeroom.intake.models import LEDGER, Delivery
from homeroom.intake.receive import receive
from homeroom.people.models import Class, Enrollment, School, Student
from homeroom.programs.declaration import load_all

SAMPLES = sorted(
    path for program in load_all() for path in program.folder.glob("samples/*.*") if path.suffix in (".csv", ".txt")
)
# The last day that a sample speaks of is past then.
AFTER_ALL = date(2027, 7, 31)
every_sample = pytest.mark.parametrize("path", SAMPLES, ids=[f"{path.parents[1].name}-{path.stem}" for path in SAMPLES])


def enroll(roster: list[dict[str, str]]) -> dict[int, str]:
    """The sample's children, each in one class of its school; by the number that facts carry."""
    numbers = {}
    for child in roster:
        school, _ = School.objects.get_or_create(sourced_id=child["school"], name=child["school"])
        room, _ = Class.objects.get_or_create(sourced_id="room", title="Room", school=school)
        names = {name: child[name] for name in ("given_name", "family_name", "grade", "username")}
        student = Student.objects.create(sourced_id=child["id"], **names)
        Enrollment.objects.create(sourced_id=child["id"], school_class=room, student=student, role="student")
        numbers[student.pk] = child["id"]
    return numbers


def plain(fact: dict[str, Any], numbers: dict[int, str]) -> dict[str, Any]:
    """A fact as expectations write it: no delivery, no blank, days and moments as text."""
    out = {name: value for name, value in fact.items() if name != "delivery" and value not in (None, "")}
    for name, value in out.items():
        if isinstance(value, datetime):
            out[name] = value.replace(tzinfo=UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        elif isinstance(value, date):
            out[name] = value.isoformat()
    return {**out, "student": numbers[fact["student"]]}


def told(delivery: Delivery) -> dict[str, Any]:
    """The ledger as expectations write it: a number, or a number a reason."""
    out: dict[str, Any] = {name: getattr(delivery, name) for name in LEDGER if getattr(delivery, name)}
    for name in ("quarantined", "ignored", "set aside"):
        codes: Counter[str] = Counter()
        for group in delivery.groups.filter(ended_as=name):
            codes[group.code] += group.rows
        out |= {name: dict(codes)} if codes else {}
    return out


def stated(expected: dict[str, Any]) -> date | None:
    """The day its receiver says that the sample speaks of, where no column and no file name tells it."""
    return date.fromisoformat(expected["as_of"]) if "as_of" in expected else None


@pytest.mark.django_db
@every_sample
def test_intake_makes_of_a_sample_what_is_expected(path: Path, settings: Settings) -> None:
    expected = json.loads(path.with_suffix(".expected.json").read_text("utf-8"))
    settings.TIME_ZONE, settings.HOMEROOM_TODAY = expected["zone"], AFTER_ALL
    numbers = enroll(expected["roster"])
    [delivery] = receive([path], as_of=stated(expected))
    assert (delivery.report, delivery.layout) == (expected["report"], expected["layout"])
    assert told(delivery) == expected["ledger"]
    table = next(r.fact.name for p in load_all() for r in p.reports if r.slug == delivery.report)
    facts = [plain(fact, numbers) for fact in store.query(f"select * from {table}", tables=[table]).dicts()]
    assert sorted(facts, key=in_order) == sorted(expected["facts"], key=in_order)


def in_order(fact: dict[str, Any]) -> tuple[Any, ...]:
    told = (fact.get("method", fact.get("metric", "")), fact.get("starts_on", ""), fact.get("ends_on", ""))
    return (fact["row"], *told)
