"""Student: stuck, coasting, or not there?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from homeroom.mastery.state import State
from homeroom.pages import weeks
from homeroom.pages.access import names_children, page, viewer
from homeroom.pages.drawn import Drawn, Shown, drawn, versions
from homeroom.pages.files import Kind, answer, links
from homeroom.pages.student.cards import flags
from homeroom.people import audit, corrections
from homeroom.people.answering import answers_for, may_have_record, serves
from homeroom.people.clock import today
from homeroom.people.corrections import Dispute
from homeroom.people.models import Class
from homeroom.people.visibility import NotVisible, Scope, may_open, numbers_in, scope
from homeroom.reports import class_tables, rules, strips
from homeroom.reports.class_week.report import Cell, Lessons
from homeroom.reports.grid import known_cell, style_of
from homeroom.reports.student_week import StudentWeek, kept_week, of, told
from homeroom.reports.student_week.file import filed
from homeroom.reports.student_week.report import StandardResult, TimelineRow
from homeroom.reports.values import State as Found
from homeroom.reports.values import day, grade, long_day, short_day, shown
from homeroom.reports.week import Week

TEMPLATE = "student/page.html"
Write = Callable[..., object]


@names_children
@page
def student(request: HttpRequest, number: int) -> HttpResponse:
    """The page, for a screen and for paper."""
    asked = _asked(request, number)
    found = asked.drawn()
    _write_down(audit.saw, request, asked, "student page", found.week, found.versions)
    return render(request, TEMPLATE, framed(asked, found))


@names_children
@page
def student_file(request: HttpRequest, number: int, kind: Kind) -> HttpResponse:
    """The same numbers as a file."""
    asked = _asked(request, number)
    report = asked.report()
    _write_down(audit.exported, request, asked, "student file", str(report.week), versions(report.drawn_from))
    disputes = corrections.disputes(number)
    return answer(request, kind, filed(report, disputes), TEMPLATE, lambda: framed(asked, asked.drawn()))


@dataclass(frozen=True)
class Asked:
    """What somebody asked for who may see it: the classes they may know of, and what they may do next."""

    child: int
    allowed: Scope
    week: Week | None
    classes: tuple[str, ...]
    classmates: tuple[int, ...]
    may_know: bool
    may_answer: bool
    may_have_record: bool

    def report(self) -> StudentWeek:
        return kept_week(self.allowed, self.classes, self.week, self.classmates)

    def drawn(self) -> Drawn:
        """What the family disputes is asked for live; the part is another where it is another."""
        disputes = corrections.disputes(self.child)
        whole = of(self.allowed, self.classes, self.week, self.classmates)
        part = whole.part("student page", str(self.may_know), repr(disputes))
        return drawn(part, TEMPLATE, lambda: self._shown(disputes))

    def _shown(self, disputes: Sequence[Dispute]) -> Shown:
        report = self.report()
        return Shown(report.child.name, str(report.week), report.drawn_from, told_to(report, disputes, self.may_know))


def framed(asked: Asked, found: Drawn) -> dict[str, object]:
    """The page: its main part, and what stands around it."""
    return {
        "main": found.markup,
        "report": {"child": {"name": found.title, "number": asked.child}, "drawn_from": found.drawn_from},
        "may_answer": asked.may_answer,
        "may_have_record": asked.may_have_record,
        "files": links("student", asked.child, query=f"week={found.week}"),
    }


def told_to(report: StudentWeek, disputes: Sequence[Dispute], may_know: bool) -> dict[str, object]:
    """The report, what the family disputes in it, and the doors to how we know."""
    return {
        **context(report),
        "said": [(one, day(one.since)) for one in report.said],
        "disputes": disputes,
        "may_know": may_know,
        "flags": flags(report, may_know),
    }


def context(report: StudentWeek) -> dict[str, object]:
    return {
        "report": report,
        "week": weeks.links(report.week),
        "grade": grade(report.grade),
        "effort": [
            {"name": e.name, "definition": e.definition, "this_week": shown(e.this_week), "so_far": shown(e.so_far)}
            for e in report.effort
        ],
        "lessons": [
            {"name": k.name, "this_week": passed_of_tried(k.this_week), "so_far": passed_of_tried(k.so_far)}
            for k in report.lessons
        ],
        "assessments": [(found, day(found.on)) for found in told.assessments(report.levels)],
        "contradictions": [(found, day(found.on)) for found in report.contradictions],
        "claims": [(found, day(found.on)) for found in told.claims(report.claims)],
        "days": [(row.name, short_day(seen.on), seen.words) for row in report.timeline for seen in row.days],
        "standards": [_standard(result) for result in report.standards if not is_settled(result)],
        "settled": [result for result in report.standards if is_settled(result)],
        "states": [(state, style_of(state), count) for state, count in report.by_state.items()],
        "estimated_on": day(report.estimated_on) if report.estimated_on else "",
        "timeline": [(row, strip(report, row)) for row in report.timeline],
        "axis": strips.days_axis(report.timeline_days),
        "first_day": short_day(report.timeline_days[0]),
        "last_day": short_day(report.timeline_days[-1]),
        "today": long_day(today()),
        "thin": rules.THIN["answers"],
        "minutes_rule": rules.MINUTES,
    }


def passed_of_tried(lessons: Lessons) -> str:
    if lessons.tried.state is not Found.KNOWN:
        return shown(lessons.tried)
    return gettext("%(number)s of %(all)s") % {"number": shown(lessons.passed), "all": shown(lessons.tried)}


def is_settled(result: StandardResult) -> bool:
    """Mastered, and nothing since that asks to be looked at: a code in a list says enough."""
    return result.known.shown is State.MASTERED and not result.was_worked_on


def _standard(result: StandardResult) -> tuple[StandardResult, SafeString, str, SafeString, str]:
    known, cell = result.known, result.cell
    return result, known_cell(known), expected_words(result), class_tables.grid_cell(cell), seen_words(cell)


def expected_words(result: StandardResult) -> str:
    """The state in words, and the interval behind it."""
    known = result.known
    if known.word is None and known.shown in (State.NO_EVIDENCE, State.NOT_ENOUGH):
        return f"{known.words.capitalize()}."
    words = f"{known.words[0].upper()}{known.words[1:]}."
    if known.estimated is State.NO_EVIDENCE:
        return words
    expected = gettext("We expect %(low)s to %(high)s of ordinary items right, luck and slips aside.")
    return f"{words} {expected % {'low': shown(known.low), 'high': shown(known.high)}}"


def seen_words(cell: Cell) -> str:
    """What a cell without a share means; blank where its number speaks."""
    if cell.share.state is Found.FEW:
        return gettext("Too few answers to say anything.")
    if cell.share.state is Found.NO_EVIDENCE and cell.lessons:
        return gettext("Lessons alone, no single answers.")
    return ""


def strip(report: StudentWeek, row: TimelineRow) -> SafeString:
    """The days of one program as a picture; the table below it says the same in words."""
    words = {seen.on: seen.words for seen in row.days}
    days = report.timeline_days
    return strips.days_strip(
        gettext("%(program)s: work on %(worked)s of %(all)s days")
        % {"program": row.name, "worked": len(words), "all": len(days)},
        [f"{short_day(on)}: {words.get(on) or gettext('no work seen')}" for on in days],
        [on in words for on in days],
        [on.weekday() > 4 for on in days],
    )


def _asked(request: HttpRequest, number: int) -> Asked:
    """Visibility first: before anything is looked up."""
    user = viewer(request)
    try:
        allowed = scope(user, [number])
    except NotVisible as hidden:
        raise Http404 from hidden
    own = Class.objects.filter(enrollments__student=number).distinct().order_by("title")
    seats = [(one.title, numbers_in(one)) for one in own if may_open(user, one.pk)]
    mine = [(title, inside) for title, inside in seats if number in inside]
    classmates = {one for _, inside in mine for one in inside} - {number}
    return Asked(
        child=number,
        allowed=allowed,
        week=weeks.asked(request),
        classes=tuple(title for title, _ in mine),
        classmates=tuple(sorted(classmates)),
        may_know=serves(user, number),
        may_answer=answers_for(user, number),
        may_have_record=may_have_record(user, number),
    )


def _write_down(write: Write, request: HttpRequest, asked: Asked, what: str, week: str, drawn_from: str) -> None:
    """The audit row: before anything is shown."""
    object_ = f"{what} {asked.child}, week {week}"
    write(
        viewer(request), object_, [asked.child], asked.allowed.students[asked.child], drawn_from, report="student week"
    )
