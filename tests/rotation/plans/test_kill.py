"""Real processes, really killed while they publish: plan, caseload and tables are of one version, or of the next."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from homeroom.rotation import drafts, draw
from homeroom.rotation.delivered import tick
from homeroom.rotation.publish import publish
from homeroom.rotation.work_out import work_out
from rotation.plans import test_draw
from rotation.plans.a_week import MONDAY, SUNDAY_BEFORE, TUESDAY, Block, L, plan, tutored
from rotation.plans.checked import sound

ROOT = Path(__file__).parents[3]
TIMES = 54 if os.environ.get("HOMEROOM_FULL") else 4


def a_newer_version(own: Block, settings: Settings) -> None:
    publish(drafts.save(own.instance, plan(own), None), None, sound)
    settings.HOMEROOM_TODAY = TUESDAY
    tick(own.numbers(0, 1, 4), MONDAY, 1, None)
    work_out()
    moved = tutored(own, 0, 1, 4).online((0, 2), 5, 6).group(7, L, own.second_tutor, (3, 4), 5, 6, 7).done()
    drafts.save(own.instance, moved, None)


def with_draws(own: Block, settings: Settings) -> None:
    """A week is drawn when it is first published."""
    settings.HOMEROOM_TODAY = SUNDAY_BEFORE
    draw.switch_on(own.school, 0.05, own.teacher)
    test_draw.draft(own)


@pytest.mark.parametrize("prepare", [a_newer_version, with_draws])
def test_a_killed_publishing_leaves_one_version_or_the_next(
    own: Block, settings: Settings, home: Path, tmp_path: Path, prepare: Callable[[Block, Settings], None]
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the database is copied as a file")
    prepare(own, settings)
    prepared = Path(shutil.copytree(home, tmp_path / "prepared"))
    (prepared / "homeroom.sqlite3").write_bytes(connection.connection.serialize())
    (prepared / "settings.toml").write_text(f"today = {settings.HOMEROOM_TODAY}\n", "utf-8")
    environment = {name: value for name, value in os.environ.items() if name != "HOMEROOM_DATABASE"}
    told = [prepared, tmp_path / "killed", TIMES, 1, test_draw.HEADS]
    done = subprocess.run(
        [sys.executable, "-m", "rotation.plans.killed", *map(str, told)],
        cwd=ROOT / "tests",
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{TIMES} kills done: {{'after': " in done.stdout
    assert "'before': " in done.stdout
