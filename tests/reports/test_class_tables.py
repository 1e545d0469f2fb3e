"""What is drawn cell by cell: words, signs and fills; and hostile text stays text."""

from __future__ import annotations

import re

import pytest

from a_school import FRIDAY, lesson, placement, practice, streak, town
from facts.facts_by_hand import publish
from homeroom.people.visibility import scope, students_in
from homeroom.reports import class_tables
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
    drawn = class_tables.grid_cell(cell)
    assert f'<span aria-hidden="true">{sign}</span><span class="unseen">{spoken}</span>' in drawn
    assert f'class="{style}"' in drawn
    assert class_tables.MARK not in drawn


def test_not_moving_is_a_mark_and_a_word() -> None:
    drawn = class_tables.grid_cell(Cell(share(4, 14), 4, 14, not_moving=True))
    assert class_tables.MARK in drawn
    assert ", not moving" in drawn


def test_every_row_has_as_many_cells_as_there_are_columns(db: None) -> None:
    place = town(size=3)
    ana = place.children[0]
    publish("practice", [practice(ana, code, 6, 5, active_minutes=3, minutes_definition="m") for code in ("A", "B")])
    publish("activities", [lesson(ana, FRIDAY, "DI.1", 20)])
    publish("assessments", [placement(ana, FRIDAY, "Level 1"), placement(ana, FRIDAY, "Level 2", "Geometry")])
    report = class_week(place.group, scope(place.teacher, students_in(place.group)))
    for table, columns in ((class_tables.answers_table(report, link), 5), (class_tables.levels_table(report, link), 5)):
        body = table.split("<tbody>")[1]
        assert [row.count("<td") + row.count("<th") for row in body.split("</tr>")[:-1]] == [columns] * 3
        heads = table.split("</tr>")[1]
        assert heads.count("<th") == columns - 1
        groups = sum(int(n) for n in re.findall(r'colspan="(\d+)"', table))
        assert groups == columns - 1
        assert "Level 2" in table or "share" in table


def test_a_table_without_any_column_but_the_child(db: None) -> None:
    place = town(size=1)
    table = class_tables.levels_table(class_week(place.group, scope(place.teacher, place.children)), link)
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
    table = class_tables.answers_table(class_week(place.group, scope(place.teacher, place.children)), link)
    assert drawn in table


def test_hostile_text_stays_text(db: None) -> None:
    place = town(size=3, title=HOSTILE[0])
    for child, text in zip(place.children, HOSTILE, strict=True):
        type(child).objects.filter(pk=child.pk).update(given_name=text, family_name=text)
    publish("practice", [practice(place.children[0], text, 6, 5) for text in HOSTILE])
    publish("streaks", [streak(place.children[0], HOSTILE[1], 12, 3)])
    publish("assessments", [placement(place.children[0], FRIDAY, text, text) for text in HOSTILE])
    report = class_week(place.group, scope(place.teacher, place.children))
    for table in (class_tables.answers_table(report, link), class_tables.levels_table(report, link)):
        assert "<script" not in table
        assert "<img" not in table
        assert "&lt;script&gt;" in table
