"""The demonstration's plans: inputs that are all sound, a published week and blocks, a tutor who is ill, a week that
can't be, whose named rules are what is in the way."""

from __future__ import annotations

from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path

import pytest
from pytest_django import Settings

from a_planned_demo import MONDAY, written
from homeroom.people.models import Caseload, School
from homeroom.rotation import week_drafts
from homeroom.rotation.errors import RotationError
from homeroom.rotation.files.take import take
from homeroom.rotation.models import Absence, BlockPlan, Delivered, Placement, Rotation, RotationStep
from homeroom.rotation.solvers import run
from homeroom.rotation.week.plan import Status, Task
from homeroom.simulation.rotation.inputs import MORNING
from homeroom.simulation.school import SCHOOL, SECOND
from homeroom.site import demo_planned

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
solved = pytest.mark.skipif(find_spec("ortools") is None, reason="the extra homeroom[planner] is not installed")


@pytest.fixture
def folder(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return written(tmp_path, settings, monkeypatch)


def school(org: str) -> School:
    return School.objects.get(sourced_id=org)


@solved
def test_the_story_of_the_plans(folder: Path) -> None:
    demo_planned.plan(folder, MONDAY)
    check_files(folder)
    check_week()
    check_impossible_week()
    check_blocks()
    check_morning()


def check_files(folder: Path) -> None:
    """Every row of them was sound."""
    for path in (SCHOOL.sourced_id, SECOND.sourced_id, f"{SCHOOL.sourced_id}/{MORNING}"):
        place = school(path.split("/")[0])
        taken = take(folder / path, place, demo_planned.coordinator(place))
        assert not taken.waiting, [line for account in taken.accounts for line in account.set_aside]


def check_week() -> None:
    held = Rotation.objects.get(school__sourced_id=SCHOOL.sourced_id)
    assert (held.state, held.conflict) == ("published", [])
    assert held.solver.startswith("CP-SAT")
    assert week_drafts.opened(held).is_of_now


def check_impossible_week() -> None:
    """Each rule that is named, once lifted, makes the week possible."""
    draft = Rotation.objects.get(school__sourced_id=SECOND.sourced_id)
    assert draft.state == "draft" and draft.entries.exists() and draft.conflict
    assert RotationStep.objects.filter(rotation=draft).count() == 1
    instance = week_drafts.opened(draft).instance
    for lifted in draft.conflict:
        others = frozenset(rule.id for rule in instance.rules) - {lifted}
        assert run.solve_week(Task(instance.keeping(others)), seconds=20).status is Status.PLANNED


def check_blocks() -> None:
    before, now = BlockPlan.objects.order_by("week")
    assert [(one.week, one.state) for one in (before, now)] == [
        (MONDAY - timedelta(days=7), "published"),
        (MONDAY, "published"),
    ]
    days = set(Delivered.objects.values_list("day", flat=True))
    planned = sorted(set(Placement.objects.filter(plan=before).values_list("day", flat=True)))
    assert days == set(planned[: demo_planned.TICKED_DAYS]) and len(planned) > len(days)
    assert set(Delivered.objects.values_list("took_place", flat=True)) == {True, False}


def check_morning() -> None:
    ill = Absence.objects.get(staff__isnull=False)
    assert (ill.day, Absence.objects.filter(student__isnull=False).exists()) == (MONDAY, True)
    assert Caseload.objects.filter(of_plan__isnull=False).exists()


def test_what_can_not_be_planned_is_said_and_stops_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without the extra the week is the rule of thumb's, which may break a rule; a block may have a lock in its way."""

    def refuses(*asked: object, turns: int) -> None:
        assert turns == demo_planned.BLOCK_TURNS
        raise RotationError("A lock is in the way.")

    monkeypatch.setattr(demo_planned, "installed", lambda module: False)
    monkeypatch.setattr(demo_planned, "plan_block", refuses)
    demo_planned.plan(folder, MONDAY)
    told = capsys.readouterr().out.replace("\n", " ")
    assert f"Flexible block of {MONDAY}: A lock is in the way." in told
    assert Absence.objects.filter(day=MONDAY).exists()
