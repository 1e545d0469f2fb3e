"""A roster that lacks many children of one school at once: told, held never, and settled by the next one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from pytest_django import Settings

from homeroom.intake.feeds.judge import close, judge
from homeroom.intake.feeds.models import FeedAlarm
from homeroom.people.models import Class, Enrollment, School, SchoolDay, Student, User
from homeroom.people.school_days import Marked, mark

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 13)


@pytest.fixture(autouse=True)
def today(settings: Settings) -> None:
    settings.HOMEROOM_TODAY = DAY


def school(name: str, children: int) -> list[Student]:
    """Half of the children are named by the roster as the school's own, half stand in one of its classes."""
    place = School.objects.create(sourced_id=name, name=name)
    room = Class.objects.create(sourced_id=f"room {name}", title="Room", school=place)
    made = [Student.objects.create(sourced_id=f"{name} {at}", given_name="Ana") for at in range(children)]
    for at, child in enumerate(made):
        if at % 2:
            child.schools.add(place)
        else:
            Enrollment.objects.create(sourced_id=f"e {child.pk}", school_class=room, student=child, role="student")
    return made


def gone(children: list[Student], since: date | None = DAY) -> None:
    Student.objects.filter(pk__in=[child.pk for child in children]).update(missing_since=since)


def test_a_third_of_one_school_is_told() -> None:
    gone(school("Hill School", 36)[:12])
    school("Valley School", 36)
    [alarm] = judge()
    assert alarm.words == "Roster: 12 of 36 children of Hill School (33%) are not in the roster of Tue 13 Oct."
    assert (alarm.kind, alarm.school and alarm.school.name, alarm.since) == ("shrunk", "Hill School", DAY)
    assert "Nothing ended" in alarm.what_to_do
    assert judge() == [alarm]


@pytest.mark.parametrize(("children", "missing"), [(24, 10), (120, 12), (5, 5), (36, 0)])
def test_a_few_children_are_a_usual_week(children: int, missing: int) -> None:
    gone(school("Hill School", children)[:missing])
    assert judge() == []


def test_children_who_went_missing_one_by_one_are_no_such_roster() -> None:
    for at, child in enumerate(school("Hill School", 40)[:20]):
        gone([child], DAY - timedelta(days=at))
    assert judge() == []


def test_those_who_were_missing_before_are_not_counted_among_the_children_it_had() -> None:
    children = school("Hill School", 60)
    gone(children[:10], DAY - timedelta(days=30))
    gone(children[10:25])
    [alarm] = judge()
    assert "15 of 50 children" in alarm.words


def test_children_who_left_are_not_missed() -> None:
    children = school("Hill School", 36)
    gone(children[:12])
    Student.objects.filter(pk__in=[child.pk for child in children[:4]]).update(ends_on=DAY - timedelta(days=1))
    assert judge() == []


def test_the_roster_that_holds_them_again_settles_it() -> None:
    children = school("Hill School", 36)
    gone(children[:12])
    judge()
    gone(children, None)
    assert judge() == []
    assert FeedAlarm.objects.get().closed_on == DAY


def test_a_person_who_knows_closes_it_for_good() -> None:
    gone(school("Hill School", 36)[:12])
    [alarm] = judge()
    close(alarm, User.objects.create_user("dana"))
    assert judge() == []


def test_on_a_holiday_it_is_silent() -> None:
    gone(school("Hill School", 36)[:12])
    mark([Marked(DAY, SchoolDay.Kind.HOLIDAY)], "test")
    assert judge() == []
