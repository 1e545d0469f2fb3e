"""Rows keep the numbers they have in the file, whatever stands between them: compared with Python's own reader."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeroom.facts.engine import EngineError, session
from homeroom.intake.errors import IntakeError
from homeroom.intake.layouts import find, nearest, read_header
from homeroom.intake.read import count_records, read_rows, read_typed, with_escape
from homeroom.intake.text import as_utf8
from homeroom.programs.declaration import load_all

NAMES = ["program", "student_id", "item_id", "correct", "answered_on"]
OPTIONAL = [
    *("event_id", "last_name", "first_name", "school", "grade", "activity_id"),
    *("standard", "score", "max_score", "seconds", "attempt"),
]
WHOLE = ["garden", "1001", "i1", "true", "2026-10-05"]
PROGRAMS = load_all()

ITEMS = st.sampled_from(["i1", 'a "b" c', "x,y", "two\nlines", "two\r\nlines", "Nguyễn", " ", "'"])
GOOD = ITEMS.map(lambda item: [*WHOLE[:2], item, *WHOLE[3:]])
RAGGED = st.sampled_from([["garden"], WHOLE[:3], [*WHOLE, "x", "y"], [*WHOLE, "", "z"]])
RECORDS = st.lists(st.one_of(GOOD, GOOD, RAGGED), max_size=8)


def written(rows: list[list[str]], end: str, blank: str) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator=end)
    for row in [NAMES, *rows]:
        writer.writerow(row)
        buffer.write(blank)
    return buffer.getvalue()


@settings(deadline=None, max_examples=30)
@given(RECORDS, st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", "", "\n", "\r\n\n"]))
def test_numbers_are_those_of_the_file(rows: list[list[str]], end: str, blank: str) -> None:
    with tempfile.TemporaryDirectory() as folder, session() as place:
        source = Path(folder) / "week.csv"
        source.write_text(written(rows, end, blank), "utf-8", newline="")
        path = as_utf8(source, Path(folder), "week.csv").path
        header = with_escape(place, path, read_header(path, "week.csv"))
        found = find(header, PROGRAMS)
        assert found
        read = read_typed(place, path, header, found)
        typed = dict(place.run("select row, f_content_item from typed order by row").rows)
        cells = dict(read_rows(place, path, header, range(1, len(rows) + 1)))
        assert count_records(place, path, header) == read.records == len(rows)
    whole = {at: row for at, row in enumerate(rows, start=1) if len(row) == len(NAMES)}
    evenly = {at: (item or "").replace("\r\n", "\n") for at, item in typed.items()}
    assert evenly == {at: row[2].replace("\r\n", "\n").strip(" ") for at, row in whole.items()}
    assert [fault.row for fault in read.malformed] == [at for at in range(1, len(rows) + 1) if at not in whole]
    assert sorted(cells) == list(range(1, len(rows) + 1))
    assert all(len(cells[at]) == 1 for at in cells if at not in whole)


HEADERS = {
    "a,b\n1,2\n": (("a", "b"), ","),
    "a;b\n1;2\n": (("a", "b"), ";"),
    "a\tb\n": (("a", "b"), "\t"),
    "a|b": (("a", "b"), "|"),
    '"a, and more",b,,\n': (("a, and more", "b"), ","),
    '"a\nb",c\n': (("a\nb", "c"), ","),
    "\n\nalone\n": (("alone",), ","),
}


@pytest.mark.parametrize("content", HEADERS)
def test_the_header_is_the_first_record(content: str, tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text(content, newline="")
    header = read_header(tmp_path / "f.csv", "f.csv")
    assert (header.names, header.delimiter) == HEADERS[content]


@pytest.mark.parametrize("content", ["", " \n", ",,\n1,2,3\n", '"",""\n', '"' + "x" * 200_000 + '"\n'])
def test_a_file_without_a_header_says_so(content: str, tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text(content)
    with pytest.raises(IntakeError, match=r"^f\.csv: (the file is empty|its first line names no columns)"):
        read_header(tmp_path / "f.csv", "f.csv")


def header_of(tmp_path: Path, *names: str) -> str:
    (tmp_path / "f.csv").write_text(",".join(names) + "\n")
    header = read_header(tmp_path / "f.csv", "f.csv")
    found = find(header, PROGRAMS)
    return f"{found.report.slug} {found.layout.slug}" if found else nearest(header, PROGRAMS)


def test_a_layout_is_found_by_its_names_alone(tmp_path: Path) -> None:
    assert header_of(tmp_path, *NAMES) == "responses by_day"
    assert header_of(tmp_path, *reversed(NAMES)) == "responses by_day"
    assert header_of(tmp_path, *(name.upper().replace("_", " ") for name in NAMES)) == "responses by_day"
    assert header_of(tmp_path, *NAMES, *OPTIONAL, "mood") == "responses by_day"


def test_an_unknown_column_beside_a_missing_one_may_be_the_same(tmp_path: Path) -> None:
    assert header_of(tmp_path, *NAMES) == "responses by_day"
    assert "by_" not in header_of(tmp_path, *NAMES, "mood")


def test_a_header_that_fits_two_layouts_alike_is_a_guess_and_none(tmp_path: Path) -> None:
    assert "by_" not in header_of(tmp_path, *NAMES, "answered_at")


def test_the_nearest_layout_is_told_with_what_lacks(tmp_path: Path) -> None:
    words = header_of(tmp_path, *NAMES[:-1], "day", "mood")
    assert words.startswith("It is nearest to Item responses, Item responses, but lacks “answered_")
    assert words.endswith("” and has “day”, “mood”, which that report does not.")
    assert header_of(tmp_path, "a", "b") == ""


def test_what_the_engine_refuses_is_one_kind_of_error() -> None:
    with session() as place, pytest.raises(EngineError):
        place.run("select * from nonsense")
