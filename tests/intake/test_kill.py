"""Real processes, really killed: `bench/kills.py` does some hundreds of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
TIMES = 20 if os.environ.get("HOMEROOM_FULL") else 1


def test_a_killed_run_leaves_nothing_half_done_and_two_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "HOMEROOM_DATABASE"}
    asked = ["--state", str(tmp_path), "--wanted", str(TIMES), "--short"]
    done = subprocess.run(
        [sys.executable, "-m", "bench.kills", *asked], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{TIMES} of {TIMES} kills done" in done.stdout
    assert "two runs at once: PASS" in done.stdout
