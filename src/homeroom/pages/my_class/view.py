"""My Class: what do I do differently today?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from homeroom.pages import weeks
from homeroom.pages.access import names_children, page, viewer
from homeroom.pages.drawn import Drawn, Shown, drawn, versions
from homeroom.pages.files import Kind, answer, links
from homeroom.pages.lab.doors import lab_of
from homeroom.pages.my_class.cards import cards, of_plan
from homeroom.pages.my_class.tables import ALL, WORDS, tables
from homeroom.people import audit
from homeroom.people.clock import today
from homeroom.people.lab import coordinators
from homeroom.people.models import Class
from homeroom.people.visibility import Scope, numbers_in, open_class, scope
from homeroom.reports import rules
from homeroom.reports.class_week import ClassWeek, kept_week, of
from homeroom.reports.class_week.file import filed
from homeroom.reports.kept import Of, is_kept
from homeroom.reports.values import day, long_day, shown
from homeroom.reports.week import Week

TEMPLATE = "my_class/page.html"
SHOWN = frozenset({ALL, *WORDS})
Write = Callable[..., object]


@names_children
@page
def my_class(request: HttpRequest, number: int) -> HttpResponse:
    """The page, for a screen and for paper."""
    asked = _asked(request, number)
    found = asked.drawn()
    _write_down(audit.saw, request, asked, "class page", found.week, found.versions)
    return render(request, TEMPLATE, framed(asked, found))


@names_children
@page
def my_class_file(request: HttpRequest, number: int, kind: Kind) -> HttpResponse:
    """The same numbers as a file."""
    asked = _asked(request, number)
    report = asked.report()
    _write_down(audit.exported, request, asked, "class file", str(report.week), versions(report.drawn_from))
    return answer(request, kind, filed(report), TEMPLATE, lambda: framed(asked, asked.drawn()))


@dataclass(frozen=True)
class Asked:
    """What somebody asked for who may see it. `show` is one of the tables, or blank; `lab` the school whose board they
    may open."""

    school_class: Class
    allowed: Scope
    week: Week | None
    show: str
    lab: int | None

    def report(self) -> ClassWeek:
        return kept_week(self.school_class, self.allowed, self.week)

    @property
    def part(self) -> Of:
        return of(self.school_class, self.allowed, self.week).part("class page", self.show, str(self.lab))

    def drawn(self) -> Drawn:
        return drawn(self.part, TEMPLATE, self._shown)

    def _shown(self) -> Shown:
        report = self.report()
        return Shown(report.title, str(report.week), report.drawn_from, context(report, self.show) | {"lab": self.lab})


def framed(asked: Asked, found: Drawn) -> dict[str, object]:
    """The page: its main part, and what stands around it."""
    report = {"title": found.title, "class_id": asked.school_class.pk, "drawn_from": found.drawn_from}
    files = links("my-class", asked.school_class.pk, query=f"week={found.week}")
    return {"main": found.markup, "report": report, "files": files}


def context(report: ClassWeek, show: str) -> dict[str, object]:
    """Which of the tables, and how it is framed. Nothing in it depends on who looks."""
    chosen = tables(report, show)
    return {
        "report": report,
        "week": weeks.links(report.week),
        "today": long_day(today()),
        "estimated_on": day(report.estimated_on) if report.estimated_on else "",
        "cards": cards(report),
        "of_plan": of_plan(report),
        "minutes": [{**asdict(column), "median": shown(column.median)} for column in report.minutes],
        "tables": chosen,
        "show": chosen.asked,
        "thin": rules.THIN["answers"],
    }


def ahead(school_class: Class, allowed: Scope) -> bool:
    """Draw the page that a teacher opens first, where it is not kept yet. Says whether it was drawn."""
    school = school_class.school
    asked = Asked(school_class, allowed, None, "", school.pk if coordinators(school).exists() else None)
    if is_kept(asked.part):
        return False
    asked.drawn()
    return True


def _asked(request: HttpRequest, number: int) -> Asked:
    """Visibility first: before anything is looked up."""
    user = viewer(request)
    chosen = open_class(user, number)
    if chosen is None:
        raise Http404
    show = request.GET.get("show", "")
    allowed = scope(user, numbers_in(chosen))
    return Asked(chosen, allowed, weeks.asked(request), show if show in SHOWN else "", lab_of(request, number))


def _write_down(write: Write, request: HttpRequest, asked: Asked, what: str, week: str, drawn_from: str) -> None:
    """The audit row: before anything is shown."""
    students = asked.allowed.students
    reasons = "; ".join(sorted(set(students.values()))) or "no student in the class"
    of_what = f"{what} {asked.school_class.pk}, week {week}"
    write(viewer(request), of_what, list(students), reasons, drawn_from, report="class week")
