"""`homeroom plan day` and `draw`: what moves on a day when somebody is missing, and a log that can be tossed again."""

from __future__ import annotations

import json

import pytest
from pytest_django import Settings
from typer.testing import CliRunner

from homeroom.rotation import draw
from homeroom.rotation.models import BlockPlan, DrawnPair
from homeroom.rotation.solvers import run
from homeroom.site.commands import app
from rotation.day.a_day import a_day, away, in_force
from rotation.plans.a_week import MONDAY, SUNDAY_BEFORE, Block, person

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def own(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Block:
    settings.HOMEROOM_TODAY = SUNDAY_BEFORE
    monkeypatch.setattr(run, "NEEDS", {**run.NEEDS, run.DAY: "no_such_module"})
    return a_day()


def homeroom(*words: object, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["plan", *map(str, words), "--school", "s1"])
    assert done.exit_code == code, done.output
    return done.output if code == 1 else done.stdout


def test_a_day_is_drafted_for_who_is_here(own: Block) -> None:
    in_force(own)
    assert "nobody is missing" in homeroom("day", "--on", MONDAY)
    away(person(own.tutor))
    told = homeroom("day", "--on", MONDAY)
    assert f"{MONDAY}: version 2 is drafted. 3 children move, 0 places are supervised overflow" in told
    made = json.loads(homeroom("day", "--on", MONDAY, "--json"))
    assert (made["version"], {one["child"] for one in made["moves"]}) == (3, own.numbers(0, 1, 4))
    assert {one["why"] for one in made["moves"]} == {"adult away"}
    assert BlockPlan.objects.get(state="published").version == 1


def test_without_a_published_plan_it_says_what_to_do(own: Block) -> None:
    assert "Publish one first" in homeroom("day", code=1)


def test_a_log_is_tossed_again(own: Block) -> None:
    assert "draws are off. 0 pairs in the log" in homeroom("draw")
    plan = in_force(own)
    draw.switch_on(own.school, 0.05, own.teacher)
    said = {"day": MONDAY, "session": 1, "seed": 3, "one": own.children[5], "other": own.children[6]}
    pair = DrawnPair.objects.create(plan=plan, number=1, swapped=draw.is_swapped(3, 1), **said)
    told = homeroom("draw", "--week", MONDAY)
    assert "draws are on, for 5.0% of child-sessions. 1 pairs" in told and "1 agree, 0 do not" in told
    DrawnPair.objects.filter(pk=pair.pk).update(swapped=not pair.swapped)
    made = json.loads(homeroom("draw", "--week", MONDAY, "--json", code=3))
    assert (made["share"], made["disagree"], made["pairs"][0]["propensity"]) == (0.05, 1, 0.5)
