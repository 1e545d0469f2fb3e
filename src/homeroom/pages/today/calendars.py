"""Calendar files of the week, of adults and of rooms: no child is in them. Who makes plans may have everybody's; who
works by them the own one, and those of rooms."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from homeroom.pages import rule
from homeroom.pages.access import for_planned, standing, viewer
from homeroom.pages.kit.parts import Link
from homeroom.pages.schools import school_of
from homeroom.pages.today.asked import KINDS, day_of, query
from homeroom.people.models import School, Staff
from homeroom.people.visibility import LARGEST, eyes
from homeroom.reports.rotation.today import TodayInTheLab
from homeroom.reports.rotation.today.calendars import calendar_of
from homeroom.rotation import roll
from homeroom.rotation.calendar_file import written
from homeroom.rotation.models import Room

TYPE = "text/calendar; charset=utf-8"
ADULT, ROOM = "adult", "room"


@for_planned
def calendar(request: HttpRequest, number: int, whose: str) -> HttpResponse:
    """`adult-12` or `room-4`, in the week of `?day=`."""
    school = school_of(request, number, KINDS)
    monday = roll.monday_of(day_of(request))
    content = written(calendar_of(_owner(request, school, whose), school, monday))
    name = f"school-{school.pk}-{whose}-{monday.isoformat()}.ics"
    return HttpResponse(content, content_type=TYPE, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def calendars(request: HttpRequest, report: TodayInTheLab) -> Iterator[Link]:
    """Those of the day whom the reader may have."""
    for one in report.choices:
        kind, _, number = one.key.partition("-")
        if kind == ROOM or (kind == ADULT and _may_have(request, int(number))):
            address = reverse("today-calendar", args=[report.school, one.key])
            yield Link(one.words, address + query(report.on))


def _owner(request: HttpRequest, school: School, whose: str) -> Staff | Room:
    kind, _, text = whose.partition("-")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0
    found: Staff | Room | None = None
    if kind == ROOM and number <= LARGEST:
        found = Room.objects.filter(school=school, pk=number).first()
    elif kind == ADULT and number <= LARGEST and _may_have(request, number):
        found = roll.known_adults(school).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _may_have(request: HttpRequest, staff: int) -> bool:
    own = all(getattr(user, "staff_id", None) == staff for user in eyes(viewer(request)))
    return own or rule.planners(standing(request))
