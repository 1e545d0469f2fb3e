"""`homeroom standards align` and `suggest`: files of titles, the catalogue, faulty rows, no scikit-learn."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from homeroom.site.commands import app
from homeroom.standards import ccss
from homeroom.standards.models import AlignmentReview, ContentItem, Suggestion

pytestmark = pytest.mark.django_db
WAITING = 3


@pytest.fixture(autouse=True)
def standards(db: None) -> None:
    ccss.load()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["standards", *arguments])


def lines(found: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in found.stdout.splitlines()]


def titles(folder: Path, text: str) -> str:
    (folder / "titles.csv").write_text(text, "utf-8")
    return str(folder / "titles.csv")


def test_each_title_gets_five_candidates_with_chances_and_a_verdict(tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    told = 'title,words,grade\nClocks,"telling time to the nearest five minutes, a.m. and p.m.",2\nThe Wolf,,3\n'
    found = run("align", titles(tmp_path, told), "--json")
    assert found.exit_code == 0
    sure, unsure = lines(found)
    assert sure["verdict"] == "accepted"
    assert sure["accepted"] == sure["candidates"][0]["standard"] == "2.MD.C.7"
    assert sure["candidates"][0]["title"] == "Telling time to five minutes"
    assert (unsure["verdict"], "accepted" in unsure) == ("review", False)
    assert [len(one["candidates"]) for one in (sure, unsure)] == [5, 5]
    for one in (sure, unsure):
        assert sum(each["p"] for each in one["candidates"]) + one["none"] <= 1.001
    assert "2 rows: 1 accepted, 1 to review, 0 set aside" in found.stderr


def test_people_read_the_same(tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    found = run("align", titles(tmp_path, "title,grade\nRound to the nearest hundred,3\n"))
    assert "3.NBT.A.1  Rounding to the nearest ten or hundred" in found.stdout
    assert "none of our standards" in found.stdout


def test_faulty_rows_are_set_aside_with_their_line_and_the_file_balances(tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    told = 'Title,Grade\n"Two\nlines",3\n,3\nA,b,c\nFractions,Level C\n'
    found = run("align", titles(tmp_path, told), "--json")
    assert found.exit_code == WAITING
    one, nothing, long, odd = lines(found)
    assert one["title"] == "Two\nlines"
    assert nothing == {"line": 4, "set_aside": "neither a title nor words: give it a title"}
    assert long["line"] == 5
    assert "put quotes around" in long["set_aside"]
    assert odd["note"] == "grade 'Level C' can't be read: all grades were looked at"
    assert "4 rows: " in found.stderr


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"name,grade\nA,3\n", "line 1 lacks the column title"),
        (b"", "line 1 lacks the column title"),
        (b"title\n\xff\xfe\n", "not UTF-8 text"),
    ],
)
def test_what_is_no_file_of_titles_says_what_to_do(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "titles.csv").write_bytes(content)
    found = run("align", str(tmp_path / "titles.csv"))
    assert found.exit_code == 1
    assert words in found.stderr


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert "there is no such file" in run("align", str(tmp_path / "nothing.csv")).stderr


def test_without_scikit_learn_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("homeroom.standards.aligner.align.find_spec", lambda name: None)
    found = run("align", titles(tmp_path, "title\nFractions\n"))
    assert found.exit_code == 1
    assert "install homeroom[align]" in found.stderr
    assert run("suggest").exit_code == WAITING


def test_suggest_looks_at_the_lessons_of_the_catalogue() -> None:
    pytest.importorskip("sklearn")
    assert "No lesson waits to be aligned." in run("suggest").stdout
    ContentItem.objects.create(program="iready", kind="lesson", external_id="a", title="The Wolf at the Door")
    found = run("suggest")
    assert "lessons aligned by their titles: 0 of 1; 1 wait for a person" in found.stdout
    assert Suggestion.objects.count() == 1
    assert not AlignmentReview.objects.exists()
