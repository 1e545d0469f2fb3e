"""No password reaches the kept originals, however the file is written."""

from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from homeroom.intake import originals
from homeroom.intake.secrets import blank, secret, secret_columns


@pytest.mark.parametrize(
    "name", ["password", "Password", "USER_PASSWORD", "userPassword", "pwd", "PIN", "Pass", "Login Pin"]
)
def test_these_columns_are_secret(name: str) -> None:
    assert secret(name)


@pytest.mark.parametrize(
    "name", ["Passed", "passage", "Lessons Passed", "spin", "Compass", "pinnacle", "givenName", ""]
)
def test_these_are_not(name: str) -> None:
    assert not secret(name)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_password_column_is_emptied_in_any_encoding(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = tmp_path / "users.csv"
    lines = [["id", "password", "name"], ["1", "hunter22", "Renée"], ["2", 'wi"th', "Zoë"]]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(lines)
    path.write_bytes(out.getvalue().encode(encoding))
    assert secret_columns(path) == ["password"]
    assert blank(path)
    rows = list(csv.reader(io.StringIO(path.read_bytes().decode(encoding)), delimiter=delimiter))
    assert rows == [["id", "password", "name"], ["1", "", "Renée"], ["2", "", "Zoë"]]
    assert not blank(path)


def test_rows_whose_cells_cannot_be_told_apart_lose_them_all(tmp_path: Path) -> None:
    path = tmp_path / "users.csv"
    path.write_text('id,name,password\n1,hunter22\n2,a,b,hunter22\n3,"x"hunter22,c\n4,Ana,hunter22\n')
    assert blank(path)
    kept = path.read_text()
    assert "hunter22" not in kept
    assert kept.splitlines()[1:3] == ["1,", "2,,,"]
    assert kept.splitlines()[-1] == "4,Ana,"
    assert len(kept.splitlines()) == 5


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b"id,name\n1,Ana\n", b"id,password\n", b"id,password\n1,\n", b"PK\x03\x04\x00\xff"]
)
def test_a_file_without_passwords_stays_to_the_byte(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    assert not blank(path)
    assert path.read_bytes() == content


def test_the_kept_file_bears_the_digest_of_what_was_received(tmp_path: Path) -> None:
    path = tmp_path / "users.csv"
    path.write_text("id,password\n1,hunter22\n")
    kept = originals.keep(path)
    assert kept.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert kept.path.read_text() == "id,password\n1,\n"
    assert kept.size == kept.path.stat().st_size
    assert originals.keep(path) == kept


CELL = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=6)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELL, min_size=1, max_size=4), max_size=6))
def test_no_password_is_ever_left_and_no_row_is_lost(tmp_path: Path, rows: list[list[str]]) -> None:
    path = tmp_path / "users.csv"
    out = io.StringIO()
    csv.writer(out).writerows([["id", "password", "name"], *([row[0], "hunter22", *row[1:]] for row in rows)])
    path.write_text(out.getvalue(), encoding="utf-8")
    blank(path)
    kept = path.read_text(encoding="utf-8")
    assert "hunter22" not in kept
    assert len(list(csv.reader(io.StringIO(kept)))) == len(rows) + 1
