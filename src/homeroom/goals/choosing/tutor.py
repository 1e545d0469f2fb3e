"""Who needs an adult: what does not move, and what a program has stopped by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from homeroom.goals.choosing import reasons
from homeroom.goals.choosing.rules import STUCK
from homeroom.goals.choosing.standing import Asked
from homeroom.mastery import next_kernel, rules
from homeroom.mastery.graph import Graph
from homeroom.mastery.knowledge import Knowledge
from homeroom.mastery.next import Judged

EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Stuck:
    """A standard that a child works on with an adult, and what before it is doubted; -1 where nothing is."""

    standard: int
    doubted: int
    stopped: bool


def heard(knowledge: Knowledge, codes: Sequence[str], asked: Iterable[Asked]) -> Knowledge:
    """The same with each program's own stop taken for what it says: that the child does not move there.

    It says so on its day. So the standard rests, and what it stands on is doubted, as after answers in vain.
    """
    row_of = {int(student): row for row, student in enumerate(knowledge.students)}
    place_of = {code: place for place, code in enumerate(codes)}
    missed, last = knowledge.missed.copy(), knowledge.last.copy()
    for one in asked:
        if one.stopped_on is not None and one.standard in place_of:
            at = row_of[one.student], place_of[one.standard]
            day = min(float((one.stopped_on - EPOCH).days), knowledge.today)
            missed[at] = max(missed[at], rules.NOT_MOVING["answers"])
            last[at] = np.fmax(last[at], day)
    return replace(knowledge, missed=missed, last=last)


def stuck(
    judged: Judged, knowledge: Knowledge, graph: Graph, row: int, first: Sequence[int], stopped: frozenset[str]
) -> list[Stuck]:
    """What the child in one row is stuck on, `first` (the goal's own standards) before the rest."""
    resting = [int(k) for k in np.flatnonzero(judged.status == next_kernel.RESTS)]
    resting.sort(key=lambda k: (k not in first, k))
    return [Stuck(k, _doubted(knowledge, graph, row, k), graph.codes[k] in stopped) for k in resting[: STUCK["most"]]]


def told(one: Stuck, knowledge: Knowledge, codes: Sequence[str], row: int) -> Mapping[str, str]:
    """The words of the reason that have a value."""
    found = {"missed": str(int(knowledge.missed[row, one.standard]))}
    return found | ({"it": codes[one.doubted]} if one.doubted >= 0 else {})


def word(one: Stuck) -> str:
    return reasons.STOPPED if one.stopped else reasons.TUTOR


def _doubted(knowledge: Knowledge, graph: Graph, row: int, k: int) -> int:
    """What it stands on that is least surely known."""
    before = graph.of_standard(k)
    least = min(before, key=lambda j: (knowledge.p[row, j], j), default=-1)
    return least if least >= 0 and knowledge.p[row, least] < rules.MASTERED["percent"] / 100 else -1
