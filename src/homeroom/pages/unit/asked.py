"""The unit that was asked for, in the plan of a class that the reader may open; any other does not exist."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from homeroom.goals.models import UnitPlan
from homeroom.pages.access import viewer
from homeroom.pages.assign.asked import children_of, class_of
from homeroom.people import audit
from homeroom.people.models import Class
from homeroom.people.visibility import LARGEST, Scope
from homeroom.reports.unit.children import UnitChildren
from homeroom.standards.models import Unit


def asked(request: HttpRequest, number: int, which: int) -> tuple[Class, Unit, Scope]:
    chosen = class_of(request, number)
    planned = 0 < which <= LARGEST and UnitPlan.objects.filter(school_class=chosen, unit=which).exists()
    if not planned:
        raise Http404
    return chosen, Unit.objects.get(pk=which), children_of(request, chosen)


def saw(request: HttpRequest, report: UnitChildren, allowed: Scope, what: str) -> None:
    """The audit row, before anything is shown."""
    reasons = "; ".join(sorted(set(allowed.students.values()))) or "no student in the class"
    drawn_from = ", ".join(f"{name} {version}" for name, version in report.drawn_from.items())
    write = audit.exported if what.endswith("file") else audit.saw
    told = f"{what} {report.class_id}, unit {report.unit}"
    write(viewer(request), told, list(allowed.students), reasons, drawn_from, report="unit")
