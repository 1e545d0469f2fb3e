"""One form, several files: what each writer makes of the same cells."""

from __future__ import annotations

import csv as reader
import io
import json as plain_json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.facts.spreadsheet import bare
from homeroom.reports import csv, json, xlsx
from homeroom.reports.freshness import Freshness
from homeroom.reports.rules import MINUTES
from homeroom.reports.table import Column, Report, Table
from homeroom.reports.values import NO_EVIDENCE, State, Value, known, shown
from read_files import Sheets, sheets
from reports.test_csv import DANGEROUS, HARMLESS

COLUMNS = (
    Column("Child", "child"),
    Column("Minutes", "minutes.iready", "minutes", "active time"),
    Column("Right %", "right", "percent"),
    Column("Off by", "off", "points"),
    Column("Day", "day", "day"),
)
ANA = ("Ana", known(1234.5, unit="minutes"), known(0.705, unit="share"), known(-0.031, unit="points"), date(2026, 9, 4))
BAO = ("Bảo 0012", NO_EVIDENCE, Value(State.FEW, 0.5, 2, "share"), Value(State.LATE), "")
LATE = Freshness("iready", "i-Ready", "day", date(2026, 10, 16), date(2026, 10, 22), "late", 2)
REPORT = Report(
    name="two_children",
    title="Two children",
    file_name="two-children",
    tables=(Table("children", "One row a child.", COLUMNS, (ANA, BAO)), Table("none", "Nobody.", COLUMNS[:1], ())),
    period="week of 19 Oct 2026",
    lead="Two worked.",
    freshness=(LATE,),
    rules=(MINUTES,),
    notes=("Read with care.",),
    drawn_from={"facts": 7},
    rules_version=2,
    made_at=datetime(2026, 10, 26, 14, 30, tzinfo=UTC),
)
FILED = [["Ana", "1235", "71", "-3", "2026-09-04"], ["Bảo 0012", "no evidence", "few", "late", ""]]


def read(content: bytes) -> list[list[str]]:
    return list(reader.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_csv_and_excel_carry_the_same_cells() -> None:
    header = ["Child", "Minutes", "Right %", "Off by", "Day"]
    assert read(csv.file(REPORT.table())) == [header, *FILED]
    assert sheets(xlsx.file(REPORT))["children"] == [header, *FILED]


def test_a_machine_gets_names_that_no_language_changes() -> None:
    names = ["child", "minutes.iready", "right", "off", "day"]
    assert read(csv.file(REPORT.table(), machine=True))[0] == names
    assert sheets(xlsx.file(REPORT, machine=True))["children"][0] == names


def test_a_table_is_asked_for_by_its_name() -> None:
    assert read(csv.file(REPORT.table("none"))) == [["Child"]]
    with pytest.raises(KeyError):
        REPORT.table("others")


def test_the_last_sheet_says_what_must_be_known_to_read_the_first() -> None:
    found = sheets(xlsx.file(REPORT))
    assert list(found) == ["children", "none", "About this file"]
    told = found["About this file"]
    assert ["How new", "Late. i-Ready: through Fri 16 Oct, expected through Thu 22 Oct"] in told
    assert ["Of", "week of 19 Oct 2026"] in told
    assert ["In short", "Two worked."] in told
    assert ["Note", "Read with care."] in told
    assert ["Rule", MINUTES.words] in told
    assert ["Drawn from facts", "7"] in told
    assert ["Version of the rules", "2"] in told
    assert ["Made at", "2026-10-26T07:30:00-07:00"] in told
    assert ["children", "Minutes", "minutes.iready", "minutes", "active time"] in told


def test_json_holds_all_of_it_and_numbers_as_numbers() -> None:
    told = plain_json.loads(json.file(REPORT))
    assert told["tables"][0]["rows"] == [
        ["Ana", 1235, 71, -3, "2026-09-04"],
        ["Bảo 0012", {"state": "no evidence"}, {"state": "few"}, {"state": "late"}, ""],
    ]
    assert told["tables"][0]["columns"][1] == {
        "words": "Minutes",
        "name": "minutes.iready",
        "unit": "minutes",
        "definition": "active time",
    }
    assert told["freshness"] == [
        {"program": "iready", "through": "2026-10-16", "expected": "2026-10-22", "state": "late"}
    ]
    assert (told["drawn_from"], told["rules_version"]) == ({"facts": 7}, 2)
    assert told["made_at"] == "2026-10-26T07:30:00-07:00"


def test_the_same_report_makes_the_same_bytes() -> None:
    assert xlsx.file(REPORT) == xlsx.file(REPORT)
    assert json.file(REPORT) == json.file(REPORT)


def test_a_row_that_does_not_fit_its_columns_is_no_table() -> None:
    with pytest.raises(ValueError, match="table x: a row has more or fewer cells"):
        Table("x", "", COLUMNS[:2], (("Ana",),))


HIDDEN = st.builds(Value, st.sampled_from([s for s in State if s is not State.KNOWN]), st.just(12345.0), st.just(6789))


@given(HIDDEN)
def test_of_a_number_that_is_not_known_nothing_leaves(value: Value) -> None:
    """Neither the number nor what it rests on, in any file."""
    table = Table("t", "", COLUMNS[:1], ((value,),))
    report = replace(REPORT, tables=(table,))
    everything = csv.file(table) + json.file(report) + str(sheets(xlsx.file(report))["t"]).encode()
    assert b"12345" not in everything
    assert b"6789" not in everything


UNITS = st.sampled_from(["", "minutes", "share", "points"])


@given(st.floats(0, 1), UNITS)
def test_files_round_as_the_page_does(exact: float, unit: str) -> None:
    value = known(exact, unit=unit)
    [[cell]] = read(csv.file(Table("t", "", COLUMNS[:1], ((value,),))))[1:]
    page = shown(value).replace(" %", "").replace("−", "-").replace(",", "")
    assert cell == page
    [[told]] = plain_json.loads(json.file(one_value(value)))["tables"][0]["rows"]
    assert told == ({"below": 1} if page == "<1" else int(page))


def one_value(value: Value) -> Report:
    return replace(REPORT, tables=(Table("t", "", COLUMNS[:1], ((value,),)),))


# Text that somebody else wrote


def one_cell(text: str) -> Report:
    return replace(REPORT, tables=(Table("t", "", COLUMNS[:1], ((text,),)),))


@pytest.mark.parametrize("text", [*DANGEROUS, *HARMLESS, "_x0041_", "a\r\nb", "  both ends  ", "\x01\x1f\ufffe"])
def test_text_comes_back_from_every_file_as_it_went_in(text: str) -> None:
    report = one_cell(text)
    [row] = read(csv.file(report.table()))[1:]
    assert bare(row[0]) == text
    assert plain_json.loads(json.file(report))["tables"][0]["rows"] == [[text]]
    assert first_cell(sheets(xlsx.file(report))) == text


def first_cell(found: Sheets) -> str:
    """An empty text is an empty cell, which may be left out."""
    rows = found["t"][1:]
    return rows[0][0] if rows and rows[0] else ""


def test_ten_thousand_cells_and_not_one_formula() -> None:
    """`sheets` fails on a formula, and on any cell that is not a text."""
    texts = [text for text in DANGEROUS if text]
    rows = tuple((texts[at % len(texts)],) * 10 for at in range(1_000))
    columns = tuple(Column(str(at), str(at)) for at in range(10))
    found = sheets(xlsx.file(replace(REPORT, tables=(Table("t", "", columns, rows),))))["t"]
    assert [tuple(row) for row in found[1:]] == list(rows)


def test_headers_and_names_of_sheets_are_texts_too() -> None:
    hostile = Table("=1+1[]:*?/\\ and much longer than Excel allows", "", (Column("=1+1", "=2"),), ())
    found = sheets(xlsx.file(replace(REPORT, tables=(hostile,))))
    assert next(iter(found)).startswith("=1+1 ")
    assert next(iter(found.values())) == [["=1+1"]]
    assert read(csv.file(hostile)) == [["'=1+1"]]


def test_what_excel_cannot_hold_is_cut_and_says_so() -> None:
    told = first_cell(sheets(xlsx.file(one_cell("x" * 40_000))))
    assert (len(told), told[-31:]) == (32_767, "xx … (cut: Excel holds no more)"[-31:])


def test_half_a_sign_breaks_no_file() -> None:
    assert first_cell(sheets(xlsx.file(one_cell("a\ud800b")))) == "a?b"
