"""What a standard stands on, with what parts and parents take from each other.

The source draws some edges at a whole standard and some at its parts, so on its own edges alone a fifth of the codes
stands on nothing and leads nowhere. A part takes its parent's edges, a parent takes its parts', at both ends of
an edge. A part and its parent never become prerequisites of each other: each would wait for the other for ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product

from homeroom.standards import ccss
from homeroom.standards.ccss import Edge
from homeroom.standards.models import Prerequisite, Standard

OWN, FROM_PARENT, FROM_PART = "own", "from parent", "from part"
STRENGTH = (OWN, FROM_PARENT, FROM_PART)


@dataclass(frozen=True)
class Effective:
    """`before` is needed for `after`.

    `why` is "own" where the source says so; "from parent" where a part took it from its whole standard at one end;
    "from part" where a whole standard took it from a part at one end, whatever the other end did. `source` and
    `confidence` are those of the edge it comes from; of several, the one with the strongest reason, then the surest.
    """

    before: str
    after: str
    why: str
    source: str = "coherence_map"
    confidence: float | None = None


def effective(edges: Iterable[Edge], parents: Mapping[str, str]) -> tuple[Effective, ...]:
    """All edges that hold, each once, with its strongest reason. `parents` maps a part to its whole standard."""
    best: dict[tuple[str, str], Effective] = {}
    for one in _inherited(edges, parents):
        known = best.setdefault((one.before, one.after), one)
        best[one.before, one.after] = min(known, one, key=_strength)
    return tuple(one for _, one in sorted(best.items(), key=lambda item: item[0]))


def _strength(one: Effective) -> tuple[int, float, str]:
    return STRENGTH.index(one.why), -(one.confidence or 0.0), one.source


def known() -> tuple[Effective, ...]:
    """The effective prerequisites of all that stands in the database; where nothing was loaded, of what ships."""
    if not Standard.objects.exists():
        return mathematics()
    names = ("before__code", "after__code", "source", "confidence")
    edges = [Edge(*row) for row in Prerequisite.objects.values_list(*names)]
    told = Standard.objects.exclude(parent=None).values_list("code", "parent__code")
    return effective(edges, {code: str(parent) for code, parent in told})


@cache
def mathematics() -> tuple[Effective, ...]:
    """The effective prerequisites of the K-5 mathematics that ships with homeroom."""
    read = ccss.read()
    return effective(read.edges, {code.code: code.parent for code in read.codes if code.parent})


def _inherited(edges: Iterable[Edge], parents: Mapping[str, str]) -> Iterator[Effective]:
    """Every pair an edge stands for: each end as drawn, at its parent and at its parts."""
    parts: dict[str, list[str]] = {}
    for part, parent in parents.items():
        parts.setdefault(parent, []).append(part)
    for edge in edges:
        ends = (_stands_for(edge.before, parents, parts), _stands_for(edge.after, parents, parts))
        for (before, why_before), (after, why_after) in product(*ends):
            why = max(why_before, why_after, key=STRENGTH.index)
            if why == OWN or _family(before, parents) != _family(after, parents):
                yield Effective(before, after, why, edge.source, edge.confidence)


def _stands_for(code: str, parents: Mapping[str, str], parts: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
    """The codes an edge's end reaches. An end drawn at a part reaches its parent, not its sisters."""
    yield code, OWN
    yield from ((part, FROM_PARENT) for part in parts.get(code, ()))
    if code in parents:
        yield parents[code], FROM_PART


def _family(code: str, parents: Mapping[str, str]) -> str:
    return parents.get(code, code)
