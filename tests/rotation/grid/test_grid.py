"""A week of activities: what its rules mean, to the checker, to the repair and to the solver, which share no code."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings

from homeroom.rotation.block.plan import StoppedBy
from homeroom.rotation.errors import RotationError
from homeroom.rotation.grid import instance, plan
from homeroom.rotation.grid.check import Broken, check, cost
from homeroom.rotation.grid.instance import (
    Activity,
    DaysBetween,
    EndsDay,
    InRoom,
    Instance,
    NotAvailable,
    Of,
    Room,
    Rules,
    SameStart,
    Starts,
    Students,
    Within,
)
from homeroom.rotation.grid.plan import Meeting, Plan
from homeroom.rotation.grid.repair import repaired
from rotation.fet.files import SMALL, weeks

pytestmark = pytest.mark.any_database

# Ada's math of 1a (two hours, then one), and Ben's music with Year 1 and Year 2. Mon 8 is 0, Tue 8 is 3.
GOOD = (Meeting(1, 0), Meeting(2, 3), Meeting(3, 2))


def told(*rules: Rules, at: tuple[Meeting, ...] = GOOD, week: Instance = SMALL) -> list[tuple[str, tuple[int, ...]]]:
    found = check(msgspec.structs.replace(week, rules=rules), Plan("", at))
    return [(one.code, one.activities) for one in found]


@pytest.mark.parametrize(
    ("rule", "broken"),
    [
        (NotAvailable(times=(1,)), [("not available", (1,))]),
        (NotAvailable(times=(1, 2), teacher="Ben"), [("not available", (3,))]),
        (NotAvailable(times=(3,), students="1a left"), [("not available", (2,))]),
        (NotAvailable(times=(3,), students="1b"), []),
        (Starts(of=Of(subject="math"), times=(0,)), [("starts", (2,))]),
        (Starts(of=Of(students="1b"), times=(0,)), [("starts", (3,))]),
        (Starts(of=Of(duration=2), times=(3,)), [("starts", (1,))]),
        (Starts(of=Of(tag="loud", teacher="Ada"), times=()), []),
        (Within(of=Of(activity=1), times=(0, 2)), [("within", (1,))]),
        (Within(of=Of(activity=1), times=(0, 1)), []),
        (SameStart(activities=(1, 2)), [("same start", (1, 2))]),
        (SameStart(activities=(3,)), []),
        (DaysBetween(activities=(1, 2), days=1), []),
        (DaysBetween(activities=(1, 2), days=2), [("days between", (1, 2))]),
        (DaysBetween(activities=(1, 3), days=1, joined=True), [("days between", (1, 3))]),
        (EndsDay(of=Of(activity=1)), [("ends the day", (1,))]),
        (EndsDay(of=Of(activity=3)), []),
        (InRoom(of=Of(activity=3), rooms=("Hall",)), [("in a room", (3,))]),
    ],
    ids=str,
)
def test_the_checker_tells_what_breaks_a_rule(rule: Rules, broken: list[tuple[str, tuple[int, ...]]]) -> None:
    assert told(rule) == broken


@pytest.mark.parametrize(
    ("at", "broken"),
    [
        (GOOD[:2], [("placed once", (3,))]),
        ((*GOOD, Meeting(3, 4)), [("placed once", (3,))]),
        ((*GOOD, Meeting(9, 4)), [("placed once", (9,))]),
        ((Meeting(1, 2), *GOOD[1:]), [("within a day", (1,))]),
        ((*GOOD[:2], Meeting(3, 6)), [("within a day", (3,))]),
        ((Meeting(1, 0), Meeting(2, 1), Meeting(3, 2)), [("students twice", (1, 2)), ("teacher twice", (1, 2))]),
        ((Meeting(1, 0), Meeting(2, 3), Meeting(3, 1)), [("students twice", (1, 3))]),
        ((Meeting(1, 0, "12"), Meeting(2, 3, "Cellar"), Meeting(3, 2, "Hall")), [("room there", (2,))]),
        ((Meeting(1, 0, "12"), Meeting(2, 3), Meeting(3, 2, "12")), []),
    ],
)
def test_the_checker_tells_what_cannot_be(at: tuple[Meeting, ...], broken: list[tuple[str, tuple[int, ...]]]) -> None:
    assert told(at=at) == broken


def test_a_room_holds_one_activity_and_so_many_children() -> None:
    week = Instance(
        school="",
        days=("Mon",),
        hours=("8",),
        subjects=("art",),
        teachers=(),
        students=(Students("a", 20), Students("b", 4)),
        activities=(Activity(1, "art", students=("a",)), Activity(2, "art", students=("b",))),
        rooms=(Room("12", seats=10),),
    )
    both = Plan("", (Meeting(1, 0, "12"), Meeting(2, 0, "12")))
    assert [one.code for one in check(week, both)] == ["room twice", "seats"]


def test_a_home_room_is_for_what_one_teacher_teaches_alone_without_another_room() -> None:
    home = InRoom(of=Of(teacher="Ada"), rooms=("12",), home=True)
    assert told(home) == [("in a room", (1,)), ("in a room", (2,))]
    elsewhere = (Meeting(1, 0, "Hall"), Meeting(2, 3, "12"), GOOD[2])
    assert told(home, InRoom(of=Of(activity=1), rooms=("Hall",)), at=elsewhere) == []
    shared = msgspec.structs.replace(SMALL.activities[0], teachers=("Ada", "Ben"))
    both = msgspec.structs.replace(SMALL, activities=(shared, *SMALL.activities[1:]))
    assert told(home, week=both) == [("in a room", (2,))]


def test_wishes_cost_their_weight_and_joining_is_no_wish() -> None:
    wish = DaysBetween(activities=(1, 2), days=1, joined=True, weight=95.0)
    joined = (Meeting(1, 0), Meeting(2, 2), Meeting(3, 3))
    torn = check(msgspec.structs.replace(SMALL, rules=(wish,)), Plan("", (Meeting(2, 0), Meeting(1, 1), Meeting(3, 3))))
    assert torn == (Broken("days between", (1, 2), 95.0),) and cost(torn) == 95.0
    assert told(wish, at=joined) == [("days between", (1, 2))]
    long = msgspec.structs.replace(SMALL, hours=("8", "9", "10", "11"))
    apart = check(
        msgspec.structs.replace(long, rules=(msgspec.structs.replace(wish, weight=0.0),)),
        Plan("", (Meeting(1, 0), Meeting(2, 3), Meeting(3, 4))),
    )
    assert apart == (Broken("joined", (1, 2)),) and cost(apart) == 0


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"days": ()}, "a day and an hour"),
        ({"teachers": ("Ada", "Ben", "Ada")}, "teacher Ada is there twice"),
        ({"rules": (Starts(of=Of(activity=9), times=(0,)),)}, "no activity 9"),
        ({"rules": (NotAvailable(times=(6,)),)}, "outside the week"),
        ({"rules": (InRoom(of=Of(activity=1), rooms=("Attic",)),)}, "no room Attic"),
    ],
)
def test_a_week_that_names_what_is_not_there_is_refused(changed: dict[str, object], why: str) -> None:
    with pytest.raises(RotationError, match=why):
        msgspec.structs.replace(SMALL, **changed)


def test_files_of_weeks_and_plans_are_read_back_or_refused() -> None:
    week, placed = SMALL, Plan(instance.digest(SMALL), GOOD)
    assert instance.from_json(instance.as_json(week)) == week
    assert plan.from_json(plan.as_json(placed)) == placed
    for reader in (instance.from_json, plan.from_json):
        with pytest.raises(RotationError, match="This is no file"):
            reader(b"{")


@settings(max_examples=30, deadline=None)
@given(weeks())
def test_what_was_repaired_keeps_every_hard_rule_of_time(week: Instance) -> None:
    starts = repaired(week, 300)
    if starts is not None:
        rules = tuple(rule for rule in week.rules if not isinstance(rule, InRoom))
        placed = Plan("", tuple(Meeting(activity.key, starts[activity.key]) for activity in week.activities))
        assert [one for one in check(msgspec.structs.replace(week, rules=rules), placed) if one.hard] == []


class Solver:
    """A process, for CP-SAT must not be loaded where the block's solver may be."""

    def __init__(self, *words: str) -> None:
        command = [sys.executable, str(Path(__file__).with_name("solver_process.py")), *words]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __call__(self, week: Instance) -> Plan:
        return plan.from_json(self.told(week))

    def starts(self, week: Instance) -> dict[int, int] | None:
        return msgspec.json.decode(self.told(week), type=dict[int, int] | None)

    def told(self, week: Instance) -> bytes:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(instance.as_json(week) + b"\n")
        self.process.stdin.flush()
        return self.process.stdout.readline()

    def end(self) -> None:
        self.process.communicate(timeout=60)


def _solver(*words: str) -> Iterator[Solver]:
    if not find_spec("ortools"):
        pytest.skip("homeroom[planner] is not installed")
    solver = Solver(*words)
    yield solver
    solver.end()


@pytest.fixture(scope="module")
def solve() -> Iterator[Solver]:
    yield from _solver()


@pytest.fixture(scope="module")
def days() -> Iterator[Solver]:
    yield from _solver("days")


@pytest.fixture(scope="module")
def fill() -> Iterator[Solver]:
    yield from _solver("filled")


@settings(max_examples=25, deadline=None)
@given(week=weeks())
def test_the_solver_and_the_checker_agree(solve: Solver, week: Instance) -> None:
    placed = solve(week)
    assert placed.stopped_by == StoppedBy.PROVED
    if placed.meetings:
        found = check(week, placed)
        assert [one for one in found if one.hard] == []
        assert cost(found) == pytest.approx(placed.cost) == pytest.approx(placed.bound)
    else:
        assert repaired(week, 50) is None or _roomy(week)


@settings(max_examples=10, deadline=None)
@given(week=weeks())
def test_what_was_placed_by_days_keeps_every_hard_rule_of_time(days: Solver, week: Instance) -> None:
    starts = days.starts(week)
    if starts is not None:
        rules = tuple(rule for rule in week.rules if not isinstance(rule, InRoom))
        placed = Plan("", tuple(Meeting(activity.key, starts[activity.key]) for activity in week.activities))
        assert [one for one in check(msgspec.structs.replace(week, rules=rules), placed) if one.hard] == []


def _triangle(days: tuple[str, ...]) -> Instance:
    """Ada with Ben, Ben with Cem, Cem with Ada: two hours for each of them, but three hours together."""
    pairs = (("Ada", "Ben"), ("Ben", "Cem"), ("Cem", "Ada"), ("Dan",))
    activities = tuple(Activity(key, "math", teachers=pair) for key, pair in enumerate(pairs, 1))
    teachers = ("Ada", "Ben", "Cem", "Dan")
    apart = Starts(of=Of(activity=4), times=tuple(range(2 * len(days)))[-2:])
    return msgspec.structs.replace(
        SMALL, days=days, hours=("8", "9"), teachers=teachers, activities=activities, rules=(apart,)
    )


def test_a_day_that_cannot_be_filled_is_mixed_with_another(fill: Solver) -> None:
    week = _triangle(("Mon", "Tue"))
    starts = fill.starts(week)
    assert starts is not None and {starts[key] // 2 for key in (1, 2, 3)} == {0, 1}
    assert check(week, Plan("", tuple(Meeting(key, start) for key, start in starts.items()))) == ()


def test_a_week_that_no_turn_fills_is_not_placed_by_days(days: Solver) -> None:
    assert days.starts(_triangle(("Mon",))) is None


def test_more_hours_than_there_are_are_proved_impossible_and_just_as_many_are_placed(solve: Solver) -> None:
    def lessons(count: int) -> Instance:
        return msgspec.structs.replace(
            SMALL, activities=tuple(Activity(key, "math", teachers=("Ada",)) for key in range(1, count + 1))
        )

    assert sorted(meeting.start for meeting in solve(lessons(6)).meetings) == [0, 1, 2, 3, 4, 5]
    seventh = solve(lessons(7))
    assert (seventh.meetings, seventh.stopped_by) == ((), StoppedBy.PROVED)


def test_the_same_seed_gives_the_same_plan(solve: Solver) -> None:
    first, second = (msgspec.structs.replace(solve(SMALL), seconds=0.0) for _ in range(2))
    assert first == second


def test_it_takes_a_file_and_leaves_a_file(solve: Solver, tmp_path: Path) -> None:
    source, target = tmp_path / "week.json", tmp_path / "plan.json"
    source.write_bytes(instance.as_json(SMALL))
    command = [sys.executable, "-m", "homeroom.rotation.solvers.grid_main", str(source), str(target), "2", "1.5"]
    subprocess.run(command, check=True, timeout=120)
    placed = plan.from_json(target.read_bytes())
    assert placed.instance == instance.digest(SMALL) and placed.seed == 2
    assert check(SMALL, placed) == ()


def _roomy(week: Instance) -> bool:
    """Rules of rooms may make a week impossible that the repair, which knows few of them, can place."""
    return any(isinstance(rule, InRoom) for rule in week.rules)
