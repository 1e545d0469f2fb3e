"""What was asked for: which school's week, which plan of it, and which children the reader sees."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q
from django.http import Http404, HttpRequest

from homeroom.pages.access import standing, viewer
from homeroom.pages.schools import school_of
from homeroom.pages.weeks import WeekLinks
from homeroom.people import audit
from homeroom.people.clock import today
from homeroom.people.doors import in_classes, together
from homeroom.people.models import Class, Role, School, Student
from homeroom.people.visibility import LARGEST, Scope, scope, visible_to
from homeroom.reports.values import week_words
from homeroom.reports.week import Week
from homeroom.rotation.models import BlockPlan
from homeroom.rotation.nightly import coming
from homeroom.rotation.plan_models import State

PLANNERS = (Role.Kind.LAB_COORDINATOR, Role.Kind.PRINCIPAL, Role.Kind.DATA_TEAM)
TEACHERS = (*PLANNERS, Role.Kind.TEACHER)
PLANNED = (*TEACHERS, Role.Kind.TUTOR)
FAR = timedelta(days=366)
SATURDAY = 5


def week_of(request: HttpRequest) -> Week:
    """`?week=2026-W43`; without one, the week that is planned now. What is further than a year away is no page."""
    return _week(request, coming(today()))


def this_week(request: HttpRequest) -> Week:
    """The same; without one, the week of today, and from Saturday on the next."""
    day = today()
    return _week(request, coming(day) if day.weekday() >= SATURDAY else Week.of(day).monday)


def _week(request: HttpRequest, usual: date) -> Week:
    text = request.GET.get("week", "")
    if not text:
        return Week(usual)
    try:
        found = Week.parse(text)
    except (ValueError, OverflowError):
        raise Http404 from None
    if abs(found.monday - today()) > FAR:
        raise Http404
    return found


def links_of(week: Week) -> WeekLinks:
    """The weeks beside it. Plans are made ahead, so the next one is always there."""
    words = week_words(week.monday)
    return WeekLinks(words[0].upper() + words[1:], str(week), str(week.previous), str(week.next))


def plans_at(request: HttpRequest, school: int, kinds: tuple[Role.Kind, ...] = PLANNERS) -> bool:
    """Whether everybody who looks is one of these at the school."""
    reached = (together(dict(eye), kinds) for eye in standing(request).eyes)
    return all(reach is None or school in reach for reach in reached)


def plan_of(request: HttpRequest, number: int, plan: int, kinds: tuple[Role.Kind, ...]) -> BlockPlan:
    """A plan of the school. A draft is there for those alone who make plans."""
    school = school_of(request, number, kinds)
    found = BlockPlan.objects.select_related("school").filter(pk=min(plan, LARGEST), school=school).first()
    if found is None or (found.state == State.DRAFT and not plans_at(request, school.pk)):
        raise Http404
    return found


def seen_of(request: HttpRequest, school: School, *plans: BlockPlan) -> Scope:
    """The children of the school, and of the plans, whom the reader sees."""
    looking = viewer(request)
    here = in_classes(Class.objects.filter(school=school), today())
    wanted = Q(pk__in=here.values("pk")) | Q(placements__plan__in=plans)
    return scope(looking, visible_to(looking).filter(wanted).distinct().values_list("pk", flat=True))


def child_of(request: HttpRequest, number: int) -> Student:
    found = visible_to(viewer(request)).filter(pk=min(number, LARGEST)).first()
    if found is None:
        raise Http404
    return found


def day_of(request: HttpRequest, plan: BlockPlan, days: Iterable[date]) -> date | None:
    """`?day=2026-10-27`, a day of the plan; `week` is all of them. Without one: today, or the first that comes."""
    text, there = request.GET.get("day", ""), list(days)
    if text == "week":
        return None
    chosen = [day for day in there if day.isoformat() == text]
    if text and not chosen:
        raise Http404
    ahead = [day for day in there if day >= today()]
    return (chosen or ahead or there or [None])[0]  # type: ignore[list-item]  # a week may have no day


def saw(request: HttpRequest, plan: BlockPlan, allowed: Scope, shown: list[int], what: str) -> None:
    """The audit row, before anything is shown."""
    reasons = "; ".join(sorted({allowed.students[one] for one in shown})) or "no child is named"
    write = audit.exported if what.endswith("file") else audit.saw
    told = f"{what} {plan.pk}, week {plan.week}"
    write(viewer(request), told, shown, reasons, f"plan version {plan.version}", report="block")
