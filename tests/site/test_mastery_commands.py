"""`homeroom mastery evaluate` judges the engines on anybody's own file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from homeroom.mastery import search
from homeroom.site.mastery_commands import mastery_app
from mastery.made_up import table

run = CliRunner()


@pytest.fixture
def answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(search, "EVALUATIONS", 15)
    told = table(children=12, answers=12)
    names = ("student", "standard", "correct", "item")
    rows = zip(*(told[name] for name in names), strict=True)
    path = tmp_path / "answers.csv"
    path.write_text("\n".join([",".join(names), *(",".join(map(str, row)) for row in rows)]))
    return path


def test_figures_of_each_engine_come_out_as_json(answers: Path) -> None:
    done = run.invoke(mastery_app, ["evaluate", str(answers), "--by", "student", "--folds", "3", "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert (told["students"], told["rows"]) == (12, 144)
    assert {"filter", "calibrated", "bkt"} <= {engine["engine"] for engine in told["engines"]}
    for engine in told["engines"]:
        assert {"auc", "rmse", "ece", "cpu_seconds"} <= engine.keys()
        assert engine["ece_gap"] is None


def test_without_json_it_is_said_in_lines(answers: Path) -> None:
    done = run.invoke(mastery_app, ["evaluate", str(answers), "--folds", "2"])
    assert "144 answers of 12 children" in done.stdout
    assert "calibrated" in done.stdout
    assert "under another standard: " in done.stdout


def test_a_file_that_cannot_be_used_says_why(tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("student,standard,correct\n1,A,7\n1,A,1\n")
    done = run.invoke(mastery_app, ["evaluate", str(tmp_path / "bad.csv")])
    assert done.exit_code == 1
    assert "bad.csv: Column 'correct', row 1 lies outside 0 to 1" in done.output
    assert run.invoke(mastery_app, ["evaluate", str(tmp_path / "none.csv")]).exit_code == 1
    assert run.invoke(mastery_app, ["evaluate", str(tmp_path / "bad.csv"), "--by", "row"]).exit_code == 2
