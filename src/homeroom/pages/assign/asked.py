"""The class or goal that was asked for, if the reader may open the class; to everybody else neither exists."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import Http404, HttpRequest
from django.utils.translation import gettext

from homeroom.goals.errors import GoalsError
from homeroom.goals.models import Goal
from homeroom.pages.access import viewer
from homeroom.people import audit
from homeroom.people.models import Class
from homeroom.people.visibility import LARGEST, Scope, may_open, numbers_in, open_class, scope


def class_of(request: HttpRequest, number: int) -> Class:
    chosen = open_class(viewer(request), number)
    if chosen is None:
        raise Http404
    return chosen


def goal_of(request: HttpRequest, number: int) -> Goal:
    """A goal of a class that the reader may open, with its class and school."""
    if not 0 < number <= LARGEST:
        raise Http404
    related = Goal.objects.select_related("school_class__school", "unit", "group")
    found = related.filter(pk=number).first()
    if found is None or not may_open(viewer(request), found.school_class_id):
        raise Http404
    return found


def children_of(request: HttpRequest, school_class: Class) -> Scope:
    """The children of the class today, with the reason for each."""
    return scope(viewer(request), numbers_in(school_class))


def goals_children(request: HttpRequest, goal: Goal) -> Scope:
    """Those children of the goal who are in its class today: whoever has left it is not named."""
    inside = set(numbers_in(goal.school_class))
    told = goal.students.values_list("student", flat=True)
    return scope(viewer(request), [one for one in told if one in inside])


def write_down(request: HttpRequest, what: str, allowed: Scope, shown: Iterable[int], drawn_from: str = "") -> None:
    """The audit row, before anything is shown."""
    children = sorted(shown)
    reasons = "; ".join(sorted({allowed.students[one] for one in children})) or "no child of the goal"
    write = audit.exported if what.split(" ")[0].endswith("file") else audit.saw
    write(viewer(request), what, children, reasons, drawn_from, report="goals")


def words(why: GoalsError) -> str:
    """What went wrong, in the reader's language: the messages are kept in English."""
    return gettext(str(why))
