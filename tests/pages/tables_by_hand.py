"""The fourteen tables that a town's plans are made from, with a row in each."""

from __future__ import annotations

from datetime import date, time

from django.urls import reverse

from a_school import TODAY, Town
from homeroom.rotation.files.all_tables import TABLES
from homeroom.rotation.models import (
    Absence,
    Assumption,
    DayType,
    DayTypeOn,
    GroupLanguage,
    Licence,
    Pair,
    PlanLock,
    PlanRule,
    Qualification,
    Service,
    StaffTime,
)
from pages.weeks_by_hand import a_week

SATURDAY = date(2026, 11, 28)


def tables_of(place: Town) -> dict[str, str]:
    """Each table's page: one route is all of them."""
    fill(place)
    return {one.name: reverse("planning-table", args=[place.school.pk, one.name]) for one in TABLES}


def fill(place: Town) -> None:
    """A row in each, unless there are some. Bells and rooms are the week's."""
    a_week(place)
    if Qualification.objects.exists():
        return
    one, two = sorted(place.children[:2], key=lambda child: child.pk)
    own, leads = {"school": place.school}, {"staff": place.teacher.staff}
    there = {"weekday": 0, "starts_at": time(8), "ends_at": time(15), "kind": "available"}
    StaffTime.objects.create(**own, **leads, **there)
    Qualification.objects.create(**leads, subject="Mathematics", grades=["03"])
    DayTypeOn.objects.create(**own, day_type=DayType.objects.filter(school=place.school)[0], day=SATURDAY)
    Licence.objects.create(**own, program="iready", grades=["03"], concurrent=30, most_minutes=60)
    PlanRule.objects.create(**own, kind="caps", value={"technology": 4}, strength="hard", owner="ana")
    Assumption.objects.create(**own, modality="tutoring", value=0.25, said_by="ana")
    windows = [{"weekday": 0, "from": "09:45", "to": "10:15"}]
    Service.objects.create(student=one, provider=place.teacher.staff, minutes=20, windows=windows)
    GroupLanguage.objects.create(student=two, language="es")
    Pair.objects.create(one=one, other=two, kind="apart", owner="ben")
    Absence.objects.create(student=two, day=TODAY, said_by="ana")
    PlanLock.objects.create(student=one, day=TODAY, session=2, modality="independent", origin="ana")
