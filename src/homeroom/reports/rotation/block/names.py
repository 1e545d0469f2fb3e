"""Who and what a plan names: adults, rooms and standards for all, children for those who may see them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from homeroom.people.models import Staff
from homeroom.people.visibility import Scope
from homeroom.reports.class_week.make import named
from homeroom.reports.class_week.report import Named
from homeroom.reports.rotation.block.report import Shown
from homeroom.rotation.models import Room
from homeroom.standards.models import Standard


@dataclass(frozen=True)
class Names:
    """`children` stand in the order of their family names. `short` are adults by family name, where that is enough."""

    children: Mapping[int, Named]
    adults: Mapping[int, str]
    short: Mapping[int, str]
    rooms: Mapping[int, str]
    titles: Mapping[str, str]

    def shown(self, numbers: Iterable[int]) -> Shown:
        wanted = set(numbers)
        seen = tuple(child for number, child in self.children.items() if number in wanted)
        return Shown(seen, len(wanted) - len(seen))

    def adult(self, number: int | None) -> str:
        return self.adults.get(number or 0, "")

    def room(self, number: int | None) -> str:
        return self.rooms.get(number or 0, "")


def names(scope: Scope, adults: Iterable[int | None], school: int, codes: Iterable[str]) -> Names:
    people = list(Staff.objects.filter(pk__in={one for one in adults if one is not None}))
    families = Counter(one.family_name for one in people)
    titles = Standard.objects.filter(code__in=set(codes)).order_by("-framework_id").values_list("code", "title")
    return Names(
        children={one.number: one for one in named(sorted(scope.students))},
        adults={one.pk: one.name for one in people},
        short={one.pk: one.family_name if families[one.family_name] == 1 else one.name for one in people},
        rooms=dict(Room.objects.filter(school=school).values_list("pk", "name")),
        titles=dict(titles),
    )
