"""The grid of what children know, child × standard, drawn cell by cell. It counts and rounds nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import batched
from math import ceil

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from homeroom.mastery.state import State
from homeroom.reports.class_tables import (
    MARK,
    Link,
    child_head,
    effort_cells,
    effort_group,
    effort_heads,
    group_head,
    row_head,
    standard_head,
    table_caption,
)
from homeroom.reports.class_week.report import ClassWeek, KnownColumn, Row
from homeroom.reports.estimates import Known, chances
from homeroom.reports.languages import spoken
from homeroom.reports.markup import Part, filled, hidden, joined, tag
from homeroom.reports.values import answers

WORD = "T"  # stands beside a state that a teacher has set
SLOT = "\x00"  # no address and no text on a page has it
ON_PAPER = 10  # standards beside each other on a sheet, in type that can be read
KnownLink = Callable[[int, str], str]


def known_table(report: ClassWeek, columns: Sequence[KnownColumn], link: Link, known_link: KnownLink) -> SafeString:
    """For the screen: effort of the week left, every column beside it. `columns` are the first of the report's."""
    return _table(report, columns, 0, link, known_link, effort=True)


def known_tables_on_paper(report: ClassWeek, columns: Sequence[KnownColumn], link: Link) -> list[SafeString]:
    """For sheets of paper: as few tables as hold all columns, equally wide, without links in their cells."""
    many = ceil(len(columns) / ceil(len(columns) / ON_PAPER))
    parts = list(batched(columns, many))
    return [_table(report, part, at * many, link, None, effort=at == 0) for at, part in enumerate(parts)]


def known_cell(found: Known, address: str = "") -> SafeString:
    """Glyph and number of answers on the fill of the state; dotted where the evidence is thin."""
    language = spoken.current().code
    told = _cell(found.estimated, found.word, found.attempts, found.is_thin, found.not_moving, bool(address), language)
    return filled(told, SLOT, address) if address else told


def style_of(state: State) -> str:
    return state.value.replace(" ", "-")


def key() -> tuple[tuple[State, str, str], ...]:
    """The states, the surest first: each with the style of its fill, and what it means."""
    return tuple((state, style_of(state), words) for state, words in chances().items())


@lru_cache(maxsize=4096)
def _cell(
    estimated: State, word: State | None, attempts: int, thin: bool, not_moving: bool, linked: bool, language: str
) -> SafeString:
    """A cell with everything but its address, for which it has a slot. A class has far fewer kinds than cells.

    `language` is the one spoken: what is kept of one is not said in another.
    """
    known = Known(estimated, word, attempts, not_moving=not_moving)
    style = f"state {style_of(known.shown)}{' thin' if thin else ''}"
    parts = _parts(known)
    return tag("td", tag("a", parts, href=SLOT) if linked else parts, class_=style)


def _parts(found: Known) -> SafeString:
    """What a cell shows, and what it says."""
    glyph = tag("span", found.shown.glyph, class_="glyph")
    number = f" {found.attempts}" if found.attempts else ""
    marks = [tag("span", WORD, class_="word")] if found.word else []
    marks += [tag("span", MARK, class_="mark")] if found.not_moving else []
    return joined(tag("span", glyph, number, *marks, aria_hidden="true"), hidden(_said(found)))


def _said(found: Known) -> str:
    number = f", {answers(found.attempts)}" if found.attempts else ""
    return f"{found.words}{number}{f', {gettext("not moving")}' if found.not_moving else ''}"


def _table(
    report: ClassWeek,
    columns: Sequence[KnownColumn],
    first: int,
    link: Link,
    known_link: KnownLink | None,
    effort: bool,
) -> SafeString:
    heads = [standard_head(column.code, column.title) for column in columns] or [_nothing_head()]
    groups = [
        *(effort_group(report) if effort else []),
        group_head(len(heads), gettext("Result: what each child knows")),
    ]
    efforts = effort_heads(report) if effort else []
    head = tag("thead", tag("tr", child_head(2), *groups), tag("tr", *efforts, *heads))
    rows = []
    for row in report.rows:
        before: list[Part] = [*effort_cells(report, row)] if effort else []
        cells = _cells(row, columns, first, known_link)
        rows.append(tag("tr", row_head(row, link), *before, *(cells or [known_cell(Known())])))
    if effort:
        words = gettext("%(class)s: effort this week, and what each child knows by standard")
    else:
        words = gettext("%(class)s: what each child knows by standard")
    return tag("table", table_caption(words % {"class": report.title}), head, tag("tbody", *rows), class_="grid")


def _cells(row: Row, columns: Sequence[KnownColumn], first: int, link: KnownLink | None) -> list[SafeString]:
    found = row.known[first : first + len(columns)]
    if link is None:
        return [known_cell(known) for known in found]
    child = row.child.number
    return [known_cell(known, link(child, column.code)) for known, column in zip(found, columns, strict=True)]


def _nothing_head() -> SafeString:
    return tag("th", gettext("No standard worked on yet"), scope="col", class_="words")
