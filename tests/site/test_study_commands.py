"""`homeroom study`: what it prints, what it returns to scripts, and what it leaves."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from a_school import standards
from evidence.a_pack import an_rscript
from evidence.a_study import BASELINE, OUTCOME, classes, leader, of, results, told
from evidence.study_by_hand import measured
from extras import needs_evidence
from homeroom.evidence.models import Draw, Plan, Study
from homeroom.goals.models import Goal, UnitPlan
from homeroom.goals.plans import plan_unit
from homeroom.people.models import AuditEntry, Student, User
from homeroom.site import commands
from homeroom.standards.units import Part, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def children() -> list[Student]:
    found = [one for group in classes(2).values() for one in group]
    leader()
    return found


def file(tmp_path: Path, **columns: Any) -> Path:
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(told(**columns)), "utf-8")
    return path


def run(*words: object) -> Result:
    return CliRunner().invoke(commands.app, ["study", *map(str, words)], catch_exceptions=False)


def as_json(*words: object) -> dict[str, Any]:
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_a_study_from_its_plan_to_its_flow(children: list[Student], tmp_path: Path) -> None:
    assert as_json("plan", file(tmp_path), "--by", "leader")["missing"] == []
    locked = as_json("lock", "flex-pilot", "--by", "leader")
    assert (locked["label"], locked["locked_by"]) == ("before the outcomes existed", "leader")
    drawn = as_json("assign", "flex-pilot", "--seed", "2026", "--on", "2026-09-14")
    assert sorted(drawn["result"].values()) == ["flex", "flex", "rotation", "rotation"]
    assert AuditEntry.objects.get(verb="drew").actor.startswith("command line: ")
    results(children, BASELINE, delivery=1)
    results(children[:6], OUTCOME, delivery=2)
    total = as_json("flow", "flex-pilot", "--on", "2027-01-25")["total"]
    assert (total["assigned"], total["stayed"], total["analysed"], total["no_outcome"]) == (8, 8, 6, 2)


def test_the_same_for_people(children: list[Student], tmp_path: Path) -> None:
    assert "flex-pilot: plan 1, 0 parts set aside." in run("plan", file(tmp_path)).stdout
    assert "plan 1 is locked, before the outcomes existed." in run("lock", "flex-pilot").stdout
    drawn = run("assign", "flex-pilot", "--seed", "2026", "--on", "2026-09-14").stdout
    assert "draw 1, drawn from seed 2026." in drawn
    assert "flex: 2" in drawn
    told_of = run("flow", "flex-pilot", "--on", "2027-01-25").stdout
    assert "8 assigned = 8 stayed + 0 moved within + 0 moved across + 0 left + 0 erased" in told_of
    assert "8 assigned = 0 analysed + 0 no baseline + 0 no outcome + 8 neither + 0 erased" in told_of


def test_what_is_set_aside_or_missing_waits_for_a_person(children: list[Student], tmp_path: Path) -> None:
    result = run("plan", file(tmp_path, classes=["Ash", "Oak", "Elm"], primary=None))
    assert result.exit_code == 3
    assert "set aside: classes: Oak: No class has this id." in result.stdout
    assert "Name one primary outcome" in result.stdout


@pytest.mark.parametrize(("verb", "left"), [("lock", Plan), ("assign", Draw)])
def test_what_is_only_tried_leaves_nothing(
    children: list[Student], tmp_path: Path, verb: str, left: type[Plan] | type[Draw]
) -> None:
    assert run("plan", file(tmp_path), "--check").exit_code == 0
    assert not Study.objects.exists()
    run("plan", file(tmp_path))
    if verb == "assign":
        run("lock", "flex-pilot")
    assert as_json(verb, "flex-pilot", "--check")["kept"] is False
    assert not left._default_manager.exclude(place=None).exists()


def test_groups_that_were_not_drawn_say_so(children: list[Student], tmp_path: Path) -> None:
    arms = [{"name": "flex", "new": True, "classes": ["Ash"]}, {"name": "old", "classes": ["Elm"]}]
    run("plan", file(tmp_path, by_lot=False, classes=[], arms=arms))
    run("lock", "flex-pilot")
    assert "not drawn, and marked so for ever" in run("assign", "flex-pilot", "--on", "2026-09-14").stdout
    assert "The arms were not drawn." in run("flow", "flex-pilot", "--on", "2026-09-15").stdout


@pytest.mark.parametrize(
    ("words", "told_of"),
    [
        (("lock", "other"), "No study is called other"),
        (("assign", "other"), "No study is called other"),
        (("flow", "other"), "No study is called other"),
        (("plan", "nowhere.json"), "no such file"),
        (("lock", "other", "--by", "nobody"), "No study is called other"),
        (("hand-over", "other", "--by", "leader"), "No study is called other"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    children: list[Student], words: tuple[str, ...], told_of: str
) -> None:
    result = run(*words)
    assert result.exit_code == 1
    assert told_of in result.stderr
    assert "Traceback" not in result.output


def test_a_changed_record_stops_and_is_named(children: list[Student], tmp_path: Path) -> None:
    run("plan", file(tmp_path))
    run("lock", "flex-pilot")
    run("assign", "flex-pilot", "--seed", "2026", "--on", "2026-09-14")
    Draw.objects.update(seed="2027")
    for verb in ("assign", "flow"):
        result = run(verb, "flex-pilot")
        assert result.exit_code == 1
        assert "flex-pilot, draw 1: drawing again from its seed and list gives another result." in result.stderr


def test_only_a_draw_of_standards_is_handed_over(children: list[Student], tmp_path: Path) -> None:
    run("plan", file(tmp_path))
    run("lock", "flex-pilot")
    run("assign", "flex-pilot")
    result = run("hand-over", "flex-pilot", "--by", "leader")
    assert result.exit_code == 1
    assert "Only a draw of standards" in result.stderr


def test_a_draw_of_standards_is_handed_over_as_drafts(children: list[Student], tmp_path: Path) -> None:
    codes = [f"3.NF.A.{at}" for at in range(1, 5)]
    standards({code: code for code in codes})
    unit = make_unit("ccss", "u1", "Fractions", [Part(code, week=at + 1) for at, code in enumerate(codes)])
    for name in ("Ash", "Birch"):
        plan_unit(User.objects.get(username="leader"), of(name), unit, date(2026, 9, 21), 60)
    columns = {"kind": "alignment crossover", "unit": "class by standard", "units": ["u1"], "baseline": None}
    run("plan", file(tmp_path, classes=["Ash", "Birch"], **columns))
    run("lock", "flex-pilot")
    run("assign", "flex-pilot", "--seed", "5")
    assert as_json("hand-over", "flex-pilot", "--by", "leader", "--check")["kept"] is False
    assert not Goal.objects.exists()
    new = as_json("hand-over", "flex-pilot", "--by", "leader")["new"]
    assert (new, Goal.objects.count(), Goal.objects.filter(sent_at=None).count()) == (new, new, new)
    UnitPlan.objects.filter(school_class=of("Ash")).delete()
    again = run("hand-over", "flex-pilot", "--by", "leader")
    assert again.exit_code == 3
    assert f"0 goals are new, {new} stand." in again.stdout
    assert "Ash | 3.NF.A.1: the class's weeks plan no lab time for it." in again.stdout


def test_what_cannot_be_divided_is_listed(children: list[Student], tmp_path: Path) -> None:
    run("plan", file(tmp_path, pairs=[["Ash", "Birch"]], classes=["Ash", "Birch", "Elm"]))
    run("lock", "flex-pilot")
    assert "can't be divided: Elm" in run("assign", "flex-pilot").stdout


@needs_evidence
def test_a_study_is_run_packed_and_rerun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = classes(6)
    leader()
    run("plan", file(tmp_path), "--by", "leader")
    run("lock", "flex-pilot", "--by", "leader")
    run("assign", "flex-pilot", "--seed", "2026", "--on", BASELINE)
    assert run("run", "flex-pilot").exit_code == 1
    measured(found)
    result = run("run", "flex-pilot", "--by", "leader")
    assert result.exit_code == 0
    assert "    permutation\n" in result.stdout
    assert "Too few classrooms to conclude" in result.stdout
    results(found["Ash"][:1], OUTCOME + timedelta(days=1), 3, result_kind="level")
    again = run("run", "flex-pilot", "--json")
    assert (again.exit_code, json.loads(again.stdout)["study"]) == (3, "flex-pilot")
    pack = tmp_path / "flex.zip"
    assert as_json("pack", "flex-pilot", "--to", pack, "--by", "leader")["run"] == 2
    assert "is packed in" in run("pack", "flex-pilot", "--to", tmp_path / "other.zip").stdout
    monkeypatch.setenv("PATH", str(tmp_path))
    compared = as_json("rerun", pack)
    assert (compared["same"], compared["other"], compared["in_r"]) == (True, [], 0)
    an_rscript("printf 'missing\\tlme4\\nclass means\\t0\\t0\\t0\\n'", tmp_path, monkeypatch)
    told = run("rerun", pack)
    assert "0 are others" not in told.stdout and told.exit_code == 1
    assert "3 numbers compared with R." in told.stdout
    assert "R lacks its package lme4: the mixed model was not compared." in told.stdout
    assert run("rerun", tmp_path / "plan.json").exit_code == 1
