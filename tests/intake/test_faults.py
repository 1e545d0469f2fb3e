"""Faults of every kind, some of each: `bench/faults.py` does some hundreds of them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FULL = bool(os.environ.get("HOMEROOM_FULL"))
TIMES, ANSWERS = 60, 40_000


@pytest.mark.skipif(
    not FULL, reason="takes most of a minute: with HOMEROOM_FULL; test_crash_points stops runs in-process"
)
def test_a_fault_leaves_a_whole_version_and_the_next_run_recovers_unaided(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "HOMEROOM_DATABASE"}
    asked = ["--state", str(tmp_path), "--wanted", str(TIMES), "--answers", str(ANSWERS)]
    done = subprocess.run(
        [sys.executable, "-m", "bench.faults", *asked], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{TIMES} of {TIMES} faults done" in done.stdout
