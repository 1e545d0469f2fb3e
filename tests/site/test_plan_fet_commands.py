"""`homeroom plan place`: a timetable of FET goes in, is placed, and comes out locked; what is left out is told."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from homeroom.rotation.fet.read import read
from homeroom.rotation.fet.write import write
from homeroom.rotation.grid.instance import Of, Starts
from homeroom.site.commands import app
from rotation.fet.files import SMALL

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
solved = pytest.mark.skipif(find_spec("ortools") is None, reason="the extra homeroom[planner] is not installed")


def homeroom(*words: object, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["plan", "place", *map(str, words)])
    assert done.exit_code == code, done.output
    return done.output


@solved
def test_it_works(tmp_path: Path) -> None:
    source, target = tmp_path / "week.fet", tmp_path / "placed.fet"
    text = write(SMALL).text.replace(b"</Time_Constraints_List>", b"<ConstraintTidy/></Time_Constraints_List>")
    source.write_bytes(text)
    told = homeroom(source, target)
    assert "week.fet: 3 of 3 placed, written to" in told.replace("\n", "")
    assert "left out: ConstraintTidy (1): " in told
    starts = [rule for rule in read(target.read_bytes()).instance.rules if isinstance(rule, Starts)]
    assert len(starts) == 3 and all(rule.locked and rule.hard for rule in starts)


@solved
def test_a_week_that_can_not_be_is_not_written(tmp_path: Path) -> None:
    source, target = tmp_path / "week.fet", tmp_path / "placed.fet"
    rules = tuple(Starts(of=Of(activity=key), times=(0,)) for key in (1, 2))
    source.write_bytes(write(msgspec.structs.replace(SMALL, rules=rules)).text)
    made = json.loads(homeroom(source, target, "--json", code=3))
    assert (made["activities"], made["placed"], made["written"], made["stopped_by"]) == (3, 0, False, "proved")
    assert not target.exists()
    assert "nothing was written" in homeroom(source, target, code=3)


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "week.fet").write_text("<fet")
    assert "line 1" in homeroom(tmp_path / "week.fet", tmp_path / "placed.fet", code=1)
