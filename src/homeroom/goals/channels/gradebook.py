"""Assignments in the words of a OneRoster 1.2 gradebook: a line item for the work, a result for each child it is for.

OneRoster has no list of whom a line item is for, so each child gets a result that is "not submitted". Ids are uuid5 of
what they stand for: sending the same again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID, uuid5

from django.utils import timezone

from homeroom.goals.models import Assignment
from homeroom.people.models import Class
from homeroom.standards.models import FrameworkItem

BASE = "/ims/oneroster/gradebook/v1p2"
SCOPE = "https://purl.imsglobal.org/spec/or/v1p2/scope/gradebook.createput"
NAMESPACE = UUID("2d4b8a0e-5f0c-5d1b-9a52-6c1de1f0a7c3")
TITLE = "homeroom"
LONGEST = 255

type Body = dict[str, Any]


@dataclass(frozen=True)
class Line:
    """One column of the gradebook, and the children who get a place in it. Ids are the roster's."""

    sourced_id: str
    title: str
    begins_on: date
    ends_on: date
    school_class: str
    school: str
    objectives: tuple[str, ...]
    code: str
    children: tuple[tuple[UUID, str], ...]
    """The assignment and the child's id."""


def lines(school_class: Class, assignments: Iterable[Assignment]) -> list[Line]:
    """Assignments of one class and goal: those of the same work and days stand in one line."""
    together: dict[tuple[Any, ...], list[Assignment]] = {}
    for one in assignments:
        together.setdefault((one.goal_id, one.standard_id, one.content_item_id, one.begins_on, one.ends_on), []).append(
            one
        )
    known = _case_ids({one.standard_id for group in together.values() for one in group})
    return [_line(school_class, key, group, known) for key, group in together.items()]


def _line(school_class: Class, key: tuple[Any, ...], group: Sequence[Assignment], known: Mapping[int, str]) -> Line:
    first = group[0]
    title = first.content_item.title if first.content_item else ""
    return Line(
        sourced_id=str(uuid5(NAMESPACE, " ".join(map(str, key)))),
        title=(title or f"{first.standard.code} {first.standard.title}")[:LONGEST],
        begins_on=first.begins_on,
        ends_on=first.ends_on,
        school_class=school_class.sourced_id,
        school=school_class.school.sourced_id,
        objectives=tuple(filter(None, [known.get(first.standard_id)])),
        code=first.standard.code,
        children=tuple((one.pk, one.student.sourced_id) for one in group),
    )


def _case_ids(standards: set[int]) -> dict[int, str]:
    """The CASE identifier of each standard that an imported package names: one name for it in every system."""
    items = FrameworkItem.objects.filter(standard__in=standards, external=False).order_by("-pk")
    return {item.standard_id: item.identifier for item in items if item.standard_id and _is_uuid(item.identifier)}


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False


def category_id(client: str) -> str:
    return str(uuid5(NAMESPACE, f"category {client}"))


def category(sourced_id: str) -> Body:
    return {"category": {**_head(sourced_id), "title": TITLE}}


def line_item(line: Line, category: str, base: str) -> Body:
    standards = {"source": "case", "learningObjectiveIds": list(line.objectives)}
    return {
        "lineItem": {
            **_head(line.sourced_id),
            "title": line.title,
            "description": line.code,
            "assignDate": _moment(line.begins_on, time.min),
            "dueDate": _moment(line.ends_on, time(23, 59)),
            "class": _ref(base, "rostering", "classes", line.school_class, "class"),
            "school": _ref(base, "rostering", "orgs", line.school, "org"),
            "category": _ref(base, "gradebook", "categories", category, "category"),
            "resultValueMin": 0.0,
            "resultValueMax": 100.0,
            **({"learningObjectiveSet": [standards]} if line.objectives else {}),
        }
    }


def result(line: Line, assignment: UUID, child: str, base: str) -> Body:
    return {
        "result": {
            **_head(str(assignment)),
            "lineItem": _ref(base, "gradebook", "lineItems", line.sourced_id, "lineItem"),
            "student": _ref(base, "rostering", "users", child, "user"),
            "scoreStatus": "not submitted",
            "scoreDate": line.begins_on.isoformat(),
        }
    }


def _head(sourced_id: str) -> Body:
    now = timezone.now().astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {"sourcedId": sourced_id, "status": "active", "dateLastModified": now}


def _ref(base: str, service: str, collection: str, sourced_id: str, kind: str) -> Body:
    href = f"{base.rstrip('/')}/ims/oneroster/{service}/v1p2/{collection}/{sourced_id}"
    return {"href": href, "sourcedId": sourced_id, "type": kind}


def _moment(day: date, hour: time) -> str:
    """A school day's hour as OneRoster writes moments, in UTC."""
    at = timezone.make_aware(datetime.combine(day, hour))
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
