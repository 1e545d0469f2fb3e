"""A solver that is really killed while the worker waits for it: the plan that holds stays, and the run says so."""

from __future__ import annotations

import os
import random
import subprocess
import threading
import time
from collections import Counter
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from pytest_django import Settings

from homeroom.facts import store
from homeroom.intake import worker
from homeroom.people.models import Caseload
from homeroom.rotation import drafts, runs
from homeroom.rotation.block.plan import StoppedBy
from homeroom.rotation.block.thumb import thumb
from homeroom.rotation.check import check
from homeroom.rotation.inputs import instance_of
from homeroom.rotation.models import BlockPlan, Placement, PlanningRun
from homeroom.rotation.publish import publish
from homeroom.rotation.solvers import run
from rotation.inputs.a_planned_school import CODES, WEEK, Planned, believed, planned

pytestmark = pytest.mark.skipif(not run.installed(run.BLOCK), reason="the extra homeroom[planner] is not installed")
State = PlanningRun.State
FULL = bool(os.environ.get("HOMEROOM_FULL"))
TIMES = 10 if FULL else 2


@pytest.fixture
def own(settings: Settings, transactional_db: None) -> Planned:
    """A plan by rule of thumb holds in the week."""
    settings.HOMEROOM_TODAY = WEEK - timedelta(days=1)
    made = planned()
    believed([(child, code, 0.5) for child in made.children for code in CODES])
    week = instance_of(made.school, WEEK)
    publish(drafts.save(week, thumb(week), None), None)
    return made


def killed_after(seconds: float) -> Any:
    """What starts a process that is killed so many seconds later."""

    def started(*words: Any, **how: Any) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(*words, **how)
        end = threading.Timer(seconds, process.kill)
        end.daemon = True
        end.start()
        return process

    return SimpleNamespace(Popen=started, PIPE=subprocess.PIPE)


def what_holds() -> tuple[list[object], ...]:
    rows = store.query("select * from placements order by all", tables=["placements"]).rows
    return (
        list(BlockPlan.objects.exclude(state="draft").values_list("version", "state")),
        list(Placement.objects.filter(plan__state="published").order_by("pk").values()),
        list(Caseload.objects.order_by("pk").values()),
        list(rows),
    )


def planned_anew(own: Planned) -> PlanningRun:
    asked = runs.ask_block(own.school, WEEK, None, seconds=5.0)
    worker.work(until_empty=True, tell=lambda words: None)
    asked.refresh_from_db()
    return asked


@pytest.mark.parametrize("seed", range(5 if FULL else 1))
def test_a_killed_solver_leaves_the_plan_that_holds_and_the_run_says_so(
    own: Planned, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    held, coin, began = what_holds(), random.Random(seed), time.monotonic()
    assert planned_anew(own).words == runs.MADE
    whole = time.monotonic() - began
    seen = Counter[str]()
    for moment in (0.0, *(coin.uniform(0, whole) for _ in range(TIMES - 1))):
        BlockPlan.objects.filter(state="draft").delete()
        monkeypatch.setattr(run, "subprocess", killed_after(moment))
        ended = planned_anew(own)
        seen[ended.words] += 1
        assert what_holds() == held, moment
        assert ended.state == (State.FAILED if ended.words == run.BROKE else State.DONE)
        assert ended.words in (run.BROKE, runs.CUT_SHORT, runs.MADE)
        assert (ended.plan is None) is (ended.state == State.FAILED)
        check_draft(ended)
    assert seen[run.BROKE] and seen.total() == TIMES, "the first is killed before it has a plan"
    print(dict(seen))


def check_draft(ended: PlanningRun) -> None:
    """What there is of a plan is whole, and says whether it was cut short."""
    for draft in BlockPlan.objects.filter(state="draft"):
        plan = drafts.read(draft)
        assert check(drafts.instance_of(draft), plan).broken == ()
        broken = StoppedBy.BROKEN in {level.stopped_by for level in plan.levels}
        assert broken is (ended.words == runs.CUT_SHORT)
