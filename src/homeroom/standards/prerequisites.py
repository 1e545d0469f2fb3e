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

OWN, FROM_PARENT, FROM_PART = "own", "from parent", "from part"
STRENGTH = (OWN, FROM_PARENT, FROM_PART)


@dataclass(frozen=True)
class Effective:
    """`before` is needed for `after`.

    `why` is "own" where the source says so; "from parent" where a part took it from its whole standard at one end;
    "from part" where a whole standard took it from a part at one end, whatever the other end did.
    """

    before: str
    after: str
    why: str


def effective(edges: Iterable[Edge], parents: Mapping[str, str]) -> tuple[Effective, ...]:
    """All edges that hold, each once, with its strongest reason. `parents` maps a part to its whole standard."""
    reasons: dict[tuple[str, str], str] = {}
    for before, after, why in _inherited(edges, parents):
        known = reasons.setdefault((before, after), why)
        reasons[before, after] = min(known, why, key=STRENGTH.index)
    return tuple(Effective(before, after, why) for (before, after), why in sorted(reasons.items()))


@cache
def mathematics() -> tuple[Effective, ...]:
    """The effective prerequisites of the K-5 mathematics that ships with homeroom."""
    read = ccss.read()
    return effective(read.edges, {code.code: code.parent for code in read.codes if code.parent})


def _inherited(edges: Iterable[Edge], parents: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Every pair an edge stands for: each end as drawn, at its parent and at its parts."""
    parts: dict[str, list[str]] = {}
    for part, parent in parents.items():
        parts.setdefault(parent, []).append(part)
    for edge in edges:
        ends = (_stands_for(edge.before, parents, parts), _stands_for(edge.after, parents, parts))
        for (before, why_before), (after, why_after) in product(*ends):
            why = max(why_before, why_after, key=STRENGTH.index)
            if why == OWN or _family(before, parents) != _family(after, parents):
                yield before, after, why


def _stands_for(code: str, parents: Mapping[str, str], parts: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
    """The codes an edge's end reaches. An end drawn at a part reaches its parent, not its sisters."""
    yield code, OWN
    yield from ((part, FROM_PARENT) for part in parts.get(code, ()))
    if code in parents:
        yield parents[code], FROM_PART


def _family(code: str, parents: Mapping[str, str]) -> str:
    return parents.get(code, code)
