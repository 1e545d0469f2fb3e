"""Weeks that break exactly one rule: a week made by hand that keeps all of them, with one thing made wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from homeroom.rotation.week.check import ACTIVITIES, BELLS, PLACE
from homeroom.rotation.week.edit import Draft
from homeroom.rotation.week.instance import Adult, Instance, Kind, Lock, Time, TimeKind
from homeroom.rotation.week.plan import Plan
from homeroom.rotation.week.rules import Rule, RuleKind
from rotation.week.a_school import LAB, LUNCH, a_school, by_hand, changed, clock

type Mutant = Callable[[], tuple[Instance, Plan]]
IT, LOCK = "it", "lock"  # the rule or the lock that is broken
SAME_BELLS = {"three": 30, "four": 40}


def ruled(kind: RuleKind, bells: Mapping[str, int] | None = None, **numbers: object) -> Mutant:
    """The week by hand, with a rule that it does not keep."""

    def made() -> tuple[Instance, Plan]:
        instance = a_school(Rule(IT, kind, **numbers))  # type: ignore[arg-type]  # checked when it is packed
        return instance, by_hand(instance, **(bells or {}))

    return made


def at_times(kind: RuleKind, *times: Time, **numbers: object) -> Mutant:
    """The same for adult 300, who is there, or has other things to do, at these times."""

    def made() -> tuple[Instance, Plan]:
        instance, plan = ruled(kind, adult=300, **numbers)()
        others = tuple(one for one in instance.adults if one.number != 300)
        return changed(instance, adults=(*others, Adult(300, times))), plan

    return made


def spoiled(place: int, **parts: object) -> Mutant:
    """One entry of the week in another way."""

    def made() -> tuple[Instance, Plan]:
        plan = by_hand(a_school())
        entries = list(plan.entries)
        entries[place] = msgspec.structs.replace(entries[place], **parts)
        return a_school(), msgspec.structs.replace(plan, entries=tuple(entries))

    return made


def edited(step: Callable[[Draft], Draft], seats: int = 60) -> Mutant:
    """One step too many."""

    def made() -> tuple[Instance, Plan]:
        instance = a_school(seats=seats)
        return instance, step(Draft(instance, by_hand(instance))).plan

    return made


def locked(lock: Lock) -> Mutant:
    return lambda: (changed(a_school(), locks=(lock,)), by_hand(a_school()))


DUTY = TimeKind.DUTY
MUTANTS: Mapping[str, tuple[Mutant, ...]] = {
    RuleKind.SEATS: (
        ruled(RuleKind.SEATS, amount=49, room=LAB),
        ruled(RuleKind.SEATS, SAME_BELLS, amount=119, room=LUNCH),
    ),
    RuleKind.CLASSES: (
        ruled(RuleKind.CLASSES, amount=2, room=LUNCH),
        ruled(RuleKind.CLASSES, SAME_BELLS, amount=5, room=LUNCH),
    ),
    RuleKind.TEACHER: (
        ruled(RuleKind.TEACHER, amount=0, adult=300),
        edited(lambda draft: draft.give(0, 30, 0, 1)),
    ),
    RuleKind.HOURS: (
        at_times(RuleKind.HOURS, Time(0, clock("8:00"), clock("9:20"))),
        at_times(RuleKind.HOURS, Time(0, clock("8:00"), clock("8:20"), DUTY)),
    ),
    RuleKind.LUNCH: (
        at_times(RuleKind.LUNCH, amount=30, start=clock("8:00"), end=clock("9:00")),
        at_times(
            RuleKind.LUNCH,
            Time(0, clock("11:10"), clock("11:20"), DUTY),
            amount=30,
            start=clock("11:00"),
            end=clock("11:30"),
        ),
    ),
    RuleKind.PREPARATION: (
        at_times(RuleKind.PREPARATION, amount=200),
        at_times(RuleKind.PREPARATION, Time(0, clock("12:40"), clock("13:10"), DUTY), amount=110),
    ),
    RuleKind.MEETINGS: (
        ruled(RuleKind.MEETINGS, amount=1, special=5),
        ruled(RuleKind.MEETINGS, amount=2, special=0, grade="3"),
    ),
    RuleKind.TUTORS: (
        ruled(RuleKind.TUTORS, amount=1),
        ruled(RuleKind.TUTORS, SAME_BELLS, amount=3),
    ),
    RuleKind.WAVES: (
        ruled(RuleKind.WAVES, amount=1),
        ruled(RuleKind.WAVES, SAME_BELLS, amount=0),
    ),
    RuleKind.WINDOW: (
        ruled(RuleKind.WINDOW, grade="4", block="lunch", end=clock("11:50")),
        ruled(RuleKind.WINDOW, activity=300, end=clock("11:50")),
    ),
    RuleKind.APART: (
        ruled(RuleKind.APART, grade="3", other="4", block="core"),
        ruled(RuleKind.APART, SAME_BELLS, grade="3", other="4", block="lunch"),
    ),
    RuleKind.TOGETHER: (
        ruled(RuleKind.TOGETHER, grade="3", other="4", block="lunch"),
        ruled(RuleKind.TOGETHER, grade="3", other="4", block="flexible"),
    ),
    RuleKind.MINUTES: (
        ruled(RuleKind.MINUTES, amount=45, block="lunch"),
        ruled(RuleKind.MINUTES, amount=175, block="core", grade="4"),
    ),
    BELLS: (
        spoiled(5, end=clock("13:15")),
        spoiled(3, kind=Kind.RECESS),
    ),
    ACTIVITIES: (
        spoiled(2, special=None, room=None, adults=()),
        edited(lambda draft: draft.assign(0, 30, 0, 302), seats=200),
    ),
    PLACE: (
        spoiled(0, room=LUNCH),
        spoiled(0, adults=()),
    ),
    LOCK: (
        locked(Lock(LOCK, 0, template=31)),
        locked(Lock(LOCK, 0, None, 30, 1, 300)),
    ),
}
