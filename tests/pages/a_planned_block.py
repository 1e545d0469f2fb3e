"""The school of `rotation.plans.a_week` with those who plan, and a plan of its week that keeps every rule."""

from __future__ import annotations

from dataclasses import dataclass

from a_school import staff
from homeroom.people.models import Role, User
from homeroom.rotation import drafts
from homeroom.rotation.block.thumb import thumb
from homeroom.rotation.models import BlockPlan
from rotation.plans.a_week import Block


@dataclass(frozen=True)
class Planned:
    own: Block
    principal: User
    data: User
    draft: BlockPlan

    def path(self, rest: str = "") -> str:
        return f"/school/{self.own.school.pk}/block/{self.draft.pk}/{rest}"

    def of_child(self, at: int, session: int | None = None, to: str = "") -> str:
        query = "" if session is None else f"?session={session}" + (f"&to={to}" if to else "")
        return self.path(f"child/{self.own.children[at].pk}/{query}")


def planned(own: Block) -> Planned:
    principal = staff("principal", Role.Kind.PRINCIPAL, own.school)
    data = staff("data", Role.Kind.DATA_TEAM, None)
    return Planned(own, principal, data, drafts.save(own.instance, thumb(own.instance), principal))
