"""The week's solver on schools one can see through; what it plans is judged by the checker, which shares no code."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeroom.rotation.errors import RotationError
from homeroom.rotation.week.check import breaks
from homeroom.rotation.week.instance import Adult, Instance, Kind, Lock, Model, Time, TimeKind
from homeroom.rotation.week.plan import Aim, Answer, Status, Task, answer_from_json, as_json
from homeroom.rotation.week.rules import Rule, RuleKind, Strength
from rotation.week.a_school import LUNCH, a_school, changed, clock

pytest.importorskip("ortools", reason="the extra homeroom[planner] is not installed")
pytestmark = pytest.mark.any_database
AT_ONE = Rule("together", RuleKind.TOGETHER, grade="3", other="4", block="lunch")
APART = Rule("apart", RuleKind.APART, grade="3", other="4", block="lunch")
EARLY_3 = Rule("early 3", RuleKind.WINDOW, grade="3", block="lunch", end=clock("11:30"))
EARLY_4 = Rule("early 4", RuleKind.WINDOW, grade="4", block="lunch", end=clock("11:30"))


def solved(instance: Instance, **task: object) -> Answer:
    from homeroom.rotation.solvers.week_main import answer

    return answer(msgspec.structs.replace(Task(instance), **task))


def is_planned(instance: Instance) -> bool:
    told = solved(instance)
    if told.plan is not None:
        assert breaks(instance, told.plan) == ()
    return told.plan is not None


def test_a_week_is_planned_and_keeps_every_rule() -> None:
    told = solved(a_school(days=2))
    assert told.status is Status.PLANNED and told.plan is not None
    assert breaks(a_school(days=2), told.plan) == ()
    assert len(told.plan.entries) == 2 * 6 * 6


@pytest.mark.parametrize(
    "rules, named",
    [
        ([AT_ONE, APART], {"together", "apart"}),
        ([EARLY_3, EARLY_4, APART], {"early 3", "early 4", "apart"}),
        ([EARLY_3, EARLY_4, Rule("minutes", RuleKind.MINUTES, amount=100, block="lunch")], {"minutes"}),
        ([EARLY_3, EARLY_4, Rule("tutors", RuleKind.TUTORS, amount=2)], {"early 3", "early 4", "tutors"}),
        ([Rule("one wave", RuleKind.WAVES, amount=1), APART], {"one wave", "apart"}),
        ([Rule("meet", RuleKind.MEETINGS, amount=2, special=0)], {"meet"}),
        (
            [Rule("hours", RuleKind.HOURS, adult=300), Rule("prep", RuleKind.PREPARATION, amount=300, adult=300)],
            {"prep"},
        ),
        ([Rule("eats", RuleKind.LUNCH, amount=30, adult=300, start=480, end=540), EARLY_3], {"early 3", "eats"}),
        ([Rule("maths", RuleKind.WINDOW, activity=301, end=clock("9:40")), EARLY_3, EARLY_4], {"maths"}),
    ],
)
def test_a_week_that_cannot_be_is_named_by_the_rules_in_each_others_way(rules: list[Rule], named: set[str]) -> None:
    told = solved(a_school(*rules))
    assert told.status is Status.IMPOSSIBLE and told.conflict is not None
    assert (set(told.conflict.rules), told.conflict.minimal) == (named, True)


def test_what_joins_the_days_is_named_with_what_it_needs() -> None:
    meet = Rule("meet", RuleKind.MEETINGS, amount=1, special=0, grade="3")
    assert is_planned(a_school(meet, days=3))
    told = solved(a_school(meet, Rule("shut", RuleKind.CLASSES, amount=0, room=3), days=3))
    assert told.conflict is not None and set(told.conflict.rules) == {"meet", "shut"}


def test_without_any_one_of_the_named_rules_the_others_can_be_kept() -> None:
    instance = a_school(EARLY_3, EARLY_4, APART, Rule("beside the point", RuleKind.WAVES, amount=2))
    conflict = solved(instance).conflict
    assert conflict is not None
    every = frozenset((*conflict.rules, *conflict.given))
    assert not is_planned(instance.keeping(every))
    assert all(is_planned(instance.keeping(every - {rule})) for rule in conflict.rules)


def test_the_draft_of_an_impossible_week_breaks_the_named_rules_alone_and_says_by_how_much() -> None:
    instance = a_school(seats=10)
    told = solved(instance)
    assert told.conflict is not None and told.draft is not None
    assert told.conflict.rules == ("lab",)
    assert {one.rule for one in breaks(instance, told.draft)} == {"lab"}
    assert [(one.rule, one.amount) for one in told.draft.missed] == [
        ("lab", max(one.amount for one in breaks(instance, told.draft)))
    ]


def test_the_conflict_is_told_before_the_draft_which_takes_longer() -> None:
    from homeroom.rotation.solvers.week_main import answers

    first, last = answers(Task(a_school(seats=10)))
    assert first.conflict == last.conflict
    assert (first.draft, last.draft is None) == (None, False)


def test_where_the_limit_leaves_no_time_all_rules_are_named_and_not_called_minimal() -> None:
    from homeroom.rotation.solvers.week_conflict import conflict_of

    told = conflict_of(Task(a_school(APART, days=2), limit=0.0), (0, 1))
    assert not told.minimal and {"apart", "lab", "lunch"} == set(told.rules)


def test_a_teacher_with_more_classes_than_blocks_is_a_conflict_though_nobody_can_lift_it() -> None:
    instance = a_school()
    twice = tuple(
        msgspec.structs.replace(one, teachers=instance.activities[0].teachers) if one.name == "Maths" else one
        for one in instance.activities[:3]
    )
    told = solved(changed(instance, activities=(*twice, *instance.activities[3:])))
    assert told.conflict is not None
    assert told.conflict.rules == ("teacher:300",) and told.conflict.given == ()


def test_locks_are_kept_or_named() -> None:
    kept = changed(
        a_school(),
        locks=(
            Lock("bells", 0, template=31),
            Lock("lab first", 0, None, 30, 0, 302),
            Lock("music", 0, None, 30, 0, None, 2),
        ),
    )
    plan = solved(kept).plan
    assert plan is not None and breaks(kept, plan) == ()
    assert [one.activity for one in plan.entries if one.locked and one.kind is Kind.CORE] == [302]
    lost = changed(a_school(EARLY_3), locks=(Lock("bells", 0, template=31),))
    conflict = solved(lost).conflict
    assert conflict is not None and set(conflict.rules) == {"early 3", "bells"}


def test_floors_come_before_wishes_and_both_before_changes() -> None:
    before = solved(changed(a_school(), locks=(Lock("late", 0, template=31), Lock("late too", 0, template=41)))).plan
    floor = msgspec.structs.replace(EARLY_3, strength=Strength.FLOOR)
    wish = msgspec.structs.replace(APART, strength=Strength.WISH)
    told = solved(a_school(floor, wish), previous=before)
    assert told.plan is not None
    assert [(one.aim, one.value) for one in told.plan.levels][:2] == [(Aim.FLOORS, 0), (Aim.WISHES, 0)]
    assert told.plan.levels[2].aim is Aim.CHANGES
    assert {one.template for one in told.plan.entries} == {30, 41}
    assert told.plan.missed == ()


def test_the_week_before_stays_where_nothing_is_asked() -> None:
    before = solved(a_school(), seed=3).plan
    again = solved(a_school(), previous=before).plan
    assert before is not None and again is not None
    assert again.entries == before.entries


def test_what_a_wish_misses_is_told() -> None:
    wish = msgspec.structs.replace(APART, strength=Strength.WISH)
    plan = solved(a_school(wish, AT_ONE)).plan
    assert plan is not None
    assert [(one.rule, one.amount) for one in plan.missed] == [("apart", 1)]


def test_an_adult_has_classes_only_when_there() -> None:
    rule = Rule("hours", RuleKind.HOURS, adult=300)
    times = (Time(0, clock("8:30"), clock("15:00")), Time(0, clock("11:00"), clock("11:30"), TimeKind.DUTY))
    instance = changed(
        a_school(rule), adults=(*(one for one in a_school().adults if one.number != 300), Adult(300, times))
    )
    conflict = solved(instance).conflict
    assert conflict is not None and conflict.rules == ("hours",)


def test_a_flex_grade_takes_its_room_and_its_adults_and_no_lab() -> None:
    instance = a_school(
        Rule("flex", RuleKind.SEATS, amount=120, room=2), Rule("eats", RuleKind.PREPARATION, amount=30, adult=300)
    )
    three = msgspec.structs.replace(instance.grades[0], model=Model.FLEX, room=LUNCH, adults=(300, 301))
    flex = changed(instance, grades=(three, instance.grades[1]))
    told = solved(flex).plan
    assert told is not None and breaks(flex, told) == ()
    core = [one for one in told.entries if one.kind is Kind.CORE and one.school_class == 30]
    assert [(one.room, one.adults, one.activity) for one in core] == [(LUNCH, (300, 301), None)] * 3


@pytest.mark.parametrize("strength", Strength)
def test_a_teacher_of_two_grades_has_one_class_at_a_time(strength: Strength) -> None:
    instance = a_school(msgspec.structs.replace(AT_ONE, strength=strength))
    shared = tuple(
        msgspec.structs.replace(one, teachers=(msgspec.structs.replace(one.teachers[0], adult=300),))
        if one.key == 400
        else one
        for one in instance.activities
    )
    told = solved(changed(instance, activities=shared))
    assert told.status is Status.IMPOSSIBLE


def test_a_limit_that_comes_first_is_said() -> None:
    assert solved(a_school(APART, days=2), limit=0.0).status is Status.UNKNOWN


def test_the_process_reads_a_task_and_writes_the_same_answer_again(tmp_path: Path) -> None:
    asked, answered = tmp_path / "task", tmp_path / "answer"
    asked.write_bytes(as_json(Task(a_school(APART))))
    command = [sys.executable, "-m", "homeroom.rotation.solvers.week_main", str(asked), str(answered)]
    subprocess.run(command, check=True)
    assert answer_from_json(answered.read_bytes()) == solved(a_school(APART))


@settings(max_examples=8, deadline=None)
@given(st.integers(20, 70), st.sampled_from([AT_ONE, APART, EARLY_3]))
def test_one_seat_more_never_makes_a_possible_week_impossible(seats: int, rule: Rule) -> None:
    if is_planned(a_school(rule, seats=seats)):
        assert is_planned(a_school(rule, seats=seats + 1))


@settings(max_examples=8, deadline=None)
@given(st.permutations(range(3)), st.sampled_from([30, 40, 50, 60]))
def test_renaming_changes_nothing_but_ties(order: list[int], seats: int) -> None:
    """Classes under each other's numbers, in another order."""
    wish = msgspec.structs.replace(APART, strength=Strength.WISH)
    instance = a_school(wish, AT_ONE, seats=seats)
    grades = tuple(
        msgspec.structs.replace(one, classes=tuple(one.classes[turn] for turn in order))
        for one in reversed(instance.grades)
    )
    told, again = (
        solved(instance),
        solved(changed(instance, grades=grades, templates=tuple(reversed(instance.templates)))),
    )
    assert told.status is again.status
    levels = [[(one.aim, one.value) for one in each.plan.levels] if each.plan else None for each in (told, again)]
    assert levels[0] == levels[1]


@settings(max_examples=10, deadline=None)
@given(st.lists(st.tuples(st.integers(30, 32), st.integers(0, 2), st.integers(300, 302)), max_size=3, unique=True))
def test_locks_are_kept_or_the_week_is_impossible_by_them(locked: list[tuple[int, int, int]]) -> None:
    locks = tuple(Lock(f"lock {own} {at} {did}", 0, None, own, at, did) for own, at, did in locked)
    instance = changed(a_school(), locks=locks)
    told = solved(instance)
    if told.plan is not None:
        assert breaks(instance, told.plan) == ()
    else:
        assert told.conflict is not None and {lock.id for lock in locks} & set(told.conflict.rules)


def test_redundant_rows_change_no_verdict() -> None:
    for seats in (20, 30, 40):
        told = [solved(a_school(APART, seats=seats), redundant=on).status for on in (True, False)]
        assert told[0] is told[1]


def test_a_damaged_answer_is_refused() -> None:
    with pytest.raises(RotationError, match="answer to a week"):
        answer_from_json(b"{}")
