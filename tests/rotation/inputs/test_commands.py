"""`homeroom plan import` and `export` say what they did, for people and for scripts."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from a_school import TODAY
from homeroom.rotation.models import Room
from homeroom.site.commands import app
from rotation.inputs.a_planned_school import Planned, planned

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(settings) -> Planned:  # type: ignore[no-untyped-def]
    settings.HOMEROOM_TODAY = TODAY
    return planned(2)


def homeroom(*words: object, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["plan", *map(str, words)])
    assert done.exit_code == code, done.output
    return done.output


def test_it_works(here: Planned, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    assert "rooms.csv: 1 rows" in homeroom("export", folder, "--school", "s1")
    assert "1 rows read = 1 taken + 0 set aside" in homeroom("import", folder, "--school", "s1")
    assert json.loads(homeroom("export", tmp_path / "again", "--school", "s1", "--json"))["rooms"] == 1


def test_what_waits_for_a_person_is_named(here: Planned, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    lines = ["room,kind,seats", "Annex,small,5", *("Cave,cave,3" for _ in range(21))]
    (tmp_path / "rooms.csv").write_text("\n".join(lines))
    told = homeroom("import", tmp_path, "--school", "s1", "--check", code=3)
    assert "22 rows read = 1 taken + 21 set aside" in told
    assert "line 3, row: column kind: “cave” is none of" in told
    assert "and 1 more" in told
    assert "notes.txt" in told
    assert Room.objects.count() == 1
    told = json.loads(homeroom("import", tmp_path, "--school", "s1", "--json", code=3))
    assert (told["kept"], told["unread"], told["files"][0]["counts"]["new"]) == (True, ["notes.txt"], 1)
    assert Room.objects.count() == 2


@pytest.mark.parametrize(("school", "words"), [("s9", "There are: s1"), ("s1", "no such file")])
def test_what_cannot_be_done_is_said(here: Planned, school: str, words: str) -> None:
    assert words in homeroom("import", "/nowhere", "--school", school, code=1)
