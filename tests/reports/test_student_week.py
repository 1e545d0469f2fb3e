"""One child's week: effort and result apart."""

from __future__ import annotations

import csv as reader
import io
from datetime import date, timedelta

import pytest

from a_school import CODES, FRIDAY, MONDAY, Town, lesson, placement, practice, standards, streak, town
from facts.facts_by_hand import publish
from homeroom.people.visibility import scope
from homeroom.reports import csv
from homeroom.reports.student_week import StudentWeek, student_week
from homeroom.reports.student_week.file import filed
from homeroom.reports.values import shown
from homeroom.reports.week import Week


@pytest.fixture
def small(db: None) -> Town:
    return town(size=2)


def report(place: Town, week: Week | None = None) -> StudentWeek:
    return student_week(scope(place.teacher, [place.children[0]]), ["Grade 3, Room 12"], week)


def test_a_new_child(small: Town) -> None:
    found = report(small)
    assert found.lead == "No work seen yet from any program."
    assert (found.effort, found.lessons, found.standards, found.levels, found.timeline) == ((), (), (), (), ())
    assert len(found.timeline_days) == 30
    assert found.timeline_days[-1] == date(2026, 10, 26)


def test_effort_by_program_and_result_by_standard_with_what_is_stuck_on_top(small: Town) -> None:
    standards(CODES)
    ana, bao = small.children
    minutes = {"active_minutes": 12.6, "minutes_definition": "item time"}
    publish(
        "practice",
        [
            practice(ana, "3.NF.A.1", 14, 4, **minutes),
            practice(ana, "3.G.A.1", 3, 3, week=MONDAY - timedelta(weeks=1), **minutes),
            practice(bao, "3.MD.A.1", 30, 3, **minutes),
        ],
    )
    publish("streaks", [streak(ana, "3.NF.A.1", 14, 4)])
    found = report(small)
    assert found.lead == "Last week, Mon 19 Oct to Sun 25 Oct: worked. Not moving on 1 standard."
    assert [(e.name, shown(e.this_week), shown(e.so_far)) for e in found.effort] == [("Number Trail", "13", "25")]
    assert [(s.code, s.title, s.cell.right, s.cell.answers) for s in found.standards] == [
        ("3.NF.A.1", "Unit fractions", 4, 14),
        ("3.G.A.1", "Kinds of quadrilaterals", 3, 3),
    ]
    assert (
        found.standards[0].run
        == "14 answers since the last three right in a row, however long ago; 4 right (Number Trail)"
    )
    assert found.standards[1].run == ""


def test_standards_stand_with_trouble_first(small: Town) -> None:
    ana = small.children[0]
    shares = {"A": (9, 9), "B": (20, 15), "C": (3, 0), "D": (20, 8), "E": (10, 6), "F": (20, 19)}
    publish("practice", [practice(ana, code, *counts) for code, counts in shares.items()])
    publish("practice", [{**practice(ana, "0", 0, 0), "lessons": 2, "lessons_passed": 1}])
    publish("streaks", [streak(ana, "F", 12, 6)])
    assert [s.code for s in report(small).standards] == ["F", "D", "E", "B", "A", "C", "0"]


def test_a_week_without_work(small: Town) -> None:
    publish("practice", [practice(small.children[0], "3.NF.A.1", 6, 6)])
    assert report(small, Week(MONDAY).previous).lead == "Week of 12 Oct 2026: no work seen."


def test_the_timeline_tells_what_each_program_saw_each_day(small: Town) -> None:
    ana, bao = small.children
    answer = {"program": "number_trail", "content_item": "i1", "occurred_on": FRIDAY, "correct": True}
    use = {"program": "clever", "report": "use", "occurred_on": FRIDAY, "metric": "Logins", "value": 2}
    publish("attempts", [{**answer, "student": ana.pk}, {**answer, "student": ana.pk, "content_item": "i2"}])
    publish("attempts", [{**answer, "student": bao.pk}])
    publish("activities", [lesson(ana, MONDAY, "DI.1", 20), lesson(ana, MONDAY, "DI.2", 10.4)])
    publish("activities", [lesson(ana, date(2026, 8, 20), "DI.0", 20)])
    publish("usage", [{**use, "student": ana.pk}, {**use, "student": ana.pk, "value": 0, "occurred_on": MONDAY}])
    publish("assessments", [placement(ana, MONDAY, "Level 2"), placement(ana, MONDAY, "Early 3", "Geometry")])
    found = report(small)
    assert [(row.name, [(day.on, day.words) for day in row.days]) for row in found.timeline] == [
        ("Clever", [(FRIDAY, "signed in")]),
        ("Number Trail", [(FRIDAY, "2 answers")]),
        ("i-Ready", [(MONDAY, "2 lessons, 30 min, 1 assessment")]),
    ]
    assert [(row.name, shown(row.so_far.tried)) for row in found.lessons] == [("i-Ready", "3")]


def test_claims_are_the_latest_of_each_standard_in_the_programs_words(small: Town) -> None:
    claim = {"student": small.children[0].pk, "program": "star", "report": "mastery", "method": "MasteryLevel"}
    publish(
        "claims",
        [
            {**claim, "standard": "3.NF.A.1", "value": "Beginning", "occurred_on": date(2026, 9, 1)},
            {**claim, "standard": "3.NF.A.1", "value": "Secure", "occurred_on": FRIDAY},
            {**claim, "domain": "Geometry", "value": "Developing", "occurred_on": FRIDAY},
        ],
    )
    assert [(c.standard, c.values, c.on) for c in report(small).claims] == [
        ("3.NF.A.1", (("MasteryLevel", "Secure"),), FRIDAY),
        ("Geometry", (("MasteryLevel", "Developing"),), FRIDAY),
    ]


def test_a_late_feed_is_no_word_about_the_child(small: Town) -> None:
    publish("activities", [lesson(small.children[0], date(2026, 10, 1), "DI.1", 20)])
    assert report(small).notes == ("i-Ready late: what is missing there was not necessarily left undone.",)


def test_a_child_who_does_nothing_makes_no_feed_late(small: Town) -> None:
    ana, bao = small.children
    publish("activities", [lesson(ana, date(2026, 10, 1), "DI.1", 20), lesson(bao, FRIDAY, "DI.1", 20)])
    found = student_week(scope(small.teacher, [ana]), classmates=[bao.pk])
    assert [line.state for line in found.freshness] == ["fresh"]
    assert found.notes == ()
    assert found.week == Week(date(2026, 9, 28))


def test_a_sitting_is_one_row_with_its_headline_first(small: Town) -> None:
    ana = small.children[0]
    score = {**placement(ana, FRIDAY, "455"), "method": "Overall Scale Score", "result_kind": "score"}
    publish("assessments", [score, {**placement(ana, FRIDAY, "Level 2"), "period": "BOY"}])
    publish("assessments", [placement(ana, FRIDAY, "Early 3", "Geometry")])
    assert [(v.objective, v.method, v.words, v.rest) for v in report(small).levels] == [
        ("", "Overall Placement", "Level 2 (BOY)", (("Overall Scale Score", "455"),)),
        ("Geometry", "Geometry Placement", "Early 3", ()),
    ]


def test_the_file_holds_the_pages_numbers(small: Town) -> None:
    ana = small.children[0]
    minutes = {"active_minutes": 12.6, "minutes_definition": "item time"}
    publish("practice", [practice(ana, "3.NF.A.1", 14, 4, **minutes)])
    publish("streaks", [streak(ana, "3.NF.A.1", 14, 4)])
    publish("activities", [lesson(ana, MONDAY, "DI.1", 20)])
    publish("assessments", [placement(ana, MONDAY, "=Level 2")])
    publish("claims", [{"student": ana.pk, "program": "star", "standard": "X", "value": "90", "occurred_on": FRIDAY}])
    found = report(small)
    lines = list(reader.reader(io.StringIO(csv.file(filed(found).table()).decode("utf-8-sig"), newline="")))
    assert lines[0] == ["Child", "Week", "Part", "Program", "What", "Result", "Of", "Day"]
    assert [line[2:] for line in lines[1:]] == [
        ["effort", "Number Trail", "minutes this week (item time)", "13", "", ""],
        ["effort", "Number Trail", "minutes this year (item time)", "13", "", ""],
        ["effort", "i-Ready", "lessons passed this week", "1", "1", ""],
        ["effort", "i-Ready", "lessons passed this year", "1", "1", ""],
        ["result", "", "3.NF.A.1 not moving", "4", "14", ""],
        ["result", "i-Ready", "i-Ready Diagnostic Mathematics Overall Placement", "'=Level 2", "", "2026-10-19"],
        ["claim", "Star Reading", "X", "90", "", "2026-10-23"],
        ["day", "i-Ready", "1 lesson, 20 min, 1 assessment", "", "", "2026-10-19"],
    ]
    assert {line[0] for line in lines[1:]} == {"Ana Alvarez"}
