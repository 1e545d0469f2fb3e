"""Keys at odds: one id of a program that is linked to two children, or two ids of one program on one child."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext_noop

from homeroom.intake.feeds.models import DeliverySchool
from homeroom.intake.matching.claim import normal_id
from homeroom.intake.models import IdentityLink

TWO_CHILDREN = gettext_noop("One id of this program is linked to more than one child.")
TWO_IDS = gettext_noop("One child has more than one id in this program.")


@dataclass(frozen=True)
class Odds:
    """A group of links that can't all be right: which program, why in words, and the links."""

    program: str
    words: str
    links: tuple[IdentityLink, ...]

    @property
    def students(self) -> list[int]:
        return sorted({link.student_id for link in self.links})


def odds(program: str = "") -> list[Odds]:
    """All groups, those of one id first. Links that a person confirmed count as well: a person can err."""
    links = IdentityLink.objects.filter(withdrawn_at=None).exclude(vendor_key="").order_by("pk")
    if program:
        links = links.filter(program=program)
    by_id: dict[tuple[str, str], list[IdentityLink]] = defaultdict(list)
    by_child: dict[tuple[str, int], list[IdentityLink]] = defaultdict(list)
    for link in links.defer("claim"):
        by_id[link.program, _bare(link.vendor_key)].append(link)
        by_child[link.program, link.student_id].append(link)
    found = [
        Odds(of, TWO_CHILDREN, tuple(same))
        for (of, _), same in by_id.items()
        if len({one.student_id for one in same}) > 1
    ]
    several = _of_several_programs()
    return found + [
        Odds(of, TWO_IDS, _one_each(same))
        for (of, _), same in by_child.items()
        if of not in several and len({_bare(one.vendor_key) for one in same}) > 1
    ]


def _of_several_programs() -> set[str]:
    """General layouts whose rows name their program: each has ids of its own, so one child may have two."""
    pairs = DeliverySchool.objects.order_by().values_list("delivery__program", "program").distinct()
    named = Counter(carrier for carrier, _ in pairs)
    return {carrier for carrier, programs in named.items() if programs > 1}


def _one_each(links: list[IdentityLink]) -> tuple[IdentityLink, ...]:
    """The newest link of each id: the same id comes again with every name and grade."""
    return tuple({_bare(link.vendor_key): link for link in links}.values())


def _bare(value: str) -> str:
    normal = normal_id(value)
    return normal.lstrip("0") if normal.isdigit() else normal
