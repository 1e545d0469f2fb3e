"""`homeroom goals`: what it prints, what it returns to scripts, and what it leaves."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from a_school import standards, town
from homeroom.goals.models import UnitPlan
from homeroom.site import commands

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> Path:
    standards({"3.NF.A.1": "Unit fractions"})
    town(1)
    path = tmp_path / "plan.csv"
    path.write_text("class,week,standard,minutes\nc1,2026-11-02,3.NF.A.1,60\nc9,2026-11-02,3.NF.A.1,60\n", "utf-8")
    return path


def run(*words: object) -> Result:
    return CliRunner().invoke(commands.app, ["goals", *map(str, words)], catch_exceptions=False)


def test_a_plan_tells_what_it_took_and_what_is_set_aside_with_its_line(file: Path) -> None:
    result = run("plan", file)
    assert result.exit_code == 3
    assert "2 rows read = 1 taken + 1 set aside" in result.stdout
    assert "line 3, row: column class: 'c9' is no class that is known" in result.stdout
    assert UnitPlan.objects.get().minutes == 60


def test_a_plan_that_is_only_looked_at_leaves_nothing(file: Path) -> None:
    assert "1 new" in run("plan", file, "--check").stdout
    assert not UnitPlan.objects.exists()


def test_a_sound_plan_is_no_wait(file: Path) -> None:
    file.write_text(file.read_text("utf-8").replace("c9", "c2"), "utf-8")
    assert run("plan", file).exit_code == 0


def test_what_is_no_plan_is_refused_in_one_sentence(tmp_path: Path) -> None:
    result = run("plan", tmp_path / "nowhere.csv")
    assert result.exit_code == 1
    assert "there is no such file" in result.stderr
    assert "Traceback" not in result.output
