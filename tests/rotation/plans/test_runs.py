"""A plan asked for by a page: made by the worker, followed, cancelled, cut off; the plan that holds never suffers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from msgspec.structs import replace
from pytest_django import Settings

from homeroom.intake import worker
from homeroom.intake.job_run import Stopping
from homeroom.people.models import AuditEntry, Staff, User
from homeroom.rotation import drafts, planning, runs
from homeroom.rotation.block.instance import Instance, digest
from homeroom.rotation.block.plan import Plan, StoppedBy
from homeroom.rotation.block.thumb import thumb
from homeroom.rotation.errors import RotationError
from homeroom.rotation.models import BlockPlan, PlanningRun
from homeroom.rotation.publish import publish
from homeroom.rotation.solvers.run import Follow, Line
from homeroom.site import rotating
from rotation.inputs.a_planned_school import CODES, WEEK, Planned, believed, planned
from rotation.plans.checked import sound

State = PlanningRun.State
Make = Callable[[Instance, Follow], Plan]


@pytest.fixture
def own(settings: Settings, db: None) -> Planned:
    settings.HOMEROOM_TODAY = WEEK - timedelta(days=1)
    made = planned()
    believed([(child, code, 0.5) for child in made.children for code in CODES])
    return made


@pytest.fixture(autouse=True)
def goes_on() -> Iterator[None]:
    yield
    Stopping.asked = False


@pytest.fixture
def solver(monkeypatch: pytest.MonkeyPatch) -> Callable[[Make], None]:
    """A solver that does as it is told."""

    def does(make: Make) -> None:
        monkeypatch.setattr(runs, "installed", lambda module: True)
        monkeypatch.setattr(runs, "LOOK", 0.0)
        monkeypatch.setattr(runs, "plan_block", lambda given, seconds, seed, follow, before: make(given, follow))

    return does


def asked(own: Planned) -> PlanningRun:
    return runs.ask_block(own.school, WEEK, user(own.tutor))


def user(staff: Staff) -> User:
    return User.objects.get(staff=staff)


def done(run: PlanningRun) -> PlanningRun:
    runs.carry_out(run.pk)
    return PlanningRun.objects.get(pk=run.pk)


def by_thumb(given: Instance, follow: Follow) -> Plan:
    follow.hear(Line("classes", 3.5, 4.0, 0.14, 12.0))
    return thumb(given)


@pytest.mark.django_db(transaction=True)
def test_it_works(own: Planned, solver: Callable[[Make], None]) -> None:
    solver(by_thumb)
    run = asked(own)
    assert (run.state, run.open, run.draft) == (State.QUEUED, True, None)
    worker.work(until_empty=True, tell=lambda words: None)
    run.refresh_from_db()
    assert (run.state, run.words, run.tries) == (State.DONE, runs.MADE, 1)
    assert (run.stage, run.best, run.bound, run.gap, run.left) == ("classes", 3.5, 4.0, 0.14, None)
    draft = BlockPlan.objects.get()
    assert (run.draft, draft.state, draft.made_by) == (draft.pk, "draft", "tutor")
    verbs = list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["asked for", "drafted"]


def test_two_clicks_are_one_wish(own: Planned) -> None:
    first = asked(own)
    assert asked(own) == first
    assert runs.ask_block(own.school, WEEK + timedelta(days=7), None) != first


def test_the_plan_that_holds_is_what_a_new_one_is_near_to(own: Planned, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "installed", lambda module: False)
    first = done(asked(own))
    held = publish(BlockPlan.objects.get(pk=first.draft), None, sound)
    seen: list[Plan | None] = []

    def make(given: Instance, seconds: float, seed: int, follow: Follow, before: Plan | None) -> Plan:
        seen.append(before)
        return thumb(given)

    monkeypatch.setattr(runs, "plan_block", make)
    done(asked(own))
    assert seen == [drafts.read(held)]


def test_without_the_extra_it_is_the_rule_of_thumb_and_says_so(own: Planned, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (planning, runs):
        monkeypatch.setattr(module, "installed", lambda module: False)
    run = done(asked(own))
    assert (run.state, run.words) == (State.DONE, runs.BY_THUMB)
    assert BlockPlan.objects.get(pk=run.draft).solver == "rule of thumb"


def test_a_cancel_keeps_the_best_plan_until_then(own: Planned, solver: Callable[[Make], None]) -> None:
    run = asked(own)

    def make(given: Instance, follow: Follow) -> Plan:
        assert not follow.cancelled()
        runs.cancel(run, user(own.tutor))
        assert follow.cancelled()
        return thumb(given)

    solver(make)
    ended = done(run)
    assert (ended.state, ended.words) == (State.CANCELLED, runs.KEPT)
    assert ended.plan is not None


def test_a_cancel_before_it_began_ends_it_at_once(own: Planned) -> None:
    run = asked(own)
    runs.cancel(run, user(own.tutor))
    ended = done(run)
    assert (ended.state, ended.words, ended.tries) == (State.CANCELLED, runs.CANCELLED, 0)
    runs.cancel(ended, user(own.tutor))
    assert AuditEntry.objects.filter(verb="cancelled").count() == 1


def test_what_the_solver_says_is_kept_and_the_plan_before_stays(own: Planned, solver: Callable[[Make], None]) -> None:
    def broken(given: Instance, follow: Follow) -> Plan:
        raise RotationError("Planning ran out of memory.")

    solver(broken)
    ended = done(asked(own))
    assert (ended.state, ended.words, ended.draft) == (State.FAILED, "Planning ran out of memory.", None)


def test_a_solver_that_ended_too_soon_leaves_its_best_plan_and_says_so(
    own: Planned, solver: Callable[[Make], None]
) -> None:
    def cut_short(given: Instance, follow: Follow) -> Plan:
        made = thumb(given)
        return replace(made, levels=tuple(replace(one, stopped_by=StoppedBy.BROKEN) for one in made.levels))

    solver(cut_short)
    ended = done(asked(own))
    assert (ended.state, ended.words) == (State.DONE, runs.CUT_SHORT)
    assert ended.plan is not None


def test_an_error_that_nobody_foresaw_is_told_without_its_text(own: Planned, solver: Callable[[Make], None]) -> None:
    def broken(given: Instance, follow: Follow) -> Plan:
        raise ZeroDivisionError("Ada Lovelace")

    solver(broken)
    ended = done(asked(own))
    assert ended.state == State.FAILED
    assert "ZeroDivisionError at test_runs.py" in ended.words and "Ada" not in ended.words


def test_a_week_without_a_flexible_block_says_what_to_do(own: Planned) -> None:
    own.template.blocks.filter(kind="flexible").delete()
    ended = done(asked(own))
    assert ended.words == runs.NO_BLOCK % {"iso_day": WEEK}


@pytest.mark.parametrize("found", [True, False])
def test_a_worker_that_ends_leaves_the_run_to_the_next(
    own: Planned, solver: Callable[[Make], None], found: bool
) -> None:
    def cut_short(given: Instance, follow: Follow) -> Plan:
        Stopping.asked = True
        assert follow.cancelled()
        if not found:
            raise RotationError("Cancelled.")
        return thumb(given)

    solver(cut_short)
    run = done(asked(own))
    assert (run.state, run.stage, BlockPlan.objects.count()) == (State.QUEUED, runs.WAITS, 0)
    Stopping.asked = False
    solver(by_thumb)
    assert (done(run).state, done(run).tries) == (State.DONE, 2)


@pytest.mark.django_db(transaction=True)
def test_a_run_that_was_cut_off_is_taken_up_again_but_not_for_ever(
    own: Planned, solver: Callable[[Make], None]
) -> None:
    solver(by_thumb)
    run = asked(own)
    PlanningRun.objects.update(state=State.RUNNING, tries=1)
    worker.work(until_empty=True, tell=lambda words: None)
    run.refresh_from_db()
    assert (run.state, run.tries) == (State.DONE, 2)
    PlanningRun.objects.update(state=State.RUNNING, tries=runs.MOST_TRIES)
    worker.work(until_empty=True, tell=lambda words: None)
    run.refresh_from_db()
    assert (run.state, run.words) == (State.FAILED, runs.CUT_OFF % {"n": runs.MOST_TRIES})


def test_the_solver_is_asked_where_it_is_installed(own: Planned, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "installed", lambda module: True)
    monkeypatch.setattr(planning, "solve_block", lambda given, **asked: (digest(given), asked["seconds"]))
    instance = runs.inputs.instance_of(own.school, WEEK)
    assert planning.plan_block(instance, 5.0) == (digest(instance), 5.0)  # type: ignore[comparison-overlap]


def test_the_night_has_the_time_for_the_tighter_bound(own: Planned, monkeypatch: pytest.MonkeyPatch) -> None:
    instance, asked = runs.inputs.instance_of(own.school, WEEK), dict[str, object]()
    monkeypatch.setattr(planning, "installed", lambda module: True)
    monkeypatch.setattr(planning, "solve_block", lambda given, **how: asked.update(how) or thumb(given))
    assert rotating.planner().solve(instance) == thumb(instance)
    assert (asked["seconds"], asked["tight"]) == (300, True)
    planning.plan_block(instance, 5.0)
    assert (asked["seconds"], asked["tight"]) == (5.0, False)
