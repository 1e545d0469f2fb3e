"""The file that is uploaded: read back with a reader of its own against the layout that the program declares."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goals.told import FILE, approved, declare, new_goal
from homeroom.goals import capability, sending
from homeroom.goals.channels import file
from homeroom.goals.channels.why import ChannelError
from homeroom.goals.errors import GoalsError
from homeroom.goals.events import record, states
from homeroom.goals.models import Assignment, Goal
from homeroom.goals.sent import Outcome
from homeroom.intake.models import IdentityLink
from homeroom.programs.assign import AssignmentFile, Filled

pytestmark = pytest.mark.django_db
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture
def goal(home: Path) -> Goal:
    declare(home, "file")
    return new_goal()


def read_back(content: bytes, layout: AssignmentFile) -> list[dict[str, str]]:
    """The rows by the names that the layout declares; the header must be the layout's, in its order."""
    listed = list(csv.reader(io.StringIO(content.decode("utf-8"), newline=""), delimiter=layout.delimiter))
    assert listed[0] == [column.name for column in layout.columns]
    return [dict(zip(listed[0], row, strict=True)) for row in listed[1:]]


def cells(content: bytes) -> list[list[tuple[str, str]]]:
    """Each cell's type and text out of an .xlsx, read as what it is: XML in a zip."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        strings = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        texts = ["".join(part.itertext()) for part in strings.iter(f"{SHEET}si")]
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    assert not list(sheet.iter(f"{SHEET}f")), "a formula"
    rows = [list(row.iter(f"{SHEET}c")) for row in sheet.iter(f"{SHEET}row")]
    return [[(one.get("t", ""), texts[int(one.findtext(f"{SHEET}v", "0"))]) for one in row] for row in rows]


def test_the_file_is_as_the_program_declares_it(goal: Goal) -> None:
    ana = approved(goal)
    sending.send(goal, "tina")
    made = sending.assignment_file(goal, "garden")
    layout = capability.of("garden").file
    assert layout is not None
    assert read_back(made.content, layout) == [
        {
            "Pupil": ana.student.identifier,
            "Family name": "Ruiz",
            "Lesson": "L1",
            "Due": "2026-11-13",
            "By": "school",
        }
    ]
    assert (made.rows, made.students) == (1, (ana.student_id,))


def test_its_name_says_what_is_in_it(goal: Goal) -> None:
    approved(goal)
    sending.send(goal, "tina")
    assert sending.assignment_file(goal, "garden").name == "assignments-garden-room-12-2026-11-02.csv"


def test_the_name_of_a_file_holds_nothing_odd(goal: Goal) -> None:
    layout = AssignmentFile((Filled("a", "identifier"),))
    made = file.download("garden", "../Tà & Cô 🍎\r\nX: 1", date(2026, 11, 2), [], layout)
    assert made.name == "assignments-garden-ta-co-x-1-2026-11-02.csv"
    assert (
        file.download("garden", "🍎", date(2026, 11, 2), [], layout).name == "assignments-garden-class-2026-11-02.csv"
    )


def test_ids_keep_their_zeros(goal: Goal) -> None:
    ana = approved(goal)
    ana.student.identifier = "0000123456789012345678"
    ana.student.save()
    sending.send(goal, "tina")
    assert b'"0000123456789012345678"' in sending.assignment_file(goal, "garden").content


def test_a_name_that_a_spreadsheet_would_run_is_led_by_an_apostrophe(goal: Goal) -> None:
    ana = approved(goal)
    ana.student.family_name = "=HYPERLINK(1)"
    ana.student.save()
    sending.send(goal, "tina")
    assert b'"\'=HYPERLINK(1)"' in sending.assignment_file(goal, "garden").content


@pytest.mark.parametrize("identifier", ["=1", "@x", "-a"])
def test_a_child_whose_id_would_run_goes_another_way_and_is_named(goal: Goal, identifier: str) -> None:
    ana, bo = approved(goal, "ana"), approved(goal, "bo")
    ana.student.identifier = identifier
    ana.student.save()
    told = {one.assignment: one for one in sending.send(goal, "tina")}
    assert told[ana.pk].outcome == Outcome.WORK_LIST
    assert "formula" in told[ana.pk].before_words
    assert told[bo.pk].outcome == Outcome.FILE
    assert sending.assignment_file(goal, "garden").students == (bo.student_id,)


def test_a_child_without_an_id_goes_another_way_and_is_named(goal: Goal) -> None:
    ana = approved(goal)
    ana.student.identifier = ""
    ana.student.save()
    (told,) = sending.send(goal, "tina")
    assert told.outcome == Outcome.WORK_LIST
    assert told.before_words == "The file did not work: the program's id of this child is not known"
    with pytest.raises(GoalsError, match="No work of this goal goes into this program by a file"):
        sending.assignment_file(goal, "garden")


def test_work_without_a_lesson_does_not_go_into_a_file_of_lessons(goal: Goal) -> None:
    approved(goal, external_id="")
    (told,) = sending.send(goal, "tina")
    assert told.before_words == "The file did not work: no lesson is named, and the program takes lessons"


def test_the_id_may_be_the_one_of_the_programs_own_exports(home: Path) -> None:
    declare(home, "file", tables=FILE.replace('"identifier"', '"program_id"'))
    goal = new_goal()
    ana, bo, cem = approved(goal, "ana"), approved(goal, "bo"), approved(goal, "cem")
    for one, keys in ((ana, ["k-7"]), (bo, ["k-8", "k-9"])):
        for key in keys:
            told = {"program": "garden", "vendor_key": key, "key": key, "identity": key, "method": "id"}
            IdentityLink.objects.create(**told, student=one.student)
    told = {one.assignment: one for one in sending.send(goal, "tina")}
    assert told[ana.pk].outcome == Outcome.FILE
    assert "several ids" in told[bo.pk].before_words
    assert "not known" in told[cem.pk].before_words
    assert b"k-7" in sending.assignment_file(goal, "garden").content


def test_excel_has_text_alone(home: Path) -> None:
    declare(home, "file", tables=FILE.replace("[assign.file]\n", '[assign.file]\nformat = "xlsx"\ndays = "%m/%d/%Y"\n'))
    goal = new_goal()
    ana = approved(goal)
    sending.send(goal, "tina")
    made = sending.assignment_file(goal, "garden")
    head, row = cells(made.content)
    assert [text for _, text in head] == ["Pupil", "Family name", "Lesson", "Due", "By"]
    assert [text for _, text in row] == [ana.student.identifier, "Ruiz", "L1", "11/13/2026", "school"]
    assert {kind for kind, _ in row} == {"s"}
    assert made.name.endswith(".xlsx") and "spreadsheetml" in made.kind


def test_every_thing_that_a_column_may_hold_can_be_written(goal: Goal) -> None:
    from homeroom.programs.assign import HOLDS

    ana = approved(goal)
    ana.student.username = "ana1"
    ana.student.save()
    one = Assignment.objects.select_related("student", "standard", "content_item", "goal__school_class__school").get()
    layout = AssignmentFile(tuple(Filled(name, name) for name in HOLDS))
    told = dict(zip(HOLDS, file.row(one, layout, {ana.student_id: ("k-7",)}), strict=True))
    assert told["class"] == told["class_id"] == "Room 12"
    assert (told["school"], told["standard"], told["minutes"]) == ("Oak School", "3.NF.A.1", "40")
    assert (told["program_id"], told["assignment"]) == ("k-7", str(ana.pk))
    assert (told["begins_on"], told["ends_on"]) == ("2026-11-02", "2026-11-13")


def test_an_adult_says_that_it_was_uploaded_and_may_take_it_back(goal: Goal) -> None:
    ana = approved(goal)
    sending.send(goal, "tina")
    assert sending.uploaded(goal, "garden", "lena") == 1
    (told,) = sending.results(goal)
    assert told.outcome == Outcome.UPLOADED
    assert states([ana])[ana.pk].word == "pushed"
    assert sending.assignment_file(goal, "garden").rows == 1, "it can be had again"
    assert sending.uploaded(goal, "garden", "lena") == 0
    assert sending.not_uploaded(goal, "garden", "tina") == 1
    (told,) = sending.results(goal)
    assert told.outcome == Outcome.FILE
    assert sending.uploaded(goal, "garden", "tina") == 1


def test_work_that_was_called_off_is_not_in_the_file(goal: Goal) -> None:
    ana, bo = approved(goal, "ana"), approved(goal, "bo")
    sending.send(goal, "tina")
    record(ana, "cancelled", states([ana])[ana.pk].since or goal.made_at, source="by hand", actor="tina")
    assert sending.assignment_file(goal, "garden").students == (bo.student_id,)


def test_an_id_that_went_bad_since_is_told(goal: Goal) -> None:
    ana = approved(goal)
    sending.send(goal, "tina")
    ana.student.identifier = ""
    ana.student.save()
    with pytest.raises(GoalsError, match="the program's id of this child is not known"):
        sending.assignment_file(goal, "garden")


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_whatever_a_roster_holds_is_read_back_or_refused(goal: Goal, delimiter: str) -> None:
    one = approved(goal)
    one = Assignment.objects.select_related("student", "standard", "content_item", "goal__school_class__school").get()
    layout = AssignmentFile((Filled("Id", "identifier"), Filled("Name", "family_name")), delimiter=delimiter)

    @given(TEXT, TEXT)
    def holds(identifier: str, name: str) -> None:
        one.student.identifier, one.student.family_name = identifier, name
        try:
            made = file.download("garden", "a", date(2026, 1, 1), [one], layout)
        except ChannelError as error:
            assert error.why.code in ("no_child_id", "odd_id")
            return
        (row,) = read_back(made.content, layout)
        assert row["Id"] == identifier
        assert row["Name"] in (name, f"'{name}")
        assert not re.match(r"[\s​]*[=+@\t\r-]", row["Name"]) or re.fullmatch(r"[+-]?\d+(\.\d+)?", row["Name"])

    holds()


def test_no_file_for_a_program_that_takes_none(home: Path) -> None:
    declare(home)
    goal = new_goal()
    approved(goal)
    sending.send(goal, "tina")
    with pytest.raises(GoalsError):
        sending.assignment_file(goal, "garden")


def test_a_class_of_another_goal_is_not_in_the_file(goal: Goal) -> None:
    other = new_goal()
    ana = approved(goal, "ana")
    approved(other, "bo")
    sending.send(goal, "tina")
    sending.send(other, "tina")
    assert sending.assignment_file(goal, "garden").students == (ana.student_id,)
