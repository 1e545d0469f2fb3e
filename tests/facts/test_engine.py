"""What every session on the engine can count on."""

from pathlib import Path

import pytest

from homeroom.facts.engine import EngineDiskError, session
from homeroom.facts.schema import STREAKS


def test_every_session_has_the_clock_of_utc_and_keeps_the_footers_of_files() -> None:
    with session() as place:
        wanted = "select current_setting('TimeZone') as zone, current_setting('parquet_metadata_cache') as kept"
        assert place.run(wanted).one == ("UTC", True)


def streaks(folder: Path, name: str, columns: str) -> Path:
    path = folder / f"{name}.parquet"
    with session() as place:
        place.write(f"select {columns}", path, 1_000)
    return path


def test_files_of_an_older_schema_give_blanks_for_the_columns_they_lack(tmp_path: Path) -> None:
    old = streaks(tmp_path, "old", "1 as student, '3.G.A.1' as standard")
    new = streaks(tmp_path, "new", "2 as student, '3.G.A.1' as standard, 'garden' as programs")
    with session() as place:
        for paths, found in (([old], [(1, None)]), ([new], [(2, "garden")]), ([old, new], [(1, None), (2, "garden")])):
            place.files("streaks", STREAKS, paths)
            assert place.run("select student, programs from streaks order by all").rows == found
            assert place.run("select * from streaks").names == STREAKS.names
            place.gather("few", STREAKS, ["student", "programs"], [1, 2], paths)
            assert place.run("select * from few order by all").rows == found


def test_a_file_that_is_gone_is_an_error_of_the_disk(tmp_path: Path) -> None:
    with session() as place, pytest.raises(EngineDiskError):
        place.files("streaks", STREAKS, [tmp_path / "gone.parquet"])
