"""Minutes in homeroom itself, out of the audit log: stretches of looks, once a week, of staff alone."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from a_school import MONDAY, town
from homeroom.evidence import effort_log
from homeroom.evidence.models import EffortEntry
from homeroom.people import audit
from homeroom.people.models import AuditEntry, User

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
NOON = timezone.make_aware(datetime.combine(MONDAY, datetime.min.time().replace(hour=12)))


def looked(*minutes: float) -> list[datetime]:
    return [NOON + timedelta(minutes=one) for one in minutes]


@pytest.mark.parametrize(
    ("minutes", "whole"),
    [((), 0), ((0,), 1), ((0, 2, 4), 5), ((0, 4.9), 6), ((0, 5), 2), ((0, 1, 60, 61), 4)],
)
def test_looks_with_little_between_them_are_one_stretch(minutes: tuple[float, ...], whole: int) -> None:
    assert effort_log.minutes(looked(*minutes)) == whole


def test_a_week_is_noted_once_and_of_staff_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    place = town(size=1)
    other = User.objects.create(username="family")
    for who, at in ((place.teacher, 0), (place.teacher, 2), (other, 0), (place.principal, 60 * 24 * 7)):
        monkeypatch.setattr("django.utils.timezone.now", lambda at=at: NOON + timedelta(minutes=at))
        audit.saw(who, "class page 1", [], "x")
    assert AuditEntry.objects.count() == 4
    assert effort_log.note(MONDAY) == 1
    [entry] = EffortEntry.objects.all()
    assert (entry.staff, entry.minutes, entry.source) == (place.teacher.staff, 3, "log")
    assert effort_log.note(MONDAY) == 0
