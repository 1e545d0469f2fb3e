"""A solver's process: followed, cancelled, refused, broken, missing; what is there stays."""

import textwrap
from importlib.util import find_spec
from types import SimpleNamespace

import pytest
from msgspec.structs import replace

from homeroom.reports.rotation.block.told import quality
from homeroom.rotation.block import instance as instances
from homeroom.rotation.block.greedy import greedy
from homeroom.rotation.block.plan import StoppedBy, as_json
from homeroom.rotation.errors import RotationError
from homeroom.rotation.solvers import run
from homeroom.simulation.rotation.blocks import of_size
from rotation.block.weeks import child, tutor, week

pytestmark = pytest.mark.any_database
planner = pytest.mark.skipif(find_spec("highspy") is None, reason="the extra homeroom[planner] is not installed")


@pytest.fixture
def solver(tmp_path, monkeypatch):
    """A process that does what its words say, as a module of its own."""

    def named(words):
        (tmp_path / "made_up.py").write_text(
            "import signal, sys, time\nfrom pathlib import Path\n" + textwrap.dedent(words)
        )
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))
        monkeypatch.setattr(run, "NEEDS", {"made_up": "sys"})
        return "made_up"

    monkeypatch.setattr(run, "GRACE", 3.0)
    monkeypatch.setattr(run, "LOOK", 0.02)
    return named


def test_lines_are_heard_and_what_was_written_comes_back(solver):
    heard = []
    module = solver("""
        print('{"stage": "first plan", "best": 1.5, "bound": null}', flush=True)
        Path(sys.argv[2]).write_bytes(Path(sys.argv[1]).read_bytes() + b"!")
    """)
    ended = run.solve(module, b"week", seconds=5, follow=run.Follow(heard.append))

    assert (ended.found, ended.short, heard) == (b"week!", None, [run.Line("first plan", 1.5)])


def test_a_cancel_keeps_the_best_that_was_written(solver):
    module = solver("""
        Path(sys.argv[2]).write_bytes(b"best")
        print('{"stage": "classes"}', flush=True)
        time.sleep(60)
    """)
    heard = []
    ended = run.solve(module, b"", seconds=60, follow=run.Follow(heard.append, lambda: bool(heard)))

    assert (ended.found, ended.short) == (b"best", StoppedBy.PERSON)


@pytest.mark.parametrize(
    ("then", "heard", "short"),
    [
        ("time.sleep(60)", 99.0, StoppedBy.CLOCK),
        ("import os; os.kill(os.getpid(), signal.SIGKILL)", 0.0, StoppedBy.BROKEN),
    ],
)
def test_what_was_found_until_then_says_what_cut_it_short(solver, monkeypatch, then, heard, short):
    """The clock goes on, by so much, when the first line is heard."""
    now = [0.0]
    monkeypatch.setattr(run, "time", SimpleNamespace(monotonic=lambda: sum(now)))
    module = solver(f"Path(sys.argv[2]).write_bytes(b'best')\nprint('{{\"stage\": \"\"}}', flush=True)\n{then}")
    ended = run.solve(module, b"", seconds=0, follow=run.Follow(lambda line: now.append(heard)))

    assert (ended.found, ended.short) == (b"best", short)


def test_a_process_that_never_ends_is_ended(solver, monkeypatch):
    monkeypatch.setattr(run, "GRACE", 0.3)
    module = solver("time.sleep(60)")

    with pytest.raises(RotationError, match="ended before there was a plan"):
        run.solve(module, b"", seconds=0)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("sys.stderr.write('A lock is in the way.'); sys.exit(3)", "A lock is in the way"),
        ("raise MemoryError", "out of memory"),
        ("sys.exit(1)", "The plan before stays"),
    ],
)
def test_what_went_wrong_is_told_in_words(solver, words, said):
    with pytest.raises(RotationError, match=said):
        run.solve(solver(words), b"", seconds=5)


def test_a_cancel_before_any_plan_says_so(solver):
    with pytest.raises(RotationError, match="cancelled"):
        run.solve(solver("time.sleep(60)"), b"", seconds=5, follow=run.Follow(cancelled=lambda: True))


def test_without_the_extra_it_says_what_is_missing(monkeypatch):
    monkeypatch.setattr(run, "NEEDS", {run.BLOCK: "no_such_solver"})

    with pytest.raises(RotationError, match="homeroom\\[planner\\]"):
        run.solve_block(week(child(1)))


def test_a_broken_solvers_last_plan_says_that_it_was_stopped(monkeypatch):
    one = week(*(child(number) for number in (1, 2, 3)), adults=(tutor(),))
    for stopped in (StoppedBy.PERSON, StoppedBy.CLOCK, StoppedBy.BROKEN):
        ended = run.Ended(as_json(greedy(one)), stopped)
        monkeypatch.setattr(run, "solve", lambda *_, ended=ended, **__: ended)

        assert {level.stopped_by for level in run.solve_block(one).levels} == {stopped}


@planner
def test_a_week_is_planned_in_a_process_of_its_own():
    one = week(*(child(number) for number in (1, 2, 3)), adults=(tutor(),))
    plan = run.solve_block(one, seed=7, before=greedy(one), tight=True)

    assert plan.instance == instances.digest(one) and plan.seed == 7 and plan.made_by.startswith("HiGHS")
    assert plan.places == greedy(one).places and plan.levels[-1].value == 0


@planner
def test_the_same_input_and_seed_give_the_same_plan_byte_for_byte_where_its_own_limits_ended_it():
    one = of_size(32)
    plans = [run.solve_block(one, seconds=60.0, seed=3, turns=1) for _ in range(2)]
    first, again = (as_json(replace(plan, seconds=0.0)) for plan in plans)

    assert first == again
    assert {level.stopped_by for level in plans[0].levels} <= {StoppedBy.LIMIT, StoppedBy.PROVED}
    assert not any("clock" in words for words in told_of(plans[0]))


@planner
def test_what_the_clock_ended_says_that_it_may_differ_next_time(monkeypatch):
    monkeypatch.setattr(run, "GRACE", 600.0)  # the solver's own clock is asked
    plan = run.solve_block(of_size(32), seconds=0.01)

    assert plan.levels[3].stopped_by is StoppedBy.CLOCK
    assert "Stopped by the clock; may differ next time." in told_of(plan)


def told_of(plan):
    return quality(plan.levels, plan.made_by, plan.seconds, plan.price_of_floor)


@planner
def test_the_process_refuses_in_words(tmp_path):
    from homeroom.rotation.solvers import block_main

    (tmp_path / "week").write_bytes(b"{}")

    assert block_main.main([str(tmp_path / "week"), str(tmp_path / "plan")]) == block_main.REFUSED
