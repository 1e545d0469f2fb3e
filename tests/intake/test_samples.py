"""A program's folder that is not right is told what is wrong, with its place; it never ends in a trace."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from homeroom.intake.samples import check_folder
from homeroom.programs.declaration import load_all

EXPECTED = "scores.expected.json"


@pytest.fixture
def star(tmp_path: Path) -> Path:
    """A copy of a program that is right."""
    [program] = (program for program in load_all() if program.slug == "star")
    return Path(shutil.copytree(program.folder, tmp_path / "star"))


def differences(folder: Path) -> list[str]:
    return [words for one in check_folder(folder) for words in one.differences]


def change(folder: Path, **parts: Any) -> None:
    path = folder / "samples" / EXPECTED
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **parts}), "utf-8")


def test_a_folder_that_is_right(star: Path) -> None:
    assert differences(star) == []
    first, *samples = check_folder(star.parent)
    assert (first.sample, bool(first.told)) == ("[assign]", True)
    assert [one.sample for one in samples] == ["scores.csv", "skill_areas.csv", "standards.csv"]


@pytest.mark.parametrize("content", ["{", "", "\ufeff{}", "[]", "null"])
def test_an_expectation_that_is_no_object(content: str, star: Path) -> None:
    (star / "samples" / EXPECTED).write_text(content, "utf-8")
    found = differences(star)
    assert found[0].startswith(f"{EXPECTED}: ")
    assert found[1:] == ["report scores has no sample"]


@pytest.mark.parametrize("name", ["report", "zone", "roster", "ledger", "facts"])
def test_an_expectation_that_lacks_a_part(name: str, star: Path) -> None:
    change(star, **{name: None})
    assert f"{EXPECTED}: these are missing or of the wrong kind: {name}" in differences(star)


def test_an_unknown_time_zone(star: Path) -> None:
    change(star, zone="Valley Time")
    assert f"{EXPECTED}: Valley Time is no time zone, such as America/Chicago" in differences(star)


@pytest.mark.parametrize(
    ("child", "lacks"),
    [
        ({}, "id, no given_name, no family_name"),
        ({"id": "1", "given_name": "A"}, "family_name"),
        ("Ana", "id, no given"),
    ],
)
def test_a_child_that_lacks_something(child: Any, lacks: str, star: Path) -> None:
    change(star, roster=[{"id": "1", "given_name": "A", "family_name": "B"}, child])
    assert differences(star)[0].startswith(f"{EXPECTED}: child 2 of the roster has no {lacks}")


def test_a_sample_that_is_missing_empty_or_another(star: Path) -> None:
    sample = star / "samples" / "scores.csv"
    sample.unlink()
    assert "scores.csv" in differences(star)[0]
    sample.write_text("")
    assert differences(star)[0] == "scores.csv: the file is empty. Ask the program to export it again."
    sample.write_text("a,b\n1,2\n")
    assert differences(star)[0] == "its header fits no layout of this program"


def test_numbers_that_differ_are_told(star: Path) -> None:
    change(star, ledger={"published": 999}, facts=[])
    found = differences(star)
    assert any(words.startswith("published: ") and words.endswith("expected 999") for words in found)
    assert any(words.startswith("not expected: {") for words in found)


def test_a_report_without_a_sample_and_a_folder_without_a_program(star: Path, tmp_path: Path) -> None:
    for path in (star / "samples").glob("scores.*"):
        path.unlink()
    assert differences(star) == ["report scores has no sample"]
    assert differences(tmp_path / "none") == [f"{tmp_path / 'none'}: there is no program.toml here"]


def test_a_declaration_that_is_wrong(star: Path) -> None:
    (star / "program.toml").write_text("[program]\n")
    assert all("program.toml" in words for words in differences(star))
