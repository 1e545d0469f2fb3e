"""One report, one truth, in three languages: each value of a file stands on the page, the files hold the same cells."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import zlib
from datetime import time, timedelta
from html import unescape
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from lxml.html import HtmlElement, document_fromstring
from pytest_django import Settings

import homeroom.pages
from a_network import network, worked
from a_school import CODES, FRIDAY, MONDAY, Town, a_full_week, town
from every_page import client_of
from facts.facts_by_hand import publish
from homeroom.pages import pdf
from homeroom.people.clock import today
from homeroom.reports.languages.spoken import LANGUAGES
from homeroom.reports.week import newest_finished
from homeroom.rotation.models import BlockPlan, Placement
from homeroom.site.nightly import tell_of_weeks
from lab_by_hand import FEED, coordinator, in_since, tell
from pages.test_numbers import kept
from read_files import pdf_words, sheets
from reports.known_by_hand import estimate

pytestmark = pytest.mark.any_database

CODE = "3.NF.A.1"
# As each language groups the digits: 1,234 in English and in Spanish as it is written here, 1.234 in Vietnamese.
NUMBER = re.compile(r"[−+]?\d+(?:[.,]\d{3})*(?!\d)|<1|few")
FULL = bool(os.environ.get("HOMEROOM_FULL"))
# What only files tell: of the year, and what lies behind a state. A child's page has no room for the whole record.
ONLY_IN_FILES = (
    "minutes_this_year",
    "lessons_tried_this_year",
    "lessons_passed_this_year",
    "evidence_weight",
    "expected_",
)


# What the stylesheet keeps from paper, beside `details` and fields.
UNPRINTED = {"order", "switch", "filter", "download", "acts", "fields", "unprinted", "on-screen", "weeks"}


@pytest.fixture
def world(db: None, settings: Settings) -> Town:
    place = town(size=14)
    settings.HOMEROOM_LAB_FEED = FEED
    coordinator(place)
    tell({number: in_since(20 + number) for number in place.numbers[:9]}, heard=timezone.now())
    a_full_week(place)
    kept()
    publish(
        "mastery", [estimate(child.pk, code, "not yet") for child in place.children[:5] for code in list(CODES)[:4]]
    )
    publish("mastery_sources", [source(place.numbers[0])])
    others = network({"Ash": 60, "Birch": 50})
    worked([*others["Ash"][:41], *others["Birch"][:29]], on=MONDAY - timedelta(weeks=1))
    tell_of_weeks()
    alone_for_a_session(place)
    return place


def alone_for_a_session(place: Town) -> None:
    """In the last week that is over everybody had half an hour planned, of which nobody has told."""
    monday = newest_finished(today()).monday
    plan = BlockPlan.objects.create(school=place.school, week=monday, version=1, state="published")
    at = {"plan": plan, "day": monday, "session": 1, "starts_at": time(10), "ends_at": time(10, 30)}
    Placement.objects.bulk_create(Placement(student=child, modality="independent", **at) for child in place.children)


def source(student: int) -> dict[str, object]:
    told = {"standard": CODE, "program": "star", "kind": "item", "rows": 1234, "weight": 11.6, "shift": 0.6}
    return {"student": student, "last_on": FRIDAY, **told}


def addresses(place: Town) -> dict[str, tuple[str, str]]:
    """Of each report: its page, and its files without their endings."""
    of_class, child = f"/class/{place.group.pk}/", f"/student/{place.numbers[0]}/"
    return {
        "class": (of_class, f"{of_class}week"),
        "groups": (f"{of_class}groups/", f"{of_class}groups/groups"),
        "student": (child, f"{child}week"),
        "how we know": (f"{child}standard/{CODE}/", f"{child}standard/{CODE}/known"),
        "who saw": (f"{child}seen/", f"{child}seen/seen"),
        "held": (f"{child}record/", f"{child}record/held"),
        "no standard": ("/imports/no-standard/", "/imports/no-standard/contents"),
        "numbers": ("/numbers/", "/numbers/numbers"),
        "monday": (f"/school/{place.school.pk}/monday/", f"/school/{place.school.pk}/monday/monday"),
        "network": ("/network/", "/network/network"),
        "minutes": (
            f"/school/{place.school.pk}/minutes/mastery/",
            f"/school/{place.school.pk}/minutes/mastery/minutes",
        ),
        "lab": (f"/school/{place.school.pk}/lab/", f"/school/{place.school.pk}/lab/board"),
    }


# Each file that is taken is written down, and so is one more line of these.
GROWING = ("who saw", "held")
REPORTS = (
    *(
        "class",
        "groups",
        "student",
        "how we know",
        "who saw",
        "held",
        "no standard",
        "numbers",
        "monday",
        "network",
        "lab",
        "minutes",
    ),
)
SPOKEN = tuple(one.code for one in LANGUAGES)


def asked(reports: tuple[str, ...]) -> list[tuple[str, str]]:
    """Report and language: all of them in the full run; else every report in English, and some in the others."""
    every = [(name, code) for name in reports for code in SPOKEN]
    return [pair for pair in every if FULL or pair[1] == "en" or zlib.crc32("".join(pair).encode()) % 5 == 0]


def read(client: Client, address: str) -> list[list[str]]:
    text = client.get(address).content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize(("name", "code"), asked(REPORTS))
def test_the_files_of_a_report_hold_the_same_cells(world: Town, name: str, code: str) -> None:
    client = client_of(world.data_team, code)
    _, file = addresses(world)[name]
    if name == "who saw":
        client.get(addresses(world)["student"][0])
    rows = read(client, f"{file}.csv?header=machine")
    book = sheets(client.get(f"{file}.xlsx?header=machine").content)
    told = json.loads(client.get(f"{file}.json").content)["tables"][0]
    width = len(rows[0])
    assert len(rows) > 1
    assert [column["name"] for column in told["columns"]] == rows[0] == book[told["name"]][0]
    again = [[*row, *[""] * (width - len(row))] for row in book[told["name"]][1:]]
    if name not in GROWING:
        assert [[cell.removeprefix("'") for cell in row] for row in rows[1:]] == again
        units = [column["unit"] for column in told["columns"]]
        assert [[*map(as_text, row, units)] for row in told["rows"]] == again
    about = list(book)[-1]
    assert len(book[about][0]) == 2
    assert code != "en" or (about, book[about][0]) == ("About this file", ["What", "Words"])


def as_text(cell: object, unit: str) -> str:
    """A cell of JSON as the other files write it."""
    if unit == "points" and isinstance(cell, int) and cell:
        return f"{cell:+}"
    if isinstance(cell, dict):
        return str(cell["state"]) if "state" in cell else f"<{cell['below']}"
    return str(cell)


def words(body: str) -> str:
    return unescape(re.sub(r"<(?!1)[^>]+>", " ", body))


@pytest.mark.parametrize(("name", "code"), asked(REPORTS))
def test_each_number_of_a_file_stands_on_the_page(world: Town, name: str, code: str) -> None:
    client = client_of(world.data_team, code)
    page, file = addresses(world)[name]
    views = ("", "?show=answers", "?show=levels") if name == "class" else ("",)
    bodies = [words(client.get(f"{page}{view}").content.decode()) for view in views]
    seen = {re.sub("[.,]", "", found) for body in bodies for found in NUMBER.findall(body)}
    told = json.loads(client.get(f"{file}.json").content)["tables"][0]
    left = set()
    for row in told["rows"]:
        if name == "held" and (row[2] == 0 or row[0] == "who_saw"):  # told without a number, or one more by now
            continue
        kinds = " ".join(str(cell) for cell in row)
        for column, cell in zip(told["columns"], row, strict=True):
            if isinstance(cell, int) and not column["name"].startswith(ONLY_IN_FILES) and not only_in_files(kinds):
                signed = (
                    f"{'−' if cell < 0 else '+'}{abs(cell):d}" if column["unit"] == "points" and cell else f"{cell:d}"
                )
                if signed not in seen:
                    left.add((column["name"], kinds, signed))
    assert not left


def only_in_files(kinds: str) -> bool:
    return any(part in kinds for part in ("this year", "weight of evidence", "expected right"))


@pytest.mark.draws
@pytest.mark.skipif(not pdf.is_here(), reason="WeasyPrint or Pango is not here")
@pytest.mark.parametrize(("name", "code"), asked(REPORTS))
def test_each_number_of_a_page_stands_on_its_paper(world: Town, name: str, code: str) -> None:
    """Each number that a printed page shows, and each head of a row."""
    client = client_of(world.data_team, code)
    page, file = addresses(world)[name]
    main = printed(client.get(page).content.decode())
    paper = pdf_words(client.get(f"{file}.pdf").content)
    shown = set(NUMBER.findall(" ".join(main.itertext())))
    assert len(shown) >= 3
    assert shown - set(NUMBER.findall(paper)) == set()
    heads = {word for one in main.iter("th") for text in one.itertext() for word in text.split()}
    assert {word for word in heads if word not in paper} == set()


def printed(body: str) -> HtmlElement:
    """The main part of a page without what the stylesheet keeps from paper."""
    main: HtmlElement = document_fromstring(body).get_element_by_id("main")
    for one in list(main.iter()):
        if isinstance(one.tag, str) and (one.tag in ("details", "select") or UNPRINTED & set(one.classes)):
            one.drop_tree()
    return main


def test_the_stylesheet_keeps_from_paper_what_this_test_leaves_out() -> None:
    style = (Path(homeroom.pages.__file__).parent / "static/homeroom.css").read_text("utf-8")
    on_paper = style[style.index("@media print") :]
    hidden = {
        name
        for names in re.findall(r"([^{}]+)\{ display: none; \}", on_paper)
        for name in re.findall(r"\.([\w-]+)", names)
    }
    assert hidden >= UNPRINTED
