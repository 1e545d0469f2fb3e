"""Who stands above whom in a package, and where that runs in a circle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from homeroom.standards.models import Framework
from homeroom.standards.packages.records import HAS_CHILD, IS_CHILD_OF, clean


@dataclass(frozen=True)
class Circle:
    """The association that closes a circle, its kind, and the circle step by step."""

    association: str
    kind: str
    steps: str


@dataclass(frozen=True)
class Family:
    """`parents` gives each item's parent, by the first association that names one, without what closes a circle."""

    parents: dict[str, str]
    circles: tuple[Circle, ...]


def family(framework: Framework) -> Family:
    parents: dict[str, str] = {}
    groups: dict[str, str] = {}
    circles = []
    for identifier, kind, child, parent in _told(framework):
        if child in parents:
            continue
        if _group(groups, child) == _group(groups, parent):
            steps = " is below ".join(clean(one, 60) for one in [child, *_up(parents, parent, child)])
            circles.append(Circle(identifier, kind, steps))
        else:
            parents[child] = parent
            groups[_group(groups, child)] = _group(groups, parent)
    return Family(parents, tuple(circles))


def _told(framework: Framework) -> Iterator[tuple[str, str, str, str]]:
    rows = framework.associations.filter(kind__in=(IS_CHILD_OF, HAS_CHILD)).order_by("position")
    for identifier, kind, origin, destination in rows.values_list("identifier", "kind", "origin", "destination"):
        child, parent = (origin, destination) if kind == IS_CHILD_OF else (destination, origin)
        if parent != framework.identifier:
            yield identifier, kind, child, parent


def _group(groups: dict[str, str], one: str) -> str:
    """The item that stands for all that hang together with `one`. The way there is made short for the next time."""
    top = one
    while (above := groups.get(top, top)) != top:
        top = above
    while (above := groups.get(one, top)) != top:
        groups[one] = top
        one = above
    return top


def _up(parents: dict[str, str], start: str, to: str) -> Iterator[str]:
    """From `start` up to `to`; of a long way its two ends."""
    way = [start]
    while way[-1] != to:
        way.append(parents[way[-1]])
    yield from way if len(way) <= 12 else [*way[:6], "…", *way[-5:]]
