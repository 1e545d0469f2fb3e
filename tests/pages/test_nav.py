"""The pages around Imports: one order everywhere, the page one is on marked, and what waits told first."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from a_school import staff
from homeroom.intake.models import Delivery
from homeroom.intake.roster_models import RosterChangeSet
from homeroom.pages.imports.nav import ROOMS
from homeroom.pages.imports.waits import waits
from homeroom.pages.kit.rooms import Rooms, rooms, routes
from homeroom.pages.paths import urlpatterns
from homeroom.pages.rule import Standing
from homeroom.pages.studies import nav as studies
from homeroom.pages.substitutes import nav as substitutes
from homeroom.people.models import Role, School
from intake.rosters.deciders import data_team

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
EVERY = (ROOMS, studies.ROOMS, substitutes.ROOMS)
LINK = re.compile(r'<li><a href="([^"]+)"( aria-current="(\w+)")?>([^<]+)</a></li>')


@pytest.fixture
def team(client: Client) -> Client:
    client.force_login(data_team("dana"))
    return client


def nav(page: str) -> list[tuple[str, str]]:
    """(words, aria-current) of the links that belong to Imports."""
    inside = page.partition('<nav class="rooms"')[2].partition("</nav>")[0]
    return [(words, current) for _, _, current, words in LINK.findall(inside)]


@pytest.mark.parametrize(("among", "route"), [(among, name) for among in EVERY for name, _, _ in among])
def test_every_page_shows_all_of_them_in_one_order_and_marks_itself(team: Client, among: Rooms, route: str) -> None:
    found = nav(team.get(reverse(route)).content.decode())
    assert [words for words, _ in found] == [words for _, words, _ in among]
    [own] = [words for name, words, _ in among if name == route]
    assert [pair for pair in found if pair[1]] == [(own, "page")]


def test_a_page_that_opens_from_another_marks_that_one(team: Client) -> None:
    made = Delivery.objects.create(file="lessons.csv", size=1, state="published")
    found = nav(team.get(f"/imports/{made.pk}/").content.decode())
    assert [pair for pair in found if pair[1]] == [("Deliveries", "true")]


def test_every_route_that_the_order_names_exists() -> None:
    known = {one.name for one in urlpatterns}
    every = [name for among in EVERY for name in routes(among)]
    assert set(every) <= known
    assert len(every) == len(set(every)), "a page lies behind one place"
    assert not any(room.current for room in rooms("", Standing(({Role.Kind.DATA_TEAM: None},)), ROOMS))


def test_what_waits_is_told_with_its_page_and_nothing_else(team: Client) -> None:
    assert waits() == []
    assert "Waiting for a person" not in team.get("/imports/").content.decode()
    RosterChangeSet.objects.create(name="tuesday.zip", program="oneroster", mode="bulk", state="held")
    assert waits() == [("1 roster held", reverse("rosters"))]
    page = team.get("/imports/").content.decode()
    assert "What waits" in page
    assert '<a href="/rosters/">1 roster held</a>' in page


def test_who_answers_for_schools_is_led_to_evidence_and_sees_what_is_open_there(client: Client) -> None:
    client.force_login(staff("nell", Role.Kind.NETWORK_LEADER, None))
    page = client.get("/studies/").content.decode()
    assert '<a href="/studies/" aria-current="page">Evidence</a>' in page
    assert [words for words, _ in nav(page)] == ["Studies", "Minutes and mastery", "Surveys", "Effort and cost"]


def test_a_room_alone_is_no_row_of_rooms(client: Client) -> None:
    client.force_login(staff("pia", Role.Kind.PRINCIPAL, School.objects.create(sourced_id="s", name="Ash")))
    page = client.get("/studies/").content.decode()
    assert '<a href="/studies/" aria-current="page">Evidence</a>' in page
    assert '<nav class="rooms"' not in page
