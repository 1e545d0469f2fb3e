"""`homeroom plan check`: what it prints, what it returns to scripts, and what it says of files that are no plans."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from homeroom.rotation.block import instance as instances
from homeroom.rotation.block import plan as plans
from homeroom.rotation.block.instance import Equity
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.block.plan import Aim, Place, Plan
from homeroom.site import commands
from rotation.a_block import PLAN, WEEK, changed, of
from rotation.mutants import extra, left, level, places

pytestmark = [pytest.mark.any_database]


@pytest.fixture
def week(tmp_path: Path) -> Path:
    path = tmp_path / "week.json"
    path.write_bytes(instances.as_json(WEEK))
    return path


def kept(plan: Plan, folder: Path) -> Path:
    path = folder / "plan.json"
    path.write_bytes(plans.as_json(plan))
    return path


def run(*words: object) -> Result:
    return CliRunner().invoke(commands.app, ["plan", "check", *map(str, words)], catch_exceptions=False)


def test_a_plan_that_keeps_every_rule_is_said_to_with_what_it_is_worth(week: Path, tmp_path: Path) -> None:
    result = run(week, kept(PLAN, tmp_path))
    assert result.exit_code == 0
    assert "plan.json: keeps every rule" in result.stdout
    assert "gain: 3.427" in result.stdout
    assert "adult-floor: Every child has" in result.stdout
    assert "(child 12; short by 1)" in result.stdout
    assert "(child 1; alpha; short by 30)" in result.stdout


def test_what_is_broken_is_named_with_place_and_people(week: Path, tmp_path: Path) -> None:
    result = run(week, kept(left(5, 0), tmp_path))
    assert result.exit_code == 3
    assert "plan.json: breaks group-size" in result.stdout
    where = "2026-11-02, session 1; children 3, 4, 6; adults 51; group 0; room 2"
    assert f"({where}; 3 where 4 is the limit)" in result.stdout
    assert "supervised overflow: child 5, 2026-11-02, session 1" in result.stdout


def test_slots_that_there_are_not_and_claims_without_a_place_are_told_as_they_are(week: Path, tmp_path: Path) -> None:
    assert "(slot 9; children 4)" in run(week, kept(extra(Place(4, 9, Modality.OVERFLOW)), tmp_path)).stdout
    told = run(week, kept(level(Aim.GAIN, 4), tmp_path)).stdout
    assert "(3.427 where 4 is the limit)" in told
    other = kept(plans.from_json(plans.as_json(PLAN).replace(PLAN.instance.encode(), b"x")), tmp_path)
    assert "as-told" in run(week, other).stdout


def test_a_long_list_is_cut_and_says_so(week: Path, tmp_path: Path) -> None:
    nothing = places(drop=tuple((place.child, place.slot) for place in PLAN.places))
    assert "more; --json lists them all" in run(week, kept(nothing, tmp_path)).stdout


def test_a_band_is_told_by_how_many_it_has(tmp_path: Path) -> None:
    week = changed(equity=(Equity("class 2", (9, 12)),))
    path = tmp_path / "week.json"
    path.write_bytes(instances.as_json(week))
    told = run(path, kept(of(week), tmp_path)).stdout
    assert "(a band of 2 children; short by" in told
    assert "class 2" not in told


def test_scripts_get_one_object_with_all_of_it(week: Path, tmp_path: Path) -> None:
    result = run(week, kept(left(5, 0), tmp_path), "--json")
    told = json.loads(result.stdout)
    assert (result.exit_code, told["sound"]) == (3, False)
    assert [(one["rule"], one["children"], one["found"]) for one in told["broken"]] == [("group-size", [3, 4, 6], 3)]
    assert told["overflow"] == [{"child": 5, "slot": 0}]
    assert told["levels"]["overflow"] == 1
    assert {one["rule"] for one in told["missed"]} == {"adult-floor", "least-minutes"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"", "This is no file of a plan"),
        (b'{"format": 1}', "This is no file of a plan"),
        (b"\xff\xfe", "This is no file of a plan"),
        (plans.as_json(PLAN)[:200], "This is no file of a plan"),
        (instances.as_json(WEEK), "This is no file of a plan"),
        (None, "No such file"),
    ],
    ids=["empty", "other", "no text", "cut", "a week", "none"],
)
def test_a_damaged_or_other_file_is_named(week: Path, tmp_path: Path, text: bytes | None, words: str) -> None:
    path = tmp_path / "plan.json"
    if text is not None:
        path.write_bytes(text)
    result = run(week, path)
    assert result.exit_code == 1
    assert words in result.stderr
    assert "plan.json" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_damaged_week_is_named(week: Path, tmp_path: Path) -> None:
    plan = kept(PLAN, tmp_path)
    week.write_bytes(instances.as_json(WEEK).replace(b'"seats":[5,5,5]', b'"seats":[5]'))
    result = run(week, plan)
    assert (result.exit_code, "week.json" in result.stderr) == (1, True)
    assert "Each slot needs its number of seats in the lab" in result.stderr
