"""A unit becomes work for each child, the week passes, and the pages tell what came of it: one story, by keyboard."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from lxml import html
from pytest_django import Settings

from a_demo import demonstration
from browser.conftest import Visitor
from browser.keys import Keys
from homeroom.goals import work_list
from homeroom.goals.models import Goal
from homeroom.mastery.state import State
from homeroom.people.models import Class, Student, User
from homeroom.site import demo_next

pytestmark = pytest.mark.browser
Key = tuple[int, str]
Visit = Callable[..., Visitor]
MONDAY, THURSDAY = date(2026, 9, 14), "09172026"  # as it is typed
GLYPHS = {state.glyph: state for state in State}
# What the page says of a lesson that was finished, and the file's word for it; a drill stops after three tries in vain.
FINISHED = {"met": "Passed", "not met": "Not Passed", "stopped by the program": "Not Passed"}
INSTEAD, NOT_DONE = "other work on the same standard", "not done"
PORTAL = {"Curio Lane", "Drill Depot", "Puddle Pier", "Skillwright"}  # their lessons come together in one file


@dataclass(frozen=True)
class Piece:
    """A line of the results: whose work, on what, and what became of it; `goal` is how the child's goal is judged."""

    child: int
    goal: str
    code: str
    program: str
    lesson: str
    state: str


@pytest.fixture
def room(transactional_db: None, home: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Class:
    demonstration(home, settings, monkeypatch, MONDAY, children=16, weeks=2)
    return Class.objects.get(title="Grade 3 A")


# Ties are broken by the children's numbers: the same ones each time, whatever ran before.
@pytest.mark.django_db(transaction=True, reset_sequences=True)
def test_the_story_of_a_goal(visit: Visit, room: Class, home: Path) -> None:
    teacher = User.objects.get(staff__enrollments__school_class=room, staff__enrollments__role="teacher")
    visitor = visit(teacher.username, java_script_enabled=False)
    visitor.go(f"/class/{room.pk}/?show=all")
    before = known(visitor)
    goal = assigned_in_five_steps(Keys(visitor))
    people_hand_it_on(Keys(visitor), goal)

    demo_next.live_on()
    visitor.go(f"/goal/{goal.pk}/")
    pieces = list(results(visitor))
    each_piece_is_told_as_the_programs_file_has_it(pieces, home)
    every_row_adds_up(visitor)
    visitor.go(f"/class/{room.pk}/?show=all")
    who_met_the_goal_knows_all_of_it(pieces, goal, before, known(visitor))
    assert visitor.complaints == []


def assigned_in_five_steps(keys: Keys) -> Goal:
    """From the class's page to the goal's, with Tab, Enter and typing alone."""
    page = keys.page
    keys.enter("a:has-text('Assign work')")
    keys.enter("button.main")
    keys.to("[name=ends_on]")
    page.keyboard.type(THURSDAY)
    keys.enter("button:has-text('Keep and go on: who')")
    keys.enter("button:has-text('Keep and go on: the work')")
    assert "by link" in page.inner_text("table.works"), "the made-up programs are told as they are declared"
    keys.enter("a:has-text('Go on: check')")
    assert "lab minutes" in page.inner_text("main")
    keys.enter("a:has-text('Go on: send')")
    assert not Goal.objects.get().assignments.exists()
    keys.enter("button:has-text('Send it now')")
    assert "as far as its channel knows" in page.inner_text("main")
    return Goal.objects.get()


def people_hand_it_on(keys: Keys, goal: Goal) -> None:
    """The teacher gives the first child its work; in the lab all the rest of the list is given that morning."""
    keys.enter("main a:has-text('Work-list')")
    keys.enter("button[name=tick][value^=given]")
    students = list(goal.students.values_list("student", flat=True))
    rows = work_list.rows(MONDAY, students, goal.school_class_id)
    assert sum(row.given is not None for row in rows) == 1
    for row in rows:
        work_list.tick("lab", row.assignment, work_list.Step.GIVEN)


def each_piece_is_told_as_the_programs_file_has_it(pieces: list[Piece], home: Path) -> None:
    """Who did a lesson, who did other work on its standard, and who did not."""
    outcome = portal_file(home)
    told = [one for one in pieces if one.program in PORTAL]
    for one in told:
        assert FINISHED.get(one.state) == outcome.get((one.child, one.lesson)), one
    assert {"met", INSTEAD} <= {one.state for one in told}
    assert NOT_DONE in {one.state for one in pieces}


def who_met_the_goal_knows_all_of_it(
    pieces: list[Piece], goal: Goal, before: dict[Key, State], after: dict[Key, State]
) -> None:
    """And somebody knows by the week's work what was not known before."""
    codes = set(goal.standards.values_list("standard__code", flat=True))
    reached = {one.child for one in pieces if one.goal == "met"}
    assert {after[child, code] for child in reached for code in codes} == {State.MASTERED}
    met = {(one.child, one.code) for one in pieces if one.state == "met"}
    assert [key for key in met if after.get(key) is State.MASTERED and before.get(key) is not State.MASTERED]


def every_row_adds_up(visitor: Visitor) -> None:
    rows = page_of(visitor).xpath("//section[@aria-labelledby='funnel']//tbody/tr")
    for row in rows:
        parts = [int(words_of(one).split()[-1]) for one in row.xpath(".//span[@class='whole']")]
        assert sum(parts) == int(words_of(row.xpath("./td[@class='number']")[0]))
    assert rows


def portal_file(home: Path) -> dict[Key, str]:
    """Out of the file of the week: what became of each lesson that a child finished, at the best of its tries."""
    numbers = dict(Student.objects.values_list("identifier", "pk"))
    [path] = (home / "simulation" / "exports" / "2026-09-18").glob("lab_lessons_*.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        tries = sorted((row["status"], numbers[row["student_id"]], row["lesson_title"]) for row in csv.DictReader(file))
    return {(child, lesson): status for status, child, lesson in tries if status in FINISHED.values()}


def results(visitor: Visitor) -> Iterator[Piece]:
    for body in page_of(visitor).xpath("//section[@aria-labelledby='children']//tbody"):
        child, goal = number_in(body), body.xpath("./tr[1]/td[1]")[0].text
        for row in body.xpath("./tr[count(td) > 3]"):
            code, work, _, state = row.xpath("./td")[-4:]
            lesson = " ".join(words_of(one) for one in work.xpath("./small"))
            yield Piece(child, goal, code.text, work.text, lesson, state.text)


def known(visitor: Visitor) -> dict[Key, State]:
    """The grid of My Class: what each child knows of each standard."""
    found = {}
    for row in page_of(visitor).xpath("//table[contains(@class, 'grid')]//tbody/tr"):
        child = number_in(row)
        for cell in row.xpath(".//td[starts-with(@class, 'state ')]/a"):
            found[child, cell.get("href").split("/")[4]] = GLYPHS[words_of(cell)[0]]
    return found


def number_in(row: html.HtmlElement) -> int:
    """Of the child whom a row is about: names differ from file to file."""
    return int(row.xpath(".//th/a")[0].get("href").split("/")[2])


def page_of(visitor: Visitor) -> html.HtmlElement:
    return html.fromstring(visitor.page.content())


def words_of(element: html.HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())
