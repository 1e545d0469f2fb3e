"""The grid of what children know: signs, words and fills of its cells, its columns, and the sheets of a print."""

from __future__ import annotations

import re

import pytest

from a_school import CODES, FRIDAY, Town, lesson, standards, streak, town
from facts.facts_by_hand import publish
from homeroom.mastery import teachers
from homeroom.mastery.state import State
from homeroom.people.models import Class, Student
from homeroom.people.visibility import scope
from homeroom.reports import class_tables
from homeroom.reports.class_week import ClassWeek, class_week
from homeroom.reports.estimates import Known, chances
from homeroom.reports.grid import key, known_cell, known_table, known_tables_on_paper, style_of
from homeroom.standards.models import Standard
from reports.known_by_hand import estimate

HOSTILE = ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>')


@pytest.fixture
def small(db: None) -> Town:
    place = town(size=3)
    standards(CODES)
    return place


def report(place: Town) -> ClassWeek:
    return class_week(place.group, scope(place.teacher, place.children))


def link(child: int) -> str:
    return f"/student/{child}/"


def known_link(child: int, code: str) -> str:
    return f"/student/{child}/standard/{code}/"


@pytest.mark.parametrize(
    ("known", "sign", "spoken", "style"),
    [
        (Known(), "–", "no evidence", "state no-evidence"),
        (
            Known(State.NOT_ENOUGH, None, 3, 2.0),
            "? 3",
            "not enough evidence, 3 answers",
            "state not-enough-evidence thin",
        ),
        (Known(State.NOT_YET, None, 14, 12.0), "○ 14", "not yet, 14 answers", "state not-yet"),
        (Known(State.GETTING_THERE, None, 1, 6.0), "◔ 1", "getting there, 1 answer", "state getting-there"),
        (Known(State.NEARLY_THERE, None, 0, 9.0), "◑", "nearly there", "state nearly-there"),
        (Known(State.MASTERED, None, 1200, 90.0), "● 1200", "mastered, 1,200 answers", "state mastered"),
        (
            Known(State.NOT_YET, State.MASTERED, 14, 12.0),
            "● 14T",
            "mastered, set by a teacher; the evidence alone says: not yet, 14 answers",
            "state mastered",
        ),
        (
            Known(State.NOT_ENOUGH, State.MASTERED, 2, 1.5),
            "● 2T",
            "mastered, set by a teacher; the evidence alone says: not enough evidence, 2 answers",
            "state mastered thin",
        ),
        (
            Known(word=State.NOT_YET),
            "○T",
            "not yet, set by a teacher; the evidence alone says: no evidence",
            "state not-yet thin",
        ),
        (
            Known(State.NOT_YET, None, 14, 12.0, not_moving=True),
            f"○ 14{class_tables.MARK}",
            "not yet, 14 answers, not moving",
            "state not-yet",
        ),
    ],
)
def test_a_cell_says_the_same_to_eyes_and_ears(known: Known, sign: str, spoken: str, style: str) -> None:
    drawn = known_cell(known)
    seen, heard = drawn.split('<span class="unseen">')
    assert re.sub(r"<[^>]+>", "", seen) == sign
    assert heard == f"{spoken}</span></td>"
    assert f'class="{style}"' in drawn


def test_a_cell_leads_to_how_we_know() -> None:
    assert '<a href="/student/3/standard/A/">' in known_cell(Known(), known_link(3, "A"))
    assert "<a" not in known_cell(Known())


def test_columns_are_the_standards_of_the_grade_that_anybody_worked_on_in_their_order(small: Town) -> None:
    one, two, _ = small.numbers
    Standard.objects.filter(code="3.MD.A.1").update(grade="02")
    publish(
        "mastery",
        [
            estimate(two, "3.G.A.1"),
            estimate(one, "3.MD.A.1"),
            estimate(one, "3.OA.A.1", "mastered"),
            estimate(two, "3.OA.A.1"),
            estimate(one, "3.NF.A.1", "no evidence"),
            estimate(one, "9.XX.1"),
        ],
    )
    found = report(small)
    told = [(column.code, column.children, column.is_own) for column in found.known_standards]
    assert told == [("3.OA.A.1", 2, True), ("3.G.A.1", 1, True), ("3.MD.A.1", 1, False), ("9.XX.1", 1, False)]
    assert (found.own_standards, found.about) == (2, "Grade 3")
    by_child = {row.child.number: [known.shown for known in row.known[:2]] for row in found.rows}
    assert by_child[one] == [State.MASTERED, State.NO_EVIDENCE]
    assert by_child[two] == [State.GETTING_THERE, State.GETTING_THERE]


def test_the_rosters_grades_and_subjects_count_before_the_childrens(small: Town) -> None:
    publish("mastery", [estimate(small.numbers[0], "3.OA.A.1")])
    for grades, subjects, own in (
        (["3"], ["Mathematics"], 1),
        (["03"], ["Homeroom"], 1),
        (["04"], [], 0),
        (["Other"], [], 0),
        (["?"], [], 1),
    ):
        Class.objects.filter(pk=small.group.pk).update(grades=grades, subjects=subjects)
        small.group.refresh_from_db()
        assert report(small).own_standards == own, (grades, subjects)


def test_a_teachers_word_makes_a_column_at_once(small: Town) -> None:
    teachers.override(small.teacher, small.numbers[1], Standard.objects.get(code="3.G.A.1"), "mastered", "I saw it.")
    found = report(small)
    assert [column.code for column in found.known_standards] == ["3.G.A.1"]
    assert [row.known[0].words for row in found.rows if row.child.number == small.numbers[1]] == [
        "mastered, set by a teacher; the evidence alone says: no evidence"
    ]
    assert found.drawn_from["teachers' words"] == 1
    assert found.estimated_on is None


def test_what_does_not_move_is_marked(small: Town) -> None:
    publish("mastery", [estimate(small.numbers[0], "3.OA.A.1", "not yet")])
    publish("streaks", [streak(small.children[0], "3.OA.A.1", 12, 3)])
    table = known_table(report(small), report(small).known_standards, link, known_link)
    assert table.count(", not moving") == 1


def test_every_row_has_as_many_cells_as_there_are_columns(small: Town) -> None:
    rows = [estimate(small.numbers[0], code) for code in CODES]
    publish("mastery", rows)
    publish("activities", [lesson(small.children[0], FRIDAY, "DI.1", 20)])
    found = report(small)
    table = known_table(found, found.known_standards, link, known_link)
    body = table.split("<tbody>")[1]
    assert [row.count("<td") + row.count("<th") for row in body.split("</tr>")[:-1]] == [len(CODES) + 2] * 3
    assert sum(int(n) for n in re.findall(r'colspan="(\d+)"', table)) == len(CODES) + 1
    assert table.count('<a href="/student/') == 3 * (len(CODES) + 1)


def test_a_class_without_evidence_has_a_grid_of_dashes(small: Town) -> None:
    publish("mastery", [estimate(number, "3.OA.A.1", "no evidence") for number in small.numbers])
    found = report(small)
    table = known_table(found, found.known_standards, link, known_link)
    assert table.count('<td class="state no-evidence">') == 3
    assert "No standard worked on yet" in table


@pytest.mark.parametrize(("many", "sizes"), [(1, [1]), (10, [10]), (11, [6, 5]), (13, [7, 6]), (32, [8, 8, 8, 8])])
def test_a_wide_grid_is_printed_as_several_narrow_ones(many: int, sizes: list[int], small: Town) -> None:
    rows = [estimate(small.numbers[at % 3], f"8.EE.{at}") for at in range(many)]
    publish("mastery", rows)
    publish("activities", [lesson(small.children[0], FRIDAY, "DI.1", 20)])
    found = report(small)
    sheets = known_tables_on_paper(found, found.known_standards, link)
    assert [sheet.count('class="code"') for sheet in sheets] == sizes
    assert [sheet.count("Effort this week") for sheet in sheets] == [1, *[0] * (len(sizes) - 1)]
    assert sum(sheet.count("getting there") for sheet in sheets) == many
    assert "/standard/" not in "".join(sheets)


def test_hostile_text_stays_text(small: Town) -> None:
    Student.objects.filter(pk=small.numbers[0]).update(given_name=HOSTILE[0], family_name=HOSTILE[1])
    Standard.objects.filter(code="3.G.A.1").update(title=HOSTILE[1])
    publish("mastery", [estimate(small.numbers[0], code) for code in (HOSTILE[0], "3.G.A.1")])
    found = report(small)
    for table in (
        known_table(found, found.known_standards, link, known_link),
        *known_tables_on_paper(found, found.known_standards, link),
    ):
        assert "<script" not in table
        assert "<img" not in table
        assert "&lt;script&gt;" in table


def test_the_key_tells_every_state_once() -> None:
    assert {state for state, _, _ in key()} == set(State) == set(chances())
    assert [words for state, _, words in key() if state is State.NOT_YET] == ["under 20 %"]
    assert style_of(State.NOT_ENOUGH) == "not-enough-evidence"
