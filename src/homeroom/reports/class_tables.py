"""Tables of a class, drawn cell by cell as pure functions of its report. They count and round nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from homeroom.reports.class_week.report import Cell, ClassWeek, Lessons, Level, MinutesColumn, Named, Row
from homeroom.reports.languages import spoken
from homeroom.reports.markup import hidden, joined, tag
from homeroom.reports.values import State, Value, shown

MARK = "◆"
NONE = "–"
Link = Callable[[int], str]


def answers_table(report: ClassWeek, link: Link) -> SafeString:
    """Child × standard: effort of the week left, share right in the window at right."""
    columns = report.standards[: report.shown_standards]
    head = tag(
        "thead",
        tag(
            "tr",
            child_head(2),
            *effort_group(report),
            group_head(len(columns), gettext("Result: right answers of all, last four weeks")),
        ),
        tag("tr", *effort_heads(report), *(standard_head(c.code, c.title) for c in columns)),
    )
    rows = [
        tag("tr", row_head(row, link), *effort_cells(report, row), *map(grid_cell, row.cells[: len(columns)]))
        for row in report.rows
    ]
    caption = table_caption(gettext("%(class)s: effort this week, and result by standard") % {"class": report.title})
    return tag("table", caption, head, tag("tbody", *rows), class_="grid")


def levels_table(report: ClassWeek, link: Link) -> SafeString:
    """Child × latest levels: effort of the year so far left, the vendors' own words at right.

    The week's effort stands here only where there is no table by standard to hold it.
    """
    columns = report.levels[: report.shown_levels]
    both = not (report.standards or report.known_standards)
    head = tag(
        "thead",
        tag(
            "tr",
            child_head(2),
            *(effort_group(report) if both else []),
            *effort_group(report, gettext("Effort so far this year")),
            *([group_head(len(columns), gettext("Result: latest placement or level"))] if columns else []),
        ),
        tag(
            "tr",
            *(effort_heads(report) if both else []),
            *effort_heads(report),
            *(_level_head(c.name, c.objective or c.assessment) for c in columns),
        ),
    )
    rows = [
        tag(
            "tr",
            row_head(row, link),
            *(effort_cells(report, row) if both else []),
            *effort_cells(report, row, so_far=True),
            *map(level_cell, row.levels[: len(columns)]),
        )
        for row in report.rows
    ]
    caption = table_caption(gettext("%(class)s: effort, and latest placements") % {"class": report.title})
    return tag("table", caption, head, tag("tbody", *rows), class_="grid")


def grid_cell(cell: Cell) -> SafeString:
    """`7/10`; `–` where there is no evidence; `?` where there are too few answers."""
    return _grid_cell(cell, spoken.current().code)


@lru_cache(maxsize=4096)
def _grid_cell(cell: Cell, language: str) -> SafeString:
    """`language` is the one spoken: what is kept of one is not said in another."""
    mark = (tag("span", MARK, aria_hidden="true", class_="mark"), hidden(_unmoved())) if cell.not_moving else ()
    counts = {"right": cell.right, "answers": cell.answers, "passed": cell.passed, "lessons": cell.lessons}
    if cell.share.state is State.KNOWN:
        fraction = f"{cell.right}/{cell.answers}"
        words = gettext("%(right)s of %(answers)s right") % counts
        return tag("td", told(fraction, words), *mark, class_="share")
    if cell.share.state is State.FEW:
        words = gettext("too few answers: %(right)s of %(answers)s right") % counts
        return tag("td", told("?", words), *mark, class_="share few")
    if cell.lessons:
        words = gettext("no single answers; %(passed)s of %(lessons)s lessons passed") % counts
        return tag("td", told(f"L {cell.passed}/{cell.lessons}", words), *mark, class_="share")
    return tag("td", told(NONE, gettext("no evidence")), *mark, class_="share none")


def _unmoved() -> str:
    return f", {gettext('not moving')}"


def level_cell(level: Level | None) -> SafeString:
    return (
        tag("td", level.words, class_="words") if level else tag("td", told(NONE, gettext("no result")), class_="none")
    )


def told(sign: str, words: str) -> SafeString:
    return joined(tag("span", sign, aria_hidden="true"), hidden(words))


def table_caption(words: str) -> SafeString:
    return tag("caption", words, class_="unseen")


def child_head(rows: int) -> SafeString:
    return tag("th", gettext("Child"), scope="col", rowspan=rows, class_="child")


def group_head(columns: int, words: str) -> SafeString:
    return tag("th", words, scope="colgroup", colspan=columns, class_="group")


def effort_group(report: ClassWeek, words: str = "") -> list[SafeString]:
    columns = len(report.minutes) + report.has_lessons
    return [group_head(columns, words or gettext("Effort this week"))] if columns else []


def effort_heads(report: ClassWeek) -> list[SafeString]:
    heads = [_minutes_head(column) for column in report.minutes]
    if report.has_lessons:
        heads.append(_lessons_head())
    elif heads:
        heads[-1] = _minutes_head(report.minutes[-1], "effort last")
    return heads


def _lessons_head() -> SafeString:
    small = tag("small", gettext("passed of tried"))
    return tag("th", gettext("Lessons"), small, scope="col", class_="effort last")


def _minutes_head(column: MinutesColumn, style: str = "effort") -> SafeString:
    words = [part for word in column.name.split() for part in (tag("span", word, class_="whole"), " ")]
    return tag("th", *words, tag("small", gettext("min")), scope="col", class_=style)


def standard_head(code: str, title: str) -> SafeString:
    """A long code may break in one place, before its cluster: `3.OA.` over `A.1`."""
    pieces = code.split(".")
    at = 2 if len(pieces) > 3 else len(pieces) - 1
    start, rest = ".".join(pieces[:at]), ".".join(pieces[at:])
    parts = (f"{start}.", tag("wbr"), rest) if start else (rest,)
    return tag("th", *parts, *([hidden(f" {title}")] if title else []), scope="col", class_="code", title=title or None)


def _level_head(program: str, part: str) -> SafeString:
    return tag("th", part, tag("small", program), scope="col", class_="words")


def row_head(row: Row, link: Link) -> SafeString:
    return tag("th", child_link(row.child, link), scope="row", class_="child")


def child_link(child: Named, link: Link) -> SafeString:
    return tag("a", child.name, href=link(child.number))


def effort_cells(report: ClassWeek, row: Row, so_far: bool = False) -> list[SafeString]:
    cells = [_number(value) for value in (row.minutes_so_far if so_far else row.minutes)]
    if report.has_lessons:
        cells.append(_lessons(row.lessons_so_far if so_far else row.lessons))
    return cells


def _number(value: Value) -> SafeString:
    if value.state is State.KNOWN:
        return tag("td", shown(value), class_="effort")
    return tag("td", told(shown(value), value.state.words), class_="effort none")


def _lessons(lessons: Lessons) -> SafeString:
    if lessons.tried.state is not State.KNOWN:
        return tag("td", told(NONE, gettext("no lessons seen")), class_="effort none last")
    counts = {"passed": shown(lessons.passed), "tried": shown(lessons.tried)}
    words = gettext("%(passed)s passed of %(tried)s tried") % counts
    return tag("td", told(f"{counts['passed']}/{counts['tried']}", words), class_="effort last")
