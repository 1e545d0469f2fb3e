"""Which of a class's tables is shown: what children know, right answers of four weeks, or levels."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from homeroom.reports import class_tables, grid
from homeroom.reports.class_week import ClassWeek
from homeroom.reports.class_week.report import KnownColumn, StandardColumn

# Widths in pixels, a little generous: a table that is sure to fit lets its head stay while the page scrolls.
ROOM, CHILD, EFFORT, STANDARD, LEVEL = 1232, 168, 76, 56, 140
# More columns than these do not fit beside each other on a sheet of paper.
ON_ONE_SHEET = 12
KNOW, ALL, ANSWERS, LEVELS = "know", "all", "answers", "levels"
WORDS = {
    KNOW: gettext_lazy("What they know"),
    ANSWERS: gettext_lazy("Right answers"),
    LEVELS: gettext_lazy("By level"),
}


@dataclass(frozen=True)
class Tables:
    """`kind` is the table shown; `asked` what the address must say for it, blank where it is shown anyway.

    `kinds` are the ones to choose from. `paper` holds the tables of a print, where the one on the screen is too wide.
    """

    kind: str
    asked: str
    kinds: tuple[tuple[str, str, bool], ...]
    columns: tuple[KnownColumn | StandardColumn, ...]
    left_out: int
    others: int
    fits: bool
    screen: SafeString
    paper: tuple[SafeString, ...] = ()

    @property
    def all_shown(self) -> bool:
        return self.asked == ALL

    @property
    def style(self) -> str:
        """Of the region around the table: whether its head may stay, and whether paper has tables of its own."""
        return " ".join(("fits",) * self.fits + ("on-screen",) * bool(self.paper))

    @property
    def by_standard(self) -> bool:
        return self.kind != LEVELS


def tables(report: ClassWeek, show: str) -> Tables:
    """The table that was asked for; where the class has none of its kind, the first that it has."""
    kinds = _kinds(report)
    wanted = KNOW if show == ALL else show
    kind = wanted if wanted in kinds else kinds[0]
    asked = ALL if (kind, show) == (KNOW, ALL) else "" if kind == kinds[0] else kind
    draw = {KNOW: _know, ANSWERS: _answers, LEVELS: _levels}[kind]
    return draw(report, asked, tuple((one, str(WORDS[one]), one == kind) for one in kinds))


def _kinds(report: ClassWeek) -> list[str]:
    """What there is to show, the best first. Something is always shown: the levels, though there be none."""
    found = [
        KNOW if report.known_standards else "",
        ANSWERS if report.standards else "",
        LEVELS if report.levels else "",
        KNOW if report.estimated_on and not report.known_standards else "",
    ]
    return [kind for kind in found if kind] or [LEVELS]


def _know(report: ClassWeek, asked: str, kinds: tuple[tuple[str, str, bool], ...]) -> Tables:
    own, every = report.own_standards, len(report.known_standards)
    many = every if asked == ALL or not own else own
    columns = report.known_standards[:many]
    screen = grid.known_table(report, columns, _link(report), _known_link())
    wide = many > ON_ONE_SHEET
    paper = tuple(grid.known_tables_on_paper(report, columns, _link(report))) if wide else ()
    others = every - own if own else 0
    return Tables(KNOW, asked, kinds, columns, 0, others, _fits(report, many * STANDARD), screen, paper)


def _answers(report: ClassWeek, asked: str, kinds: tuple[tuple[str, str, bool], ...]) -> Tables:
    many = report.shown_standards
    screen, left_out = class_tables.answers_table(report, _link(report)), len(report.standards) - many
    fits = _fits(report, many * STANDARD)
    return Tables(ANSWERS, asked, kinds, report.standards[:many], left_out, 0, fits, screen)


def _levels(report: ClassWeek, asked: str, kinds: tuple[tuple[str, str, bool], ...]) -> Tables:
    many = report.shown_levels
    twice = 1 if report.standards or report.known_standards else 2
    fits, screen = _fits(report, many * LEVEL, twice), class_tables.levels_table(report, _link(report))
    return Tables(LEVELS, asked, kinds, (), len(report.levels) - many, 0, fits, screen)


def _fits(report: ClassWeek, columns: int, efforts: int = 1) -> bool:
    effort = (len(report.minutes) + report.has_lessons) * EFFORT * efforts
    return CHILD + effort + columns <= ROOM


def _link(report: ClassWeek) -> class_tables.Link:
    return lambda child: f"{reverse('student', args=[child])}?week={report.week}"


def _known_link() -> grid.KnownLink:
    """Addresses of *How do we know?*: looked up once, for a grid has hundreds."""
    start, middle, end = re.split("0|~", reverse("known", args=[0, "~"]))
    return lambda child, code: f"{start}{child}{middle}{quote(code, safe='')}{end}"
