"""`homeroom strings`: words go out to somebody who reads them and come back; nothing else is taken in."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from pytest_django import Settings
from typer.testing import CliRunner

from homeroom.reports.languages import reviews
from homeroom.reports.languages.reviews import Standing
from homeroom.reports.languages.spoken import SPANISH, VIETNAMESE
from homeroom.site.commands import app
from homeroom.site.strings_commands import _pieces

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_database]
Row = dict[str, str]


@pytest.fixture(autouse=True)
def home(home: Path, settings: Settings) -> Path:
    settings.HOMEROOM_SIMULATED = False
    return home


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner(env={"COLUMNS": "400"}).invoke(app, ["strings", *map(str, arguments)])
    return done.exit_code, done.stdout + done.stderr


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    assert run("list", "es", tmp_path / "es.csv")[0] == 0
    return tmp_path / "es.csv"


def rows(file: Path) -> list[Row]:
    with file.open(encoding="utf-8-sig", newline="") as source:
        return list(csv.DictReader(source))


def write(file: Path, told: list[Row]) -> Path:
    with file.open("w", encoding="utf-8-sig", newline="") as target:
        out = csv.DictWriter(target, list(told[0]))
        out.writeheader()
        out.writerows(told)
    return file


def said_right(file: Path, count: int) -> Path:
    """The first lines with yes beside them."""
    return write(file, [{**row, "right": "Yes " if at < count else ""} for at, row in enumerate(rows(file))])


def known() -> int:
    return len(reviews.checked(SPANISH).reviews)


def test_words_go_out_and_come_back_read(listed: Path) -> None:
    first = rows(listed)[0]
    assert (first["standing"], first["right"]) == ("unreviewed", "")
    code, words = run("reviewed", "es", said_right(listed, 3), "--by", "Ana Ruiz")
    assert (code, known()) == (0, 3)
    assert "3 reviewed by Ana Ruiz. 0 were read in other words" in words
    assert reviews.checked(SPANISH).standing(first["english"]) is Standing.REVIEWED


def test_the_same_file_twice_and_half_of_it_later_lose_nothing(listed: Path, tmp_path: Path) -> None:
    run("reviewed", "es", said_right(listed, 3), "--by", "Ana Ruiz")
    run("reviewed", "es", listed, "--by", "Ana Ruiz")
    assert known() == 3
    half = write(tmp_path / "half.csv", [rows(listed)[4] | {"right": "yes"}])
    run("reviewed", "es", half, "--by", "Luz Mora")
    assert known() == 4


def test_a_line_that_breaks_off_takes_nothing_in(listed: Path) -> None:
    with said_right(listed, 3).open("a", encoding="utf-8") as target:
        target.write("add and take")
    code, words = run("reviewed", "es", listed, "--by", "Ana Ruiz")
    assert (code, known()) == (2, 0)
    assert "breaks off" in words


@pytest.mark.parametrize("content", [b"", b"name,grade\nAna,3\n", b"\xff\xfe\x00yes", b"PK\x03\x04\x00\x00"])
def test_another_kind_of_file_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "other.csv"
    file.write_bytes(content)
    code, words = run("reviewed", "es", file, "--by", "Ana Ruiz")
    assert (code, known()) == (2, 0)
    assert "Traceback" not in words
    assert "other.csv" in words


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    code, words = run("reviewed", "es", tmp_path / "none.csv", "--by", "Ana")
    assert code == 1
    assert "No such file" in words


def test_another_languages_words_are_not_taken_in(tmp_path: Path) -> None:
    file = tmp_path / "vi.csv"
    run("list", "vi", file)
    code, words = run("reviewed", "es", said_right(file, 5), "--by", "Ana Ruiz")
    assert (code, known()) == (0, 0)
    assert "5 were read in other words" in words
    assert not reviews.checked(VIETNAMESE).reviews


def test_changed_or_hostile_words_are_not_taken_in(listed: Path) -> None:
    told = [{**row, "words": row["words"] + "=cmd|' /C calc'!A0\n", "right": "yes"} for row in rows(listed)[:2]]
    code, words = run("reviewed", "es", write(listed, told), "--by", "=1+1")
    assert (code, known()) == (0, 0)
    assert "2 were read in other words" in words


def test_a_review_needs_a_name_and_a_language_that_is_spoken(listed: Path) -> None:
    assert run("reviewed", "es", said_right(listed, 1), "--by", " ")[0] == 2
    assert run("reviewed", "xx", listed, "--by", "Ana")[0] == 2
    assert known() == 0


def test_the_status_counts_what_is_left() -> None:
    code, words = run("status", "--json")
    assert code == 0
    told = json.loads(words)
    assert [one["language"] for one in told["languages"]] == ["es", "vi"]
    assert all(one["missing"] == 0 and one["family"]["reviewed"] == 0 for one in told["languages"])
    assert told["english_alone"] == {}
    assert "Every piece of text in the templates is marked." in run("status")[1]


def test_pieces_that_are_not_marked_are_counted() -> None:
    assert _pieces(1_200, 3) == "1,200 pieces of text in 3 templates are not marked yet."
