"""The class's week out of small fact tables through the real store."""

from __future__ import annotations

import csv as reader
import io
from dataclasses import FrozenInstanceError
from datetime import date, timedelta

import pytest

from a_school import (
    CODES,
    FRIDAY,
    MONDAY,
    Town,
    a_full_week,
    lesson,
    placement,
    practice,
    standards,
    streak,
    town,
)
from facts.facts_by_hand import publish
from homeroom.intake.models import Delivery
from homeroom.people.visibility import scope, students_in
from homeroom.reports import csv, rules
from homeroom.reports.class_week import ClassWeek, class_week
from homeroom.reports.class_week.file import filed
from homeroom.reports.values import State, shown
from homeroom.reports.week import Week

WEEK = Week(MONDAY)


def report(place: Town, week: Week | None = None) -> ClassWeek:
    return class_week(place.group, scope(place.teacher, students_in(place.group)), week)


@pytest.fixture
def small(db: None) -> Town:
    return town(size=4)


def active(place: Town, *children: int, **more: object) -> list[dict[str, object]]:
    """Friday's work of these children, so that the feed is fresh."""
    return [practice(place.children[at], "3.NF.A.1", 6, 5, **more) for at in children]


def test_a_class_without_students(db: None) -> None:
    found = report(town(size=0))
    assert found.lead == "No students in this class yet. They come with the next roster."
    assert (found.rows, found.actions, found.notes) == ((), (), ())


def test_a_class_without_facts(small: Town) -> None:
    found = report(small)
    assert found.lead == "No work seen yet. We need about 5 answers on a standard before suggesting anything."
    assert found.actions == ()
    assert [row.worked for row in found.rows] == [False] * 4
    assert found.week == Week(date(2026, 10, 26))


def test_the_report_is_frozen_and_says_what_it_was_drawn_from(small: Town) -> None:
    version = publish("practice", active(small, 0))
    found = report(small)
    assert found.drawn_from == {"facts": version, "teachers' words": 0, "rules": rules.VERSION}
    with pytest.raises(FrozenInstanceError):
        found.lead = ""  # type: ignore[misc]


def test_children_stand_in_the_order_of_their_family_names(small: Town) -> None:
    assert [row.child.name for row in report(small).rows] == [
        "Ana Alvarez",
        "Diego Fuentes",
        "Bảo Hồ",
        "Chloé Ortiz",
    ]


def test_the_latest_week_with_work_is_shown_and_said(small: Town) -> None:
    publish("practice", active(small, 0, 1))
    found = report(small)
    assert found.week == WEEK
    assert found.lead == "Last week, Mon 19 Oct to Sun 25 Oct: 2 of 4 children worked."


def test_answers_that_are_left_out_as_contradicting_are_neither_work_nor_a_standard(small: Town) -> None:
    left_out = {"contradicting": 8, "last_on": None}
    rows = [practice(child, "3.OA.A.1", 0, 0, **left_out) for child in small.children[:2]]
    publish("practice", [*active(small, 0), *rows])
    found = report(small)
    assert [row.worked for row in found.rows] == [True, False, False, False]
    assert [column.code for column in found.standards] == ["3.NF.A.1"]


def test_the_week_of_today_where_it_holds_work(small: Town) -> None:
    today = date(2026, 10, 26)
    publish("practice", active(small, 0, week=today, last_on=today))
    found = report(small)
    assert found.week == Week(today)
    assert found.lead == "This week, from Mon 26 Oct: 1 of 4 children worked."


def test_work_after_today_is_not_looked_at(small: Town) -> None:
    later = date(2026, 11, 2)
    publish("practice", [*active(small, 0), *active(small, 1, week=later, last_on=later)])
    assert report(small).week == WEEK


def test_work_of_years_ago_is_found(small: Town) -> None:
    old = date(2021, 12, 13)
    publish("activities", [{**lesson(small.children[0], old, "DI.1", 20), "school_year": 2022}])
    found = report(small)
    assert found.week == Week(old)
    assert found.lead.startswith("Latest work seen. Week of 13 Dec 2021:")
    assert shown(found.rows[0].lessons.tried) == "1"


def test_a_week_that_was_asked_for(small: Town) -> None:
    publish("practice", active(small, 0))
    found = report(small, WEEK.previous)
    assert found.week == WEEK.previous
    assert found.lead == "Week of 12 Oct 2026: 0 of 4 children worked."


def test_the_grid_counts_four_weeks_over_all_programs(small: Town) -> None:
    ana = small.children[0]
    publish(
        "practice",
        [
            practice(ana, "3.NF.A.1", 4, 3),
            practice(ana, "3.NF.A.1", 3, 1, program="iready"),
            practice(ana, "3.NF.A.1", 2, 2, week=MONDAY - timedelta(weeks=3)),
            practice(ana, "3.NF.A.1", 50, 50, week=MONDAY - timedelta(weeks=4)),
            practice(ana, "", 9, 9),
        ],
    )
    found = report(small)
    assert [c.code for c in found.standards] == ["3.NF.A.1"]
    cell = found.rows[0].cells[0]
    assert (cell.right, cell.answers, cell.share.state) == (6, 9, State.KNOWN)
    assert found.standards[0].this_week == 7


def test_thin_evidence_and_no_evidence_are_not_low_scores(small: Town) -> None:
    publish("practice", [practice(small.children[0], "3.NF.A.1", 4, 0), practice(small.children[1], "3.NF.A.1", 5, 0)])
    cells = {row.child.number: row.cells[0] for row in report(small).rows}
    assert cells[small.children[0].pk].share.state is State.FEW
    assert cells[small.children[1].pk].share.state is State.KNOWN
    assert cells[small.children[2].pk].share.state is State.NO_EVIDENCE


def test_lessons_without_answers_are_shown_but_give_no_share(small: Town) -> None:
    rows = [practice(small.children[0], "3.NF.A.1", 0, 0, lessons=3, lessons_passed=2)]
    publish("practice", rows)
    cell = report(small).rows[0].cells[0]
    assert (cell.share.state, cell.lessons, cell.passed) == (State.NO_EVIDENCE, 3, 2)


def test_more_standards_than_the_page_holds(small: Town) -> None:
    codes = [f"9.X.{letter}" for letter in "ABCDEFGHIJKLMNO"]
    earlier = MONDAY - timedelta(weeks=1)
    ana = small.children[0]
    rows = [practice(ana, code, 5 + at, 5, week=earlier) for at, code in enumerate(codes)]
    publish("practice", [*rows, practice(ana, "9.X.A", 1, 1)])
    found = report(small)
    assert found.shown_standards == 12
    assert len(found.standards) == 15
    page = [c.code for c in found.standards[:12]]
    assert "9.X.A" in page, "worked on this week comes first, however little"
    assert page == sorted(page)
    assert {c.code for c in found.standards[12:]} == {"9.X.B", "9.X.C", "9.X.D"}


def test_columns_follow_the_framework(small: Town) -> None:
    standards(CODES)
    publish(
        "practice", [practice(small.children[0], code, 5, 5) for code in ("3.G.A.1", "3.OA.A.1", "odd", "3.NF.A.1")]
    )
    assert [(c.code, c.title) for c in report(small).standards] == [
        ("3.OA.A.1", "Products of whole numbers"),
        ("3.NF.A.1", "Unit fractions"),
        ("3.G.A.1", "Kinds of quadrilaterals"),
        ("odd", ""),
    ]


def test_minutes_stand_by_program_and_definition_and_are_never_added(small: Town) -> None:
    ana, bao = small.children[0], small.children[1]
    use = {"program": "clever", "report": "use", "occurred_on": FRIDAY, "metric": "MinutesOnTask", "grain": "day"}
    publish(
        "practice",
        [
            practice(ana, "3.NF.A.1", 5, 5, active_minutes=10.4, minutes_definition="item time"),
            practice(ana, "", 0, 0, active_minutes=20, minutes_definition="lesson time", program="iready"),
            practice(
                ana,
                "",
                0,
                0,
                active_minutes=30,
                minutes_definition="lesson time",
                program="iready",
                week=date(2026, 9, 7),
            ),
        ],
    )
    publish(
        "usage",
        [
            {**use, "student": ana.pk, "value": 12, "definition": "portal open"},
            {**use, "student": bao.pk, "value": 40, "definition": "portal open"},
            {**use, "student": bao.pk, "value": 900, "definition": "portal open", "cumulative": True},
            {**use, "student": bao.pk, "value": 3, "metric": "Logins"},
        ],
    )
    found = report(small)
    assert [(c.program, c.definition, c.children, shown(c.median)) for c in found.minutes] == [
        ("clever", "portal open", 2, "26"),
        ("iready", "lesson time", 1, "20"),
        ("number_trail", "item time", 1, "10"),
    ]
    assert [shown(value) for value in found.rows[0].minutes] == ["12", "20", "10"]
    assert [shown(value) for value in found.rows[0].minutes_so_far] == ["12", "50", "10"]
    assert [shown(value) for value in found.rows[2].minutes] == ["40", "–", "–"]


def test_lessons_are_counted_once_however_often_they_are_tried(small: Town) -> None:
    ana = small.children[0]
    publish(
        "activities",
        [
            lesson(ana, MONDAY, "DI.1", 10, passed=False),
            lesson(ana, FRIDAY, "DI.1", 10, passed=True),
            lesson(ana, FRIDAY, "DI.2", 10, passed=False),
            lesson(ana, date(2026, 9, 9), "DI.3", 10, passed=True),
        ],
    )
    row = report(small).rows[0]
    assert (shown(row.lessons.passed), shown(row.lessons.tried)) == ("1", "2")
    assert (shown(row.lessons_so_far.passed), shown(row.lessons_so_far.tried)) == ("2", "3")


def test_without_standards_the_report_says_so(small: Town) -> None:
    publish("activities", [lesson(small.children[0], FRIDAY, "DI.1", 20)])
    found = report(small)
    assert found.standards == ()
    assert (
        found.notes[0]
        == "No lesson of i-Ready is tied to a standard yet. The table shows lessons, minutes and placements instead."
    )


def test_lessons_that_are_tied_to_standards_need_no_such_sentence(small: Town) -> None:
    publish("activities", [lesson(small.children[0], FRIDAY, "DI.1", 20)])
    publish("practice", [practice(small.children[0], "3.NF.A.1", 0, 0, lessons=1, program="iready")])
    assert not any("tied to a standard" in note for note in report(small).notes)


def test_the_latest_placement_stands_in_the_vendors_words(small: Town) -> None:
    ana = small.children[0]
    relative = {**placement(ana, date(2026, 9, 20), "1 Grade Level Below"), "method": "Overall Relative Placement"}
    score = {**placement(ana, date(2026, 9, 20), "455"), "method": "Overall Scale Score", "result_kind": "score"}
    publish(
        "assessments",
        [
            placement(ana, date(2026, 8, 20), "Level 1"),
            placement(ana, date(2026, 9, 20), "Level 2"),
            relative,
            score,
            placement(ana, date(2026, 9, 20), "Early 3", "Geometry"),
        ],
    )
    found = report(small)
    assert [column.words for column in found.levels] == [
        "i-Ready: i-Ready Diagnostic Mathematics",
        "i-Ready: Geometry",
    ]
    levels = found.rows[0].levels
    assert [level.words if level else None for level in levels] == ["Level 2", "Early 3"]
    assert found.rows[1].levels == (None, None)


def test_a_score_stands_where_the_vendor_gives_no_level_and_the_period_beside_it(small: Town) -> None:
    row = {**placement(small.children[0], FRIDAY, "455"), "method": "ScaledScore", "result_kind": "score"}
    other = placement(small.children[1], FRIDAY, "Level 1")
    publish("assessments", [{**row, "period": "BOY"}])
    found = report(small)
    assert found.levels[0].words == "i-Ready: i-Ready Diagnostic Mathematics (BOY)"
    assert [level.words if level else "" for row in found.rows for level in row.levels] == ["455", "", "", ""]
    publish("assessments", [{**other, "period": "MOY"}])
    found = report(small)
    assert [level.words if level else "" for row in found.rows for level in row.levels] == [
        "455 (BOY)",
        "",
        "Level 1 (MOY)",
        "",
    ]


# Do next


def kinds(found: ClassWeek) -> list[str]:
    return [action.kind for action in found.actions]


def test_children_stuck_on_one_standard_become_a_small_group(small: Town) -> None:
    standards(CODES)
    ana, bao, chloe, diego = small.children
    publish("practice", [practice(kid, "3.NF.A.1", 12, 10) for kid in small.children])
    publish(
        "streaks", [streak(bao, "3.NF.A.1", 12, 4), streak(ana, "3.NF.A.1", 10, 2), streak(diego, "3.NF.A.1", 9, 1)]
    )
    found = report(small)
    assert kinds(found) == ["group"]
    action = found.actions[0]
    assert action.what == "Small group on 3.NF.A.1 Unit fractions: 2 children"
    assert [(m.child.number, m.words) for m in action.who] == [
        (ana.pk, "10 answers, 2 right"),
        (bao.pk, "12 answers, 4 right"),
    ]
    assert action.rule.words.startswith(
        "Not moving means 10 or more answers on one standard since the last 3 right in a row"
    )
    assert {named.number for named in found.not_moving} == {ana.pk, bao.pk}
    stuck = {row.child.number: row.cells[0].not_moving for row in found.rows}
    assert stuck == {ana.pk: True, bao.pk: True, chloe.pk: False, diego.pk: False}


def test_a_run_that_ended_before_the_window_is_old_news(small: Town) -> None:
    publish("practice", active(small, 0, 1, 2, 3))
    publish("streaks", [{**streak(small.children[0], "3.NF.A.1", 30, 2), "last_on": date(2026, 9, 20)}])
    assert report(small).actions == ()


def test_a_child_stuck_alone(small: Town) -> None:
    publish("practice", active(small, 0, 1, 2, 3))
    publish("streaks", [streak(small.children[2], "3.MD.A.1", 11, 3)])
    found = report(small)
    assert kinds(found) == ["alone"]
    assert found.actions[0].what == "Sit down with one child on 3.MD.A.1"
    assert found.actions[0].who[0].words == "11 answers, 3 right"


def test_children_each_stuck_alone_share_one_card(small: Town) -> None:
    publish("practice", active(small, 0, 1, 2, 3))
    publish("streaks", [streak(small.children[2], "3.MD.A.1", 11, 3), streak(small.children[0], "3.OA.A.1", 10, 4)])
    (card,) = report(small).actions
    assert card.what == "Sit down with 2 children, each stuck where nobody else is"
    assert {mention.words.split(":")[0] for mention in card.who} == {"3.MD.A.1", "3.OA.A.1"}


def test_no_work_is_asked_about_only_when_the_feeds_reach_far_enough(small: Town) -> None:
    publish("practice", active(small, 0, 1, 2))
    found = report(small)
    assert kinds(found) == ["no-work"]
    assert found.actions[0].what == "Ask about 1 child with no work seen last week"
    assert [m.child.number for m in found.actions[0].who] == [small.children[3].pk]
    assert found.actions[0].evidence == "Looked in Number Trail, through Fri 23 Oct."
    assert [child.number for child in found.no_work] == [small.children[3].pk]


def test_no_work_with_a_late_feed_is_said_but_asks_nothing(small: Town) -> None:
    tuesday = MONDAY + timedelta(days=1)
    publish("practice", active(small, 0, 1, 2))
    publish("activities", [lesson(small.children[0], tuesday, "DI.1", 20)])
    found = report(small)
    assert kinds(found) == ["late"]
    assert found.notes[-1] == (
        "No work seen last week from Diego Fuentes. With i-Ready late, that does not mean nothing was done."
    )


def test_a_week_just_begun_asks_nothing(small: Town) -> None:
    today = date(2026, 10, 26)
    publish("practice", active(small, 0, week=today, last_on=today))
    found = report(small)
    assert found.actions == ()
    assert found.notes[-1].endswith("With the week's data not complete, that does not mean nothing was done.")


def test_nobody_at_work_is_no_list_of_everybody(small: Town) -> None:
    publish("practice", active(small, 0, 1, 2, 3))
    assert kinds(report(small, WEEK.previous)) == []


def test_most_of_a_class_without_work_is_about_the_week(small: Town) -> None:
    publish("practice", active(small, 0))
    (action,) = report(small).actions
    assert action.what == "Ask what kept the class from working: no work seen last week from 3 children"
    assert (action.who, action.rule.id) == ((), "empty-week")


def test_a_standard_that_most_get_wrong_is_taught_again(small: Town) -> None:
    rows = [practice(kid, "3.G.A.1", 5, 2) for kid in small.children[:2]]
    publish("practice", [*rows, *active(small, 2, 3), practice(small.children[2], "3.MD.A.1", 5, 0)])
    found = report(small)
    assert kinds(found) == ["reteach"]
    assert found.actions[0].what == "Teach 3.G.A.1 again to the whole class"
    assert found.actions[0].evidence == "4 of 10 answers right; 2 children with 5 answers or more."


def test_half_right_is_not_mostly_wrong(small: Town) -> None:
    publish("practice", [practice(kid, "3.G.A.1", 6, 3) for kid in small.children])
    assert report(small).actions == ()


def test_too_many_stuck_for_one_group_are_taught_together(db: None) -> None:
    place = town(size=8)
    publish("practice", [practice(kid, "3.G.A.1", 12, 8) for kid in place.children])
    publish("streaks", [streak(kid, "3.G.A.1", 12, 5) for kid in place.children[:7]])
    found = report(place)
    assert kinds(found) == ["reteach"]
    assert found.actions[0].rule.id == "too-many"
    assert found.actions[0].evidence.endswith("; 7 children not moving.")


def test_the_order_is_fixed_and_five_is_the_most(db: None) -> None:
    place = town(size=12)
    kids = place.children
    late = [lesson(kids[0], MONDAY + timedelta(days=2), "DI.1", 20)]
    publish("practice", [practice(kid, code, 12, 4) for kid in kids[:11] for code in ("A", "B", "C", "D")])
    runs = [
        streak(kid, code, 12, 4) for code, some in (("A", kids[:2]), ("B", kids[2:5]), ("C", kids[5:7])) for kid in some
    ]
    publish("streaks", [*runs, streak(kids[8], "D", 12, 4)])
    publish("activities", late)
    found = report(place)
    assert kinds(found) == ["group", "group", "alone", "no-work", "reteach"]
    assert [action.what.split(":")[0] for action in found.actions[:2]] == ["Small group on B", "Small group on A"]
    # The late feed, and the third group: what is not shown is counted.
    assert found.more_actions == 2


def test_programs_that_never_told_of_these_children_are_named(small: Town) -> None:
    Delivery.objects.create(
        file="x", sha256="0", size=1, program="star", state=Delivery.State.PUBLISHED, rows_in=3, published=3
    )
    publish("practice", active(small, 0, 1, 2, 3))
    found = report(small)
    assert [line.state for line in found.freshness] == ["fresh", "never"]
    assert found.notes == ("Nothing seen for these children from Star Reading.",)


# The file


def test_the_csv_carries_the_screens_numbers(place: Town) -> None:
    found = report(place)
    lines = list(reader.reader(io.StringIO(csv.file(filed(found).table()).decode("utf-8-sig"), newline="")))
    header, rows = lines[0], [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]
    assert len(header) == len(set(header))
    assert [row["Child"] for row in rows] == [row.child.name for row in found.rows]
    for written, row in zip(rows, found.rows, strict=True):
        assert written["Week"] == "2026-W43"
        assert written["Worked this week"] == ("yes" if row.worked else "not seen")
        assert written["Lessons tried this week"] == shown(row.lessons.tried).replace("–", "no evidence")
        for column, value in zip(found.minutes, row.minutes, strict=True):
            name = f"{column.name} minutes this week ({column.definition})"
            assert written[name] == shown(value).replace("–", "no evidence")
        for column, cell in zip(found.standards, row.cells, strict=True):
            fraction = f"{written[f'{column.code} right']}/{written[f'{column.code} answers']}"
            assert fraction == (
                "no evidence/no evidence" if cell.share.state is State.NO_EVIDENCE else f"{cell.right}/{cell.answers}"
            )
            assert written[f"{column.code} not moving"] == ("yes" if cell.not_moving else "")


@pytest.fixture
def place(db: None) -> Town:
    full = town()
    a_full_week(full)
    return full
