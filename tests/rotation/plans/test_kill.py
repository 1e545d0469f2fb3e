"""Real processes, really killed while they publish: plan, caseload and tables are of one version, or of the next."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from homeroom.rotation import drafts
from homeroom.rotation.delivered import tick
from homeroom.rotation.publish import publish
from homeroom.rotation.work_out import work_out
from rotation.plans.a_week import MONDAY, TUESDAY, Block, L, plan, tutored
from rotation.plans.checked import sound

ROOT = Path(__file__).parents[3]
TIMES = 54 if os.environ.get("HOMEROOM_FULL") else 4


def test_a_killed_publishing_leaves_one_version_or_the_next(
    own: Block, settings: Settings, home: Path, tmp_path: Path
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the database is copied as a file")
    publish(drafts.save(own.instance, plan(own), None), None, sound)
    settings.HOMEROOM_TODAY = TUESDAY
    tick(own.numbers(0, 1, 4), MONDAY, 1, None)
    work_out()
    moved = tutored(own, 0, 1, 4).online((0, 2), 5, 6).group(7, L, own.second_tutor, (3, 4), 5, 6, 7).done()
    drafts.save(own.instance, moved, None)
    prepared = Path(shutil.copytree(home, tmp_path / "prepared"))
    (prepared / "homeroom.sqlite3").write_bytes(connection.connection.serialize())
    (prepared / "settings.toml").write_text(f"today = {TUESDAY}\n", "utf-8")
    environment = {name: value for name, value in os.environ.items() if name != "HOMEROOM_DATABASE"}
    done = subprocess.run(
        [sys.executable, "-m", "rotation.plans.killed", str(prepared), str(tmp_path / "killed"), str(TIMES), "1"],
        cwd=ROOT / "tests",
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{TIMES} kills done: {{'after': " in done.stdout
    assert "'before': " in done.stdout
