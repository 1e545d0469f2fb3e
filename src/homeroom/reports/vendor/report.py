"""A release as one object: its agreed fields, its lines, and what was hidden said as "few"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from homeroom.evidence.models import Release
from homeroom.evidence.release import MAKER, key
from homeroom.reports.quality.report import KINDS
from homeroom.reports.seen import program_name
from homeroom.reports.values import count

FIELDS: Mapping[str, str | Promise] = {
    "tries": gettext_lazy("First tries"),
    "first_try": gettext_lazy("Right at first"),
    "median_seconds": gettext_lazy("Middle time, seconds"),
    "exit": gettext_lazy("Left unfinished"),
    "lift": gettext_lazy("Lift, points"),
}


NO_PLACE = "–"


@dataclass(frozen=True)
class Line:
    """`cells` stand in the order of the release's fields. The content's id is the program's own."""

    key: str
    kind: str
    content_item: str
    cells: tuple[str, ...]

    @property
    def tells(self) -> bool:
        return any(cell not in (few(), not_told(), NO_PLACE) for cell in self.cells)

    @property
    def kind_words(self) -> str:
        return str(KINDS.get(self.kind, self.kind))


@dataclass(frozen=True)
class Told:
    """`reference` names the release to its reader and is no number of ours."""

    program: str
    name: str
    reference: str
    school_year: int
    made_on: date
    fields: tuple[str, ...]
    lines: tuple[Line, ...]
    approved: bool
    made_by: str
    approved_by: str

    @property
    def heads(self) -> tuple[str, ...]:
        return tuple(str(FIELDS[one]) for one in self.fields)

    @property
    def counted(self) -> int:
        """Lines of which something is told."""
        return sum(line.tells for line in self.lines)


def told(release: Release) -> Told:
    program, shown = release.report.removeprefix(MAKER), release.shown
    fields = tuple(shown["fields"])
    return Told(
        program=program,
        name=program_name(program),
        reference=key(program, shown["school_year"], "release", release.made_on.isoformat()),
        school_year=shown["school_year"],
        made_on=release.made_on,
        fields=fields,
        # What tells something comes first. Both parts stay in the order of ids: no place tells of a size.
        lines=tuple(sorted((_line(row, fields) for row in shown["rows"]), key=lambda line: not line.tells)),
        approved=bool(release.approved_by),
        made_by=release.made_by,
        approved_by=release.approved_by,
    )


def few() -> str:
    return gettext("few")


def not_told() -> str:
    return gettext("not told")


def _line(row: Mapping[str, Any], fields: tuple[str, ...]) -> Line:
    cells = tuple(_cell(one, row[one], row["kind"]) for one in fields)
    return Line(row["key"], row["kind"], row["content_item"], cells)


def _cell(field: str, value: Any, kind: str) -> str:
    """Words and whole numbers. An item has no lift, and its lesson tells how it was left: these cells have no place."""
    if kind == "item" and field in ("lift", "exit"):
        return NO_PLACE
    if value is None:
        return not_told() if field == "lift" else few()
    if field == "lift":
        at, low, high = value
        return f"{at:+d} ({low:+d}; {high:+d})"
    return count(value) if isinstance(value, int) else str(value)
