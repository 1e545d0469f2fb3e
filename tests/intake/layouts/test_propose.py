"""The proposal: the right report, the right field for each column, why, and what a person is asked."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from homeroom.intake.errors import IntakeError
from homeroom.intake.new_layout import new_layout
from homeroom.intake.proposing.compared import blank
from homeroom.intake.proposing.profile import Known
from homeroom.intake.proposing.proposal import Edits, Proposal
from intake.layouts.files import LESSONS, RENAMED, lessons, proposed, written

TEN = [{"Student ID": str(1000 + at), "Lesson ID": f"DI.{at}"} for at in range(10)]


def renamed_file(folder: Path, renamed: dict[str, str], **more: object) -> Path:
    return written(folder, lessons(TEN, renamed, **more))  # type: ignore[arg-type]


def meant(proposal: Proposal) -> dict[str, str]:
    """What the changed columns are proposed to be."""
    return {column.name: column.chosen.code.removeprefix("as:") for column in proposal.changed}


def test_renamed_columns_are_found_again(tmp_path: Path) -> None:
    proposal = proposed(renamed_file(tmp_path, RENAMED))
    assert (proposal.base.program, proposal.base.layout, proposal.known) == ("i-Ready", "by_lesson", True)
    assert meant(proposal) == {new: old for old, new in RENAMED.items()}
    assert (proposal.missing, proposal.problems) == ((), ())
    assert len(proposal.unchanged) == len(LESSONS) - 3


def test_in_any_order_of_the_columns(tmp_path: Path) -> None:
    proposal = proposed(renamed_file(tmp_path, RENAMED, order=LESSONS[::-1]))
    assert meant(proposal) == {new: old for old, new in RENAMED.items()}


def test_each_column_says_why_with_five_values_and_a_runner_up(tmp_path: Path) -> None:
    proposal = proposed(renamed_file(tmp_path, RENAMED), Known(ids=frozenset(str(1000 + at) for at in range(8))))
    pupil = proposal.column("Learner Number")
    assert pupil.values == ("1000", "1001", "1002", "1003", "1004")
    assert pupil.why.startswith("“Student ID” is nearly the same name; it stands in the same place; 80% of its values")
    assert "known as the child's id" in pupil.why
    assert pupil.runner_up
    assert pupil.runner_up.code != pupil.chosen.code
    assert proposal.column("Score").why == "The name is the same."


def test_a_column_that_is_new_stays_in_the_original(tmp_path: Path) -> None:
    proposal = proposed(renamed_file(tmp_path, RENAMED, extra={"Zoo Visits": "7"}))
    assert meant(proposal)["Zoo Visits"] == "leave"


@pytest.mark.parametrize("name", ["DOB", "Student Birth Date", "Gender", "ELL Status", "Home Phone", "Lunch Code"])
def test_what_is_nobodys_business_is_never_read(tmp_path: Path, name: str) -> None:
    proposal = proposed(renamed_file(tmp_path, RENAMED, extra={name: "2017-01-02"}))
    assert meant(proposal)[name] == "refuse"
    made, problems = new_layout(proposal)
    assert problems == ()
    assert made.raw["report"][0]["layout"][0]["not_taken"][name].startswith("not collected: ")


def test_without_what_a_row_needs_it_is_told(tmp_path: Path) -> None:
    proposal = proposed(renamed_file(tmp_path, {}, drop=["Completion Date", "Lesson ID"]))
    assert {target.name for target in proposal.missing} == {"Completion Date", "Lesson ID"}
    assert len(proposal.problems) == 2
    assert "Without it no row can become a fact" in proposal.problems[0]


def test_a_person_goes_before_the_proposal(tmp_path: Path) -> None:
    path = renamed_file(tmp_path, RENAMED)
    edits = Edits(columns={"Minutes Spent": "leave", "Learner Number": "username", "Score": "Completion Date"})
    proposal = proposed(path, edits=edits)
    assert proposal.column("Minutes Spent").chosen.code == "leave"
    assert proposal.column("Learner Number").chosen.code == "child:username"
    assert proposal.column("Score").chosen.code == "as:Completion Date"
    assert proposal.column("Finished On").chosen.code == "leave"
    assert proposal.column("Score").why == "You chose this."


@pytest.mark.parametrize(
    ("edits", "says"),
    [
        (Edits(columns={"Nothing": "leave"}), "no column Nothing"),
        (Edits(columns={"Score": "nonsense"}), "“Score” can't be “nonsense”"),
        (Edits(base="iready/nothing"), "no report iready/nothing"),
    ],
)
def test_a_choice_that_is_none_is_told(tmp_path: Path, edits: Edits, says: str) -> None:
    with pytest.raises(IntakeError, match=says):
        proposed(renamed_file(tmp_path, RENAMED), edits=edits)


def test_two_columns_for_one_field_are_told(tmp_path: Path) -> None:
    edits = Edits(columns={"Minutes Spent": "fact:items", "Score": "fact:items"})
    [problem] = proposed(renamed_file(tmp_path, RENAMED), edits=edits).problems
    assert problem == "“Minutes Spent”, “Score” can't all be “items”: choose one of them."


def test_a_word_that_is_not_known_is_told(tmp_path: Path) -> None:
    rows = [*TEN, {"Passed or Not Passed": "Nearly"}]
    proposal = proposed(written(tmp_path, lessons(rows, RENAMED)))
    assert "“Nearly”" in proposal.column("Passed or Not Passed").doubt
    assert proposal.column("Passed or Not Passed").changed


@pytest.mark.parametrize(
    ("day", "chosen", "asked"),
    [
        ("10/14/2026", "%m/%d/%Y", False),
        ("14/10/2026", "%d/%m/%Y", False),
        ("2026-10-14", "%Y-%m-%d", False),
        ("Oct 14, 2026", "%b %d, %Y", False),
        ("01/02/2026", "", True),
        ("week 3", "", True),
    ],
)
def test_how_days_are_written_is_seen_or_asked_never_guessed(
    tmp_path: Path, day: str, chosen: str, asked: bool
) -> None:
    proposal = proposed(written(tmp_path, lessons([{"Completion Date": day}], {"Completion Date": "Date Finished"})))
    days = proposal.column("Date Finished").days
    assert days
    assert (days.chosen, days.asked) == (chosen, asked)
    assert bool(proposal.problems) == asked


def test_a_column_that_kept_its_name_keeps_its_form(tmp_path: Path) -> None:
    proposal = proposed(written(tmp_path, lessons([{"Completion Date": "01/02/2026"}], {"Score": "Quiz Points"})))
    days = proposal.column("Completion Date").days
    assert days
    assert days.chosen == "%m/%d/%Y"
    assert proposal.problems == ()


def test_a_file_of_no_known_program_begins_from_a_plain_report(tmp_path: Path) -> None:
    text = "Pupil No,Surname,First Name,Day,Points,Hutch\n1,Ruiz,Ana,2026-10-14,80,Red\n"
    proposal = proposed(written(tmp_path, text, "garden.csv"))
    assert not proposal.known
    assert {base.report for base in proposal.bases} >= {report.name for report in blank().reports}
    _, problems = new_layout(proposal)
    assert "Give the program and the report a name" in problems[0]


def test_two_thousand_columns_are_proposed_within_seconds(tmp_path: Path) -> None:
    names = [f"Item {at} {word}" for at in range(700) for word in ("score", "level", "minutes")]
    path = written(tmp_path, ",".join(names) + "\n" + ",".join("1" for _ in names) + "\n", "wide.csv")
    started = time.process_time()
    proposal = proposed(path)
    assert len(proposal.columns) == 2_100
    assert time.process_time() - started < 20


def test_names_that_say_nothing_are_no_trouble(tmp_path: Path) -> None:
    proposal = proposed(written(tmp_path, "a,,a,日本,*\n1,2,3,4,5\n", "odd.csv"))
    assert [column.name for column in proposal.columns] == ["a", "", "a", "日本", "*"]
    assert proposal.problems


def test_words_that_hardly_another_column_uses_tell_more_than_a_name(tmp_path: Path) -> None:
    told = [{**row, "Passed or Not Passed": "Not Passed" if at % 3 else "Passed"} for at, row in enumerate(TEN)]
    path = written(tmp_path, lessons(told, {"Passed or Not Passed": "Zug"}, order=sorted(LESSONS)))
    assert meant(proposed(path)) == {"Zug": "Passed or Not Passed"}


def test_a_strange_word_among_many_is_no_reason_to_think_of_another_field(tmp_path: Path) -> None:
    told = [{**row, "Passed or Not Passed": "Withdrawn" if at == 4 else "Passed"} for at, row in enumerate(TEN * 2)]
    proposal = proposed(written(tmp_path, lessons(told, {"Passed or Not Passed": "Zug"}, order=sorted(LESSONS))))
    assert meant(proposal) == {"Zug": "Passed or Not Passed"}
    assert "Withdrawn" in proposal.column("Zug").doubt


def test_the_parts_of_a_subject_are_known_by_the_programs_own_words(tmp_path: Path) -> None:
    told = [{**row, "Domain": ("Geometry", "Measurement and Data")[at % 2]} for at, row in enumerate(TEN)]
    path = written(tmp_path, lessons(told, {"Domain": "Zug"}, order=sorted(LESSONS)))
    assert meant(proposed(path)) == {"Zug": "Domain"}


def test_yes_and_no_or_numbers_alone_say_little(tmp_path: Path) -> None:
    strange = {"Zug": "N", "Bahn": "90", "Schiff": "2"}
    path = renamed_file(tmp_path, {}, extra=strange, drop=["Teacher-Assigned Lesson", "Score"], order=LESSONS[::-1])
    assert meant(proposed(path)) == dict.fromkeys(strange, "leave")


def test_a_number_is_no_name(tmp_path: Path) -> None:
    told = [{**row, "Student ID": f"00{431 + at}"} for at, row in enumerate(TEN)]
    path = written(tmp_path, lessons(told, {"Student ID": "Student Token", "Last Name": "Student Family"}))
    assert meant(proposed(path)) == {"Student Token": "Student ID", "Student Family": "Last Name"}


def test_a_column_that_may_be_read_is_not_taken_for_one_that_may_not(tmp_path: Path) -> None:
    """The layout of 2025 has a column of the child's sex, which stands where this file's “Stu Suns” does."""
    names = ("Last Name", "First Name", "Student State ID", "Stu Suns", "Completion Date", "Overall Scale Score")
    path = written(tmp_path, ",".join(names) + "\n" + "\n".join(f"Ruiz,Ana,,0{at},1/12/2027,430" for at in range(9)))
    proposal = proposed(path, edits=Edits(base="iready/diagnostic/math_2025"))
    assert "Sex" not in meant(proposal).values()
    assert proposal.column("Stu Suns").chosen.code != "refuse"
