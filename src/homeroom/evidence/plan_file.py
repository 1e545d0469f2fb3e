"""A plan out of a file: all that is sound. What is not is named and set aside, and the rest goes on."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, get_type_hints

import msgspec
from django.utils.translation import gettext

from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.plan_checks import CHECKS, Known, Reading
from homeroom.evidence.plan_json import FORMAT, Measure, PlanArm, StudyPlan, Window
from homeroom.evidence.study_models import Study
from homeroom.people.models import Class, School
from homeroom.standards.models import Unit

LARGEST = 1_000_000  # bytes
SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
NEEDED = ("study", "question", "kind", "unit")
LISTS: Mapping[str, type] = {"arms": PlanArm, "measures": Measure, "secondary": Window}


def known() -> Known:
    return Known(
        frozenset(Class.objects.values_list("sourced_id", flat=True)),
        frozenset(School.objects.values_list("sourced_id", flat=True)),
        frozenset(Unit.objects.values_list("code", flat=True)),
    )


def from_file(path: Path) -> Reading:
    """Raises EvidenceError where the file is no plan at all."""
    if not path.is_file():
        raise EvidenceError(gettext("%(file)s: there is no such file.") % {"file": path})
    if path.stat().st_size > LARGEST:
        raise EvidenceError(gettext("%(file)s: this is too large to be a plan.") % {"file": path})
    try:
        told = json.loads(path.read_bytes(), object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise EvidenceError(gettext("%(file)s: this is no JSON (%(why)s).") % {"file": path, "why": error}) from None
    return read(told, known())


def read(told: object, there: Known) -> Reading:
    """The plan that these words make. Raises EvidenceError where they don't say which study, and what it asks."""
    if not isinstance(told, dict):
        raise EvidenceError(gettext("A plan is one JSON object, with study, question, kind and unit."))
    found = Reading(StudyPlan("", "", "", ""))
    columns = _columns(told, found)
    missing = [name for name in NEEDED if not columns.get(name)]
    if missing:
        raise EvidenceError(
            gettext("The plan doesn't say, or not in words, its %(names)s.") % {"names": ", ".join(missing)}
        )
    found.plan = StudyPlan(**columns)
    _possible(found.plan)
    for check in CHECKS:
        check(found, there)
    return found


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """A name that stands twice in one object would hide the first: which of the two is meant, nobody knows."""
    twice = [name for name, times in Counter(name for name, _ in pairs).items() if times > 1]
    if twice:
        raise ValueError(gettext("%(name)s stands twice") % {"name": twice[0]})
    return dict(pairs)


def _possible(plan: StudyPlan) -> None:
    if not SLUG.fullmatch(plan.study):
        raise EvidenceError(gettext("Call the study by small letters, digits and hyphens, at most 64."))
    for name, choices in (("kind", Study.Kind.values), ("unit", Study.Unit.values)):
        if getattr(plan, name) not in choices:
            said = {"name": name, "choices": ", ".join(choices)}
            raise EvidenceError(gettext("The plan's %(name)s must be one of: %(choices)s.") % said)
    if plan.format != FORMAT:
        raise EvidenceError(gettext("This plan is of a format that this version can't read."))


def _columns(told: Mapping[str, object], found: Reading) -> dict[str, Any]:
    """Each column as the plan has it; where it can't be, it is set aside by itself."""
    hints = get_type_hints(StudyPlan)
    names = [one.name for one in fields(StudyPlan)]
    for name in told.keys() - set(names):
        found.aside(name, gettext("A plan has no such part."))
    columns: dict[str, Any] = {}
    for name in [name for name in names if name in told]:
        if name in LISTS and isinstance(told[name], list):
            columns[name] = tuple(_each(name, told[name], found))
        else:
            columns.update((name, value) for value in _one(name, told[name], hints[name], found))
    return columns


def _each(name: str, values: Any, found: Reading) -> Iterator[Any]:
    for at, value in enumerate(values, 1):
        yield from _one(f"{name} {at}", value, LISTS[name], found)


def _one(where: str, value: object, kind: Any, found: Reading) -> Iterator[Any]:
    try:
        yield msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        found.aside(where, gettext("It can't be read: %(why)s") % {"why": error})
