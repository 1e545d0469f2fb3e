"""Every rule of a week broken by hand: the checker says which one, by how much, and who is hit."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from homeroom.rotation.week.check import breaks
from homeroom.rotation.week.edit import Draft
from homeroom.rotation.week.instance import Adult, Kind, Lock, Model, Time, TimeKind
from homeroom.rotation.week.rules import Rule, RuleKind, Strength
from rotation.week.a_school import LAB, LUNCH, a_school, by_hand, changed, clock
from rotation.week.mutants import MUTANTS, Mutant, spoiled

pytestmark = pytest.mark.any_database


def test_a_week_made_by_hand_keeps_every_rule() -> None:
    assert breaks(a_school(), by_hand(a_school())) == ()


RULES = [
    (Rule("it", RuleKind.SEATS, amount=45, room=LAB), 5),  # 20 of grade 3 in the lab, 30 of grade 4 in flexible block
    (Rule("it", RuleKind.SEATS, amount=50, room=LUNCH), 10),
    (Rule("it", RuleKind.CLASSES, amount=2, room=LUNCH), 1),
    (Rule("it", RuleKind.TEACHER, amount=0, adult=300), 1),
    (Rule("it", RuleKind.LUNCH, amount=30, adult=300, start=clock("8:00"), end=clock("9:00")), 1),
    (Rule("it", RuleKind.PREPARATION, amount=200, adult=300), 70),  # 310 minutes of bells, 180 of classes
    (Rule("it", RuleKind.MEETINGS, amount=1, special=5), 1),
    (Rule("it", RuleKind.MEETINGS, amount=2, special=0, grade="3"), 2),
    (Rule("it", RuleKind.TUTORS, amount=1), 1),
    (Rule("it", RuleKind.WAVES, amount=1), 1),
    (Rule("it", RuleKind.WINDOW, grade="4", block="lunch", end=clock("11:50")), 10),
    (Rule("it", RuleKind.WINDOW, activity=300, end=clock("11:50")), 1),
    (Rule("it", RuleKind.TOGETHER, grade="3", other="4", block="lunch"), 1),
    (Rule("it", RuleKind.APART, grade="3", other="4", block="core"), 1),
    (Rule("it", RuleKind.MINUTES, amount=45, block="lunch"), 15),
]


@pytest.mark.parametrize("rule, amount", RULES)
def test_a_rule_that_is_broken_is_told_with_its_number(rule: Rule, amount: int) -> None:
    instance = a_school(rule)
    plan = by_hand(instance)
    told = [one for one in breaks(instance, plan) if one.rule == "it"]
    assert [one.amount for one in told] == [amount]
    assert [one.strength for one in told] == [Strength.HARD]


HOURS = [(Time(0, 480, 560),), (Time(0, 480, 900), Time(0, 480, 500, TimeKind.DUTY))]


@pytest.mark.parametrize("times", HOURS)
def test_classes_outside_an_adults_hours_are_told(times: tuple[Time, ...]) -> None:
    instance = a_school(Rule("it", RuleKind.HOURS, adult=300))
    adults = (*(one for one in instance.adults if one.number != 300), Adult(300, times))
    instance = changed(instance, adults=adults)
    assert [(one.rule, one.adults) for one in breaks(instance, by_hand(instance))] == [("it", (300,))]


STEPS: list[tuple[Callable[[Draft], Draft], str, tuple[int, ...]]] = [
    (lambda draft: draft.assign(0, 30, 0, 302), "activities", (30,)),
    (lambda draft: draft.give(0, 30, 0, 1), "teacher:501", (30, 31)),
    (lambda draft: draft.swap(0, 30, 0, 1), "teacher:300", (30, 32)),
    (lambda draft: draft.ring(0, "3", 31), "", ()),
]


@pytest.mark.parametrize("step, rule, classes", STEPS)
def test_an_edit_is_checked_at_once_and_can_be_undone(
    step: Callable[[Draft], Draft], rule: str, classes: tuple[int, ...]
) -> None:
    draft = Draft(a_school(), by_hand(a_school()))
    after = step(draft)
    told = {one.rule: one.classes for one in after.breaks}
    assert told.get(rule, ()) == classes and (rule or not told)
    assert after.plan != draft.plan
    assert after.undo() == draft and draft.undo() == draft


LOCKS = [
    (Lock("it", 0, template=30), True),
    (Lock("it", 0, template=31), False),
    (Lock("it", 0, None, 30, 0, 300), True),
    (Lock("it", 0, None, 30, 1, 300), False),
    (Lock("it", 0, None, 30, 0, None, 0), True),
]


@pytest.mark.parametrize("lock, kept", LOCKS)
def test_a_lock_that_is_not_kept_is_told(lock: Lock, kept: bool) -> None:
    instance = changed(a_school(), locks=(lock,))
    assert ([one.rule for one in breaks(instance, by_hand(instance))] == []) is kept


# What is changed of which entry of class 30, and what is told first.
SPOILED: list[tuple[int, dict[str, object], str]] = [
    (0, {"start": clock("8:05")}, "bells"),
    (0, {"template": 99}, "bells"),
    (0, {"room": LUNCH}, "place"),
    (2, {"special": 9}, "activities"),
    (3, {"activity": 300}, "activities"),
]


@pytest.mark.parametrize("at, parts, rule", SPOILED)
def test_what_holds_in_every_week_is_told_as_well(at: int, parts: dict[str, object], rule: str) -> None:
    found = breaks(*spoiled(at, **parts)())[0]
    assert found.rule == rule and 30 in found.classes


def test_a_flex_grade_is_in_its_room_with_its_adults() -> None:
    instance = a_school()
    three = msgspec.structs.replace(instance.grades[0], model=Model.FLEX, room=LUNCH, adults=(300, 301))
    flex = changed(instance, grades=(three, instance.grades[1]))
    plan = by_hand(instance)
    assert {one.rule for one in breaks(flex, plan)} == {"activities"}
    entries = tuple(
        msgspec.structs.replace(one, activity=None, room=LUNCH, adults=(300, 301))
        if one.kind is Kind.CORE and one.school_class < 40
        else one
        for one in plan.entries
    )
    assert breaks(flex, msgspec.structs.replace(plan, entries=entries)) == ()
    rung = Draft(flex, msgspec.structs.replace(plan, entries=entries)).ring(0, "3", 31)
    assert rung.breaks == ()


def test_solving_the_rest_keeps_what_is_locked() -> None:
    draft = Draft(a_school(), by_hand(a_school())).lock(0, 30, Kind.CORE, 0).lock(0, 40, Kind.LUNCH, 0)
    task = draft.rest(seed=7)
    assert [(one.template, one.school_class, one.activity) for one in task.instance.locks] == [
        (None, 30, 300),
        (41, None, None),
    ]
    assert task.previous == draft.plan and task.seed == 7


@pytest.mark.parametrize(
    "step",
    [
        lambda draft: draft.assign(0, 30, 0, 999),
        lambda draft: draft.give(0, 30, 0, 999),
        lambda draft: draft.assign(0, 30, 9, 300),
        lambda draft: draft.ring(0, "3", 40),
    ],
)
def test_an_edit_of_what_is_not_there_is_refused(step: Callable[[Draft], Draft]) -> None:
    from homeroom.rotation.errors import RotationError

    with pytest.raises(RotationError):
        step(Draft(a_school(), by_hand(a_school())))


@pytest.mark.parametrize(("rule", "mutant"), [(rule, mutant) for rule, some in MUTANTS.items() for mutant in some])
def test_a_mutant_breaks_its_rule_and_no_other(rule: str, mutant: Mutant) -> None:
    instance, plan = mutant()
    kinds = {one.id: one.kind for one in instance.rules}
    assert {kinds.get(one.rule, one.rule) for one in breaks(instance, plan)} == {rule}
