import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from homeroom.intake.errors import IntakeError
from homeroom.intake.rosters.columns import TAKEN, refused, split
from homeroom.intake.rosters.table import Table, read_table

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

HEADER = "sourcedId,name,type\n"


def read(tmp_path: Path, text: str | bytes) -> Table:
    path = tmp_path / "in.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_table("orgs.csv", path, tmp_path)


def names(table: Table) -> list[str]:
    return [record.cells["name"] for record in table.records]


def test_rows_are_numbered_from_one_and_trimmed(tmp_path: Path) -> None:
    table = read(tmp_path, HEADER + "1, Hill ,school\n2,Dale,school\n")
    assert [(record.number, record.cells["name"]) for record in table.records] == [(1, "Hill"), (2, "Dale")]
    assert (table.columns, table.rows_in, table.notes) == (("sourcedId", "name", "type"), 2, ())


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_any_usual_encoding_reads_the_same(tmp_path: Path, encoding: str) -> None:
    table = read(tmp_path, (HEADER + "1,École Núñez,school\n2,Plain,school\n").encode(encoding))
    assert names(table) == ["École Núñez", "Plain"]
    assert table.columns[0] == "sourcedId"


def test_bare_returns_and_blank_lines_and_missing_last_line_end(tmp_path: Path) -> None:
    assert names(read(tmp_path, HEADER.replace("\n", "\r") + "1,A,school\r2,B,school")) == ["A", "B"]
    assert names(read(tmp_path, HEADER + "\n1,A,school\n\n\n2,B,school")) == ["A", "B"]


def test_a_line_end_inside_quotes_belongs_to_its_cell(tmp_path: Path) -> None:
    assert names(read(tmp_path, HEADER + '1,"Hill\nSchool",school\n2,"a ""b"", c",school\n')) == [
        "Hill\nSchool",
        'a "b", c',
    ]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("9,short", "ragged_row"),
        ("9,a,b,too long", "ragged_row"),
        ('9,"never closed,school', "broken_quote"),
        ('9,"closed" early,school', "broken_quote"),
        (f"9,{'x' * 5000},school", "too_long"),
        (f"9,{'x' * 10_000_000},school", "too_long"),
    ],
)
@pytest.mark.parametrize("last", [True, False])
def test_a_broken_row_costs_itself_alone(tmp_path: Path, row: str, code: str, last: bool) -> None:
    after = "" if last else '3,"Glen, Upper",school\n4,Moor,school\n'
    table = read(tmp_path, HEADER + f"1,Hill,school\n{row}\n{after}")
    assert names(table) == ["Hill"] + ([] if last else ["Glen, Upper", "Moor"])
    assert [(fault.row, fault.code, fault.ended_as) for fault in table.faults] == [(2, code, "quarantined")]


def test_a_nul_leaves_its_cell_and_is_told(tmp_path: Path) -> None:
    table = read(tmp_path, HEADER + "9,nul\0here,school\n" + "1,Hill,school\n" * 9)
    assert names(table)[:2] == ["nulhere", "Hill"]
    assert table.notes


def test_blank_cells_past_the_header_are_no_mistake(tmp_path: Path) -> None:
    assert names(read(tmp_path, HEADER + "1,Hill,school,,\n")) == ["Hill"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"", "empty"),
        (b"\n\n\n", "empty"),
        (b"name,Name\n", "twice"),
        (b"\x81\x8d\x8f\x90\x9d\n", "its text is damaged or in an unknown encoding"),
        (b'"never closed\n', "first line"),
    ],
)
def test_a_file_that_is_no_table_says_so_and_names_itself(tmp_path: Path, text: bytes, says: str) -> None:
    with pytest.raises(IntakeError, match=says) as caught:
        read(tmp_path, text)
    assert str(caught.value).startswith("orgs.csv: ")


def test_broken_quotes_without_end_are_given_up(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match="broken quotes"):
        read(tmp_path, HEADER + 'x,"a"b,c\n' * 1001)


cells = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('\n\t",;'), max_size=12)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.lists(st.tuples(cells, cells, cells), max_size=6))
def test_whatever_was_written_as_csv_comes_back(tmp_path: Path, rows: list[tuple[str, str, str]]) -> None:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([("sourcedId", "name", "type"), *rows])
    table = read(tmp_path, out.getvalue())
    assert [tuple(record.cells.values()) for record in table.records] == [tuple(c.strip() for c in r) for r in rows]
    assert table.faults == ()


@pytest.mark.parametrize(
    "column",
    [
        "password", "PASSWORD", "userPassword", "pwd", "phone", "homePhone", "sms", "mobile", "birthDate", "dob",
        "metadata.address1", "metadata.postCode", "metadata.city", "race", "sex", "ethnicityCodes", "gender", "iep",
        "freeLunch", "metadata.ssn", "stateOfBirthAbbreviation", "mailing_address", "metadata.state",
    ],
)  # fmt: skip
def test_what_homeroom_never_keeps_is_known_by_its_column(column: str) -> None:
    assert refused(column)


@pytest.mark.parametrize("column", ["status", "location", "metadata.guessed", "capacity", "grade", "periods", "team"])
def test_harmless_columns_are_not_refused(column: str) -> None:
    assert not refused(column)


def test_a_header_is_split_into_kept_unknown_and_set_aside() -> None:
    found = split(("SOURCEDID", "Name", "type", "metadata.Colour", "phone"), TAKEN["orgs"])
    assert dict(found.kept) == {"metadata.colour": "metadata.Colour"}
    assert (found.unknown, found.aside) == (("metadata.Colour",), ("phone",))


def test_a_row_in_another_encoding_costs_itself_alone(tmp_path: Path) -> None:
    path = tmp_path / "users.csv"
    path.write_bytes("id,name\n1,Zoë\n".encode() * 40 + b"2,Zo\xeb\n" + b"3,Ana\n")
    table = read_table("users.csv", path, tmp_path)
    assert [(fault.code, fault.row) for fault in table.faults] == [("broken_text", 80)]
    assert table.records[-1].cells["name"] == "Ana"
