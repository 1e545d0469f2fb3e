"""Next steps worked out in plain Python, one standard at a time: the oracle for the compiled kernel."""

from collections.abc import Sequence
from dataclasses import dataclass, field

PINNED, GOAL, BEFORE_GOAL, PROBE, TRY, REVIEW = "pinned", "goal", "before goal", "probe", "try", "review"
KNOWN, BLOCKED, NOT_READY, PROBE_FIRST, RESTS, NOT_WANTED = (
    "known",
    "blocked",
    "not ready",
    "probe first",
    "rests",
    "not wanted",
)
OFFERED = (PINNED, GOAL, BEFORE_GOAL, PROBE, TRY, REVIEW)


@dataclass
class Child:
    """One child: a value a standard in each list. `days` is None where there is no evidence."""

    p: Sequence[float]
    weight: Sequence[float]
    missed: Sequence[int]
    days: Sequence[float | None]
    target: Sequence[float]
    stop: Sequence[int]
    belief: list[float] = field(default_factory=list)
    relevance: list[float] = field(default_factory=list)
    toward: list[int | None] = field(default_factory=list)


def judge(child: Child, before: Sequence[Sequence[int]]) -> list[tuple[str, int | None, float]]:
    """For each standard its word, the standard it is about, and its value."""
    child.belief = believed(child, before)
    spread_goals(child, before)
    return [judged(child, before, k) for k in range(len(child.p))]


def ranked(child: Child, before: Sequence[Sequence[int]], most: int) -> list[tuple[int, str, int | None, float]]:
    found = [(k, *one) for k, one in enumerate(judge(child, before)) if one[0] in OFFERED]
    return sorted(found, key=lambda step: (-step[3], step[0]))[:most]


def all_known(child: Child, needed: Sequence[int]) -> float:
    chance = 1.0
    for j in needed:
        chance *= child.p[j]
    return chance


def believed(child: Child, before: Sequence[Sequence[int]]) -> list[float]:
    unknown = [1.0 - p for p in child.p]
    for k, needed in enumerate(before):
        if child.missed[k] and child.p[k] < 0.8:
            blame = 1.0 / (1.0 - all_known(child, needed) * (1.0 - 0.8 ** child.missed[k]))
            for j in needed:
                unknown[j] = max(unknown[j], (1.0 - child.p[j]) * blame)
    return [1.0 - doubt for doubt in unknown]


def spread_goals(child: Child, before: Sequence[Sequence[int]]) -> None:
    flow = [0.0 if stop == -1 else target for target, stop in zip(child.target, child.stop, strict=True)]
    child.relevance, child.toward = list(flow), [None] * len(flow)
    for step in range(1, 25):
        arriving = [0.0] * len(flow)
        for k, worth in enumerate(flow):
            if worth == 0 or child.belief[k] >= 0.8:
                continue
            for j in before[k]:
                if child.stop[j] == -1 or (step > 3 and child.p[j] >= 0.6):
                    continue
                arriving[j] += 0.7 * worth
                if child.toward[j] is None and not child.target[j]:
                    child.toward[j] = k if child.target[k] else child.toward[k]
        flow = arriving
        child.relevance = [total + more for total, more in zip(child.relevance, flow, strict=True)]


def gap(child: Child, j: int) -> bool:
    return child.p[j] < 0.6 and child.weight[j] >= 5


def judged(child: Child, before: Sequence[Sequence[int]], k: int) -> tuple[str, int | None, float]:
    days, toward, relevance = child.days[k], child.toward[k], child.relevance[k]
    if child.stop[k] == -1:
        return BLOCKED, toward, 0.0
    if child.stop[k] == 1:
        return PINNED, next((j for j in before[k] if gap(child, j)), None), 1e6 + relevance
    if child.belief[k] >= 0.8:
        if relevance > 0 and days is not None and days >= 28:
            return REVIEW, toward, 0.5 * relevance * (1 - child.belief[k])
        return KNOWN, toward, 0.0
    if relevance == 0:
        return NOT_WANTED, toward, 0.0
    if child.missed[k] >= 10 and (days is None or days < 14):
        return RESTS, toward, 0.0
    return weighed(child, before[k], k)


def weighed(child: Child, needed: Sequence[int], k: int) -> tuple[str, int | None, float]:
    does_it = child.p[k] >= 0.6 and child.weight[k] >= 3
    doubtful = None
    for j in [] if does_it else [j for j in needed if child.p[j] < 0.6]:
        unreachable = child.stop[j] == -1 or child.relevance[j] == 0
        if child.missed[j] >= 10 or (not gap(child, j) and unreachable):
            doubtful = j
        else:
            return (NOT_READY if gap(child, j) else PROBE_FIRST), j, 0.0
    if doubtful is not None and child.missed[k] >= 3:
        return NOT_READY, doubtful, 0.0
    ready, in_vain = all_known(child, needed), 0.8 ** child.missed[k]
    ready = ready * in_vain / (1 - ready * (1 - in_vain))
    if does_it:
        ready = max(ready, child.p[k])
    value = child.relevance[k] * (1 - child.belief[k]) * (0.1 + 0.9 * ready)
    if doubtful is not None:
        return TRY, doubtful, value
    if child.target[k]:
        return GOAL, child.toward[k], value
    return (PROBE if child.weight[k] < 5 else BEFORE_GOAL), child.toward[k], value
