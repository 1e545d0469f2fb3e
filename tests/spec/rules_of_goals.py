"""How work is chosen for a goal, and what is said of it before it is sent: the specs of these rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import numpy as np

from a_school import MONDAY, TODAY
from goals.choosing.a_goal import PROGRAM
from homeroom.goals.choose import Proposal
from homeroom.goals.choosing import kernel, lessons, limits, rules, tutor
from homeroom.goals.choosing.draw import bounds_of, fill
from homeroom.goals.choosing.works import Work, content
from homeroom.goals.models import Goal
from homeroom.mastery import next_kernel
from homeroom.mastery.next import judge
from homeroom.people.visibility import nobody
from homeroom.programs.assign import Assign
from homeroom.reports.class_week.report import Named
from homeroom.reports.goals import rules as of_goals
from homeroom.reports.goals.checks import Aimed, minutes
from homeroom.reports.goals.report import ChildWork
from homeroom.reports.goals.report import Work as Proposed
from mastery.a_class import school_class
from spec.rules_by_hand import CODE, child
from spec.specs import spec


def lesson(code: str, name: str = "L", length: float = 1.0) -> Work:
    return Work(PROGRAM, name, name, {code: 1.0}, length, effect=0.5, channel="work_list")


def given(
    codes: Sequence[str], works: Sequence[Work], kind: int = next_kernel.GOAL, room: float = 999.0
) -> list[float]:
    """The minutes of each piece that one child is given, whose list holds these standards and who has so much room."""
    many, shape = len(codes), (1, len(works))
    lists = kernel.Lists(
        np.arange(many)[None], np.full((1, many), kind), np.ones((1, many)), np.zeros(1, dtype=np.bool_)
    )
    nothing = np.zeros(shape, np.int8)
    children = kernel.Children(
        np.array([1]), np.array([room], np.float64), np.array([3.0]), nothing, nothing, nothing,
        np.zeros((1, 1), np.int64), np.zeros((1, many), np.int64),
    )  # fmt: skip
    of_works = content(works, [PROGRAM], codes, [3.0] * many)
    chosen = fill(lists, of_works, children, bounds_of([PROGRAM], {}), 1)
    return [float(one) for one, place in zip(chosen.minutes[0], chosen.place[0], strict=True) if place >= 0]


@spec(rules.AT_A_TIME, "most")
def ten_pieces_of_work_at_a_time() -> None:
    for many, pieces in ((9, 9), (10, 10), (11, 10)):
        codes = [f"S{at}" for at in range(many)]
        assert len(given(codes, [lesson(code, f"on {code}") for code in codes])) == pieces


@spec(rules.AT_A_TIME, "each")
def three_pieces_of_work_on_one_standard() -> None:
    found = [len(given([CODE], [lesson(CODE, f"L{at}") for at in range(many)])) for many in (2, 3, 4)]
    assert found == [2, 3, 3]


@spec(rules.PROBES, "minutes")
def a_probe_takes_ten_minutes_and_is_one_piece() -> None:
    found = [given([CODE], [lesson(CODE, "L", long), lesson(CODE, "M", 60)], next_kernel.PROBE) for long in (9, 10, 11)]
    assert found == [[9], [10], [10]]


@spec(rules.OFFLINE, "minutes")
def fifteen_minutes_without_a_program() -> None:
    assert [given([CODE], [], room=room) for room in (14.5, 15, 99)] == [[], [15], [15]]


@spec(rules.STANDARD_MINUTES, "minutes")
def thirty_minutes_for_a_standard_that_a_program_is_told() -> None:
    whole = {(PROGRAM, "L"): lessons.Tagged({CODE: 1.0}, frozenset({CODE}))}
    works = list(lessons.of_standards(whole, [PROGRAM], {PROGRAM: Assign(grain="standard")}, {(PROGRAM, ""): 0.5}))
    assert [given([CODE], works, room=room) for room in (29.5, 30, 99)] == [[], [30], [30]]


def a_goal(**columns: object) -> Goal:
    days = {"begins_on": MONDAY, "ends_on": MONDAY}
    return Goal.objects.create(school_class=school_class("class", []), title="Fractions", **days, **columns)


@spec(rules.A_WEEK, "minutes")
def sixty_minutes_a_week_that_has_begun() -> None:
    one = a_goal(minutes=0)
    found = []
    for days in (7, 8, 14, 15):
        one.ends_on = one.begins_on + timedelta(days=days - 1)
        found += limits.rooms(one, [1], []).tolist()
    assert found == [60, 120, 120, 180]


@spec(rules.STUCK, "most")
def two_standards_at_a_time_go_to_an_adult() -> None:
    found = []
    for many in (1, 2, 3):
        known = child({f"S{at}": {"missed": 12, "days": 1, "goal": 1} for at in range(many)})
        found.append(len(tutor.stuck(judge(*known, 0), *known[:2], 0, range(many), frozenset())))
    assert found == [1, 2, 2]


@spec(of_goals.MINUTES, "percent")
def under_half_of_the_goals_minutes_is_little() -> None:
    one = a_goal(minutes=100)
    assert [fits(one, planned) for planned in (49, 50, 100, 101)] == [False, True, True, False]


def fits(goal: Goal, planned: int) -> bool:
    work = Proposed(PROGRAM, "Number Trail", CODE, "", "", "L", planned, "", "", "work_list")
    made = Proposal(goal, (), (), TODAY, 1, (0, 0))
    return minutes(Aimed(goal, nobody([1], TODAY), [ChildWork(Named(1, "Ana"), (work,))], made)).fine
