"""The family report of one child. It knows no other child: what is expected is the grade's, never a rank."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from homeroom.reports.class_week.report import Named
from homeroom.reports.family.topics import Topic
from homeroom.reports.languages.words import Words
from homeroom.reports.values import Value
from homeroom.reports.week import Week

MOST_TOPICS = 3
MOST_PROGRAMS = 4


@dataclass(frozen=True)
class Subject:
    """One subject's topics, most telling first: those of the child's grade, then those last worked on.

    Of the grade's `topics`, `own_can` are counted among "can", and of `own_unseen` too little is known. `earlier`: the
    child works on topics of a younger grade.
    """

    name: str
    can: tuple[Topic, ...]
    working: tuple[Topic, ...]
    learning: tuple[Topic, ...]
    topics: Value
    own_can: Value
    own_unseen: Value
    earlier: bool


@dataclass(frozen=True)
class ProgramMinutes:
    """One program's minutes in the report's week and in the four weeks that end with it."""

    name: str
    this_week: Value
    four_weeks: Value


@dataclass(frozen=True)
class FamilyReport:
    """`on` is the day of the report, `estimated_on` that of what is known of topics."""

    child: Named
    first_name: str
    grade: str
    school: str
    teachers: tuple[str, ...]
    on: date
    week: Week
    estimated_on: date | None
    subjects: tuple[Subject, ...]
    minutes: tuple[ProgramMinutes, ...]
    late: tuple[str, ...]
    at_home: Words
    drawn_from: Mapping[str, int]
