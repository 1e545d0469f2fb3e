"""What is drawn cell by cell: words, signs and fills; and hostile text stays text."""

from __future__ import annotations

import re
from datetime import date

import pytest

from a_school import FRIDAY, lesson, placement, practice, streak, town
from facts.facts_by_hand import publish
from homeroom.people.visibility import scope, students_in
from homeroom.reports import charts
from homeroom.reports.class_week import Cell, class_week
from homeroom.reports.class_week.rows import share

HOSTILE = ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "=cmd|' /C calc'!A0")


def link(number: int) -> str:
    return f"/student/{number}/"


@pytest.mark.parametrize(
    ("cell", "sign", "spoken", "style"),
    [
        (Cell(), "–", "no evidence", "share none"),
        (Cell(share(2, 4), 2, 4), "?", "too few answers: 2 of 4 right", "share few"),
        (Cell(share(4, 10), 4, 10), "4/10", "4 of 10 right", "share"),
        (Cell(share(9, 10), 9, 10), "9/10", "9 of 10 right", "share"),
        (Cell(lessons=3, passed=2), "L 2/3", "no single answers; 2 of 3 lessons passed", "share"),
    ],
)
def test_a_cell_says_the_same_to_eyes_and_ears(cell: Cell, sign: str, spoken: str, style: str) -> None:
    drawn = charts.grid_cell(cell)
    assert f'<span aria-hidden="true">{sign}</span><span class="unseen">{spoken}</span>' in drawn
    assert f'class="{style}"' in drawn
    assert charts.MARK not in drawn


def test_not_moving_is_a_mark_and_a_word() -> None:
    drawn = charts.grid_cell(Cell(share(4, 14), 4, 14, not_moving=True))
    assert charts.MARK in drawn
    assert ", not moving" in drawn


def test_every_row_has_as_many_cells_as_there_are_columns(db: None) -> None:
    place = town(size=3)
    ana = place.children[0]
    publish("practice", [practice(ana, code, 6, 5, active_minutes=3, minutes_definition="m") for code in ("A", "B")])
    publish("activities", [lesson(ana, FRIDAY, "DI.1", 20)])
    publish("assessments", [placement(ana, FRIDAY, "Level 1"), placement(ana, FRIDAY, "Level 2", "Geometry")])
    report = class_week(place.group, scope(place.teacher, students_in(place.group)))
    for table, columns in ((charts.answers_table(report, link), 5), (charts.levels_table(report, link), 5)):
        body = table.split("<tbody>")[1]
        assert [row.count("<td") + row.count("<th") for row in body.split("</tr>")[:-1]] == [columns] * 3
        heads = table.split("</tr>")[1]
        assert heads.count("<th") == columns - 1
        groups = sum(int(n) for n in re.findall(r'colspan="(\d+)"', table))
        assert groups == columns - 1
        assert "Level 2" in table or "share" in table


def test_a_table_without_any_column_but_the_child(db: None) -> None:
    place = town(size=1)
    table = charts.levels_table(class_week(place.group, scope(place.teacher, place.children)), link)
    assert "Ana Alvarez" in table
    assert "colspan" not in table


@pytest.mark.parametrize(
    ("code", "drawn"),
    [
        ("3.OA.A.1", "3.OA.<wbr/>A.1"),
        ("3.MD.C.7.a", "3.MD.<wbr/>C.7.a"),
        ("RI.3.1", "RI.3.<wbr/>1"),
        ("Geometry", ">Geometry<"),
    ],
)
def test_a_code_breaks_in_one_place_at_most(db: None, code: str, drawn: str) -> None:
    place = town(size=1)
    publish("practice", [practice(place.children[0], code, 6, 5)])
    table = charts.answers_table(class_week(place.group, scope(place.teacher, place.children)), link)
    assert drawn in table


def test_hostile_text_stays_text(db: None) -> None:
    place = town(size=3, title=HOSTILE[0])
    for child, text in zip(place.children, HOSTILE, strict=True):
        type(child).objects.filter(pk=child.pk).update(given_name=text, family_name=text)
    publish("practice", [practice(place.children[0], text, 6, 5) for text in HOSTILE])
    publish("streaks", [streak(place.children[0], HOSTILE[1], 12, 3)])
    publish("assessments", [placement(place.children[0], FRIDAY, text, text) for text in HOSTILE])
    report = class_week(place.group, scope(place.teacher, place.children))
    for table in (charts.answers_table(report, link), charts.levels_table(report, link)):
        assert "<script" not in table
        assert "<img" not in table
        assert "&lt;script&gt;" in table


def test_days_are_pictures_with_words() -> None:
    strip = charts.days_strip("<b>: 1 of 2", ["Mon: 2 answers", "Tue: no work seen"], [True, False], [False, False])
    assert strip.count("<rect") == 2
    assert "<title>&lt;b&gt;: 1 of 2</title>" in strip
    assert "<title>Mon: 2 answers</title>" in strip
    assert "style=" not in strip
    axis = charts.days_axis([date(2026, 10, 18), date(2026, 10, 19)])
    assert axis.count("<text") == 1
    assert "19 Oct" in axis
