"""Every rule of a week broken by hand: the checker says which one, by how much, and who is hit."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from homeroom.rotation.week.check import Break, breaks
from homeroom.rotation.week.edit import Draft
from homeroom.rotation.week.instance import Adult, Instance, Kind, Lock, Model, Time, TimeKind
from homeroom.rotation.week.plan import Entry, Plan
from homeroom.rotation.week.rules import Rule, RuleKind, Strength
from rotation.week.a_school import LAB, LUNCH, a_school, changed, clock

pytestmark = pytest.mark.any_database


def by_hand(instance: Instance, three: int = 30, four: int = 41) -> Plan:
    """Each class one activity further than the class before, each with a special of its own."""
    specials = {one.key: one for one in instance.specials}
    entries = []
    for grade, key in zip(instance.grades, (three, four), strict=True):
        template = next(one for one in instance.templates if one.key == key)
        activities = instance.activities_of(0, grade.name)
        for turn, own in enumerate(grade.classes):
            seen = dict.fromkeys(Kind, 0)
            for block in template.blocks:
                at, entry = (
                    seen[block.kind],
                    Entry(0, own.number, block.kind, seen[block.kind], block.start, block.end, key),
                )
                seen[block.kind] = at + 1
                if block.kind is Kind.CORE:
                    one = activities[(turn + at) % 3]
                    entry = msgspec.structs.replace(
                        entry, activity=one.key, room=one.room, adults=one.adults_of(own.number)
                    )
                elif block.kind is Kind.SPECIAL:
                    met = specials[turn + (0 if grade.name == "3" else 3)]
                    entry = msgspec.structs.replace(entry, special=met.key, room=met.room, adults=(met.adult or 0,))
                else:
                    entry = msgspec.structs.replace(entry, room=block.room)
                entries.append(entry)
    return Plan("", tuple(entries))


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


@pytest.mark.parametrize("times", [(Time(0, 480, 560),), (Time(0, 480, 900), Time(0, 480, 500, TimeKind.DUTY))])
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


@pytest.mark.parametrize(
    "lock, kept",
    [
        (Lock("it", 0, template=30), True),
        (Lock("it", 0, template=31), False),
        (Lock("it", 0, None, 30, 0, 300), True),
        (Lock("it", 0, None, 30, 1, 300), False),
        (Lock("it", 0, None, 30, 0, None, 0), True),
    ],
)
def test_a_lock_that_is_not_kept_is_told(lock: Lock, kept: bool) -> None:
    instance = changed(a_school(), locks=(lock,))
    assert ([one.rule for one in breaks(instance, by_hand(instance))] == []) is kept


def spoiled(change: Callable[[Entry], Entry], at: int = 0) -> tuple[Break, ...]:
    plan = by_hand(a_school())
    entries = tuple(change(one) if number == at else one for number, one in enumerate(plan.entries))
    return breaks(a_school(), msgspec.structs.replace(plan, entries=entries))


def test_what_holds_in_every_week_is_told_as_well() -> None:
    moved = spoiled(lambda one: msgspec.structs.replace(one, start=one.start + 5))
    assert moved[0].rule == "bells" and moved[0].classes == (30,)
    assert spoiled(lambda one: msgspec.structs.replace(one, template=99))[0].rule == "bells"
    assert spoiled(lambda one: msgspec.structs.replace(one, room=LUNCH))[0].rule == "place"
    assert spoiled(lambda one: msgspec.structs.replace(one, special=9), at=2)[0].rule == "activities"
    assert {one.rule for one in spoiled(lambda one: msgspec.structs.replace(one, activity=300), at=3)} >= {"activities"}


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
