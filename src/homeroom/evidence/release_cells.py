"""A vendor's report as counts for the attack: what it would tell of each item and lesson, and what adds up to what.

First tries at an item are right or wrong; all items' make the program's. A lesson is passed at the first decided try
or not, and left or not; the same is told of the program. A percent beside its count tells the count of right ones, so
both are attacked as told. Between two releases lies what was added to each count: of few children, that is hidden as
any count of few is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from homeroom.evidence.counts import Cell, Counts, Ends, Sum
from homeroom.evidence.suppress import FEW, for_a_vendor

TRIES, LEFT = "tries", "left"
ALL, YES, NO = "all", "yes", "no"


@dataclass(frozen=True)
class Row:
    """One line of a vendor's report before anything is hidden: counts of children, a child once an item."""

    kind: str
    content_item: str
    schools: int
    classes: int
    tries: int
    right: int
    followed: int
    left: int

    @property
    def counted(self) -> Mapping[str, tuple[int, int]]:
        """What is counted, with those of whom it is so."""
        return {TRIES: (self.tries, self.right), LEFT: (self.followed, self.left)}


def rows(told: Iterable[Mapping[str, Any]], program: str) -> list[Row]:
    """The year's rows of `quality` of one program; its own line is made of theirs, so that all of it adds up."""
    own = [row for row in told if row["program"] == program and not row["term"] and row["kind"] != "program"]
    found = [_row(row) for row in sorted(own, key=lambda row: (row["kind"], row["content_item"]))]
    whole = [row for row in told if row["program"] == program and not row["term"] and row["kind"] == "program"]
    return [*(_whole(found, row) for row in whole), *found]


def _row(row: Mapping[str, Any]) -> Row:
    counts = [row[name] or 0 for name in ("schools", "classes", "first_tries", "first_right", "followed", "exits")]
    # Of an item is told how its lesson was left, too; that is the lesson's to tell.
    return Row(row["kind"], row["content_item"], *counts[:4], *(counts[4:] if row["kind"] == "lesson" else (0, 0)))


def _whole(found: Sequence[Row], row: Mapping[str, Any]) -> Row:
    items, lessons = ([one for one in found if one.kind == kind] for kind in ("item", "lesson"))
    tries, right = sum(one.tries for one in items), sum(one.right for one in items)
    followed, left = sum(one.followed for one in lessons), sum(one.left for one in lessons)
    return Row("program", "", row["schools"] or 0, row["classes"] or 0, tries, right, followed, left)


def cell(period: str, row: Row, what: str, which: str) -> Cell:
    return (period, row.kind, row.content_item, what, which)


def counts(found: Sequence[Row], period: str) -> Counts:
    """`period` names the release: its counts are other counts than those of the next one."""
    cells, sums, never = dict[Cell, int](), list[Sum](), set[Cell]()
    for row in found:
        for what, (whole, part) in row.counted.items():
            if whole:
                three = [cell(period, row, what, which) for which in (ALL, YES, NO)]
                cells |= dict(zip(three, (whole, part, whole - part), strict=True))
                sums.append(Sum(three[0], (three[1], three[2])))
                never |= set(three) if not for_a_vendor(row.schools, row.classes) else _tails(three, whole, part)
    for total in (row for row in found if row.kind == "program"):
        sums += _of_program(total, found, period, cells)
    dear = frozenset(one for one in cells if one[1] == "program")
    return Counts(cells, tuple(sums), never=frozenset(never), dear=dear, ranges=_known(cells))


def since(own: Counts, earlier: Sequence[Counts], away: Sequence[frozenset[Cell]]) -> Counts:
    """The counts with those of earlier releases, and with what was added to each since the last one that told of it."""
    cells, sums, ranges = dict(own.cells), list(own.sums), dict(own.ranges)
    told, never, free = set(own.told), set(own.never), set[Cell]()
    last: dict[Cell, Cell] = {}
    for one, hidden in zip(earlier, away, strict=True):
        cells |= one.cells
        sums += one.sums
        ranges |= {key: ends for key, ends in one.ranges.items() if key in hidden}
        between = {key for key in one.cells if key[0].startswith(BETWEEN)}
        free |= between - hidden
        told |= one.cells.keys() - hidden - between
        never |= hidden
        last |= {key[1:]: key for key in one.cells if not key[0].startswith(BETWEEN)}
    for key in own.cells:
        if before := last.get(key[1:]):
            added = (f"{BETWEEN}{before[0]} {key[0]}", *key[1:])
            more, less = (key, before) if cells[key] >= cells[before] else (before, key)
            cells[added] = cells[more] - cells[less]
            sums.append(Sum(more, (less, added)))
            (never if 0 < cells[added] < FEW else free).add(added)
    ranges |= _known({key: cells[key] for key in cells if key in never})
    unsure = {key: ends for key, ends in ranges.items() if key not in told}
    sets = {"told": frozenset(told), "never": frozenset(never - told), "free": frozenset(free - never)}
    return replace(own, cells=cells, sums=tuple(dict.fromkeys(sums)), ranges=unsure, **sets)


BETWEEN = "added "


def _known(cells: Mapping[Cell, int]) -> dict[Cell, Ends]:
    """What an attacker may guess of a count that is hidden for being small."""
    return {key: (min(1, count), FEW - 1) for key, count in cells.items() if count < FEW}


def _tails(three: Sequence[Cell], whole: int, part: int) -> set[Cell]:
    """Near none and near all a share tells of every child: it is told as a range at most."""
    return {three[1], three[2]} if 20 * part < whole or 20 * (whole - part) < whole else set()


def _of_program(total: Row, found: Sequence[Row], period: str, cells: Mapping[Cell, int]) -> Iterable[Sum]:
    for what in (TRIES, LEFT):
        kind = "item" if what == TRIES else "lesson"
        for which in (ALL, YES, NO):
            whole = cell(period, total, what, which)
            parts = [cell(period, row, what, which) for row in found if row.kind == kind]
            if whole in cells:
                yield Sum(whole, tuple(part for part in parts if part in cells))
