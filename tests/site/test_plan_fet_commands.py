"""`homeroom plan place` and `timetable`: a file of FET is placed, our week becomes one; both say what is left out."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from homeroom.rotation import week_drafts
from homeroom.rotation.fet.read import read
from homeroom.rotation.fet.write import write
from homeroom.rotation.gather.school_week import school_week
from homeroom.rotation.grid.instance import Of, Starts
from homeroom.rotation.week.thumb import by_thumb
from homeroom.site.commands import app
from rotation.fet.files import SMALL
from rotation.weeks.a_school_week import MONDAY, YEAR_END, a_planned_school

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
solved = pytest.mark.skipif(find_spec("ortools") is None, reason="the extra homeroom[planner] is not installed")


def homeroom(*words: object, code: int = 0) -> str:
    return plan("place", *words, code=code)


def plan(*words: object, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["plan", *map(str, words)])
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


def test_the_schools_own_week_is_written_and_said_what_is_left_out(tmp_path: Path) -> None:
    school, target = a_planned_school().school, tmp_path / "week.fet"
    assert "There is no such week" in plan("timetable", target, "--school", "s1", code=1)
    week = school_week(school).instance
    week_drafts.save(week, by_thumb(week), None, week_drafts.Dates(MONDAY, YEAR_END))
    told = plan("timetable", target, "--school", "s1", "--version", 1)
    assert "Version 1: " in told and "left out: " in told
    placed = read(target.read_bytes()).instance
    assert {one.name for one in placed.students} == {"3", "4"} and "Room 1" in str(placed.students)
    made = json.loads(plan("timetable", target, "--school", "s1", "--version", 1, "--json"))
    assert (made["activities"], made["written"]) == (len(placed.activities), True)


def test_a_week_with_somebody_in_two_places_is_not_written(tmp_path: Path) -> None:
    week = school_week(a_planned_school().school).instance
    busy = next(one for one in by_thumb(week).entries if one.adults)
    entries = tuple(
        msgspec.structs.replace(one, adults=busy.adults) if one.kind is busy.kind else one
        for one in by_thumb(week).entries
    )
    broken = msgspec.structs.replace(by_thumb(week), entries=entries)
    week_drafts.save(week, broken, None, week_drafts.Dates(MONDAY, YEAR_END))
    target = tmp_path / "week.fet"
    assert "nothing was written" in plan("timetable", target, "--school", "s1", "--version", 1, code=3)
    assert not target.exists()
