"""Every week that can't be: lift what the named conflict says, and there is one."""

from __future__ import annotations

import msgspec
import pytest
from bench.rotation.schools import Size, school

from homeroom.rotation.week.check import breaks
from homeroom.rotation.week.instance import Adult, Instance, Lock, Time
from homeroom.rotation.week.plan import Status, Task
from homeroom.rotation.week.rules import Rule, RuleKind
from rotation.week.a_school import a_school, changed, clock

pytest.importorskip("ortools", reason="the extra homeroom[planner] is not installed")
pytestmark = pytest.mark.any_database


def early(grade: str) -> Rule:
    return Rule(f"early {grade}", RuleKind.WINDOW, grade=grade, block="lunch", end=clock("11:30"))


def briefly_there() -> Instance:
    school = a_school(Rule("hours", RuleKind.HOURS, adult=300))
    adults = (*(one for one in school.adults if one.number != 300), Adult(300, (Time(0, 480, 540),)))
    return changed(school, adults=adults)


def small_lab() -> Instance:
    made = school(3, Size(8, 1, seats=0.55))
    return msgspec.structs.replace(made, rules=tuple(one for one in made.rules if one.kind is not RuleKind.MEETINGS))


IMPOSSIBLE: dict[str, Instance] = {
    "the lab is too small": a_school(seats=10),
    "both lunches are early, and apart": a_school(
        early("3"), early("4"), Rule("apart", RuleKind.APART, grade="3", other="4", block="lunch")
    ),
    "two tutors for two grades at once": a_school(early("3"), early("4"), Rule("tutors", RuleKind.TUTORS, amount=2)),
    "one wave, and apart": a_school(
        Rule("one wave", RuleKind.WAVES, amount=1), Rule("apart", RuleKind.APART, grade="3", other="4", block="lunch")
    ),
    "too long a lunch": a_school(Rule("long", RuleKind.MINUTES, amount=100, block="lunch")),
    "too many meetings": a_school(Rule("meet", RuleKind.MEETINGS, amount=2, special=0)),
    "a teacher who is there for an hour": briefly_there(),
    "a lock against a rule": changed(a_school(early("3")), locks=(Lock("late", 0, template=31),)),
    "a made-up school whose lab is far too small": small_lab(),
}


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_what_is_lifted_makes_the_week_possible(name: str) -> None:
    from homeroom.rotation.solvers.week_main import answer

    instance = IMPOSSIBLE[name]
    told = answer(Task(instance))
    assert told.status is Status.IMPOSSIBLE and told.conflict is not None and told.conflict.rules
    every = frozenset(one.id for one in (*instance.rules, *instance.locks))
    assert answer(Task(instance.keeping(every))).status is Status.IMPOSSIBLE
    lifted = instance.keeping(every - set(told.conflict.rules))
    again = answer(Task(lifted))
    assert again.plan is not None and breaks(lifted, again.plan) == ()
    if told.conflict.minimal:
        # One of them is enough for what the conflict itself names.
        for rule in told.conflict.rules:
            alone = frozenset((*told.conflict.rules, *told.conflict.given)) - {rule}
            assert answer(Task(instance.keeping(alone))).status is Status.PLANNED
