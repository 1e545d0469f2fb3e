"""`homeroom survey`: open, import, close, each also tried without keeping anything."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evidence.surveys_by_hand import rooms, survey
from homeroom.evidence.models import AnonymousAnswer, Wave
from homeroom.people.clock import today
from homeroom.site.commands import app

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_database]
DONE, REFUSED, WAITING = 0, 1, 3


@pytest.fixture(autouse=True)
def school(db: None) -> None:
    rooms({"Ash": 12, "Birch": 12})
    survey()


def run(*words: str, code: int = DONE) -> str:
    found = CliRunner().invoke(app, ["survey", *words])
    assert found.exit_code == code, found.output
    return str(found.output)


def test_a_survey_is_opened_filled_and_closed(tmp_path: Path) -> None:
    run("open", "room", "--until", "2099-01-01", code=REFUSED)
    until = ["--until", (today() + timedelta(days=7)).isoformat()]
    told = json.loads(run("open", "room", *until, "--check", "--json"))
    assert (told["people"], told["kept"]) == (24, False)
    assert not Wave.objects.exists()
    assert "wave 1 asks 24 people in en." in run("open", "room", *until)
    file = tmp_path / "answers.csv"
    file.write_text("class,id,q1,mood\nAsh,1,4,x\nNowhere,2,4,x\nBirch,3,9,\n", "utf-8")
    tried = json.loads(run("import", "room", str(file), "--check", "--json", code=WAITING))
    assert (tried["rows_in"], tried["taken"], tried["set_aside"]) == (3, 1, 2)
    assert not AnonymousAnswer.objects.exists()
    output = run("import", "room", str(file), code=WAITING)
    assert "3 rows in = 1 taken + 2 set aside." in output
    for words in (
        "1 × unknown school or class",
        "line 3: unknown school",
        "column set aside: mood",
        "1 answers are no",
    ):
        assert words in output
    file.write_text("class,id,q1\nAsh,7,4\n", "utf-8")
    run("import", "room", str(file))
    assert json.loads(run("close", "room", "--check", "--json"))["kept"] is False
    assert "wave 1 is closed" in run("close", "room")


def test_an_unknown_survey_is_refused_with_those_there_are() -> None:
    assert "There are: room" in CliRunner().invoke(app, ["survey", "close", "nothing"]).output
