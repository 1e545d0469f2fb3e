"""A school's planning home: what is there, what is missing, what can't be used, what has changed."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from a_school import TODAY, room, staff
from homeroom.people.models import AuditEntry, Class, Enrollment, Role, School, User
from homeroom.rotation.block.instance import as_json
from homeroom.rotation.inputs import instance_of
from homeroom.rotation.models import (
    BlockPlan,
    DayType,
    GroupLanguage,
    Licence,
    Qualification,
    Room,
    StaffTime,
    TemplateBlock,
)
from homeroom.rotation.ready import ORDER, steps
from rotation.inputs.a_planned_school import WEEK, Planned, planned

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def here(settings) -> Planned:  # type: ignore[no-untyped-def]
    settings.HOMEROOM_TODAY = TODAY
    return planned(4)


@pytest.fixture
def principal(here: Planned, client: Client) -> Client:
    client.force_login(staff("principal", Role.Kind.PRINCIPAL, here.school))
    return client


def shown(client: Client, school: School) -> str:
    return client.get(reverse("planning", args=[school.pk])).content.decode()


def missing(school: School) -> dict[str, tuple[str, ...]]:
    return {one.table: (*one.missing, *one.without) for one in steps(school) if one.missing or one.without}


def test_it_works(here: Planned, principal: Client) -> None:
    page = shown(principal, here.school)
    assert "Valley School: a week can be planned." in page
    assert page.index("Kinds of day") < page.index("Bells") < page.index("Rooms") < page.index("When adults are there")
    assert page.count("/planning/tables/") == len(ORDER) == 14
    assert "2 teachers have no qualification on record" in page
    assert "No flexible block has been planned yet." in page
    assert not AuditEntry.objects.exists()
    assert not any(child.family_name in page for child in here.children)


def test_a_school_that_has_nothing_is_told_where_to_begin(here: Planned, client: Client) -> None:
    bare = School.objects.create(sourced_id="s9", name="New School")
    client.force_login(staff("data", Role.Kind.DATA_TEAM, None))
    page = shown(client, bare)
    assert "New School: a week can&#x27;t be planned yet." in page or "New School: a week can't be planned yet." in page
    assert "Begin here: write down a kind of day" in page
    assert "can't be used" not in page
    assert list(missing(bare)) == ["day_types", "templates", "rooms", "staff_times", "qualifications", "licences"]


def test_what_is_missing_goes_away_as_it_is_written_down(here: Planned) -> None:
    assert list(missing(here.school)) == ["licences"]
    Licence.objects.create(school=here.school, program="ixl")
    assert missing(here.school) == {}
    Room.objects.all().delete()
    StaffTime.objects.all().delete()
    Qualification.objects.all().delete()
    assert list(missing(here.school)) == ["rooms", "staff_times", "qualifications"]


def test_a_language_in_which_nobody_leads_groups_is_told_on_its_days(here: Planned) -> None:
    Licence.objects.create(school=here.school, program="ixl")
    for one, language, ends in zip(
        here.children, ("en", "vi", "es"), (None, None, TODAY - timedelta(days=1)), strict=False
    ):
        GroupLanguage.objects.create(student=one, language=language, ends_on=ends)
    assert missing(here.school) == {
        "languages": ("No adult on record leads groups in these languages, so no group can be led in them: vi.",)
    }


def test_days_grades_and_bells_that_nothing_is_written_down_for(here: Planned) -> None:
    DayType.objects.update(weekdays=[0, 1, 2])
    Class.objects.filter(pk=here.groups[0].pk).update(grades=["04", "KG"])
    room(here.school, "c9", "No grade")
    found = missing(here.school)
    assert found["day_types"] == ("Nothing is planned on these days, which no kind of day is for: thursday, friday.",)
    assert found["templates"] == (
        "Classes of these grades have no bells, so are not planned: KG, 4.",
        "1 class has no grade in the roster, so no bells hold for it.",
    )
    TemplateBlock.objects.filter(kind="flexible").update(kind="core")
    assert found != missing(here.school)
    assert "No bells have a flexible block yet." in missing(here.school)["templates"]


def test_what_has_changed_since_the_newest_plan(here: Planned, principal: Client) -> None:
    told = json.loads(as_json(instance_of(here.school, WEEK)))
    BlockPlan.objects.create(school=here.school, week=WEEK, version=2, instance=told, made_by="ana")
    assert "Nothing: the plan of the week of" in shown(principal, here.school)
    Enrollment.objects.filter(student=here.children[0]).update(ends_on=WEEK - timedelta(days=1))
    page = shown(principal, here.school)
    assert "1 child of this plan left." in page
    assert "It stays as it is until somebody plans anew." in page


def test_a_week_for_which_everything_can_be_used(here: Planned, principal: Client) -> None:
    Enrollment.objects.filter(student__isnull=False).delete()
    Licence.objects.create(school=here.school, program="ixl")
    Qualification.objects.all().delete()
    StaffTime.objects.all().delete()
    assert "Everything that is written down could be used" in shown(principal, here.school)


@pytest.mark.parametrize(
    ("name", "kind", "status"),
    [("lab", Role.Kind.LAB_COORDINATOR, 200), ("t", Role.Kind.TUTOR, 404), ("net", Role.Kind.NETWORK_LEADER, 404)],
)
def test_who_may(here: Planned, client: Client, name: str, kind: Role.Kind, status: int) -> None:
    client.force_login(staff(name, kind, here.school))
    assert client.get(reverse("planning", args=[here.school.pk])).status_code == status
    assert client.get(reverse("planning-table", args=[here.school.pk, "rooms"])).status_code == status


def test_those_of_another_school_find_nothing(here: Planned, client: Client) -> None:
    elsewhere = School.objects.create(sourced_id="s2", name="Hill School")
    client.force_login(staff("far", Role.Kind.PRINCIPAL, elsewhere))
    assert client.get(reverse("planning", args=[here.school.pk])).status_code == 404
    client.force_login(User.objects.get(username="teacher0"))
    assert client.get(reverse("planning", args=[here.school.pk])).status_code == 404
