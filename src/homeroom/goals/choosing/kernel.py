"""Fills each child's list with work, best first; `candidates.py` says what the columns mean.

Compiled, because a network plans all its children in minutes. Children are independent: any split gives the same.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from homeroom.goals.choosing.codes import ASKED, FREE, GRADES, OFFLINE, USUAL
from homeroom.mastery.compiled import compiled
from homeroom.mastery.next_kernel import FIRST, PINNED, PROBE, REVIEW, TRY

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Small = NDArray[np.int8]
Bools = NDArray[np.bool_]

A_REPEAT = 0.8  # judgement: what each earlier try of a lesson leaves of its worth, as an answer in vain does


class Lists(NamedTuple):
    """Children × places: what mastery says is next, best first; -1 past a list's end. `blind` children have no
    evidence at all: they are probed."""

    standard: Whole
    kind: Whole
    value: Real
    blind: Bools


class Content(NamedTuple):
    """`option[starts[k]:starts[k + 1]]` are the works that serve standard k, and `fit` how much of each does.

    Of each work: its program, minutes, effect and the grades it is made for; of each standard, its grade.
    """

    starts: Whole
    option: Whole
    fit: Real
    program: Whole
    minutes: Real
    effect: Real
    low: Real
    high: Real
    grade: Real


class Children(NamedTuple):
    """What limits each child: `room` in minutes; `held`, `first` and `tries` are children × works; `running` counts
    what is asked of the child in each program, `asked` what is asked on each standard."""

    number: Whole
    room: Real
    grade: Real
    held: Small
    first: Small
    tries: Small
    running: Whole
    asked: Whole


class Bounds(NamedTuple):
    """`at_once` is how much a program takes for one child, 0 where it sets no bound; the rest are minutes and counts
    of works: a probe's minutes, minutes without a program (0: nothing is asked then), works on one standard."""

    at_once: Whole
    probe: float
    offline: float
    each: int


class Chosen(NamedTuple):
    """Children × places: the place in the child's list of standards, the option, its minutes, its worth and the
    chance that it was drawn among equals; -1 past the end."""

    place: Whole
    option: Whole
    minutes: Real
    worth: Real
    chance: Real


@compiled
def luck(seed: int, child: int, option: int) -> int:
    """A number that looks drawn, and is the same each time: who wins among equals (splitmix64)."""
    x = np.uint64(seed) * np.uint64(0x9E3779B97F4A7C15)
    x ^= np.uint64(child) * np.uint64(0xBF58476D1CE4E5B9)
    x += np.uint64(option + 1) * np.uint64(0x94D049BB133111EB)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return int((x ^ (x >> np.uint64(31))) >> np.uint64(1))


@compiled
def is_probe(kind: int, blind: bool) -> bool:
    """Whether what is asked for is to find out, not to teach."""
    return bool(kind in (PROBE, TRY) or (blind and kind != PINNED))


@compiled
def held(c: int, k: int, work: int, content: Content, children: Children) -> int:
    """Why this work can't be asked of this child for standard k, whatever else is chosen."""
    if children.held[c, work] != FREE:
        return int(children.held[c, work])
    # One that is not known leaves the other; where neither is, nothing is held back.
    low, high = np.fmin(content.grade[k], children.grade[c]), np.fmax(content.grade[k], children.grade[c])
    if content.high[work] < low or content.low[work] > high:
        return GRADES
    return FREE


@compiled
def worth(value: float, probe: bool, fit: float, effect: float, minutes: float, tries: int) -> float:
    """What one more piece of work gains, by usual minutes. A probe finds out: how well it teaches doesn't matter."""
    gain = 1.0 if probe else effect
    again = A_REPEAT**tries if tries > 0 else 1.0
    return float(value * gain * fit * again * USUAL / minutes)


@compiled
def base(kind: int, value: float) -> float:
    """A standard's value without what a pin puts on top."""
    return value - FIRST if kind == PINNED else value


@compiled
def fill(lists: Lists, content: Content, children: Children, bounds: Bounds, seed: int, chosen: Chosen) -> None:
    """Choose for all children: the best work for the best standard, again and again, until a limit is met."""
    most, places = chosen.place.shape[1], lists.standard.shape[1]
    # Of each place in a child's list: what is left of its value, how many works it has, and its best work, its worth
    # and how many are as good; `stale` where that has to be found anew.
    fades, count, stale = np.empty(places), np.empty(places, np.int64), np.empty(places, np.bool_)
    options, worths, evens = np.empty(places, np.int64), np.empty(places), np.empty(places, np.int64)
    longest = max(content.minutes.max() if len(content.minutes) else 0.0, bounds.offline)
    running, taken = np.empty(len(bounds.at_once), np.int64), np.empty(most, np.int64)
    for c in range(len(children.number)):
        left = children.room[c]
        running[:] = children.running[c]
        fades[:], stale[:], options[:], evens[:] = 1.0, True, OFFLINE, 0
        for place in range(places):
            k = lists.standard[c, place]
            count[place] = children.asked[c, k] if k >= 0 else 0
        for n in range(most):
            best, found, top, even = -1, OFFLINE, -1.0, 1
            for place in range(places):
                if lists.standard[c, place] < 0:
                    break
                if count[place] >= works(lists.kind[c, place], lists.blind[c], bounds):
                    continue
                if stale[place]:
                    stale[place] = False
                    options[place], worths[place], evens[place] = best_of(
                        c, place, fades[place], left, running, taken[:n], lists, content, children, bounds, seed
                    )
                value = worths[place]
                if lists.kind[c, place] == PINNED and count[place] == 0:
                    value += FIRST
                if evens[place] > 0 and value > top:
                    best, found, top, even = place, options[place], value, evens[place]
            if best < 0:
                break
            minutes = asked_minutes(lists.kind[c, best], lists.blind[c], found, content, bounds)
            left -= minutes
            taken[n] = OFFLINE
            full = False
            if found >= 0:
                work = content.option[found]
                program = content.program[work]
                taken[n] = work
                running[program] += 1
                full = running[program] == bounds.at_once[program]
                fades[best] *= 1.0 - content.effect[work] * content.fit[found]
            else:
                count[best] = bounds.each
            count[best] += 1
            stale[best] = True
            for place in range(places):
                same = options[place] >= 0 and found >= 0 and content.option[options[place]] == taken[n]
                stale[place] |= full or left < longest or same or evens[place] > 1
            chosen.place[c, n], chosen.option[c, n] = best, found
            chosen.minutes[c, n], chosen.worth[c, n], chosen.chance[c, n] = minutes, top, 1.0 / even


@compiled
def works(kind: int, blind: bool, bounds: Bounds) -> int:
    """How many works on one standard a child is asked at a time: to find out or to look again, one."""
    return 1 if kind == REVIEW or is_probe(kind, blind) else bounds.each


@compiled
def asked_minutes(kind: int, blind: bool, option: int, content: Content, bounds: Bounds) -> float:
    """What is planned for a work: a probe is short, whatever the lesson would take."""
    minutes = bounds.offline if option < 0 else content.minutes[content.option[option]]
    return min(minutes, bounds.probe) if is_probe(kind, blind) else minutes


@compiled
def best_of(
    c: int,
    place: int,
    fade: float,
    left: float,
    running: Whole,
    taken: Whole,
    lists: Lists,
    content: Content,
    children: Children,
    bounds: Bounds,
    seed: int,
) -> tuple[int, float, int]:
    """The best work that still fits for one standard, its worth, and how many are as good; 0 where none is.

    What a teacher has put first comes before all other work for the standard.
    """
    k, kind, blind = lists.standard[c, place], lists.kind[c, place], lists.blind[c]
    value = fade * base(kind, lists.value[c, place])
    best, top, first, draw, ties, free = OFFLINE, -1.0, -1, -1, 0, False
    for at in range(content.starts[k], content.starts[k + 1]):
        work = content.option[at]
        why = held(c, k, work, content, children)
        if why != FREE:
            # What is asked already needs nobody to stand in for it.
            free |= why == ASKED
            continue
        free = True
        minutes = asked_minutes(kind, blind, at, content, bounds)
        program = content.program[work]
        if minutes > left or (bounds.at_once[program] > 0 and running[program] >= bounds.at_once[program]):
            continue
        if is_in(work, taken):
            continue
        probe = is_probe(kind, blind)
        gain = worth(value, probe, content.fit[at], content.effect[work], minutes, children.tries[c, work])
        ahead = children.first[c, work]
        if ahead > first or (ahead == first and gain > top):
            best, top, first, ties = at, gain, ahead, 1
        elif ahead == first and gain == top:
            if ties == 1:
                draw = luck(seed, children.number[c], content.option[best])
            ties += 1
            one = luck(seed, children.number[c], work)
            if one > draw:
                best, draw = at, one
    if not free and bounds.offline > 0.0 and asked_minutes(kind, blind, OFFLINE, content, bounds) <= left:
        return OFFLINE, value, 1
    return best, top, ties


@compiled
def is_in(work: int, taken: Whole) -> bool:
    for other in taken:  # noqa: SIM110  compiled: no generators
        if other == work:
            return True
    return False
