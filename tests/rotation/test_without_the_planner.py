"""Without the extra `[planner]`: pages say what is missing; rule of thumb, plans by hand, checker and files work."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from typer.testing import CliRunner

import homeroom as homeroom_package
from a_school import staff
from homeroom.people.models import Role, User
from homeroom.rotation import drafts, runs, week_drafts
from homeroom.rotation.block import instance as instances
from homeroom.rotation.block import plan as plans
from homeroom.rotation.errors import RotationError
from homeroom.rotation.gather.school_week import school_week
from homeroom.rotation.models import Absence, BlockPlan, PlanningRun
from homeroom.rotation.publish import publish
from homeroom.rotation.solvers import run
from homeroom.rotation.week.thumb import by_thumb
from homeroom.site.commands import app
from read_files import words_of
from rotation.a_block import PLAN, WEEK
from rotation.inputs import a_planned_school
from rotation.inputs.a_planned_school import CODES, Planned, believed, planned
from rotation.mutants import left
from rotation.weeks.a_school_week import MONDAY, YEAR_END

pytestmark = pytest.mark.any_database
SOLVERS = ("highspy", "ortools")
MISSING = "The planner is not installed."
SOURCE = Path(homeroom_package.__file__).parent
OWN = "homeroom.rotation.solvers."  # processes of their own; `run` starts them


@pytest.fixture
def hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SOLVERS:
        monkeypatch.setitem(sys.modules, name, None)


@pytest.fixture
def here(settings: Settings, db: None, hidden: None) -> Planned:
    settings.HOMEROOM_TODAY = a_planned_school.WEEK - timedelta(days=1)
    made = planned()
    believed([(child, code, 0.5) for child in made.children for code in CODES])
    return made


@pytest.fixture
def principal(here: Planned, client: Client) -> User:
    found = staff("principal", Role.Kind.PRINCIPAL, here.school)
    client.force_login(found)
    return found


def homeroom(*words: object, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["plan", *map(str, words)])
    assert done.exit_code == code, done.output
    return done.output


def page(client: Client, route: str, *arguments: object) -> str:
    return words_of(client.get(reverse(route, args=arguments)))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{one.name}" for one in node.names)


def test_only_the_solvers_own_processes_import_a_solver() -> None:
    inside = SOURCE / "rotation" / "solvers"
    others = [path for path in SOURCE.rglob("*.py") if inside not in path.parents or path.name == "run.py"]
    naming = [path for path in others if re.search(rb"highspy|ortools|solvers", path.read_bytes())]
    found = {name for path in naming for name in imported(path)}
    assert not {name for name in found if name.partition(".")[0] in SOLVERS}
    assert {name.removeprefix(OWN).partition(".")[0] for name in found if name.startswith(OWN)} == {"run"}


@pytest.mark.usefixtures("hidden")
@pytest.mark.parametrize("module", run.NEEDS)
def test_every_solver_says_what_is_missing(module: str) -> None:
    assert not run.installed(module)
    with pytest.raises(RotationError, match=r"homeroom\[planner\]"):
        run.solve(module, b"", seconds=1)


def test_a_block_is_planned_by_rule_of_thumb_published_and_planned_anew_for_a_day(
    client: Client, here: Planned, principal: User, settings: Settings
) -> None:
    assert MISSING in page(client, "block", here.school.pk)
    asked = runs.ask_block(here.school, a_planned_school.WEEK, principal)
    runs.carry_out(asked.pk)
    ended = PlanningRun.objects.get()
    assert (ended.state, ended.words) == (PlanningRun.State.DONE, runs.BY_THUMB)
    draft = BlockPlan.objects.get()
    assert draft.solver == "rule of thumb" and drafts.read(draft).groups
    assert publish(draft, principal).state == "published"
    settings.HOMEROOM_TODAY = a_planned_school.WEEK
    Absence.objects.create(staff=here.tutor, day=a_planned_school.WEEK, said_by="principal")
    assert MISSING.removesuffix(".") in page(client, "replan", here.school.pk)
    assert "version 2 is drafted" in homeroom("day", "--school", "s1", "--on", a_planned_school.WEEK)


def test_a_week_is_made_by_rule_of_thumb_and_by_hand(client: Client, here: Planned, principal: User) -> None:
    week = school_week(here.school).instance
    kept = week_drafts.save(week, by_thumb(week), principal, week_drafts.Dates(MONDAY, YEAR_END))
    told = page(client, "rotation-week", here.school.pk, kept.pk)
    assert MISSING in told and "Solve the rest" not in told and "Publish" in told
    assert "homeroom[planner]" in homeroom("week", "--school", "s1", code=1)


@pytest.mark.usefixtures("hidden")
def test_files_of_plans_are_checked(tmp_path: Path) -> None:
    week, sound, broken = (tmp_path / f"{name}.json" for name in ("week", "sound", "broken"))
    week.write_bytes(instances.as_json(WEEK))
    sound.write_bytes(plans.as_json(PLAN))
    broken.write_bytes(plans.as_json(left(5, 0)))
    assert "keeps every rule" in homeroom("check", week, sound)
    assert "group-size" in homeroom("check", week, broken, code=3)


def test_tables_go_out_and_come_in_again(here: Planned, tmp_path: Path) -> None:
    homeroom("export", tmp_path / "out", "--school", "s1")
    assert "1 unchanged" in homeroom("import", tmp_path / "out", "--school", "s1")
