"""Reports as CSV: UTF-8 with BOM, CRLF, one header line, and no cell that a spreadsheet would run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from homeroom.facts.spreadsheet import guarded
from homeroom.mastery.state import State as Estimated
from homeroom.people.corrections import Dispute
from homeroom.reports.class_week.report import ClassWeek, Row
from homeroom.reports.estimates import Known
from homeroom.reports.no_standard import NoStandard
from homeroom.reports.student_week.report import StandardResult, StudentWeek
from homeroom.reports.values import State, written

BOM = "\ufeff"


def lines(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterable[str]:
    """The file, piece by piece."""
    yield BOM
    for row in (header, *rows):
        buffer = io.StringIO()
        csv.writer(buffer, lineterminator="\r\n").writerow([guarded(cell) for cell in row])
        yield buffer.getvalue()


def class_week(report: ClassWeek) -> str:
    """One row a child. Carries every standard and level, also those the page has no room for."""
    header = [
        "Child",
        "Week",
        "Worked this week",
        *(f"{m.name} minutes this week ({m.definition})" for m in report.minutes),
        *(f"{m.name} minutes this year ({m.definition})" for m in report.minutes),
        *LESSONS,
        *(f"{k.code} {word}" for k in report.known_standards for word in KNOWN),
        *(f"{s.code} {word}" for s in report.standards for word in ("right", "answers", "not moving")),
        *(column.words for column in report.levels),
    ]
    return "".join(lines(header, (_class_row(report, row) for row in report.rows)))


LESSONS = (
    "Lessons tried this week",
    "Lessons passed this week",
    "Lessons tried this year",
    "Lessons passed this year",
)


# What is estimated of each standard: all answers that are evidence; below, those of four weeks.
KNOWN = (
    "state",
    "set by a teacher",
    "by the evidence alone",
    "answers in evidence",
    "weight of evidence",
    "expected right from %",
    "expected right to %",
)


def _class_row(report: ClassWeek, row: Row) -> list[str]:
    return [
        row.child.name,
        str(report.week),
        "yes" if row.worked else "not seen",
        *map(written, row.minutes),
        *map(written, row.minutes_so_far),
        *map(written, (row.lessons.tried, row.lessons.passed, row.lessons_so_far.tried, row.lessons_so_far.passed)),
        *(text for known in row.known for text in _known(known)),
        *(text for cell in row.cells for text in _cell(cell.share.state, cell.right, cell.answers, cell.not_moving)),
        *(level.words if level else "" for level in row.levels),
    ]


def _known(found: Known) -> tuple[str, ...]:
    """The cell of the page, and the estimate that *How do we know?* shows for it."""
    sure = (found.attempts, round(found.weight)) if found.estimated is not Estimated.NO_EVIDENCE else ("", "")
    shares = (written(found.low), written(found.high))
    return (str(found.shown), "yes" if found.word else "", str(found.estimated), *map(str, sure), *shares)


def _cell(state: State, right: int, answers: int, not_moving: bool) -> tuple[str, str, str]:
    """Few answers are written too: the file is for people who want to look closer."""
    known = ("", "") if state is State.NO_EVIDENCE else (str(right), str(answers))
    return (*known, "yes" if not_moving else "")


def no_standard(found: Sequence[NoStandard]) -> str:
    """One row a content item, or a spelling of a standard that is not one of ours."""
    header = ["Program", "Kind", "What", "Spelled as", "Answers", "Tries", "Children"]
    rows = [
        [one.name, c.kind, c.title, c.spelling, str(c.answers), str(c.tries), str(c.children)]
        for one in found
        for c in one.contents
    ]
    return "".join(lines(header, rows))


def student_week(report: StudentWeek, disputes: Sequence[Dispute] = ()) -> str:
    """One row a number of the page, under what it is. What the family disputes goes wherever the numbers go."""
    header = ["Child", "Week", "Part", "Program", "What", "Result", "Of", "Day"]
    start = [report.child.name, str(report.week)]
    rows = [*_disputes(disputes), *_student_rows(report)]
    return "".join(lines(header, ([*start, *row] for row in rows)))


def _disputes(disputes: Iterable[Dispute]) -> Iterator[list[str]]:
    for one in disputes:
        reason = f" The school: {one.reason}" if one.reason else ""
        yield ["dispute", "", f"{one.headline} {one.about}", f"{one.statement}{reason}", "", ""]


def _student_rows(report: StudentWeek) -> Iterator[list[str]]:
    for e in report.effort:
        yield ["effort", e.name, f"minutes this week ({e.definition})", written(e.this_week), "", ""]
        yield ["effort", e.name, f"minutes this year ({e.definition})", written(e.so_far), "", ""]
    for k in report.lessons:
        for when, lessons in (("this week", k.this_week), ("this year", k.so_far)):
            yield ["effort", k.name, f"lessons passed {when}", written(lessons.passed), written(lessons.tried), ""]
    for s in report.standards:
        yield from _standard_rows(s)
    for place, step in enumerate(report.steps, start=1):
        yield ["next step", "", f"{place}. {step.code} {step.title}".strip(), step.reason, "", ""]
    for flag in report.flags:
        yield ["flag", "", f"{flag.rule.id} {flag.code}".strip(), flag.evidence, "", ""]
    for n in report.no_standard:
        for c in n.contents:
            yield ["no standard yet", n.name, f"{c.words}, answers", str(c.answers), "", ""]
            yield ["no standard yet", n.name, f"{c.words}, tries", str(c.tries), "", ""]
    for v in report.levels:
        for method, words in ((v.method, v.words), *v.rest):
            what = " ".join(part for part in (v.assessment, v.objective, method) if part)
            yield ["result", v.name, what, words, "", v.on.isoformat()]
    for d in report.claims:
        for method, words in d.values:
            yield ["claim", d.name, f"{d.standard} {method}".strip(), words, "", d.on.isoformat()]
    for x in report.contradictions:
        what = f"{x.assessment} answers marked right, not counted"
        yield ["contradiction", x.name, what, str(x.marked_right), str(x.answers), x.on.isoformat()]
    for row in report.timeline:
        for day in row.days:
            yield ["day", row.name, day.words, "", "", day.on.isoformat()]


def _standard_rows(s: StandardResult) -> Iterator[list[str]]:
    """What is known, then the answers of four weeks, where there are any."""
    on = s.known.last_on.isoformat() if s.known.last_on else ""
    for word, value in zip(KNOWN, _known(s.known), strict=True):
        if value and (s.known.word or s.known.estimated is not Estimated.NO_EVIDENCE):
            yield ["result", "", f"{s.code} {word}", value, "", on]
    if s.was_worked_on:
        moving = "not moving" if s.cell.not_moving else "right answers"
        yield ["result", "", f"{s.code} {moving}", str(s.cell.right), str(s.cell.answers), ""]
