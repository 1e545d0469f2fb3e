"""A published week that keeps every rule, for the days on which somebody is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from msgspec.structs import replace as with_

from homeroom.people.models import Staff, Student
from homeroom.rotation import drafts
from homeroom.rotation.block.instance import Given, Limits, Sizes, Teaches
from homeroom.rotation.models import Absence, BlockPlan
from homeroom.rotation.publish import publish
from rotation.plans.a_week import MONDAY, Block, L, Making, S, block


def a_day() -> Block:
    """Adults may lead everything, all children have work online, and a teacher's group may be of two."""
    own = block()
    given = Given("number_trail", 1, tuple(range(6)), ("a-1", "a-2"))
    instance = with_(
        own.instance,
        adults=tuple(with_(adult, teaches=(Teaches(),)) for adult in own.instance.adults),
        children=tuple(with_(child, given=(given,)) for child in own.instance.children),
        sizes=Sizes(teacher_led=(2, 8), eased_teacher_led=2),
        limits=Limits(program=6, technology=6, independent=6),
    )
    return replace(own, instance=instance)


def making(own: Block) -> Making:
    """On Monday and Tuesday the tutor has 0, 1 and 4; on Monday, later, the first class's teacher 2 and 3; 5 and 6 are
    online; all else is done alone."""
    made = Making(own).group(1, L, own.tutor, (0, 2), 0, 1, 4).group(2, S, own.teacher, (1,), 2, 3)
    return made.online((0, 2), 5, 6)


def in_force(own: Block) -> BlockPlan:
    return publish(drafts.save(own.instance, making(own).done(), own.teacher), own.teacher)


def away(*who: Student | Staff, on: date = MONDAY) -> None:
    for one in who:
        key = "student" if isinstance(one, Student) else "staff"
        Absence.objects.create(day=on, said_by="coordinator", **{key: one})
