"""A small week of a flexible block that has everything, and a plan that keeps every rule."""

from __future__ import annotations

from datetime import date

import msgspec

from homeroom.rotation.block.instance import (
    Adult,
    Child,
    Given,
    Instance,
    Lock,
    Need,
    Pair,
    Program,
    Room,
    Served,
    Slot,
    Standard,
    Teaches,
    digest,
)
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.block.plan import Plan
from rotation.drawing import drawn

MONDAY = 2
MATH = (Teaches("Mathematics", ("03",)),)
NEEDS = (Need(0, 0.8, 0.5), Need(1, 0.5, 0.2))


def given(slots: int) -> tuple[Given, ...]:
    """Work in two programs for each session."""
    every = tuple(range(slots))
    return Given("alpha", 0, every, ("w1", "w2")), Given("beta", 1, every, ("w3",))


GIVEN = given(3)


def slots(many: int) -> tuple[Slot, ...]:
    return tuple(Slot(key, date(2026, 11, MONDAY + key), 1, 600, 630) for key in range(many))


def child(number: int, **more: object) -> Child:
    own = {"floor": 1, "needs": NEEDS, "given": GIVEN, **more}
    return Child(number, 1 if number < 9 else 2, "03", **own)  # type: ignore[arg-type]  # checked when it is packed


WEEK = Instance(
    school=1,
    week=date(2026, 11, MONDAY),
    slots=slots(3),
    standards=(Standard(0, "3.NF.A.1", "Mathematics", "03"), Standard(1, "3.OA.A.1", "Mathematics", "03")),
    children=(
        child(1),
        child(2),
        child(3, services=(Served(1, 90),)),
        *(child(number) for number in range(4, 9)),
        child(9, language="es"),
        *(child(number) for number in range(10, 14)),
        child(14, away=(0,)),
    ),
    adults=(
        Adult(50, Modality.TUTORING, (0, 1, 2), MATH, ("en", "es"), room=1),
        Adult(51, Modality.TEACHER_LED, (0, 2), MATH, school_class=1, room=2),
        Adult(52, Modality.TUTORING, (1,), MATH),
    ),
    rooms=(Room(1, "small", 6, 0), Room(2, "classroom", 24, 4), Room(3, "flex", 40, 20)),
    programs=(Program("alpha", 4, {"03": 30}, {"03": 60}), Program("beta")),
    seats=(5, 5, 5),
    independent=(3, 3, 3),
    pairs=(Pair(1, 10), Pair(1, 2, together=True)),
    locks=(Lock(7, 0, Modality.TECHNOLOGY, program="alpha"), Lock(1, 2, Modality.TEACHER_LED, adult=51)),
)
PLAN = drawn(
    WEEK,
    """
    1   | T50:0*  | T50:0*  | C51:1
    2   | T50:0*  | T50:0*  | C51:1
    3   | C51:1   | S90     | T50:0
    4   | C51:1   | alpha:0 | I:0
    5   | C51:1   | alpha:0 | I:0
    6   | C51:1   | alpha:0 | beta:1
    7   | alpha:0 | I:0     | C51:1
    8   | T50:0*  | T50:0*  | C51:1
    9   | T50:0*  | T50:0*  | alpha:0
    10  | P1      | alpha:0 | T50:0
    11  | P1      | T52:1   | T50:0
    12  | P1      | I:0     | alpha:0
    13  | P1      | T52:1   | alpha:0
    14  | -       | T52:1   | alpha:0
    """,
)


def changed(instance: Instance = WEEK, **parts: object) -> Instance:
    return msgspec.structs.replace(instance, **parts)


def one_child(number: int, instance: Instance = WEEK, **parts: object) -> Instance:
    return changed(
        instance,
        children=tuple(
            msgspec.structs.replace(own, **parts) if own.number == number else own for own in instance.children
        ),
    )


def one_adult(number: int, instance: Instance = WEEK, **parts: object) -> Instance:
    return changed(
        instance,
        adults=tuple(msgspec.structs.replace(own, **parts) if own.number == number else own for own in instance.adults),
    )


def of(instance: Instance, plan: Plan = PLAN, **parts: object) -> Plan:
    """The plan, said to be made from this week."""
    return msgspec.structs.replace(plan, instance=digest(instance), **parts)


def plain(number: int, **more: object) -> Child:
    """A child without work in programs."""
    return child(number, **{"given": (), **more})


def small(how_many: int, many: int = 1, **parts: object) -> Instance:
    """So many children and sessions, with adults who are always free, seats for all, and no rule of its own."""
    bare = {"programs": WEEK.programs[1:], "pairs": (), "locks": ()}
    base = {
        "slots": slots(many),
        "seats": (9,) * many,
        "independent": (9,) * many,
        "children": tuple(plain(number) for number in range(1, how_many + 1)),
        "adults": tuple(
            Adult(own.number, own.leads, tuple(range(many)), own.teaches, school_class=own.school_class)
            for own in WEEK.adults
        ),
    }
    return changed(**{**bare, **base, **parts})
