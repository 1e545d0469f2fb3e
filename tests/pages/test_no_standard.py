"""The data team sees which content waits for a standard; nobody else does, and no child is named."""

from __future__ import annotations

import csv
import io

from django.test import Client

from a_school import FRIDAY, Town, town
from facts.facts_by_hand import publish
from homeroom.pages.no_standard.view import MOST
from homeroom.people.models import Role, School, User

PATH, FILE = "/imports/no-standard/", "/imports/no-standard/contents.csv"
HOSTILE = '"><img src=x onerror=alert(1)>'


def answers(place: Town, *items: str) -> None:
    told = {"occurred_on": FRIDAY, "correct": True, "program": "star"}
    publish("attempts", [{**told, "student": place.numbers[0], "content_item": item} for item in items])


def test_it_works(client: Client, place: Town) -> None:
    client.force_login(place.data_team)
    page = client.get(PATH).content.decode()
    assert '<h2 id="program-1">i-Ready</h2>' in page
    assert "of 14 children, in" in page
    assert "DI.1.0" in page
    assert "names none" in page
    assert place.children[1].family_name not in page


def test_hostile_titles_stay_text(client: Client, place: Town) -> None:
    answers(place, HOSTILE)
    client.force_login(place.data_team)
    assert "<img" not in client.get(PATH).content.decode()


def test_a_long_list_is_cut_on_the_page_and_whole_in_the_file(client: Client, place: Town) -> None:
    answers(place, *(f"i{at:02}" for at in range(MOST + 3)))
    client.force_login(place.data_team)
    assert "3 more with less work left out here; the CSV and Excel have all." in client.get(PATH).content.decode()
    response = client.get(FILE)
    assert response.headers["Content-Disposition"] == 'attachment; filename="no-standard-2026-10-26.csv"'
    rows = list(csv.DictReader(io.StringIO(response.content.decode().removeprefix("\ufeff"), newline="")))
    stars = [row for row in rows if row["Program"] == "Star"] or [row for row in rows if row["What"].startswith("i")]
    assert len(stars) == MOST + 3
    assert stars[0]["Answers"] == "1"


def test_where_all_is_tied_the_page_says_so(client: Client, db: None) -> None:
    client.force_login(town(size=1).data_team)
    page = client.get(PATH).content.decode()
    assert "All work of this school year is tied to standards, or there is none yet." in page


def test_a_data_team_of_another_school_counts_its_own_children_alone(client: Client, place: Town) -> None:
    Role.objects.filter(staff=place.data_team.staff).update(school=School.objects.get(sourced_id="s2"))
    client.force_login(place.data_team)
    assert "DI.1.0" not in client.get(PATH).content.decode()


def test_to_others_it_does_not_exist(client: Client, place: Town) -> None:
    for name in ("teacher", "principal", "stranger"):
        client.force_login(User.objects.get(username=name))
        assert client.get(PATH).status_code == client.get(FILE).status_code == 404
