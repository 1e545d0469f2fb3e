"""Compiled functions are kept on disk, and never outlive the source that they were made of."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numba
import numpy as np
import pytest

from homeroom.mastery.columns import Numbers
from homeroom.mastery.compiled import compiled, compiled_in_place, kept

INNER = "from homeroom.mastery.compiled import compiled\n@compiled\ndef inner(x: float) -> float:\n    return x + {}\n"
OUTER = """
import sys
from pathlib import Path
from homeroom.mastery import compiled as module
module.HERE = Path(sys.argv[1])
from inner import inner
from homeroom.mastery.compiled import compiled

@compiled
def outer(x: float) -> float:
    return 2.0 * inner(x)

print(outer(1.0), outer.stats.cache_hits)
"""


def run(folder: Path) -> list[str]:
    path = os.environ | {"PYTHONPATH": str(folder)}
    command = [sys.executable, str(folder / "outer.py"), str(folder)]
    return subprocess.run(command, env=path, capture_output=True, text=True, check=True).stdout.split()


def places(folder: Path) -> list[Path]:
    return sorted((folder / "__pycache__").glob("compiled-*"))


def test_they_are_kept_until_what_they_call_changes(tmp_path: Path) -> None:
    (tmp_path / "inner.py").write_text(INNER.format("1.0"))
    (tmp_path / "outer.py").write_text(OUTER)
    assert run(tmp_path) == ["4.0", "Counter()"]
    assert run(tmp_path)[0] == "4.0"
    assert run(tmp_path)[1:] != ["Counter()"]
    (tmp_path / "inner.py").write_text(INNER.format("2.0"))
    assert run(tmp_path) == ["6.0", "Counter()"]
    assert len(places(tmp_path)) == 2


def test_places_of_older_sources_go_after_a_day(tmp_path: Path) -> None:
    (tmp_path / "inner.py").write_text(INNER.format("1.0"))
    (tmp_path / "outer.py").write_text(OUTER)
    run(tmp_path)
    (first,) = places(tmp_path)
    os.utime(first, (0, 0))
    (tmp_path / "inner.py").write_text(INNER.format("2.0"))
    run(tmp_path)
    assert first not in places(tmp_path)
    assert len(places(tmp_path)) == 1


def test_a_closed_folder_leaves_the_place_to_numba(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    (closed / "__pycache__").write_text("a file is in the way")
    assert kept(closed) == ""


def test_the_place_of_other_compiled_code_is_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numba.config, "CACHE_DIR", "")

    @compiled
    def doubled(x: float) -> float:
        return 2 * x

    assert doubled(2.0) == 4.0
    assert numba.config.CACHE_DIR == ""


@compiled_in_place
def doubled(row: Numbers) -> None:
    row[0] *= 2.0


@compiled_in_place
def each_doubled(rows: Numbers) -> None:
    for at in range(rows.shape[0]):
        doubled(rows[at])


def test_arrays_that_are_changed_in_place_are_held_by_their_owner_alone() -> None:
    rows = np.ones((1_000, 2))
    each_doubled(rows)  # compiles
    before = sys.getrefcount(rows)
    for _ in range(100):
        each_doubled(rows)
    assert sys.getrefcount(rows) == before
    assert rows[:, 0].tolist() == [2.0**101] * 1_000
    assert rows[:, 1].tolist() == [1.0] * 1_000
    each_doubled(rows[::2].copy())  # nothing else holds this one
