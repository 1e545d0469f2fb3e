"""What of a network's counts may be told: all of them in one table, with those of earlier releases, under one attack.

Each school's enrolled children are those who worked and those who did not; of those who worked some had minutes in a
program. Counts of programs are never told, only between which tenths of the enrolled they lie.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from homeroom.evidence.counts import Cell, Counts, Ends, Sum
from homeroom.evidence.models import Release
from homeroom.evidence.releases import together
from homeroom.evidence.suppress import ALMOST, hidden, ranged
from homeroom.reports.network.counted import Counted, Program
from homeroom.reports.week import Week

TENTHS = 10
ALL = "all"


@dataclass(frozen=True)
class Hiding:
    """The counts of this release alone, which of them are hidden, and the ranges told of hidden ones."""

    counts: Counts
    away: frozenset[Cell]
    ranges: Mapping[Cell, Ends]

    def told(self, cell: Cell) -> int | None:
        return None if cell in self.away else self.counts.cells[cell]


def hide(schools: Sequence[Counted], week: Week, earlier: Iterable[Release]) -> Hiding:
    """Raises EvidenceError where earlier releases have told too much to make this one safe."""
    own = counts(schools, week)
    both = together(own, earlier)
    away = hidden(both)
    wanted = {cell: ends for cell, ends in _wanted(schools, week) if cell in away and ends[0] < ends[1]}
    ranges = ranged(both, away, wanted)
    return Hiding(own, frozenset(away & own.cells.keys()), ranges)


def enrolled(one: Counted) -> Cell:
    """The same in every release of a cohort: what one told, all have told."""
    return ("enrolled", str(one.cohort), str(one.enrolled))


def worked(one: Counted, week: Week) -> Cell:
    return ("worked", str(week), str(one.number))


def of_program(one: Counted, program: Program, week: Week) -> Cell:
    return ("minutes", str(week), str(one.number), program[0], program[2])


def all_enrolled(schools: Iterable[Counted]) -> Cell:
    return ("enrolled", ALL, *(f"{one.cohort}:{one.enrolled}" for one in schools))


def all_worked(week: Week) -> Cell:
    return ("worked", str(week), ALL)


def counts(schools: Sequence[Counted], week: Week) -> Counts:
    cells, sums, never = dict[Cell, int](), list[Sum](), set[Cell]()
    for one in schools:
        idle = ("idle", str(week), str(one.number))
        cells |= {enrolled(one): one.enrolled, worked(one, week): one.worked, idle: one.enrolled - one.worked}
        sums.append(Sum(enrolled(one), (worked(one, week), idle)))
        never |= {cell for cell in (worked(one, week), idle) if _is_almost(cells[cell], one.enrolled)}
        for program, (children, _) in one.minutes.items():
            inside, rest = of_program(one, program, week), ("rest", *of_program(one, program, week))
            cells |= {inside: children, rest: one.worked - children}
            sums.append(Sum(worked(one, week), (inside, rest)))
            never |= {inside, rest}
    here, did, rest = all_enrolled(schools), all_worked(week), ("idle", str(week), ALL)
    cells |= {here: sum(one.enrolled for one in schools), did: sum(one.worked for one in schools)}
    cells |= {rest: cells[here] - cells[did]}
    sums.append(Sum(here, tuple(enrolled(one) for one in schools)))
    sums.append(Sum(did, tuple(worked(one, week) for one in schools)))
    sums.append(Sum(here, (did, rest)))
    never |= {cell for cell in (did, rest) if _is_almost(cells[cell], cells[here])}
    # How many are enrolled stays the same from week to week: once hidden, it would be hidden for a term.
    dear = frozenset({here, *map(enrolled, schools)})
    return Counts(cells, tuple(sums), never=frozenset(never), dear=dear)


def _is_almost(part: int, whole: int) -> bool:
    """Near none and near all a count tells of every child."""
    return not whole or part < ALMOST * whole or part > (1 - ALMOST) * whole


def _wanted(schools: Iterable[Counted], week: Week) -> Iterator[tuple[Cell, Ends]]:
    for one in schools:
        yield worked(one, week), tenth(one.worked, one.enrolled)
        for program, (children, _) in one.minutes.items():
            yield of_program(one, program, week), tenth(children, one.enrolled)


def tenth(part: int, whole: int) -> Ends:
    """The tenth of the whole in which a part lies, in children: 93 of 100 lie from 90 to 100."""
    at = min(TENTHS - 1, part * TENTHS // whole) if whole else 0
    return -(-at * whole // TENTHS), (at + 1) * whole // TENTHS
