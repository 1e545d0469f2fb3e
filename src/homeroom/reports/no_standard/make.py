"""Find the work that is tied to no standard: neither its content is aligned, nor is its spelling one of ours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext

from homeroom.facts import store
from homeroom.people.visibility import Scope
from homeroom.reports import sql
from homeroom.reports.no_standard.report import Content, NoStandard
from homeroom.reports.seen import program_name
from homeroom.standards import alignment, spelling
from homeroom.standards.models import ContentItem

TABLES = ("attempts", "activities")
BLANK = "select count(*) from practice where coalesce(standard, '') = '' and school_year = $year and student = $child"


class Work(NamedTuple):
    """One child's work on one content item under one spelling."""

    program: str
    kind: str
    item: str
    spelling: str
    student: int
    answers: int
    tries: int

    @property
    def key(self) -> tuple[str, str, str]:
        return self.program, self.kind, self.item


def of_child(scope: Scope, school_year: int, version: int) -> tuple[NoStandard, ...]:
    """That of the one child in `scope`. Most children have none, which `practice` tells without a look at answers."""
    (child,) = scope.students
    asked = {"child": child, "year": school_year}
    blank = store.query(BLANK, asked, tables=["practice"], students=[child], at=version)
    return _of([child], school_year, version) if blank.one[0] else ()


def of_programs(scope: Scope, school_year: int, version: int) -> tuple[NoStandard, ...]:
    """That of all children in `scope` together."""
    return _of(sorted(scope.students), school_year, version)


def _of(students: Sequence[int], school_year: int, version: int) -> tuple[NoStandard, ...]:
    rows = store.query(
        sql.text(__file__, "work"),
        {"year": school_year},
        tables=TABLES,
        students=students,
        school_year=school_year,
        at=version,
        relations={"wanted": {"student": list(students)}},
    ).rows
    left = _untied(rows)
    titles = _titles({work.key for work in left})
    programs: dict[str, list[Work]] = {}
    for work in left:
        programs.setdefault(work.program, []).append(work)
    found = (_of_program(program, works, titles) for program, works in programs.items())
    return tuple(sorted(found, key=lambda one: one.name.casefold()))


def _untied(rows: Iterable[tuple[Any, ...]]) -> list[Work]:
    known = spelling.known()
    unnamed = [work for work in map(Work._make, rows) if not known.resolve(work.spelling)]
    tied = alignment.aligned({work.key for work in unnamed if work.item})
    return [work for work in unnamed if work.key not in tied]


def _of_program(program: str, works: Sequence[Work], titles: Mapping[tuple[str, str, str], str]) -> NoStandard:
    contents = sorted(_contents(works, titles), key=lambda one: (-one.answers - one.tries, one.title, one.spelling))
    return NoStandard(
        program=program,
        name=program_name(program),
        answers=sum(work.answers for work in works),
        tries=sum(work.tries for work in works),
        children=len({work.student for work in works}),
        contents=tuple(contents),
    )


def _contents(works: Sequence[Work], titles: Mapping[tuple[str, str, str], str]) -> Iterator[Content]:
    together: dict[tuple[str, str, str], list[Work]] = {}
    for work in works:
        together.setdefault((work.kind, work.item, work.spelling), []).append(work)
    for (kind, item, told), some in together.items():
        title = titles.get((some[0].program, kind, item), "") or item or gettext("without an id")
        answers, tries = sum(work.answers for work in some), sum(work.tries for work in some)
        yield Content(kind, title, told, answers, tries, len({work.student for work in some}))


def _titles(keys: set[tuple[str, str, str]]) -> dict[tuple[str, str, str], str]:
    programs, ids = {program for program, _, _ in keys}, {item for _, _, item in keys}
    found = ContentItem.objects.filter(program__in=programs).exclude(title="")
    rows = found.values_list("program", "kind", "external_id", "title")
    few = rows.filter(external_id__in=ids) if len(ids) < 500 else rows
    return {(program, kind, item): title for program, kind, item, title in few}
