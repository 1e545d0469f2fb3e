"""Writing a school into a folder: the same bytes for the same seed, and nobody else's files touched."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from homeroom.simulation.errors import SimulationError
from homeroom.simulation.write import FOLDERS, MARKER, write

IN_ANOTHER_PROCESS = """
import os, sys
from pathlib import Path
import django
os.environ["DJANGO_SETTINGS_MODULE"] = "homeroom.site.settings"
django.setup()
from homeroom.simulation.write import write
write(Path(sys.argv[1]), seed=3, children=48, weeks=2)
"""


def digest(folder: Path) -> str:
    """One checksum over every file's path and bytes."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            total.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def elsewhere(folder: Path, home: Path, hash_seed: str) -> str:
    environment = {**os.environ, "HOMEROOM_HOME": str(home), "PYTHONHASHSEED": hash_seed, "TZ": "Asia/Tokyo"}
    command = [sys.executable, "-c", IN_ANOTHER_PROCESS, str(folder)]
    subprocess.run(command, env=environment, check=True)
    return digest(folder)


def test_it_works(tmp_path: Path) -> None:
    written = write(tmp_path / "school", seed=1, children=24, weeks=1)
    assert {name.split("/")[0] for name in written.rows} == set(FOLDERS)
    assert all((written.folder / name).is_file() for name in written.rows)
    assert all(path.is_file() for path in written.exports)


def test_two_processes_write_the_same_bytes(tmp_path: Path, home: Path) -> None:
    """Whatever the order of hashes and the machine's time zone."""
    here = write(tmp_path / "here", seed=3, children=48, weeks=2)
    assert digest(here.folder) == elsewhere(tmp_path / "there", home, "1") == elsewhere(tmp_path / "again", home, "2")


def test_another_seed_writes_another_school(tmp_path: Path) -> None:
    one = write(tmp_path / "one", seed=1, children=24, weeks=1)
    two = write(tmp_path / "two", seed=2, children=24, weeks=1)
    for name in ("roster/users.csv", "truth/mastery.csv", "exports/2026-09-04/number_trail_2026-09-04.csv"):
        assert (one.folder / name).read_bytes() != (two.folder / name).read_bytes()


def test_the_catalogue_does_not_change_with_the_school(tmp_path: Path) -> None:
    one = write(tmp_path / "one", seed=1, children=24, weeks=1)
    two = write(tmp_path / "two", seed=2, children=30, weeks=2)
    assert digest(one.folder / "catalogue") == digest(two.folder / "catalogue")


def test_rows_are_counted_as_they_stand_in_the_files(quick) -> None:
    for name, rows in quick.written.rows.items():
        assert len(quick.rows(name)) == rows, name


def test_a_folder_written_before_is_written_anew(tmp_path: Path) -> None:
    write(tmp_path / "school", seed=1, children=36, weeks=2)
    write(tmp_path / "school", seed=1, children=24, weeks=1)
    assert not (tmp_path / "school" / "exports" / "2026-09-11").exists()
    fresh = write(tmp_path / "fresh", seed=1, children=24, weeks=1)
    assert digest(tmp_path / "school") == digest(fresh.folder)


def test_a_run_that_was_stopped_can_be_run_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as stopped:
        stopped.setattr("homeroom.simulation.write.tables.truth", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            write(tmp_path / "school", children=24, weeks=1)
    whole = write(tmp_path / "school", children=24, weeks=1)
    assert digest(whole.folder) == digest(write(tmp_path / "other", children=24, weeks=1).folder)


def test_a_foreign_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "roster").mkdir()
    (tmp_path / "roster" / "users.csv").write_text("mine")
    with pytest.raises(SimulationError, match="no simulated school"):
        write(tmp_path, children=24, weeks=1)
    assert (tmp_path / "roster" / "users.csv").read_text() == "mine"
    assert not (tmp_path / MARKER).exists()


def test_files_of_others_in_our_folder_stay(tmp_path: Path) -> None:
    folder = write(tmp_path / "school", children=24, weeks=1).folder
    (folder / "notes.txt").write_text("mine")
    write(folder, children=24, weeks=1)
    assert (folder / "notes.txt").read_text() == "mine"


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "school").write_text("")
    with pytest.raises(SimulationError, match="is a file"):
        write(tmp_path / "school", children=24, weeks=1)


@pytest.mark.parametrize(("children", "weeks"), [(11, 1), (2401, 1), (24, 0), (24, 17), (-1, 1)])
def test_sizes_that_make_no_school(tmp_path: Path, children: int, weeks: int) -> None:
    with pytest.raises(SimulationError, match="Ask for"):
        write(tmp_path / "school", children=children, weeks=weeks)
    assert not (tmp_path / "school").exists()


@pytest.mark.parametrize(("children", "weeks"), [(12, 1), (24, 1), (25, 2), (100, 3), (30, 16)])
def test_small_schools_work(tmp_path: Path, children: int, weeks: int) -> None:
    written = write(tmp_path / "school", seed=5, children=children, weeks=weeks)
    assert written.rows["roster/classes.csv"] == -(-children // 24)
    programs = ("iready_lessons", "iready_diagnostic", "participation", "SR_v1", "SR_Dash", "dibels8", "number_trail")
    for program in (*programs, "fraction_forge"):
        assert any(program in name for name in written.rows), program
