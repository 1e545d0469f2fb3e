"""Typed by the reader, with refused records read again, or the whole file as text: all three give the same table."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeroom.facts.engine import session
from homeroom.intake import read
from homeroom.intake.layouts import find, read_header
from homeroom.intake.read import Malformed, read_typed
from homeroom.programs.declaration import load_all

PROGRAMS = load_all()
HEADER = "program,student_id,item_id,correct,answered_at,seconds"
MOMENTS = (
    "2026-10-05T14:00:00Z",
    "2026-10-05T14:00:00",
    "yesterday",
    "",
    " 2026-10-05T14:00:01Z",
    "1026-10-05T14:00:00Z",
)
SECONDS = ("20", "", "x", "1e3", " 7 ", "-3", "2.5", "nan", "inf", "99999999999999999999")
CELLS = st.tuples(st.sampled_from(MOMENTS), st.sampled_from(SECONDS))
ROWS = st.lists(CELLS.map(lambda pair: f"garden,1001,i1,true,{pair[0]},{pair[1]}"), min_size=1, max_size=12)
RAGGED = st.lists(st.sampled_from(["garden,1001", "garden,1001,i1,true,,,,"]), max_size=2)

Table = list[tuple[object, ...]]


def table(rows: list[str], native: bool, most_recast: int) -> tuple[Table, tuple[Malformed, ...]]:
    """What `typed` holds after the reading, and the malformed records."""
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder, session() as place:
        patch.setattr(read, "MOST_RECAST", most_recast)
        path = Path(folder) / "week.csv"
        path.write_text("\n".join([HEADER, *rows]) + "\n", "utf-8", "surrogateescape")
        header = replace(read_header(path, "week.csv"), native=native)
        found = find(header, PROGRAMS)
        assert found
        done = read_typed(place, path, header, found)
        return place.run("select * from typed order by row").rows, done.malformed


@settings(deadline=None, max_examples=15)
@given(ROWS, RAGGED)
def test_every_way_of_reading_gives_the_same_rows(rows: list[str], ragged: list[str]) -> None:
    records = [*rows[:2], *ragged, *rows[2:]]
    as_text = table(records, native=False, most_recast=10_000)
    assert table(records, native=True, most_recast=10_000) == as_text
    assert table(records, native=True, most_recast=0) == as_text


def test_more_refused_records_than_are_read_again_cost_no_row() -> None:
    rows = [f"garden,1001,i{n},true,2026-10-05T14:00:00Z,{'x' if n % 2 else 20}" for n in range(10)]
    typed, malformed = table(rows, native=True, most_recast=4)
    assert (len(typed), malformed) == (10, ())
    assert [row[-1] for row in typed] == [None, "not_a_number|seconds|f_seconds"] * 5


def test_a_record_that_can_be_read_in_no_way_is_malformed_and_moves_no_other() -> None:
    rows = [f"garden,1001,i{n},true,2026-10-05T14:00:00Z,{'x' if n else 20}" for n in range(4)]
    rows[2] = "garden,1001,caf\udce9,true,2026-10-05T14:00:00Z,x"
    typed, malformed = table(rows, native=True, most_recast=10_000)
    assert [(row[0], row[-1]) for row in typed] == [
        (n + 1, "not_a_number|seconds|f_seconds" if n else None) for n in (0, 1, 3)
    ]
    assert [(one.row, one.fault) for one in malformed] == [(3, "The row holds bytes that are no text.")]
