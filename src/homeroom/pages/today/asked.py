"""What was asked for: which school, which day, one adult or place; and which children of it the reader sees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import Http404, HttpRequest

from homeroom.pages.access import viewer
from homeroom.pages.schools import school_of
from homeroom.people import audit
from homeroom.people.clock import today
from homeroom.people.models import Role, School
from homeroom.people.visibility import Scope, scope, visible_to
from homeroom.reports.rotation.today import TodayInTheLab, today_in_the_lab
from homeroom.rotation import roll

Kind = Role.Kind
KINDS = (Kind.LAB_COORDINATOR, Kind.TEACHER, Kind.TUTOR, Kind.PRINCIPAL, Kind.DATA_TEAM)
DAY, SHOW = "day", "show"
# How far from today a day may be asked for: a school year either way.
FAR = timedelta(days=366)


@dataclass(frozen=True)
class Asked:
    """`school` is one that the reader works at, `scope` those children of its day whom the reader sees today, and
    saw or will see on that day."""

    school: School
    day: date
    scope: Scope

    def report(self, show: str = "") -> TodayInTheLab:
        found = today_in_the_lab(self.school, self.scope, self.day)
        return found.only(show) if show else found


def asked(request: HttpRequest, number: int) -> Asked:
    """To people of other schools it does not exist."""
    school, day, looking = school_of(request, number, KINDS), day_of(request), viewer(request)
    wanted = roll.children(school, day, roll.held(school, day))
    seen = visible_to(looking).filter(pk__in=wanted.values("pk"))
    if day != today():
        seen = seen.filter(pk__in=visible_to(looking, day).values("pk"))
    return Asked(school, day, scope(looking, seen.values_list("pk", flat=True)))


def reported(request: HttpRequest, number: int) -> tuple[TodayInTheLab, Asked]:
    found = asked(request, number)
    return found.report(request.GET.get(SHOW, "")), found


def day_of(request: HttpRequest) -> date:
    """`?day=2026-10-27`; what is no day, or a year away, is no page."""
    text = request.GET.get(DAY, "")
    try:
        found = date.fromisoformat(text) if text else today()
    except ValueError:
        raise Http404 from None
    if abs(found - today()) > FAR:
        raise Http404
    return found


def query(day: date, show: str = "") -> str:
    """The same page again: blank for the whole of today."""
    told = {**({} if day == today() else {DAY: day.isoformat()}), **({SHOW: show} if show else {})}
    return f"?{urlencode(told)}" if told else ""


def write_down(request: HttpRequest, found: Asked, report: TodayInTheLab, what: str) -> None:
    """The audit row, before anything is shown: of the children who are named."""
    write = audit.exported if what.endswith("file") else audit.saw
    reasons = "; ".join(sorted({found.scope.students[one] for one in report.numbers})) or "no child on the page"
    drawn_from = ", ".join(f"{name} {version}" for name, version in report.drawn_from.items())
    told = f"{what} {report.school}, {report.on.isoformat()}"
    write(viewer(request), told, report.numbers, reasons, drawn_from, report="today")
