"""The facts of some children, read from the files once and then asked as often as a report likes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from types import MappingProxyType, TracebackType
from typing import Any, Self

from homeroom.facts import store
from homeroom.facts.engine import Session

# What the queries of `seen`, `class_week` and `student_week` look at. A column that none of them names is not read.
COLUMNS: Mapping[str, Sequence[str]] = {
    "practice": (
        "student",
        "standard",
        "program",
        "week",
        "attempts",
        "correct",
        "active_minutes",
        "minutes_definition",
        "lessons",
        "lessons_passed",
        "last_on",
    ),
    "activities": ("student", "program", "occurred_on", "content_item", "standard", "outcome"),
    "usage": (
        "student",
        "program",
        "occurred_on",
        "metric",
        "value",
        "definition",
        "starts_on",
        "ends_on",
        "cumulative",
    ),
    "assessments": (
        "student",
        "program",
        "occurred_on",
        "sitting",
        "assessment",
        "objective",
        "period",
        "method",
        "result",
        "result_kind",
    ),
    "claims": ("student", "program", "occurred_on"),
    "alignment": (
        "student",
        "school_class",
        "week",
        "as_of",
        "class_through",
        "class_seconds",
        "class_lessons",
        "class_children",
        "class_sure",
        "class_share",
        "class_low",
        "class_high",
        "class_gap_repair",
    ),
    "streaks": ("student", "standard", "since_three", "correct_since", "programs", "last_on"),
    "mastery": (
        "student",
        "standard",
        "as_of",
        "state",
        "attempts",
        "evidence_weight",
        "low80",
        "high80",
        "last_evidence_on",
        "inferred",
        "engine",
    ),
}


class Gathered:
    """Facts of `students` at version `at`, by school year; a year is read when it is first asked for.

    `columns` narrows what is read: a report of a whole school leaves out what it never asks about.
    """

    def __init__(
        self, students: Sequence[int], at: int, columns: Mapping[str, Sequence[str]] = MappingProxyType(COLUMNS)
    ) -> None:
        self.students, self.at, self._columns = students, at, columns
        self._years: dict[int | None, Session] = {}
        self._open = ExitStack()

    def rows(
        self,
        text: str,
        parameters: Mapping[str, object],
        school_year: int | None,
        beside: store.Relations = MappingProxyType({}),
    ) -> list[tuple[Any, ...]]:
        """What the SQL `text` gives over the tables of one school year, or of all where it is None.

        `beside` are small tables of the caller's own that the SQL joins.
        """
        place = self._year(school_year)
        for name, columns in beside.items():
            place.relation(name, columns)
        return place.run(text, parameters).rows

    def _year(self, school_year: int | None) -> Session:
        if school_year not in self._years:
            place = store.gathered(self._columns, self.students, school_year=school_year, at=self.at)
            self._years[school_year] = self._open.enter_context(place)
        return self._years[school_year]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()
