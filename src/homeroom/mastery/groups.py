"""Small groups: 3 to 6 children, one standard, one reason; the same from night to night while nothing changes.

Yesterday's groups come first: members who still need the standard stay. Then, again and again until nothing changes,
children without a group form a new one or join one, the most worth first, and a child moves where that is worth
clearly more. Ties go by standard, then by child, so that the same knowledge always gives the same groups.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from homeroom.mastery import rules
from homeroom.mastery.graph import Graph
from homeroom.mastery.group_needs import Needs, needs
from homeroom.mastery.knowledge import Knowledge
from homeroom.mastery.next import Wishes

ROUNDS = 1_000  # never reached: every turn makes the whole worth more


@dataclass(frozen=True)
class Group:
    """`students` in order of their numbers; `since` is the day it was drawn. A teacher's, `kept`, is never changed."""

    standard: str
    students: tuple[int, ...]
    since: float
    kept: bool = False


@dataclass(frozen=True)
class Grouping:
    """All groups, by standard; `left_out` are the children in none."""

    groups: tuple[Group, ...]
    left_out: tuple[int, ...]
    needs: Needs


def suggest(knowledge: Knowledge, graph: Graph, wishes: Wishes, last: Sequence[Group] = ()) -> Grouping:
    """One suggested group a child at most, as like the last round's as the evidence allows."""
    return drawn(needs(knowledge, graph, wishes), graph.codes, knowledge.today, last)


def drawn(wanted: Needs, codes: Sequence[str], today: float, last: Sequence[Group] = ()) -> Grouping:
    """The same out of needs: one row a child, one column a code."""
    return _Round(wanted, codes, today, last).grouping()


@dataclass
class _Open:
    """A group while it is made: rows of children."""

    standard: int
    rows: list[int]
    since: float


class _Round:
    def __init__(self, wanted: Needs, codes: Sequence[str], today: float, last: Sequence[Group]):
        self._codes, self._today, self._students = codes, today, wanted.students.tolist()
        self._needs = wanted
        self._kept = [group for group in last if group.kept]
        row_of = {student: row for row, student in enumerate(self._students)}
        self._free = set(row_of.values()) - {row_of[s] for g in self._kept for s in g.students if s in row_of}
        self._groups = list(self._still_standing([g for g in last if not g.kept], row_of))

    def grouping(self) -> Grouping:
        self._fill()
        self._dissolve()
        for _ in range(ROUNDS):
            if not (self._form() or self._fill() or self._move()):
                break
        made = [self._closed(group) for group in self._groups]
        together = sorted([*made, *self._kept], key=lambda group: (group.standard, group.students))
        return Grouping(tuple(together), tuple(sorted(self._students[row] for row in self._free)), self._needs)

    def _still_standing(self, last: Sequence[Group], row_of: dict[int, int]) -> Iterator[_Open]:
        """Last round's groups with the members who still need them, unless it is time to draw anew."""
        place = {code: k for k, code in enumerate(self._codes)}
        for group in sorted(last, key=lambda group: (group.standard, group.students)):
            if group.standard in place and self._today - group.since < rules.REGROUP["days"]:
                k = place[group.standard]
                members = [row_of[student] for student in group.students if student in row_of]
                rows = [row for row in members if row in self._free and self._needs.stays[row, k] > 0]
                self._free.difference_update(rows)
                yield _Open(k, rows, group.since)

    def _dissolve(self) -> None:
        for group in [group for group in self._groups if len(group.rows) < rules.GROUP["least"]]:
            self._groups.remove(group)
            self._free.update(group.rows)

    def _fill(self) -> bool:
        """Children without a group join the one worth most to them."""
        joined = False
        for row in self._in_order(self._free):
            fitting = [g for g in self._groups if self._has_room(g) and self._needs.joins[row, g.standard] > 0]
            if fitting:
                best = max(fitting, key=lambda group: float(self._needs.joins[row, group.standard]))
                best.rows.append(row)
                self._free.discard(row)
                joined = True
        return joined

    def _form(self) -> bool:
        """One new group of children without one: the standard that is worth most to all its members together."""
        free = self._in_order(self._free)
        joins = self._needs.joins[free] if free else np.zeros((0, 1))
        best, worth = None, 0.0
        for k in np.flatnonzero((joins > 0).sum(axis=0) >= rules.GROUP["least"]):
            order = np.argsort(-joins[:, k], kind="stable")
            order = order[: _size(int((joins[:, k] > 0).sum()))]
            if joins[order, k].sum() > worth:
                best, worth = _Open(int(k), [free[at] for at in order], self._today), float(joins[order, k].sum())
        if best:
            self._groups.append(best)
            self._free.difference_update(best.rows)
        return best is not None

    def _move(self) -> bool:
        """One child to another group, where that is worth more than the change costs."""
        cost = 1 + rules.STAYS["percent"] / 100
        for group in self._groups:
            if len(group.rows) > rules.GROUP["least"]:
                for row in self._in_order(group.rows):
                    here = cost * float(self._needs.stays[row, group.standard])
                    others = [g for g in self._groups if g is not group and self._has_room(g)]
                    better = [g for g in others if self._needs.joins[row, g.standard] > here]
                    if better:
                        group.rows.remove(row)
                        max(better, key=lambda g: float(self._needs.joins[row, g.standard])).rows.append(row)
                        return True
        return False

    def _has_room(self, group: _Open) -> bool:
        return len(group.rows) < rules.GROUP["most"]

    def _in_order(self, rows: set[int] | list[int]) -> list[int]:
        return sorted(rows, key=lambda row: int(self._students[row]))

    def _closed(self, group: _Open) -> Group:
        students = tuple(sorted(int(self._students[row]) for row in group.rows))
        return Group(self._codes[group.standard], students, group.since)


def _size(needing: int) -> int:
    """How many of them make the first group, so that the groups of all come out about even."""
    groups = -(-needing // rules.GROUP["most"])
    return -(-needing // groups)
