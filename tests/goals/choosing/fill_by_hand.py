"""The kernel's choice in plain Python: everything is weighed anew for every piece of work."""

from __future__ import annotations

from dataclasses import dataclass

from homeroom.goals.choosing import codes, kernel
from homeroom.mastery.next_kernel import FIRST, PINNED, PROBE, REVIEW, TRY


@dataclass(frozen=True)
class Taken:
    place: int
    option: int
    minutes: float
    worth: float
    chance: float


@dataclass(frozen=True)
class Drawn:
    """One case: children with their lists, works, limits."""

    lists: kernel.Lists
    content: kernel.Content
    children: kernel.Children
    bounds: kernel.Bounds
    seed: int


def filled(case: Drawn, c: int, most: int) -> list[Taken]:
    """What one child is asked for."""
    done: list[Taken] = []
    while len(done) < most:
        found = [one for place in range(case.lists.standard.shape[1]) if (one := _best(case, c, place, done))]
        if not found:
            break
        top = max(one.worth for one in found)
        done.append(next(one for one in found if one.worth == top))
    return done


def probes(case: Drawn, c: int, place: int) -> bool:
    kind = case.lists.kind[c, place]
    return kind in (PROBE, TRY) or bool(case.lists.blind[c] and kind != PINNED)


def is_held(case: Drawn, c: int, k: int, work: int) -> bool:
    if case.children.held[c, work]:
        return True
    grades = [grade for grade in (case.content.grade[k], case.children.grade[c]) if grade == grade]
    return bool(grades) and (case.content.high[work] < min(grades) or case.content.low[work] > max(grades))


def luck(seed: int, child: int, work: int) -> int:
    """In whole numbers without end, cut to 64 bits where the kernel's run over."""
    cut = 2**64 - 1
    x = seed * 0x9E3779B97F4A7C15 & cut
    x ^= child * 0xBF58476D1CE4E5B9 & cut
    x = x + (work + 1) * 0x94D049BB133111EB & cut
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9 & cut
    x = (x ^ (x >> 27)) * 0x94D049BB133111EB & cut
    return (x ^ (x >> 31)) >> 1


def _best(case: Drawn, c: int, place: int, done: list[Taken]) -> Taken | None:
    k, kind = case.lists.standard[c, place], case.lists.kind[c, place]
    if k < 0:
        return None
    here = [one for one in done if one.place == place]
    count = case.children.asked[c, k] + len(here)
    once = kind == REVIEW or probes(case, c, place)
    if count >= (1 if once else case.bounds.each) or any(one.option < 0 for one in here):
        return None
    pin = FIRST if kind == PINNED and count == 0 else 0.0
    value = case.lists.value[c, place] - (FIRST if kind == PINNED else 0.0)
    for one in here:
        value *= 1.0 - case.content.effect[case.content.option[one.option]] * case.content.fit[one.option]
    left = case.children.room[c] - sum(one.minutes for one in done)
    free = [at for at in _options(case, k) if not is_held(case, c, k, case.content.option[at])]
    asked = any(case.children.held[c, case.content.option[at]] == codes.ASKED for at in _options(case, k))
    if not free and not asked:
        minutes = min(case.bounds.offline, case.bounds.probe) if probes(case, c, place) else case.bounds.offline
        fits = case.bounds.offline > 0 and minutes <= left
        return Taken(place, -1, minutes, value + pin, 1.0) if fits else None
    return _best_work(case, c, place, [at for at in free if _fits(case, c, place, at, left, done)], value, pin)


def _best_work(case: Drawn, c: int, place: int, fitting: list[int], value: float, pin: float) -> Taken | None:
    if not fitting:
        return None
    work_of = case.content.option
    worth = {at: _worth(case, c, place, at, value) for at in fitting}
    first = max(case.children.first[c, work_of[at]] for at in fitting)
    foremost = [at for at in fitting if case.children.first[c, work_of[at]] == first]
    top = max(worth[at] for at in foremost)
    even = [at for at in foremost if worth[at] == top]
    best = max(even, key=lambda at: luck(case.seed, int(case.children.number[c]), int(work_of[at])))
    return Taken(place, best, _minutes(case, c, place, best), top + pin, 1 / len(even))


def _options(case: Drawn, k: int) -> range:
    return range(case.content.starts[k], case.content.starts[k + 1])


def _minutes(case: Drawn, c: int, place: int, at: int) -> float:
    minutes = float(case.content.minutes[case.content.option[at]])
    return min(minutes, case.bounds.probe) if probes(case, c, place) else minutes


def _fits(case: Drawn, c: int, place: int, at: int, left: float, done: list[Taken]) -> bool:
    work = case.content.option[at]
    program = case.content.program[work]
    works = [case.content.option[one.option] for one in done if one.option >= 0]
    there = case.children.running[c, program] + sum(case.content.program[other] == program for other in works)
    most = case.bounds.at_once[program]
    return work not in works and _minutes(case, c, place, at) <= left and not (most and there >= most)


def _worth(case: Drawn, c: int, place: int, at: int, value: float) -> float:
    work = case.content.option[at]
    effect = 1.0 if probes(case, c, place) else case.content.effect[work]
    again = 0.8 ** int(case.children.tries[c, work])
    return float(value * effect * case.content.fit[at] * again * 15.0 / _minutes(case, c, place, at))
