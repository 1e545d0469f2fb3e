"""`homeroom plan block` and `week`: a draft made here and now, or what is in the way, for people and for scripts."""

from __future__ import annotations

import json
from datetime import timedelta
from importlib.util import find_spec

import pytest
from pytest_django import Settings
from typer.testing import CliRunner

from homeroom.rotation import planning
from homeroom.rotation.models import BlockPlan, DayType, Room, Rotation, TemplateBlock
from homeroom.rotation.publish import publish
from homeroom.rotation.solvers.run import Line
from homeroom.site import rotating
from homeroom.site.commands import app
from homeroom.site.plan_run_commands import followed
from rotation.inputs.a_planned_school import CODES, WEEK, Planned, believed, planned
from rotation.plans.checked import sound
from rotation.weeks.a_school_week import a_planned_school

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
solved = pytest.mark.skipif(find_spec("ortools") is None, reason="the extra homeroom[planner] is not installed")


@pytest.fixture
def here(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Planned:
    """The week that comes is `WEEK`, and no solver is installed."""
    settings.HOMEROOM_TODAY = WEEK - timedelta(days=1)
    monkeypatch.setattr(planning, "installed", lambda module: False)
    made = planned()
    believed([(child, code, 0.5) for child in made.children for code in CODES])
    return made


def homeroom(*words: object, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["plan", *map(str, words), "--school", "s1"])
    assert done.exit_code == code, done.output
    return done.stdout if code != 1 else done.output


def test_it_works(here: Planned) -> None:
    told = homeroom("block")
    assert f"Week of {WEEK}: version 1 is drafted, by rule of thumb." in told
    assert "    gain: 10.76\n" in told and "overflow: 4, bound 0, stopped by limit" in told
    assert "2 teachers have no qualification on record" in told
    made = json.loads(homeroom("block", "--week", WEEK, "--json"))
    draft = BlockPlan.objects.get(pk=made["draft"])
    assert (made["version"], made["week"], made["solver"]) == (2, str(WEEK), "rule of thumb")
    assert (draft.version, draft.state) == (2, "draft")
    assert draft.made_by.startswith("command line: ")
    assert len(made["notes"]) == 1


def test_a_published_plan_is_what_the_next_is_near_to(here: Planned) -> None:
    homeroom("block")
    publish(BlockPlan.objects.get(), None, sound)
    assert "version 2 is drafted" in homeroom("block", "--week", WEEK)


def test_a_week_without_a_flexible_block_says_what_to_do(here: Planned) -> None:
    TemplateBlock.objects.filter(kind="flexible").delete()
    assert "Enter its bells" in homeroom("block", code=1)


def test_the_night_proposes_with_what_is_installed(here: Planned, capsys: pytest.CaptureFixture[str]) -> None:
    rotating.rotate(rotating.planner())
    assert "version 1 proposed" in capsys.readouterr().out
    assert BlockPlan.objects.get().solver == "rule of thumb"


def test_each_stage_is_shown_to_people_alone(capsys: pytest.CaptureFixture[str]) -> None:
    with followed(as_json=False) as follow:
        follow.hear(Line("classes", 3.25, 4.0, 0.025))
        follow.hear(Line("a week"))
    assert capsys.readouterr().err == "classes: 3.25, within 2.5 % of the best possible\na week\n"
    with followed(as_json=True) as follow:
        follow.hear(Line("classes"))
    assert capsys.readouterr().err == ""


@solved
def test_a_week_is_planned_or_says_what_is_in_the_way(settings: Settings) -> None:
    settings.HOMEROOM_TODAY = WEEK
    own = a_planned_school()
    assert "Version 1, draft. Done: the week is kept as a draft." in homeroom("week", "--seconds", 20)
    kept = Rotation.objects.get()
    assert (str(kept.begins_on), str(kept.ends_on)) == (str(WEEK), "2027-06-30")
    Room.objects.filter(pk=own.lunch.pk).update(seats=5)
    words = homeroom("week", "--name", "Fall", "--from", "2026-11-02", "--until", "2027-05-01", code=3)
    assert "There is no such week" in words
    assert "Cafeteria: 5 seats. Find more seats" in words
    made = json.loads(homeroom("week", "--json", code=3))
    assert (made["version"], made["status"], made["conflict"]) == (3, "impossible", [f"seats:{own.lunch.pk}"])
    assert Rotation.objects.get(version=2).name == "Fall"


def test_without_the_extra_a_week_says_what_is_missing(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.HOMEROOM_TODAY = WEEK
    a_planned_school()
    monkeypatch.setattr("homeroom.rotation.solvers.run.installed", lambda module: False)
    assert "homeroom[planner]" in homeroom("week", code=1)
    assert DayType.objects.exists()
