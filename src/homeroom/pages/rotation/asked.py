"""Which week was asked for, and how much of it the reader has: who plans sees all, who works by it their own part."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from homeroom.pages.access import viewer
from homeroom.pages.schools import school_of
from homeroom.people.models import Role, School
from homeroom.people.visibility import LARGEST, classes_of, eyes
from homeroom.reports.rotation.week import RotationWeek, rotation_week
from homeroom.reports.rotation.week.make import Only, own_classes
from homeroom.rotation.models import Rotation
from homeroom.rotation.plan_models import State
from homeroom.rotation.week_drafts import Opened, opened

PLAN = (Role.Kind.LAB_COORDINATOR, Role.Kind.PRINCIPAL, Role.Kind.DATA_TEAM)
WORK = (*PLAN, Role.Kind.TEACHER, Role.Kind.TUTOR)
MOST_VERSIONS = 20


def school_to_plan(request: HttpRequest, number: int) -> School:
    return school_of(request, number, PLAN)


def plans_here(request: HttpRequest, number: int) -> bool:
    try:
        school_to_plan(request, number)
    except Http404:
        return False
    return True


def version(request: HttpRequest, number: int, which: int) -> Rotation:
    """To those who only work by the week, a version that does not hold does not exist."""
    school = school_of(request, number, WORK)
    found = Rotation.objects.filter(school=school, pk=which).first() if 0 < which <= LARGEST else None
    if found is None or (found.state != State.PUBLISHED and not plans_here(request, number)):
        raise Http404
    return found


def draft(request: HttpRequest, number: int, which: int) -> Rotation:
    school_to_plan(request, number)
    return version(request, number, which)


def newest(school: School, *, drafts: bool) -> Rotation | None:
    """What holds; where nothing does, for those who plan the newest version."""
    own = Rotation.objects.filter(school=school)
    held = own.filter(state=State.PUBLISHED).first()
    return held if held is not None or not drafts else own.order_by("-version").first()


def of_reader(request: HttpRequest, was: Opened) -> RotationWeek:
    """The report as far as the reader has it."""
    if plans_here(request, was.kept.school_id):
        return rotation_week(was)
    classes = classes_of(viewer(request)).values_list("pk", flat=True)
    return rotation_week(was, Only(own_classes(was, classes), _adult(request)))


def report_of(request: HttpRequest, kept: Rotation) -> RotationWeek:
    return of_reader(request, opened(kept))


def _adult(request: HttpRequest) -> int | None:
    """Whoever looks; where somebody looks through other eyes, those."""
    who = eyes(viewer(request))[-1]
    return getattr(who, "staff_id", None)
