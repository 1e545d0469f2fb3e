from __future__ import annotations

import csv
import io
import re

import pytest
from django.test import Client
from pytest_django import Settings

from a_school import Town, lesson, placement, practice
from facts.facts_by_hand import publish
from homeroom.mastery import teachers
from homeroom.mastery.models import ParameterSet
from homeroom.people.models import Class, Student
from homeroom.standards.models import Standard
from reports.known_by_hand import estimate

HOSTILE = ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "=cmd|' /C calc'!A0")


def body(client: Client, place: Town, query: str = "") -> str:
    client.force_login(place.teacher)
    response = client.get(f"/class/{place.group.pk}/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_it_works(client: Client, place: Town) -> None:
    page = body(client, place)
    assert "<h1>Grade 3, Room 12</h1>" in page
    assert "Last week, Mon 19 Oct to Sun 25 Oct: 22 of 24 children worked." in page
    assert "Small group on 3.NF.A.1 Unit fractions: 3 children" in page
    assert page.count('<li class="card">') == 4
    assert "4 of 14 right" in page
    assert "What each child knows is not estimated yet. Estimates are made each night, from all programs" in page
    assert "Teacher Example · teacher" in page
    assert "This installation takes Monday 26 October 2026 for today." in page


def test_rules_stand_beside_their_flags(client: Client, place: Town) -> None:
    page = body(client, place)
    assert (
        page.count("Not moving means 10 or more answers on one standard since the last 3 right in a row, however") == 2
    )


def test_the_page_says_what_day_it_is_and_why_the_cards_stand_so(client: Client, place: Town) -> None:
    page = body(client, place)
    assert "Valley School · Today is Monday 26 October 2026." in page
    assert "Always in this order: small groups, single children, missing work, the whole class, late data." in page
    assert "2 of 3 lessons passed, no single answers" in page


def test_a_simulated_school_says_so(client: Client, place: Town, settings: Settings) -> None:
    settings.HOMEROOM_SIMULATED = True
    assert "Simulated school. No real children." in body(client, place)
    settings.HOMEROOM_SIMULATED, settings.HOMEROOM_TODAY = False, None
    assert "banner" not in body(client, place)


def test_the_table_by_level(client: Client, place: Town) -> None:
    page = body(client, place, "?show=levels")
    assert "i-Ready Diagnostic Mathematics" in page
    assert "Level 2" in page
    assert "of 14 right" not in page
    assert "?week=2026-W42&amp;show=levels" in page


def test_weeks_before_and_after(client: Client, place: Town) -> None:
    page = body(client, place, "?week=2026-W42")
    assert "Week of 12 Oct 2026" in page
    assert "0 of 24 children worked." in page
    assert 'href="?week=2026-W43"' in page
    assert "Week after" not in body(client, place, "?week=2026-W44")


@pytest.mark.parametrize("week", ["2026-W99", "yesterday", "9999-W52", "2026-W45", "1999-W01", "0000-W01", "<b>"])
def test_a_week_that_is_none_is_no_page(client: Client, place: Town, week: str) -> None:
    client.force_login(place.teacher)
    assert client.get(f"/class/{place.group.pk}/", {"week": week}).status_code == 404


def test_a_class_without_students_or_work(client: Client, place: Town) -> None:
    place.group.enrollments.filter(student__isnull=False).delete()
    assert "No students in this class yet." in body(client, place)


def test_without_standards_the_table_of_lessons_and_placements_stands_alone(client: Client, db: None) -> None:
    from a_school import MONDAY, town

    place = town(size=2)
    publish("activities", [lesson(place.children[0], MONDAY, "DI.1", 20)])
    publish("assessments", [placement(place.children[0], MONDAY, "Early 3")])
    page = body(client, place)
    assert "No lesson of i-Ready is tied to a standard yet." in page
    assert "Early 3" in page
    assert "By standard" not in page
    assert "share right" not in page


def test_the_csv_carries_the_pages_fractions(client: Client, place: Town) -> None:
    page = body(client, place)
    response = client.get(f"/class/{place.group.pk}/week.csv?week=2026-W43")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == f'attachment; filename="class-{place.group.pk}-2026-W43.csv"'
    text = response.content.decode("utf-8")
    assert text.startswith("\ufeffChild,Week,")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    shown = re.findall(r"(\d+) of (\d+) right</span>", page)
    filed = [
        (row[name.replace(" answers", " right")], row[name])
        for row in rows
        for name in row
        if name.endswith(" answers") and row[name] != "no evidence"
    ]
    assert sorted(shown) == sorted(filed)


def test_hostile_names_stay_names(client: Client, place: Town) -> None:
    Class.objects.filter(pk=place.group.pk).update(title=HOSTILE[0])
    for child, text in zip(place.children, HOSTILE, strict=False):
        Student.objects.filter(pk=child.pk).update(given_name=text, family_name=text, preferred_name=text)
    for query in ("", "?show=levels"):
        page = body(client, place, query)
        assert "<script>alert" not in page
        assert "<img" not in page
        assert "&lt;script&gt;" in page
    text = client.get(f"/class/{place.group.pk}/week.csv").content.decode()
    assert "\r\n'=cmd|" in text


def test_the_page_carries_no_inline_style_or_script(client: Client, place: Town) -> None:
    page = body(client, place)
    assert "style=" not in page
    assert re.findall(r"<script(?![^>]*src=)", page) == []
    assert re.findall(r'(?:src|href)="(?:https?:)?//', page) == []
    assert re.findall(r"<[^>]*\son[a-z]+=", page) == []


def test_once_estimated_the_page_shows_what_children_know(client: Client, place: Town) -> None:
    ana, bao = place.numbers[:2]
    publish("mastery", [estimate(ana, "3.NF.A.1", "nearly there"), estimate(bao, "3.G.A.1", "not enough evidence")])
    page = body(client, place)
    assert "Result: what each child knows" in page
    assert f'<a href="/student/{ana}/standard/3.NF.A.1/">' in page
    assert "nearly there, 14 answers" in page
    assert "not enough evidence, 14 answers" in page
    assert "Estimated from all programs together, on Mon 26 Oct 2026." in page
    assert '<a href="?week=2026-W43" aria-current="true">What they know</a>' in page
    assert "is not estimated yet" not in page
    answers = body(client, place, "?show=answers")
    assert "4 of 14 right" in answers
    assert "nearly there" not in answers
    assert "?week=2026-W42&amp;show=answers" in answers


def test_standards_of_other_grades_are_counted_and_one_click_away(client: Client, place: Town) -> None:
    Standard.objects.filter(code="3.G.A.1").update(grade="02")
    publish("mastery", [estimate(place.numbers[0], code) for code in ("3.NF.A.1", "3.G.A.1")])
    page = body(client, place)
    assert "The class worked on 1 standard of other grades, too:" in page
    assert "/standard/3.G.A.1/" not in page
    every = body(client, place, "?show=all")
    assert "/standard/3.G.A.1/" in every
    assert "Only standards of Grade 3" in every
    assert "?week=2026-W42&amp;show=all" in every


def test_more_than_twelve_standards_scroll_on_the_screen_and_are_parted_on_paper(client: Client, place: Town) -> None:
    framework = Standard.objects.get(code="3.G.A.1").framework
    codes = [f"3.MD.B.{at}" for at in range(13)]
    told = {"framework": framework, "grade": "03", "domain": "MD"}
    Standard.objects.bulk_create(Standard(code=code, order=50 + at, **told) for at, code in enumerate(codes))
    publish("mastery", [estimate(place.numbers[0], code) for code in codes])
    page = body(client, place)
    assert page.count('<div class="on-paper">') == 2
    assert 'on-screen" role="region" aria-label="Table of children" tabindex="0"' in page
    assert page.count('<div class="on-paper">') > body(client, place, "?show=answers").count('<div class="on-paper">')


def test_without_any_evidence_the_page_says_what_it_waits_for(client: Client, db: None) -> None:
    from a_school import town

    place = town(size=2)
    publish("mastery", [estimate(number, "3.NF.A.1", "no evidence") for number in place.numbers])
    page = body(client, place)
    assert "Nothing to show yet. We need about 5 answers on a standard before we say anything of it." in page
    assert page.count('<td class="state no-evidence">') == 2


def test_what_the_estimates_stand_on_is_said_where_it_is_not_new(client: Client, place: Town) -> None:
    publish("mastery", [estimate(place.numbers[0], "3.NF.A.1", as_of="2026-10-21")])
    ParameterSet.objects.create(engine="filter", version="v", parameters={}, facts_version=1, failed="ValueError: x")
    page = body(client, place)
    assert "<strong>The estimates stand on older settings.</strong>" in page
    assert "<strong>The estimates are of Wed 21 Oct 2026.</strong> Work is known up to Fri 23 Oct 2026" in page
    assert "older settings" not in body(client, place, "?show=answers")


def test_an_earlier_years_week_is_not_called_old_for_this_years_work(client: Client, place: Town) -> None:
    told = {"school_year": 2026, "as_of": "2026-07-31"}
    publish("mastery", [estimate(place.numbers[0], "3.NF.A.1") | told])
    publish("practice", [practice(place.children[0], "3.NF.A.1", 6, 5)])
    page = body(client, place, "?week=2026-W20")
    assert "14 answers" in page
    assert "The estimates are of" not in page
    assert "starting values" not in page


def test_page_file_and_how_we_know_tell_the_same(client: Client, place: Town) -> None:
    ana, bao = place.numbers[:2]
    publish("mastery", [estimate(ana, "3.NF.A.1", "nearly there"), estimate(bao, "3.NF.A.1", "not yet", attempts=7)])
    teachers.override(place.teacher, bao, Standard.objects.get(code="3.NF.A.1"), "mastered", "She taught it.")
    page = body(client, place)
    assert "mastered, set by a teacher; the evidence alone says: not yet, 7 answers" in page
    text = client.get(f"/class/{place.group.pk}/week.csv").content.decode().removeprefix("\ufeff")
    rows = {row["Child"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}
    told = [rows[name] for name in (place.children[0].name, place.children[1].name)]
    names = ("state", "set by a teacher", "by the evidence alone", "answers in evidence", "expected right to %")
    assert [[row[f"3.NF.A.1 {name}"] for name in names] for row in told] == [
        ["nearly there", "", "nearly there", "14", "85"],
        ["mastered", "yes", "not yet", "7", "40"],
    ]
    known = client.get(f"/student/{bao}/standard/3.NF.A.1/").content.decode()
    assert "● Mastered" in known
    assert "<strong>○ not yet</strong>" in known
    assert "<dd>7</dd>" in known
    assert "20 % to 40 %" in known
