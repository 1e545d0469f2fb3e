"""A few of the files changed at random; `bench/fuzz.py` goes through 100,000 of them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from bench.fuzz import Counts, sources
from bench.mutations import mutated

ROOT = Path(__file__).parents[2]


def test_some_files_bring_nothing_down_and_a_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    for wanted in (10, 20):
        command = [sys.executable, "-m", "bench.fuzz", "--state", str(tmp_path), "--wanted", str(wanted)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    assert "20 of 20 files, 2 of them the whole way" in done.stdout


def test_a_mutation_is_drawn_from_its_number_alone() -> None:
    files = sources([])
    assert len(files) > 5
    assert mutated(7, files) == mutated(7, files)
    assert len({mutated(number, files)[1] for number in range(50)}) > 45


def test_a_file_that_ended_the_process_counts_as_a_crash_and_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "fuzz.json").write_text(json.dumps({"done": 100}))
    (tmp_path / "fuzz.now").write_text("104")
    seen = Counts(tmp_path / "fuzz.json").seen
    assert (seen["done"], seen["crashes"]) == (105, [[104, "the process ended"]])


def test_a_run_that_ended_well_left_nothing_in_hand(tmp_path: Path) -> None:
    counts = Counts(tmp_path / "fuzz.json")
    counts.begin(0)
    counts.end(0, 0.1)
    assert Counts(tmp_path / "fuzz.json").seen["crashes"] == []
