"""The school of `rotation.plans.a_week` with those who plan, and a draft of its week by the rule of thumb."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Any

import msgspec
from msgspec.structs import replace

from a_school import TODAY, Town, staff
from homeroom.people.models import Role, User
from homeroom.rotation import drafts
from homeroom.rotation.block.instance import Child, Given, Instance, Need, Served, Slot, Standard, Teaches, digest
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.block.thumb import thumb
from homeroom.rotation.models import BlockPlan, Placement
from homeroom.rotation.plan_models import State
from rotation.plans.a_week import Block, person


@dataclass(frozen=True)
class Planned:
    own: Block
    principal: User
    instance: Instance
    draft: BlockPlan

    def path(self, rest: str = "", plan: BlockPlan | None = None) -> str:
        return f"/school/{self.own.school.pk}/block/{(plan or self.draft).pk}/{rest}"

    def of_child(self, at: int, session: int | None = None, to: str = "", plan: BlockPlan | None = None) -> str:
        query = "" if session is None else f"?session={session}" + (f"&to={to}" if to else "")
        return self.path(f"child/{self.own.children[at].pk}/{query}", plan)

    def name(self, at: int) -> str:
        return self.own.children[at].name


def planned(own: Block, **changed: Any) -> Planned:
    principal = staff("principal", Role.Kind.PRINCIPAL, own.school)
    instance = replace(week(own), **changed)
    return Planned(own, principal, instance, drafts.save(instance, thumb(instance), principal))


def week(own: Block) -> Instance:
    """Adults may lead, 5 and 6 have work in a program, 7 meets the lab's adult on Monday, 3 is away on Friday."""
    adults = tuple(replace(one, teaches=(Teaches(),)) for one in own.instance.adults)
    children = tuple(_child(own, at, one) for at, one in enumerate(own.instance.children))
    return replace(own.instance, adults=adults, children=children)


def _child(own: Block, at: int, one: Child) -> Child:
    return replace(
        one,
        needs=(replace(one.needs[0], on_goal=True), Need(1, 0.5, 0.6)),
        given=(Given("number_trail", 1, (0, 2, 4), ("a-1",)),) if at in (5, 6) else (),
        services=(Served(1, person(own.lab).pk, own.small_room.pk),) if at == 7 else (),
        away=(4, 5) if at == 3 else (),
    )


def a_block_plan(place: Town) -> int:
    """Of the town's school, for this week: everybody of its class works alone in one session, unless a plan of other
    tests holds already. Then that is given what it was planned from."""
    told = {"state": State.PUBLISHED, "solver": "hand", "made_by": "somebody"}
    held, _ = BlockPlan.objects.get_or_create(school=place.school, week=TODAY, version=1, defaults=told)
    if not held.instance:
        instance = _of_town(place)
        held.instance, held.input_hash = msgspec.to_builtins(instance), digest(instance)
        held.save()
    if not held.placements.exists():
        at = {"plan": held, "day": TODAY, "session": 1, "starts_at": time(10), "ends_at": time(10, 30)}
        Placement.objects.bulk_create(
            Placement(student_id=number, modality=Modality.INDEPENDENT, **at) for number in place.numbers
        )
    return held.pk


def _of_town(place: Town) -> Instance:
    child = Child(0, place.group.pk, "03", 0, (Need(0, 0.9, 0.4),))
    return Instance(
        school=place.school.pk,
        week=TODAY,
        slots=(Slot(0, TODAY, 1, 600, 630),),
        standards=(Standard(0, "3.NF.A.1", "Mathematics", "03"),),
        children=tuple(replace(child, number=number) for number in place.numbers),
        adults=(),
        rooms=(),
        programs=(),
        seats=(0,),
        independent=(len(place.numbers),),
    )
