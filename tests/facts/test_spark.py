"""Spark behind the door: what a session promises, kept there too. Skips where Java or pyspark is missing."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest
from pytest_django import Settings

from facts.facts_by_hand import publish
from homeroom.facts import spark, store
from homeroom.facts.engine import EngineDiskError, EngineError, Session, session
from homeroom.facts.schema import ATTEMPTS, STREAKS
from homeroom.facts.spark_process import PYSPARKS_LOGGERS
from homeroom.mastery.refresh import refresh
from spec.engines import needs_spark

pytestmark = [pytest.mark.spark, pytest.mark.any_database]


@pytest.fixture
def place() -> Iterator[Session]:
    needs_spark()
    with spark.session() as place:
        yield place


def streaks(folder: Path, name: str, columns: str) -> Path:
    path = folder / f"{name}.parquet"
    with session() as place:
        place.write(f"select {columns}", path, 1_000)
    return path


def test_values_come_back_as_from_duckdb(place: Session) -> None:
    asked = (
        "select $day as day, $moment as moment, $text as text, $number as number, $share as share, $yes as yes,"
        " $nothing as nothing, $several as several, {'a': 1} as pair, date '2026-10-26' + interval '6' day as later"
    )
    told = {
        "day": date(2026, 10, 26),
        "moment": datetime(2026, 10, 26, 9, 30),
        "text": "3.NF.A.1",
        "number": 7,
        "share": 0.5,
        "yes": True,
        "nothing": None,
        "several": [1, 2],
        "unused": 0,
    }
    with session() as other:
        expected = other.run(asked, told)
    found = place.run(asked, told)
    assert found.names == expected.names
    assert found.one[:-1] == expected.one[:-1]
    assert str(found.one[-1])[:10] == str(expected.one[-1])[:10] == "2026-11-01"


def test_a_small_table_goes_in_with_duckdbs_types_even_where_it_is_empty_or_blank(place: Session) -> None:
    place.relation("tags", {"standard": ["A", None], "share": [0.5, 1.0], "on": [date(2026, 10, 26), None]})
    assert place.run("select * from tags order by share").rows == [("A", 0.5, date(2026, 10, 26)), (None, 1.0, None)]
    assert place.numbers("select share from tags order by share").tolist() == [0.5, 1.0]
    for held, cells in (([], []), ([None], [(None, None)])):
        place.relation("checks", {"seen_on": held, "standard": held})
        wanted = "select cast(seen_on as date) as seen_on, cast(standard as varchar) as standard from checks"
        assert place.run(wanted).rows == cells


def test_arrays_go_in_and_come_out(place: Session) -> None:
    place.columns("told", {"student": np.array([2, 1]), "mean": np.array([0.25, np.nan])})
    assert place.run("select student, mean from told order by student").rows == [(1, None), (2, 0.25)]
    found = place.arrays("select student, student * 0.5e0 as half from told order by student")
    assert {name: column.tolist() for name, column in found.items()} == {"student": [1, 2], "half": [0.5, 1.0]}


def test_files_of_an_older_schema_give_blanks_for_the_columns_they_lack(place: Session, tmp_path: Path) -> None:
    old = streaks(tmp_path, "old", "1 as student, '3.G.A.1' as standard")
    new = streaks(tmp_path, "new", "2 as student, '3.G.A.1' as standard, 'garden' as programs")
    place.files("streaks", STREAKS, [old, new])
    assert place.run("select student, programs from streaks order by all").rows == [(1, None), (2, "garden")]
    assert place.run("select * from streaks").names == STREAKS.names
    place.files("streaks", STREAKS, [])
    assert place.run("select * from streaks").names == STREAKS.names


def test_gathered_rows_are_those_of_the_children_asked_for_and_need_the_files_no_more(
    place: Session, tmp_path: Path
) -> None:
    files = [streaks(tmp_path, name, f"{n} as student, 'A' as standard") for n, name in enumerate("abc", 1)]
    place.gather("few", STREAKS, ["student", "standard"], [1, 3, 9], files)
    for file in files:
        file.unlink()
    assert place.run("select * from few order by all").rows == [(1, "A"), (3, "A")]


def test_one_sorted_file_is_written_with_groups_of_the_size_asked_for(place: Session, tmp_path: Path) -> None:
    place.relation("numbers", {"n": [k * 7919 % 10_000 for k in range(10_000)]})
    path = tmp_path / "sorted.parquet"
    place.write("select n from numbers order by n", path, 4_000)
    assert [found.name for found in tmp_path.iterdir() if found.suffix != ".sqlite3" and found.is_file()] == [path.name]
    with session() as other:
        asked = "select row_group_num_rows as many from parquet_metadata($path) order by row_group_id"
        assert other.run(asked, {"path": str(path)}).column("many") == [4_000, 4_000, 2_000]
        rows = other.run("select n from read_parquet($path)", {"path": str(path)}).column("n")
    assert rows == list(range(10_000))


def test_what_goes_wrong_is_an_error_of_the_engine_and_is_printed_nowhere(
    place: Session, tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    for name in PYSPARKS_LOGGERS:
        logging.getLogger(name).disabled = False  # as a later set-up of logging leaves it
    for wrong in ("select cast('a secret' as integer)", "select * from nowhere", "select list(1 order by 1)", "selec"):
        with pytest.raises(EngineError):
            place.run(wrong)
    with pytest.raises(EngineDiskError):
        place.files("streaks", STREAKS, [tmp_path / "gone.parquet"])
    assert not "".join((*capfd.readouterr(), caplog.text))


def test_sessions_see_their_own_views_alone_and_leave_nothing_behind(place: Session, home: Path) -> None:
    place.relation("mine", {"n": [1]})
    kept = len(list((home / "spark").rglob("*.parquet")))
    with spark.session() as other:
        with pytest.raises(EngineError):
            other.run("select * from mine")
        other.relation("mine", {"n": [2]})
        assert other.run("select n from mine").one == (2,)
    assert place.run("select n from mine").one == (1,)
    assert len(list((home / "spark").rglob("*.parquet"))) == kept == 1


@pytest.mark.django_db
def test_an_installation_on_spark_derives_the_same_tables(settings: Settings) -> None:
    needs_spark()
    answer = {"student": 1, "content_item": "i1", "standard": "3.NF.1", "seconds": 40}
    on = [datetime(2026, 10, 26, hour) for hour in range(8, 14)]
    publish(
        ATTEMPTS.name,
        [
            {**answer, "student": 1 + n % 2, "occurred_on": at.date(), "occurred_at": at, "correct": n % 3 > 0}
            for n, at in enumerate(on)
        ],
    )
    refresh([2027])
    before = _practice_and_streaks()
    settings.HOMEROOM_FACTS_ENGINE = "spark"
    refresh([2027])
    assert _practice_and_streaks() == before
    assert store.row_counts()["practice"] == 2
    assert [(file.first_student, file.last_student) for file in store.true_files("practice")] == [(1, 2)]


def _practice_and_streaks() -> list[list[tuple[object, ...]]]:
    names = ("practice", "streaks")
    return [store.query(f"select * from {name} order by all", tables=[name]).rows for name in names]
