"""A copy of the record: complete, safe to open, readable without homeroom."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date

import pytest

from erasing import canary
from homeroom.pages.record.copy import files, text, zipped
from homeroom.people import audit
from homeroom.people.models import Student
from homeroom.people.record import Held, Told
from homeroom.site.erasing.packages import exported

pytestmark = pytest.mark.django_db(transaction=True)


def test_everything_that_is_held_is_in_it(child: Student) -> None:
    audit.did(None, "looked", f"student {child.pk}", [child.pk], "a test")
    parts = dict(files(child.name, child.pk, exported(child.pk), date(2026, 10, 26)))
    everything = b"".join(parts.values()).decode()
    assert [word for word in canary.WORDS if word not in everything and word != canary.CANARY["contact"]] == []
    told = {one["name"]: one["rows"] for one in json.loads(parts["record.json"])["tables"]}
    assert len(told["attempts"]) == 4
    assert len(told["received_rows"]) == 10
    assert {row[4] for row in told["received_rows"]} == {"published", "duplicate", "quarantined", "held"}
    exports = ["table attempts as csv", "table attempts as parquet"]  # the child was in them
    assert [row[3] for row in told["who_saw"]] == [*exports, f"student {child.pk}"]
    assert [row[1] for row in told["family"]] == ["parent"]


def test_nobody_else_is_in_it(child: Student) -> None:
    everything = b"".join(dict(files(child.name, 1, exported(child.pk), date(2026, 10, 26))).values()).decode()
    assert not any(other in everything for other in ("Ana", "Berg", "Cruz", "0012"))


def test_each_table_is_a_csv_with_its_columns_told(child: Student) -> None:
    parts = dict(files(child.name, child.pk, exported(child.pk), date(2026, 10, 26)))
    for one in exported(child.pk):
        rows = list(csv.reader(io.StringIO(parts[f"{one.name}.csv"].decode("utf-8-sig"))))
        assert rows[0] == [column.name for column in one.columns]
        assert len(rows) == len(one.rows) + 1
    meant = parts["what-the-columns-mean.csv"].decode()
    assert "attempts,student," in meant


def test_the_page_runs_nothing_and_fetches_nothing(child: Student) -> None:
    page = dict(files("<script>x</script>", 1, exported(child.pk), date(2026, 10, 26)))["index.html"].decode()
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")
    assert "&lt;script&gt;" in page


def test_a_cell_that_a_spreadsheet_would_run_is_guarded() -> None:
    held = [Held("notes", "Notes", "a note", (Told("words", "what it says"),), [["=1+1"], [None], [True], [2.5]])]
    parts = dict(files("A", 1, held, date(2026, 10, 26)))
    assert parts["notes.csv"].decode("utf-8-sig").split() == ["words", "'=1+1", '""', "yes", "2.5"]


def test_a_long_table_is_whole_in_its_file_and_short_on_the_page() -> None:
    rows = [[number] for number in range(500)]
    parts = dict(files("A", 1, [Held("many", "Many", "one", (Told("n", "a number"),), rows)], date(2026, 10, 26)))
    assert b"holds 300 more rows" in parts["index.html"]
    assert parts["many.csv"].count(b"\n") == 501


def test_the_zip_opens() -> None:
    with zipfile.ZipFile(io.BytesIO(zipped([("a.txt", b"x")]))) as packed:
        assert packed.read("a.txt") == b"x"


def test_moments_are_told_in_the_schools_time() -> None:
    from datetime import UTC, datetime

    assert text(datetime(2026, 10, 5, 17, 0, tzinfo=UTC)) == "2026-10-05 10:00"
    assert text(datetime(2026, 10, 5, 10, 0)) == "2026-10-05 10:00"
