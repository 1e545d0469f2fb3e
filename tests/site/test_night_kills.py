"""Real nights, really killed: estimates, lists, groups and flags are yesterday's or today's, never a mix."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TIMES = 20


@pytest.mark.skipif(
    not os.environ.get("HOMEROOM_FULL"),
    reason="takes minutes: with HOMEROOM_FULL; tests/mastery stops nights in-process",
)
def test_a_killed_night_leaves_yesterdays_numbers_or_todays() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "HOMEROOM_DATABASE"}
    done = subprocess.run(
        [sys.executable, "-m", "bench.mastery.night_kills", "--wanted", str(TIMES)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{TIMES} of {TIMES} kills done" in done.stdout
    assert "something was wrong: 0 (PASS" in done.stdout
