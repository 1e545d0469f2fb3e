"""A Monday of a flexible block, at ten past ten: the school of `rotation.plans.a_week`, and who looks at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from html import unescape
from re import sub

import pytest
from django.http.response import HttpResponseBase
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from a_school import child, room, staff
from homeroom.people.models import Role, School, User
from homeroom.rotation import drafts
from homeroom.rotation.block.plan import Plan
from homeroom.rotation.models import BlockPlan, Placement, PlanGroup
from homeroom.rotation.plan_models import State
from homeroom.rotation.publish import publish
from rotation.plans import a_week
from rotation.plans.a_week import ALONE, MONDAY, SUNDAY_BEFORE, Block, L, T, person
from rotation.plans.checked import sound

BETWEEN, FIRST, AFTER = time(9, 50), time(10, 10), time(11, 30)


@dataclass(frozen=True)
class Day:
    own: Block
    principal: User
    data_team: User
    stranger: User

    @property
    def page(self) -> str:
        return f"/school/{self.own.school.pk}/today/"

    def names(self, *places: int) -> set[str]:
        return {self.own.children[at].name for at in places}


def a_day() -> Day:
    own = a_week.block()
    School.objects.create(sourced_id="s2", name="Hill School")
    return Day(
        own,
        staff("principal", Role.Kind.PRINCIPAL, own.school),
        staff("data", Role.Kind.DATA_TEAM, None),
        staff("stranger", Role.Kind.TEACHER, School.objects.get(sourced_id="s2")),
    )


def a_monday(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Day:
    """Nothing is published yet; it is ten past ten."""
    settings.HOMEROOM_TODAY = SUNDAY_BEFORE
    made = a_day()
    settings.HOMEROOM_TODAY = MONDAY
    at_the_clock(monkeypatch, FIRST)
    return made


def at_the_clock(monkeypatch: pytest.MonkeyPatch, at: time) -> None:
    monkeypatch.setattr("homeroom.reports.rotation.today.make.now", lambda: moment(at))


def published(day: Day, made: Plan | None = None) -> BlockPlan:
    draft = drafts.save(day.own.instance, made or a_week.plan(day.own), None)
    return publish(draft, None, sound)


def moment(at: time, on: date = MONDAY) -> datetime:
    return timezone.make_aware(datetime.combine(on, at))


def client_of(user: User, language: str = "") -> Client:
    client = Client(headers={"accept-language": language} if language else None)
    client.force_login(user)
    return client


def words(answer: HttpResponseBase) -> str:
    """What a page says, without its markup."""
    markup = answer.getvalue().decode()
    return " ".join(unescape(sub(r"<[^>]+>", " ", markup)).split())


def named(day: Day, answer: HttpResponseBase) -> set[int]:
    """The children of the school who are named, by their places."""
    said = words(answer)
    return {at for at, child in enumerate(day.own.children) if child.name in said}


def a_large_day(day: Day, children: int = 300) -> BlockPlan:
    """A published Monday of so many children in two sessions: eight to a tutor's group, six groups and a full lab."""
    plan = BlockPlan.objects.create(
        school=day.own.school, week=MONDAY, version=1, state=State.PUBLISHED, published_at=timezone.now()
    )
    classes = [room(day.own.school, f"large-{at}", f"Grade {3 + at // 4}, Room {20 + at}") for at in range(12)]
    kids = [child(100 + at, classes[at % 12]) for at in range(children)]
    tutors = [person(staff(f"tutor{at}", Role.Kind.TUTOR, day.own.school)) for at in range(6)]
    rows = []
    for session in (1, 2):
        groups = [
            PlanGroup.objects.create(plan=plan, key=10 * session + at, modality=L, staff=one, room=day.own.small_room)
            for at, one in enumerate(tutors)
        ]
        starts = {"day": MONDAY, "session": session, "starts_at": time(9 + session), "ends_at": time(9 + session, 30)}
        for at, kid in enumerate(kids):
            told = {"plan": plan, "student": kid, **starts}
            if at < 48:
                group = groups[at // 8]
                rows.append(Placement(**told, modality=L, group=group, staff=group.staff, room=group.room))
            elif at < 170:
                rows.append(Placement(**told, modality=T, program=("number_trail", "iready")[at % 2]))
            else:
                rows.append(Placement(**told, modality=ALONE))
    Placement.objects.bulk_create(rows, 500)
    return plan
