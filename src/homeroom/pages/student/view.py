"""Student: stuck, coasting, or not there?"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from homeroom.mastery.state import State
from homeroom.pages import weeks
from homeroom.pages.access import in_every_language, names_children, page, viewer
from homeroom.pages.files import Kind, answer, links
from homeroom.pages.student.cards import flags
from homeroom.people import audit, corrections
from homeroom.people.answering import answers_for, may_have_record, serves
from homeroom.people.clock import today
from homeroom.people.visibility import NotVisible, classes_of, numbers_in, scope
from homeroom.reports import class_tables, rules, strips
from homeroom.reports.class_week.report import Cell, Lessons
from homeroom.reports.grid import known_cell, style_of
from homeroom.reports.student_week import StudentWeek, student_week, told
from homeroom.reports.student_week.file import filed
from homeroom.reports.student_week.report import StandardResult, TimelineRow
from homeroom.reports.values import State as Found
from homeroom.reports.values import day, grade, long_day, short_day, shown

TEMPLATE = "student/page.html"


@in_every_language
@names_children
@page
def student(request: HttpRequest, number: int) -> HttpResponse:
    """The page, for a screen and for paper."""
    report = _report(request, number, "student page")
    return render(request, TEMPLATE, _told(request, report))


@in_every_language
@names_children
@page
def student_file(request: HttpRequest, number: int, kind: Kind) -> HttpResponse:
    """The same numbers as a file."""
    report = _report(request, number, "student file")
    disputes = corrections.disputes(report.child.number)
    return answer(request, kind, filed(report, disputes), TEMPLATE, lambda: _told(request, report))


def _told(request: HttpRequest, report: StudentWeek) -> dict[str, object]:
    """The report, what the family disputes in it, and what this reader may do next."""
    user, child = viewer(request), report.child.number
    may_know = serves(user, child)
    return {
        **context(report),
        "said": [(one, day(one.since)) for one in report.said],
        "disputes": corrections.disputes(child),
        "may_answer": answers_for(user, child),
        "may_have_record": may_have_record(user, child),
        "may_know": may_know,
        "flags": flags(report, may_know),
        "files": links("student", child, query=f"week={report.week}"),
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


def _report(request: HttpRequest, number: int, seen_as: str) -> StudentWeek:
    """Visibility first, then the report, then the audit row: all before anything is shown."""
    user = viewer(request)
    try:
        allowed = scope(user, [number])
    except NotVisible as hidden:
        raise Http404 from hidden
    mine = [
        c
        for c in classes_of(user).filter(enrollments__student=number).distinct().order_by("title")
        if number in numbers_in(c)
    ]
    classmates = {one for c in mine for one in numbers_in(c)} - {number}
    report = student_week(allowed, [c.title for c in mine], weeks.asked(request), sorted(classmates))
    drawn_from = ", ".join(f"{name} {version}" for name, version in report.drawn_from.items())
    write = audit.exported if seen_as.endswith("file") else audit.saw
    write(
        user,
        f"{seen_as} {number}, week {report.week}",
        [number],
        allowed.students[number],
        drawn_from,
        report="student week",
    )
    return report
