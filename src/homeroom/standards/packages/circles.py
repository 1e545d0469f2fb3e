"""Prerequisites out of a package. What would close a circle is refused: in it, each standard waits for the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from homeroom.standards.ccss import Edge
from homeroom.standards.models import Framework, Prerequisite, Standard
from homeroom.standards.packages.family import Circle
from homeroom.standards.packages.records import BUILDS_TOWARDS, PRECEDES
from homeroom.standards.prerequisites import effective

ADVICE = "Ask who made the package which of these steps is wrong; the rest of them is taken."
MOST = 100
TOO_MANY = "It closes one of more than 100 circles."
SOURCES = {
    Framework.Layout.CASE: Prerequisite.Source.CASE,
    Framework.Layout.LEARNING_COMMONS: Prerequisite.Source.LEARNING_COMMONS,
}

Pair = tuple[str, str]


@dataclass(frozen=True)
class Taken:
    """How many prerequisites a package holds that could be taken, and the associations that close a circle."""

    prerequisites: int
    circles: tuple[Circle, ...]


@dataclass(frozen=True)
class Told:
    """An association that says what stands on what, between two codes, each made one of a kind by its number."""

    association: str
    kind: str
    position: int
    edge: Edge


def take_prerequisites(framework: Framework, standards: Mapping[str, int]) -> Taken:
    """Keep what the package says comes before what; `standards` gives the standard's number of each tied item."""
    names = {pk: f"{pk}:{code}" for pk, code in Standard.objects.values_list("pk", "code")}
    told = _told(framework, standards, names)
    if not told:
        Prerequisite.objects.filter(package=framework).delete()
        return Taken(0, ())
    others = Prerequisite.objects.exclude(package=framework).values_list("before", "after").distinct()
    known = [Edge(names[before], names[after]) for before, after in others]
    family = Standard.objects.exclude(parent=None).values_list("pk", "parent")
    circles = closing(told, known, {names[pk]: names[parent] for pk, parent in family if parent})
    refused = {circle.association for circle in circles}
    edges = {(_pk(one.edge.before), _pk(one.edge.after)) for one in told if one.association not in refused}
    _replace(framework, edges)
    return Taken(len(edges), circles)


def closing(told: Sequence[Told], known: Iterable[Edge], parents: Mapping[str, str]) -> tuple[Circle, ...]:
    """Those of the package's associations that close a circle with each other or with what is known.

    Of each circle the association that stands last in the package is the one refused.
    """
    reasons: dict[Pair, list[Told | None]] = {}
    for edge in known:
        for one in effective([edge], parents):
            reasons.setdefault((one.before, one.after), []).append(None)
    for each in told:
        for one in effective([each.edge], parents):
            reasons.setdefault((one.before, one.after), []).append(each)
    found: list[Circle] = []
    while len(found) < MOST and (way := _circle(reasons)):
        steps = list(pairwise(way))
        last = max((one for step in steps for one in reasons[step] if one), key=lambda one: one.position, default=None)
        if last is None:
            del reasons[steps[0]]  # it was there before, and is told elsewhere
        else:
            found.append(Circle(last.association, last.kind, _told_way(way)))
            _without(reasons, {last.association})
    if len(found) == MOST and _circle(reasons):
        gone = {one.association for one in found}
        found += [Circle(one.association, one.kind, TOO_MANY) for one in told if one.association not in gone]
    return tuple(found)


def _circle(reasons: Mapping[Pair, object]) -> list[str]:
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for before, after in reasons:
        if before == after:
            return [before, after]
        sorter.add(after, before)
    try:
        sorter.prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def _without(reasons: dict[Pair, list[Told | None]], gone: set[str]) -> None:
    for pair, ones in list(reasons.items()):
        left = [one for one in ones if one is None or one.association not in gone]
        if left:
            reasons[pair] = left
        else:
            del reasons[pair]


def _told_way(way: Sequence[str]) -> str:
    codes = [one.partition(":")[2] for one in way]
    return " before ".join(codes if len(codes) <= 12 else [*codes[:6], "…", *codes[-5:]])


def _told(framework: Framework, standards: Mapping[str, int], names: Mapping[int, str]) -> list[Told]:
    rows = framework.associations.filter(kind__in=(PRECEDES, BUILDS_TOWARDS)).order_by("position")
    return [
        Told(identifier, kind, position, Edge(names[standards[origin]], names[standards[destination]]))
        for identifier, kind, position, origin, destination in rows.values_list(
            "identifier", "kind", "position", "origin", "destination"
        )
        if origin in standards and destination in standards
    ]


def _replace(framework: Framework, edges: set[tuple[int, int]]) -> None:
    rows = Prerequisite.objects.filter(package=framework)
    there = {(before, after): pk for pk, before, after in rows.values_list("pk", "before", "after")}
    rows.filter(pk__in=[pk for pair, pk in there.items() if pair not in edges]).delete()
    source = SOURCES.get(Framework.Layout(framework.layout), Prerequisite.Source.CASE)
    Prerequisite.objects.bulk_create(
        [
            Prerequisite(before_id=before, after_id=after, source=source, package=framework)
            for before, after in sorted(edges - set(there))
        ],
        batch_size=500,
    )


def _pk(name: str) -> int:
    return int(name.partition(":")[0])
