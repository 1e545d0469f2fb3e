"""The grids of a week, drawn cell by cell: a grade's classes under its bells."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from homeroom.reports.markup import hidden, joined, tag
from homeroom.reports.rotation.called import span
from homeroom.reports.rotation.week.report import Cell, ClassRow, Day, GradeGrid

# Where a cell leads; blank: nowhere.
Door = Callable[[int, int, int], str]


def nowhere(day: int, school_class: int, start: int) -> str:
    return ""


def grid(day: Day, grade: GradeGrid, door: Door = nowhere) -> SafeString:
    caption = tag("caption", f"{day.name}, {grade.name}", class_="unseen")
    heads = (tag("th", _span(start, end), scope="col") for start, end in grade.heads)
    head = tag("thead", tag("tr", tag("th", grade.name, scope="col", class_="class"), *heads))
    rows = (_row(day, grade, row, door) for row in grade.rows)
    return tag("table", caption, head, tag("tbody", *rows), class_="week-grid")


def _span(start: int, end: int) -> SafeString:
    """May break behind the dash."""
    first, last = span(start, end).split("–")
    return joined(f"{first}–", tag("wbr"), last)


def _row(day: Day, grade: GradeGrid, row: ClassRow, door: Door) -> SafeString:
    head = tag("th", row.title, scope="row", class_="class")
    cells = (
        _cell(cell, door(day.key, row.number, cell.start), row.title) if cell else tag("td", "–", class_="none")
        for cell in row.cells
    )
    return tag("tr", head, *cells)


def _cell(cell: Cell, address: str, title: str) -> SafeString:
    words: tuple[str, ...] = (cell.what,)
    if address:
        more = hidden(f", {title}, {span(cell.start, cell.end)}")
        words = (tag("a", cell.what, more, href=address),)
    small = [tag("small", part) for part in (cell.who, cell.where) if part and part != cell.what]
    signs = []
    if cell.locked:
        signs.append(tag("small", gettext("locked"), class_="locked"))
    if cell.hit:
        signs.append(tag("small", gettext("broken rule"), class_="broken"))
    return tag("td", *words, *small, *signs, class_=f"kind-{cell.kind}{' hit' if cell.hit else ''}")
