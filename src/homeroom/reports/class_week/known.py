"""Which standards stand at the head of a class's grid: those of its grade that anybody worked on, then the others."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from homeroom.people.grades import grade_code
from homeroom.people.models import Class, Student
from homeroom.reports.class_week.report import KnownColumn
from homeroom.reports.estimates import Estimates, Key, Known
from homeroom.reports.values import grade, listed
from homeroom.standards.models import Standard


@dataclass(frozen=True)
class Focus:
    """What a class is about: its grades as codes, and the frameworks of its subject."""

    grades: frozenset[str]
    frameworks: frozenset[str]

    @property
    def words(self) -> str:
        return listed([grade(code) for code in sorted(self.grades)])


def focus(school_class: Class, students: Sequence[int]) -> Focus:
    """The class's own grades and subjects; where the roster tells none, its children's grades and every subject."""
    told = {grade_code(str(text)) for text in school_class.grades}
    if not told - {None}:
        told = {grade_code(text) for text in Student.objects.filter(pk__in=students).values_list("grade", flat=True)}
    return Focus(frozenset(code for code in told if code), _frameworks(school_class.subjects))


def _frameworks(subjects: Iterable[object]) -> frozenset[str]:
    """A subject that no framework is about, such as "Homeroom", leaves all of them."""
    told = {str(subject).casefold() for subject in subjects}
    known = dict(Standard.objects.order_by().values_list("framework__slug", "framework__subject").distinct())
    named = {slug for slug, subject in known.items() if subject.casefold() in told}
    return frozenset(named or known)


def known_columns(found: Estimates, about: Focus) -> tuple[KnownColumn, ...]:
    """Standards in the framework's order, those of the class's own grade first."""
    worked: dict[str, int] = {}
    for _, code in found.cells:
        worked[code] = worked.get(code, 0) + 1
    standards = Standard.objects.filter(code__in=worked).order_by("order", "code").select_related("framework")
    columns = {s.code: KnownColumn(s.code, s.title, worked[s.code], _is_own(s, about)) for s in standards}
    for code in sorted(worked.keys() - columns.keys()):
        columns[code] = KnownColumn(code, "", worked[code], False)
    return tuple(sorted(columns.values(), key=lambda column: not column.is_own))


def _is_own(standard: Standard, about: Focus) -> bool:
    return grade_code(standard.grade) in about.grades and standard.framework.slug in about.frameworks


def known_cells(
    found: Estimates, student: int, columns: Sequence[KnownColumn], stuck: Container[Key]
) -> tuple[Known, ...]:
    """One child's cells. `stuck` names the children and standards that do not move."""
    codes = [column.code for column in columns]
    return tuple(replace(found.of(student, code), not_moving=(student, code) in stuck) for code in codes)


def newest(days: Iterable[date | None]) -> date | None:
    return max((day for day in days if day), default=None)
