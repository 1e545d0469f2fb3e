"""What a class page shows: the specs of its rules."""

from __future__ import annotations

from datetime import date

import numpy as np

from a_school import FRIDAY, MONDAY, TODAY, town
from facts.facts_by_hand import publish
from homeroom.facts import store
from homeroom.goals.index.purposes import around
from homeroom.mastery import next_kernel as kernel
from homeroom.mastery import rules
from homeroom.mastery.flagged import flagged
from homeroom.mastery.flags import Run, working_hard
from homeroom.mastery.graph import Graph
from homeroom.mastery.state import STATES
from homeroom.mastery.states import states
from homeroom.people.models import Class, Student
from homeroom.programs.declaration import Feed
from homeroom.reports import rules as of_classes
from homeroom.reports.class_week.on_plan import on_plan
from homeroom.reports.class_week.read import first_day
from homeroom.reports.class_week.rows import share
from homeroom.reports.freshness import expected_through
from homeroom.reports.gathered import Gathered
from homeroom.reports.values import State
from homeroom.reports.week import Week
from spec.rules_by_hand import CODE, YEAR, a_class, child, flags, renewed, status
from spec.specs import DAY, WEEK, says, spec


@spec(of_classes.WINDOW, "weeks")
def four_weeks_are_counted() -> None:
    assert first_day(Week(MONDAY)) == MONDAY - 3 * WEEK


@spec(of_classes.THIN, "answers")
def from_five_answers_on_a_share_is_told() -> None:
    assert [share(1, answers).state for answers in (4, 5)] == [State.FEW, State.KNOWN]


@spec(of_classes.ON_PLAN, "lessons")
def time_on_plan_is_told_of_twenty_lessons() -> None:
    assert [told_on_plan(class_lessons=many) for many in (19, 20)] == [False, True]


@spec(of_classes.ON_PLAN, "percent")
def time_on_plan_is_told_where_a_fifth_of_it_is_sure() -> None:
    assert [told_on_plan(class_sure=share) for share in (0.199, 0.2)] == [False, True]


@spec(of_classes.ON_PLAN, "steps")
def gaps_of_a_plan_are_looked_for_three_steps_back() -> None:
    says(of_classes.ON_PLAN, steps=3)
    chain = Graph.of(("a", "b", "c", "d", "plan"), [("a", "b"), ("b", "c"), ("c", "d"), ("d", "plan")])
    near, _ = around(np.array([False, False, False, False, True]), chain)
    assert near.tolist() == [False, True, True, True, False]


def told_on_plan(**more: object) -> bool:
    place = town(size=1) if not Class.objects.exists() else None
    group = place.group if place else Class.objects.get(sourced_id="c1")
    numbers = list(Student.objects.values_list("pk", flat=True))
    row = {"student": numbers[0], "school_class": group.pk, "week": MONDAY, "as_of": TODAY, "class_through": FRIDAY}
    figures = {"class_seconds": 60, "class_lessons": 20, "class_children": 1, "class_sure": 0.2, "class_share": 0.5}
    ends = {"class_low": 0.4, "class_high": 0.6, "class_gap_repair": 0.1}
    old = [file.pk for file in store.true_files("alignment")]
    with Gathered(numbers, publish("alignment", [{**row, **figures, **ends, **more}], old)) as gathered:
        return on_plan(gathered, group.pk, Week(MONDAY), "this") is not None


@spec(of_classes.STATES, "low", "middle", "high", "enough")
def six_states() -> None:
    says(of_classes.STATES, low=20, middle=50, high=80, enough=5)
    chances = np.array([0.199, 0.2, 0.499, 0.5, 0.799, 0.8])
    told = [STATES[one] for one in states(chances, np.full(6, 5.0), np.full(6, True))]
    assert told == [
        *("not yet", "getting there", "getting there", "nearly there", "nearly there", "mastered"),
    ]
    (thin,) = states(np.array([0.9]), np.array([4.99]), np.array([True]))
    assert STATES[thin] == "not enough evidence"


@spec(rules.NOT_MOVING, "answers")
def ten_answers_without_moving() -> None:
    assert [flag.student for flag in working_hard([Run(1, CODE, 9, 2), Run(2, CODE, 10, 2)])] == [2]
    rests = [status(child({"A": {"missed": missed, "days": 1, "goal": 1}}), "A") for missed in (9, 10)]
    assert rests == [kernel.GOAL, kernel.RESTS]


@spec(rules.NOT_MOVING, "right")
@spec(rules.WORKING_HARD, "answers", "right")
def three_right_in_a_row_begin_anew() -> None:
    """Twelve answers, three of them right one after the other after the first two: nine count since."""
    says(rules.NOT_MOVING, right=3)
    says(rules.WORKING_HARD, answers=10, right=3)
    for in_a_row, found in ((2, [1]), (3, [])):
        right = [False, False, *[True] * in_a_row, *[False] * (10 - in_a_row)]
        days = [{"occurred_on": MONDAY + at * DAY, "correct": one} for at, one in enumerate(right)]
        answered = [{"student": 1, "standard": CODE, "content_item": f"i{at}", **one} for at, one in enumerate(days)]
        renewed("attempts", answered)
        assert [flag.student for flag in flagged([1], YEAR)] == found


@spec(of_classes.SMALL_GROUP, "least", "most")
@spec(of_classes.TOO_MANY, "most")
def two_to_six_stuck_children_make_a_small_group() -> None:
    kinds = {many: flags(a_class(10, stuck=many)) for many in (1, 2, 6, 7)}
    assert kinds == {
        1: [("alone", "not-moving")],
        2: [("group", "not-moving")],
        6: [("group", "not-moving")],
        7: [("reteach", "too-many")],
    }


@spec(of_classes.RETEACH, "answers")
def half_of_the_class_with_five_answers() -> None:
    assert flags(a_class(4, answers=(5, 5), right=1)) == [("reteach", "reteach")]
    assert flags(a_class(4, answers=(5, 4), right=1)) == []


@spec(of_classes.RETEACH, "percent")
def under_half_right() -> None:
    assert flags(a_class(1, answers=(100,), right=49)) == [("reteach", "reteach")]
    assert flags(a_class(1, answers=(100,), right=50)) == []


@spec(of_classes.EMPTY_WEEK, "percent")
def more_than_half_of_the_class_without_work() -> None:
    assert [rule for _, rule in flags(a_class(100, active=50))] == ["no-work"]
    assert [rule for _, rule in flags(a_class(100, active=49))] == ["empty-week"]


@spec(of_classes.NO_WORK, "school_day")
def by_the_third_day_an_empty_week_means_something() -> None:
    assert flags(a_class(4, active=3, through=MONDAY + 2 * DAY)) == [("no-work", "no-work")]
    assert flags(a_class(4, active=3, through=MONDAY + DAY)) == []


@spec(of_classes.LATE, "grace")
def a_day_of_grace() -> None:
    assert expected_through(Feed("day", 1), date(2026, 10, 29)) == date(2026, 10, 27)
