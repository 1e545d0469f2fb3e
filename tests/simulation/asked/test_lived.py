"""A school lives on: files of the week, in the layouts declared, with what was late; and the truth beside them."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from homeroom.simulation.asked import lived
from homeroom.simulation.asked.answers import Asked, Manner
from homeroom.simulation.asked.lived import Lived
from homeroom.simulation.asked.shelf import NUMBERS, SKILLS
from homeroom.simulation.catalogue import FORGE, LESSONS, TRAIL
from homeroom.simulation.errors import SimulationError

Begun = Callable[..., Lived]
WEEK = timedelta(weeks=1)


def asked(lived_on: Lived, program: str, lesson: str = "", standard: str = "3.OA.A.3") -> list[Asked]:
    days = (lived_on.week.monday, date(2026, 12, 1))
    return [Asked(f"{program} {child}", child, program, lesson, standard, *days) for child in range(24)]


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))


def names(paths: list[Path]) -> list[str]:
    return [path.name for path in paths]


def test_within_the_simulated_weeks_only_lessons_are_added(begun: Begun) -> None:
    school = begun()
    assert names(school.live([])) == [f"lab_lessons_{school.world.weeks[2].friday}.csv"]
    assert school.next_week == 3


def test_asked_work_in_other_programs_stands_below_their_own_rows(begun: Begun) -> None:
    school = begun()
    friday = school.week.friday
    [own] = (school.folder / "exports").glob(f"*/{TRAIL}_{friday}.csv")
    before = own.read_bytes()
    came = school.live([*asked(school, TRAIL), *asked(school, LESSONS)])
    assert own in came
    assert own.read_bytes().startswith(before)
    assert len(rows(own)) > before.count(b"\n") - 1
    assert len(came) == len(set(came)) == 3


def test_after_the_simulated_weeks_every_program_goes_on(begun: Begun) -> None:
    school = begun()
    school.live([])
    friday = school.week.friday
    came = names(school.live([]))
    assert set(came) == {f"{program}_{friday}.csv" for program in ("iready_lessons", TRAIL, FORGE, "lab_lessons")}
    assert school.week.monday > friday


def test_the_year_to_date_export_stays_whole(begun: Begun) -> None:
    school = begun()
    friday = school.week.friday
    [before] = (school.folder / "exports").glob(f"*/iready_lessons_{friday}.csv")
    told = before.read_bytes()
    school.live([])
    [after] = [path for path in school.live([]) if path.name == f"iready_lessons_{friday + WEEK}.csv"]
    assert after.read_bytes().startswith(told)
    assert after.stat().st_size > len(told)


def test_a_late_program_tells_its_week_with_the_next(begun: Begun) -> None:
    school = begun()
    late = f"{SKILLS}_{school.week.friday}.csv"
    assert late not in names(school.live(asked(school, SKILLS), SKILLS))
    again = lived.resume(school.folder)
    came = again.live([])
    assert came[0].name == late
    assert {row["program"] for row in rows(came[0])} == {SKILLS}
    assert again.late == []


def test_nothing_is_told_twice(begun: Begun) -> None:
    school = begun()
    portal = [path for path in school.live(asked(school, SKILLS)) if "lab" in path.name]
    portal += [path for path in school.live(asked(school, SKILLS)) if "lab" in path.name]
    days = [{row["worked_on"] for row in rows(path)} for path in portal]
    assert not days[0] & days[1]


def test_rows_say_what_was_asked_for(begun: Begun) -> None:
    school = begun()
    wanted = asked(school, NUMBERS)
    [path] = [path for path in school.live(wanted) if "lab" in path.name]
    by = {row["assigned_by"] for row in rows(path)}
    assert by == {"goal", "program"}
    assert {row["program"] for row in rows(path) if row["assigned_by"] == "goal"} == {NUMBERS}


def test_the_truth_tells_each_childs_manner(begun: Begun) -> None:
    school = begun()
    wanted = asked(school, SKILLS)
    school.live(wanted)
    school.live(wanted)
    told = rows(school.folder / "truth" / "asked.csv")
    assert {row["assignment"] for row in told} == {one.key for one in wanted}
    assert len(told) == len(wanted)
    assert {row["manner"] for row in told} == set(Manner)


def test_living_on_in_two_processes_is_living_on_in_one(begun: Begun) -> None:
    one, other = begun(name="one"), begun(name="other")
    wanted = asked(one, SKILLS)
    first = [one.live(wanted), one.live(wanted)]
    other.live(wanted)
    second = lived.resume(other.folder).live(wanted)
    assert [path.read_bytes() for path in first[1]] == [path.read_bytes() for path in second]


def test_what_was_learned_is_kept(begun: Begun) -> None:
    school = begun()
    school.live(asked(school, SKILLS))
    assert (school.gained >= 0).all()
    assert school.gained.sum() > 0
    assert np.array_equal(lived.resume(school.folder).gained, school.gained)


def test_the_year_ends(begun: Begun) -> None:
    school = begun()
    school.next_week = 16
    with pytest.raises(SimulationError, match="16 weeks"):
        school.live([])


@pytest.mark.parametrize("spoilt", ["nothing", "no json", "no week"])
def test_what_can_t_go_on_says_so(begun: Begun, spoilt: str) -> None:
    school = begun()
    if spoilt != "nothing":
        school.live([])
        text = "{" if spoilt == "no json" else json.dumps({"courses": {}, "late": []})
        (school.folder / "lived" / "state.json").write_text(text, "utf-8")
    with pytest.raises(SimulationError, match="can go on"):
        lived.resume(school.folder)


def test_a_folder_without_a_school_says_so(tmp_path: Path) -> None:
    with pytest.raises(SimulationError, match="no simulated school"):
        lived.begin(tmp_path, 0)
