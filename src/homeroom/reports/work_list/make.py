"""Put the work-list of a day together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from homeroom.goals.choosing import reasons
from homeroom.goals.models import Assignment
from homeroom.goals.work_list import Row, rows
from homeroom.people.models import Class
from homeroom.people.visibility import Scope
from homeroom.reports.class_week.make import named
from homeroom.reports.class_week.report import Named
from homeroom.reports.goals.words import NO_PROGRAM
from homeroom.reports.work_list.report import Line, WorkList


def work_list(scope: Scope, on: date, school_class: Class | None = None) -> WorkList:
    """The children of `scope` by name, each with the work of the day; of a class, what its own goals ask."""
    found = rows(on, list(scope.students), school_class.pk if school_class else None)
    return WorkList(
        class_id=school_class.pk if school_class else 0,
        title=school_class.title if school_class else "",
        on=on,
        lines=tuple(_lines(found, named(sorted({one.student for one in found})))),
        children=len(scope.students),
        drawn_from={},
    )


def _lines(found: Sequence[Row], children: Sequence[Named]) -> Iterator[Line]:
    codes = dict(Assignment.objects.filter(pk__in=[one.assignment for one in found]).values_list("pk", "reason_codes"))
    told: Mapping[str, Sequence[str]] = {str(number): held for number, held in codes.items()}
    for child in children:
        for one in found:
            if one.student == child.number:
                yield _line(one, child, told[str(one.assignment)])


def _line(one: Row, child: Named, codes: Sequence[str]) -> Line:
    return Line(
        number=str(one.assignment),
        child=child,
        program=one.program,
        name=one.program_name or str(NO_PROGRAM),
        code=one.standard,
        title=one.standard_title,
        lesson=one.lesson,
        minutes=one.minutes,
        reason=one.reason,
        why=reasons.said(codes) or one.reason,
        link=one.link,
        to_set=one.to_set,
        given=one.given.by if one.given else "",
        done=one.done.by if one.done else "",
        state=one.state.word,
        finished=one.finished,
    )
