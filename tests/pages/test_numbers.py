"""How good are these numbers? Counts for everybody with a role; words where there is nothing, few, or a failure."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from a_school import Town
from homeroom.mastery.models import Quality
from homeroom.mastery.quality_figures import Figures, Line
from homeroom.people.models import AuditEntry, Contact, Relationship, User
from homeroom.reports.values import known, shown, written
from pages.spoken import english_left, header, said

NIGHT = datetime(2026, 10, 26, 9, 30, tzinfo=UTC)
WHOLE = Line("", 40, 1200, 0.71, 0.74, -0.05, -0.01)
DAY = {"on": "2026-10-26"}
FIGURES = Figures(
    whole=WHOLE,
    auc=0.734,
    rmse=0.41,
    ece=0.021,
    in_turns=True,
    curve=(Line("5", 30, 200, 0.55, 0.61, -0.1, -0.02), Line("9", 40, 900, 0.93, 0.925, -0.01, 0.02), Line("0")),
    states=(Line("not yet", 12, 90, 0.4, 0.33, 0.03, 0.11), Line("mastered", 38, 800, 0.9, 0.912, -0.02, -0.004)),
    by={
        "program": (Line("iready", 40, 1200, 0.71, 0.74, -0.05, -0.01),),
        "grade": (Line("03", 40, 1200, 0.71, 0.74, -0.05, -0.01), Line("KG")),
        "school": (Line("Valley School", 40, 1200, 0.71, 0.74, -0.05, -0.01),),
        "start": (Line("5 to 7", 20, 300, 0.7, 0.7, -0.03, 0.03),),
    },
)
EVIDENCE = {
    "whole": [{"name": "", "children": 40, "worked": 320, "thin": 80, "unseen": 900}],
    "grade": [{"name": "03", "children": 0, "worked": 0, "thin": 0, "unseen": 0}],
}


def kept(**changed: Any) -> Quality:
    told = {"figures": FIGURES.as_json() | DAY, "measured_at": NIGHT, "counted_at": NIGHT, "evidence": EVIDENCE | DAY}
    return Quality.objects.create(engine="filter", facts_version=9, parameters_version="p", **(told | changed))


def words(client: Client, user: User) -> str:
    client.force_login(user)
    answer = client.get("/numbers/")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_it_works(client: Client, place: Town) -> None:
    kept()
    page = words(client, place.teacher)
    assert "When we called a standard mastered, 91 % of the child's next answers on it were right." in page
    assert "When we said not yet, 33 % were. Over all answers we foretold 71 % right, and 74 % were." in page
    assert "● mastered 38 800 90 % 91 % −1 (−2 to 0)" in page
    assert "50 to 60 % 30 200 55 % 61 % −6 (−10 to −2)" in page
    assert "the right one had the higher chance 73 % of the time" in page
    assert "On the whole we are off by 2 %." in page
    assert "i-Ready 40 1,200 71 % 74 % −3 (−5 to −1)" in page
    assert "5 to 7 of the first 10 right 20 300 70 % 70 % 0 (−3 to +3)" in page
    assert "All children 40 320 80 25 %" in page
    assert "Measured on Mon 26 Oct 2026" in page
    assert "The children take turns" in page


def test_few_children_are_few_on_the_page_and_in_the_file(client: Client, place: Town) -> None:
    kept()
    page = words(client, place.principal)
    assert "Kindergarten few" in page
    assert page.index("Kindergarten few") < page.index("Grade 3 40 1,200")
    assert "Grade 3 few" in page  # of the evidence
    rows = list(csv.reader(io.StringIO(client.get("/numbers/numbers.csv").content.decode("utf-8-sig"))))
    assert ["By grade", "Kindergarten", *["few"] * 7, "", "", ""] in rows
    assert ["Where we know too little", "Grade 3", "few", "", "", "", "", "", "", "few", "few", "few"] in rows


def test_the_file_says_what_the_page_says(client: Client, place: Town) -> None:
    kept()
    client.force_login(place.data_team)
    answer = client.get("/numbers/numbers.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="how-good-are-these-numbers.csv"'
    rows = {(row[0], row[1]): row[2:] for row in csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))}
    assert rows["all answers", ""] == ["40", "1200", "71", "74", "-3", "-5", "-1", "", "", ""]
    assert rows["What each word was worth", "mastered"] == ["38", "800", "90", "91", "-1", "-2", "0", "", "", ""]
    assert rows["Where we know too little", "All children"] == ["40", "", "", "", "", "", "", "320", "80", "25"]


def test_nothing_measured_yet(client: Client, place: Town) -> None:
    page = words(client, place.teacher)
    assert "Not measured yet." in page
    assert "Foretold right" not in page
    assert words(client, place.teacher).count("How is this measured") == 0
    assert client.get("/numbers/numbers.csv").content.decode("utf-8-sig").count("\r\n") == 1


def test_few_children_in_all(client: Client, place: Town) -> None:
    kept(figures={})
    page = words(client, place.teacher)
    assert "Few: the answers of fewer than 30 children are too few to tell." in page
    assert "Where we know too little" in page
    Quality.objects.all().delete()
    kept(figures=(FIGURES.as_json() | {"whole": vars(Line(""))}))
    assert "fewer than 10 children, and so no number is shown" in words(client, place.teacher)


def test_a_failure_is_said_beside_what_was_measured_before(client: Client, place: Town) -> None:
    kept(failed="MasteryError: no end")
    page = words(client, place.teacher)
    assert "The last try to measure this did not work. What stands here is of Mon 26 Oct 2026." in page
    assert "MasteryError" not in page
    assert "● mastered" in page


def test_a_tenth_held_out_is_told_as_such(client: Client, place: Town) -> None:
    kept(figures=FIGURES.as_json() | {"in_turns": False, "auc": None})
    page = words(client, place.teacher)
    assert "One child in ten is never read" in page
    assert "the higher chance – of the time" in page


@pytest.mark.parametrize("name", ["stranger", "ira", "vendor"])
def test_to_people_without_a_role_it_does_not_exist(name: str, client: Client, place: Town) -> None:
    contact = Contact.objects.create(sourced_id="f1", given_name="Ira", family_name="Kin")
    Relationship.objects.create(contact=contact, student=place.children[0], kind="parent")
    User.objects.create(username="ira", contact=contact)
    User.objects.create(username="vendor", vendor="iready")
    client.force_login(User.objects.get(username=name))
    assert client.get("/numbers/").status_code == 404
    assert client.get("/numbers/numbers.csv").status_code == 404


def test_no_child_is_in_it_and_so_nobody_was_seen(client: Client, place: Town) -> None:
    kept()
    words(client, place.teacher)
    assert not AuditEntry.objects.filter(verb__in=("saw", "exported")).exists()


def test_the_pages_of_estimates_lead_here_and_a_family_is_not_sent(client: Client, place: Town) -> None:
    client.force_login(place.teacher)
    for path in (f"/class/{place.group.pk}/", f"/student/{place.numbers[0]}/"):
        assert 'href="/numbers/"' in client.get(path).content.decode()
    contact = Contact.objects.create(sourced_id="f1", given_name="Ira", family_name="Kin")
    Relationship.objects.create(contact=contact, student=place.children[0], kind="parent")
    client.force_login(User.objects.create(username="ira", contact=contact))
    assert 'href="/numbers/"' not in client.get(f"/student/{place.numbers[0]}/").content.decode()


@pytest.mark.parametrize(
    ("points", "page", "file"), [(0.034, "+3", "+3"), (-0.026, "−3", "-3"), (0.004, "0", "0"), (-0.004, "0", "0")]
)
def test_a_difference_carries_its_sign(points: float, page: str, file: str) -> None:
    assert shown(known(points, unit="points")) == page
    assert written(known(points, unit="points")) == file


@pytest.mark.parametrize(
    ("language", "headline", "state"),
    [
        ("es", "¿Qué tan buenos son estos números?", "● dominado"),
        ("vi", "Các con số này đáng tin đến đâu?", "● thành thạo"),
    ],
)
def test_it_is_said_in_the_readers_language(language: str, headline: str, state: str, place: Town) -> None:
    kept()
    text = said(place.principal, "/numbers/", language)
    assert headline in text and state in text
    assert english_left(text, language) == []


def test_machines_are_told_the_same_in_every_language(place: Town) -> None:
    kept()
    assert header(place.principal, "/numbers/numbers.csv", "vi")[:2] == ["Phần", "Nội dung"]
    client = Client()
    told = []
    for language in ("en", "es", "vi"):
        User.objects.filter(pk=place.principal.pk).update(language=language)
        client.force_login(place.principal)
        found = client.get("/numbers/numbers.csv?header=machine").content.decode("utf-8-sig")
        told.append([row[0] for row in csv.reader(io.StringIO(found))])
    assert told[0] == told[1] == told[2]
    assert told[0][:3] == ["part", "all", "states"]
