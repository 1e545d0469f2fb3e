"""Which columns a class's table has: minutes by program, standards, parts of assessments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median

from django.db.models import QuerySet

from homeroom.reports.class_week.read import Minutes, Practice, Result
from homeroom.reports.class_week.report import LevelColumn, MinutesColumn, StandardColumn
from homeroom.reports.seen import program_name
from homeroom.reports.values import NO_EVIDENCE, Value, known
from homeroom.standards.models import Standard

MOST_STANDARDS = 12
MOST_LEVELS = 6


def minutes_columns(minutes: Sequence[Minutes]) -> tuple[MinutesColumn, ...]:
    """A column for each program and definition with any minutes this school year, by program name."""
    kinds = {(m.program, m.definition) for m in minutes}
    named = [(program_name(program), program, definition) for program, definition in kinds]
    ordered = sorted(named, key=lambda kind: (kind[0].casefold(), kind))
    return tuple(_minutes_column(minutes, program, name, definition) for name, program, definition in ordered)


def _minutes_column(minutes: Sequence[Minutes], program: str, name: str, definition: str) -> MinutesColumn:
    spent = [m.this_week for m in minutes if (m.program, m.definition) == (program, definition) and m.this_week]
    return MinutesColumn(program, name, definition, len(spent), _median(spent))


def _median(spent: list[float]) -> Value:
    return known(median(spent), len(spent), "minutes") if spent else NO_EVIDENCE


def standard_columns(practice: Sequence[Practice]) -> tuple[StandardColumn, ...]:
    """Standards worked on this week first, then the others of the window; the most practised first in each."""
    codes = {p.standard for p in practice}
    titles = titles_of(codes)
    columns = [_standard_column(code, titles.get(code, ""), practice) for code in codes]
    return tuple(sorted(columns, key=lambda c: (-c.this_week, -c.answers, -c.children, c.code)))


def _standard_column(code: str, title: str, practice: Sequence[Practice]) -> StandardColumn:
    own = [p for p in practice if p.standard == code]
    return StandardColumn(
        code=code,
        title=title,
        answers=sum(p.answers for p in own),
        right=sum(p.right for p in own),
        children=len(own),
        this_week=sum(p.answers_this_week for p in own),
    )


def shown_first(columns: Sequence[StandardColumn]) -> tuple[StandardColumn, ...]:
    """The page's columns, in the framework's order so that the eye finds them; then the ones only files carry."""
    page = columns[:MOST_STANDARDS]
    places = dict(Standard.objects.filter(code__in=[c.code for c in page]).values_list("code", "order"))
    ordered = sorted(page, key=lambda c: (c.code not in places, places.get(c.code, 0), c.code))
    return (*ordered, *columns[MOST_STANDARDS:])


def level_columns(levels: Iterable[Result]) -> tuple[LevelColumn, ...]:
    """Wholes before parts, by program. A period that all children share stands in the head."""
    periods: dict[tuple[bool, str, str, str, str], set[str]] = {}
    for r in levels:
        kind = (r.objective != "", program_name(r.program), r.assessment, r.objective, r.program)
        periods.setdefault(kind, set()).add(r.period)
    return tuple(
        LevelColumn(kind[4], *kind[1:4], period=min(found) if len(found) == 1 else "")
        for kind, found in sorted(periods.items())
    )


def titles_of(codes: Iterable[str]) -> dict[str, str]:
    """Of two frameworks with one code the first counts."""
    standards: QuerySet[Standard] = Standard.objects.filter(code__in=list(codes))
    return dict(standards.order_by("-pk").values_list("code", "title"))
