"""The installation's own declarations: read beside those that ship; a broken one is told and stops nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from homeroom.intake import export_layout, own_programs
from homeroom.intake.errors import IntakeError
from homeroom.intake.layouts import declared, find
from homeroom.programs.declaration import load_all
from intake.layouts.files import LESSONS, header

OWN = """
[program]
slug = "{program}"
name = "Own"

[[report]]
slug = "{report}"
name = "Own report"
fact = "{fact}"
grain = "one day of one child"

[[report.layout]]
slug = "{layout}"
columns = [{columns}]
key = ["student", "occurred_on"]
{since}

[report.layout.identity]
ids = "{id}"

[report.layout.fields]
occurred_on = {{ column = "{day}", cast = "date", format = "iso" }}
"""


def own(home: Path, folder: str, columns: tuple[str, ...] = ("Pupil", "Day"), **more: str) -> Path:
    usual = {"program": "garden", "report": "days", "fact": "usage", "layout": "a", "since": ""}
    listed = ", ".join(f'"{name}"' for name in columns)
    text = OWN.format(**(usual | more), columns=listed, id=columns[0], day=columns[1])
    path = home / "programs" / folder / "program.toml"
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    return path


def problems() -> list[str]:
    return [one.words for one in own_programs.known().problems]


def test_without_a_folder_there_is_what_ships() -> None:
    assert declared() == load_all()


def test_a_whole_program_of_ones_own(home: Path) -> None:
    own(home, "garden")
    found = find(header("Day", "Pupil"), declared())
    assert found
    assert (found.program.slug, problems()) == ("garden", [])


def test_a_layout_is_added_to_a_report_that_ships(home: Path) -> None:
    own(home, "mine", ("Learner", "Finished"), program="iready", report="lessons", fact="activities")
    found = find(header("Learner", "Finished"), declared())
    assert found
    assert (found.program.name, found.report.name) == ("i-Ready", "Personalized Instruction by Lesson")
    assert find(header(*LESSONS), declared())


def test_a_report_is_added_to_a_program_that_ships(home: Path) -> None:
    own(home, "mine", program="iready", report="garden_days")
    [program] = (one for one in declared() if one.slug == "iready")
    assert program.report("garden_days").name == "Own report"


def test_what_is_broken_is_told_and_the_rest_is_read(home: Path) -> None:
    own(home, "good")
    own(home, "bad").write_text("[program\n", "utf-8")
    own(home, "wrong", program="other", columns=("A", "B")).write_text("[program]\nslug = 'x'\n", "utf-8")
    assert find(header("Pupil", "Day"), declared())
    told = problems()
    assert len(told) == 2
    assert "bad/program.toml: not valid TOML" in told[0]
    assert "wrong/program.toml: the file: report is lacking" in told[1]


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"program": "iready", "report": "lessons", "fact": "usage"}, "fills usage here, but activities"),
        ({"program": "iready", "report": "lessons", "fact": "activities", "layout": "by_lesson"}, "a layout by_lesson"),
    ],
)
def test_what_can_not_stand_beside_what_ships_is_told(home: Path, more: dict[str, str], says: str) -> None:
    own(home, "mine", **more)
    [told] = problems()
    assert says in told
    assert declared() == load_all()


def test_one_header_twice_needs_a_day_since_which_the_later_holds(home: Path) -> None:
    own(home, "a")
    later = own(home, "b", layout="b")
    assert "has the same columns as a layout of Own, Own report" in problems()[0]
    later.write_text(later.read_text("utf-8").replace("\nkey =", "\nsince = 2026-08-01\nkey ="), "utf-8")
    found = find(header("Pupil", "Day"), declared())
    assert found
    assert (found.layout.slug, problems()) == ("b", [])


def test_a_change_by_hand_is_seen_at_once(home: Path) -> None:
    path = own(home, "garden")
    assert find(header("Pupil", "Day"), declared())
    path.write_text(path.read_text("utf-8").replace('"Day"', '"Date of work"'), "utf-8")
    os.utime(path, ns=(1, 1))
    assert find(header("Pupil", "Day"), declared()) is None
    assert find(header("Pupil", "Date of work"), declared())


def test_a_layout_is_exported_as_what_declares_it(home: Path) -> None:
    own(home, "garden")
    text = export_layout.text("garden/days/a")
    other = home / "elsewhere" / "programs" / "garden"
    other.mkdir(parents=True)
    (other / "program.toml").write_text(text, "utf-8")
    [again] = load_all(home / "elsewhere" / "programs")
    assert again.report("days").layouts == next(p for p in declared() if p.slug == "garden").report("days").layouts


@pytest.mark.parametrize("name", ["garden", "a/b/c", "iready/lessons/nothing"])
def test_a_layout_that_is_not_there_is_told(name: str) -> None:
    with pytest.raises(IntakeError, match="no such layout"):
        export_layout.text(name)


@pytest.mark.parametrize(
    "each", ["[{ column = { a = 1 } }]", '[{ column = "Day", beside = { occurred_on = { column = [] } } }]', "5", "[5]"]
)
def test_whatever_a_hand_writes_stops_nothing_else(each: str, home: Path) -> None:
    path = own(home, "garden")
    path.write_text(
        path.read_text("utf-8").replace('layout = "a"', "") + f"\n[[report.layout]]\neach = {each}\n", "utf-8"
    )
    assert declared() == load_all()
    (words,) = problems()
    assert str(path) in words


def test_no_hand_can_bring_the_reading_down(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own(home, "garden")
    monkeypatch.setattr("homeroom.intake.own_programs.load", lambda _: {}["surprise"])
    assert declared() == load_all()
    (words,) = problems()
    assert "not a declaration (KeyError)" in words
