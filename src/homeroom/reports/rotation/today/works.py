"""The work that placements name: what it is called, and where it opens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from homeroom.goals.models import Assignment
from homeroom.goals.work_list import rows
from homeroom.reports.rotation.today.report import Work
from homeroom.rotation.models import Placement

AT_ONCE = 500  # SQLite takes few parameters


def works_of(on: date, placed: Sequence[Placement]) -> Mapping[str, Work]:
    """By the assignment's id, as placements keep it. What is not there any more is left out."""
    wanted = sorted({work for one in placed for work in one.works})
    if not wanted:
        return {}
    links = {str(row.assignment): row.link for row in rows(on, {one.student_id for one in placed if one.works})}
    return {str(one.pk): Work(_words(one), links.get(str(one.pk), "")) for one in _assignments(wanted)}


def _assignments(wanted: Sequence[str]) -> Iterator[Assignment]:
    numbers = [number for work in wanted if (number := _number(work))]
    for start in range(0, len(numbers), AT_ONCE):
        found = Assignment.objects.filter(pk__in=numbers[start : start + AT_ONCE])
        yield from found.select_related("content_item", "standard")


def _number(work: str) -> UUID | None:
    try:
        return UUID(work)
    except ValueError:
        return None


def _words(one: Assignment) -> str:
    item = one.content_item
    return (item.title or item.external_id) if item else one.standard.code
