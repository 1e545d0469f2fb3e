"""The card of one kept group, for the adult who works with it: who, on what, and what they have already tried."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from homeroom.facts import store
from homeroom.mastery.ended_groups import last_day, open_until
from homeroom.mastery.group_models import KeptGroup
from homeroom.mastery.models import Check
from homeroom.mastery.state import State
from homeroom.people.visibility import Scope
from homeroom.reports import sql
from homeroom.reports.cautions import Caution, cautions
from homeroom.reports.class_week.make import named
from homeroom.reports.class_week.report import Named
from homeroom.reports.estimates import Estimates, estimates
from homeroom.reports.gathered import Gathered
from homeroom.reports.seen import program_name
from homeroom.reports.week import school_year

LATEST = 3  # checks that are told of a child


@dataclass(frozen=True)
class Tried:
    """What a child did on the standard in one program this school year."""

    name: str
    answers: int
    right: int
    lessons: int
    passed: int
    last_on: date

    @property
    def words(self) -> str:
        """`i-Ready: 7 of 12 right, 1 of 2 lessons passed`."""
        told = {"right": self.right, "answers": self.answers, "passed": self.passed, "lessons": self.lessons}
        answers = gettext("%(right)s of %(answers)s right") % told if self.answers else ""
        lessons = gettext("%(passed)s of %(lessons)s lessons passed") % told if self.lessons else ""
        return f"{self.name}: {', '.join(part for part in (answers, lessons) if part) or gettext('begun')}"


@dataclass(frozen=True)
class Noted:
    """What an adult saw of the child, the newest first."""

    result: str
    on: date
    by: str


@dataclass(frozen=True)
class Line:
    """One child of the group."""

    child: Named
    state: State
    is_set: bool
    tried: tuple[Tried, ...]
    seen: tuple[Noted, ...]


@dataclass(frozen=True)
class Card:
    """One group as its adult sees it: those of its children who are in the reader's scope.

    `open_until` is told of a group that has ended: the last day on which results can be entered.
    """

    number: int
    class_id: int
    class_title: str
    code: str
    title: str
    reason: str
    adult: str
    begins_on: date
    ends_on: date
    open_until: date | None
    lines: tuple[Line, ...]
    cautions: tuple[Caution, ...]
    drawn_from: Mapping[str, int]

    @property
    def children(self) -> tuple[Named, ...]:
        return tuple(line.child for line in self.lines)


def card(group: KeptGroup, scope: Scope) -> Card:
    """The card of the group's children in `scope`."""
    version, standard, year = store.current(), group.standard, school_year(scope.on)
    with Gathered(sorted(scope.students), version) as gathered:
        known, tried = estimates(gathered, year), _tried(gathered, standard.code, year)
    assert group.begins_on is not None  # noqa: S101  the table's own constraint
    runs = group.ended_at is None and last_day(group) >= scope.on
    return Card(
        number=group.pk,
        class_id=group.school_class_id,
        class_title=group.school_class.title,
        code=standard.code,
        title=standard.title,
        reason=group.reason,
        adult=group.staff.name if group.staff else "",
        begins_on=group.begins_on,
        ends_on=last_day(group),
        open_until=None if runs else open_until(group),
        lines=_lines(scope, standard.code, known, tried),
        cautions=cautions(known.as_of, engine=known.engine),
        drawn_from={"facts": version, "teachers' words": known.teachers},
    )


def _lines(scope: Scope, code: str, known: Estimates, tried: Mapping[int, Sequence[Tried]]) -> tuple[Line, ...]:
    students = sorted(scope.students)
    seen, made = _seen(students, code), list[Line]()
    for child in named(students):
        found, noted = known.of(child.number, code), seen.get(child.number, [])
        done = tuple(tried.get(child.number, ()))
        made.append(Line(child, found.shown, found.word is not None, done, tuple(noted[:LATEST])))
    return tuple(made)


def _tried(gathered: Gathered, code: str, year: int) -> dict[int, list[Tried]]:
    found: dict[int, list[Tried]] = {}
    for child, program, *counts in gathered.rows(sql.text(__file__, "tried"), {"standard": code}, year):
        found.setdefault(child, []).append(Tried(program_name(program), *counts))
    return found


def _seen(students: list[int], code: str) -> dict[int, list[Noted]]:
    rows = Check.objects.filter(student__in=students, standard__code=code, withdrawn_at=None)
    found: dict[int, list[Noted]] = {}
    for one in rows.order_by("-seen_on", "-pk"):
        found.setdefault(one.student_id, []).append(Noted(one.result, one.seen_on, one.said_by))
    return found
