"""What is wrong in the files: as often as the guide says, and where the truth says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "simulation.md"


def of_kind(told, kind: str) -> list[dict[str, str]]:
    return [row for row in told.rows("truth/noise.csv") if row["kind"] == kind]


def spoilt(told, kind: str) -> list[tuple[dict[str, str], dict[str, str]]]:
    """Each noted row of a kind with the row itself."""
    files: dict[str, list[dict[str, str]]] = {}
    found = []
    for note in of_kind(told, kind):
        rows = files.setdefault(note["file"], told.rows(f"exports/{note['file']}"))
        found.append((note, rows[int(note["row"]) - 1]))
    return found


def test_the_guide_tells_the_counts(usual) -> None:
    told = dict(re.findall(r"^\| ([a-z ]+) \| ([\d,]+) \|", GUIDE.read_text("utf-8"), re.MULTILINE))
    assert {kind: int(count.replace(",", "")) for kind, count in told.items()} == usual.written.noise


def test_the_counts_are_those_of_the_noted_rows(usual) -> None:
    rows = usual.rows("truth/noise.csv")
    assert {kind: len(of_kind(usual, kind)) for kind in {row["kind"] for row in rows}} == usual.written.noise


@pytest.mark.parametrize(
    ("kind", "pattern"),
    [
        ("blank id", ""),
        ("date in another format", r"\d{4}-\d\d-\d\d|\d\d/\d\d/\d{4}"),
        ("impossible minutes", r"-12|2000|-3|1440\.5"),
        ("impossible seconds", r"-5|90000"),
        ("leading zeros lost", r"[1-9]\d{4,5}"),
    ],
)
def test_a_noted_row_holds_the_fault(usual, kind: str, pattern: str) -> None:
    for note, row in spoilt(usual, kind):
        assert re.fullmatch(pattern, row[note["column"]]), note
        assert note["was"] != row[note["column"]]


def test_ids_without_zeros_are_the_same_numbers(usual) -> None:
    notes = of_kind(usual, "leading zeros lost")
    assert {note["file"] for note in notes} == {"2026-09-18/iready_lessons_2026-09-18.csv"}
    for note, row in spoilt(usual, "leading zeros lost"):
        assert note["was"] == row["Student ID"].zfill(7)


def test_a_repeated_row_stands_twice(usual) -> None:
    for note, row in spoilt(usual, "repeated row"):
        assert usual.rows(f"exports/{note['file']}").count(row) == 2


def test_strangers_are_on_no_roster(usual) -> None:
    ours = usual.rows("roster/users.csv")
    names = {(user["givenName"], user["familyName"]) for user in ours}
    numbers = {user["identifier"] for user in ours} | {user["username"] for user in ours}
    for note, row in spoilt(usual, "stranger"):
        assert note["student"] == ""
        assert row.get("School", row.get("school", row.get("school_name"))) == "Mill Pond Elementary"
        assert (row.get("first_name"), row.get("last_name")) not in names
        assert not numbers & {row.get("Student ID"), row.get("sis_id"), row.get("student_id")}


def test_idle_minutes_are_put_right_a_week_later(usual) -> None:
    """The same try, in its own week's file with idle minutes, in the next one without them."""
    first, second = (f"exports/2026-10-{day}/iready_lessons_2026-10-{day}.csv" for day in ("02", "09"))
    key = ("Student ID", "Lesson ID", "Completion Date", "Score")
    before = {tuple(row[name] for name in key): row["Total Time on Lesson (min)"] for row in usual.rows(first)}
    after = {tuple(row[name] for name in key): row["Total Time on Lesson (min)"] for row in usual.rows(second)}
    changed = [(before[one], after[one]) for one in before if one in after and before[one] != after[one]]
    assert changed
    assert all(int(was) - int(now) >= 45 for was, now in changed)


def test_a_wrong_answer_key_is_corrected_by_a_later_file(usual) -> None:
    wrong = {row["event_id"]: row for _, row in spoilt(usual, "wrong answer key")}
    again = {row["event_id"]: row for row in usual.rows("exports/2026-09-16/number_trail_2026-09-16_corrected.csv")}
    assert wrong.keys() == again.keys()
    assert len({row["item_id"] for row in again.values()}) == 1
    for event, row in again.items():
        assert row["correct"] != wrong[event]["correct"]
        assert {**row, "correct": ""} == {**wrong[event], "correct": ""}


def test_one_file_is_late_and_one_is_not_sent(usual) -> None:
    (late,) = of_kind(usual, "late file")
    assert late["file"] == "2026-09-30/fraction_forge_2026-09-25.csv" and late["was"] == "2026-09-25"
    (missing,) = of_kind(usual, "file not sent")
    assert f"exports/{missing['file']}" not in usual.written.rows


def test_renamed_children_bear_a_nickname_that_the_roster_does_not_hold(usual) -> None:
    roster = {user["sourcedId"]: user for user in usual.rows("roster/users.csv")}
    renamed = [row for row in usual.rows("truth/identity.csv") if row["oddity"] == "renamed"]
    assert len(renamed) == 10
    for row in renamed:
        user = roster[row["student"]]
        assert row["given_name"] not in (user["givenName"], user["preferredGivenName"])


def test_letters_are_lost_whole_in_number_trail(usual) -> None:
    cut = [row for row in usual.rows("truth/identity.csv") if row["oddity"] == "letters lost"]
    assert len(cut) == 3
    assert all(row["program"] == "number_trail" and row["family_name"].isascii() for row in cut)
