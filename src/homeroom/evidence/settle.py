"""Rows in an order that follows from their numbers alone, under names of their own.

Sums of floating-point numbers and random draws depend on order. So that neither the order of rows nor what children and
classes are called moves a digit, each is marked by a hash of its numbers, sorted by it, and called by its place. Those
with the same mark are alike to the last digit, and may change places.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace

from homeroom.evidence import canonical
from homeroom.evidence.data import Cell, Child, Data

NAMES = ("key", "classroom", "school", "stratum")  # of a child: what it is called, and nothing that was measured


@dataclass(frozen=True)
class Settled:
    """`classes` gives the name of each class back."""

    data: Data
    classes: Mapping[str, str]


def settled(data: Data) -> Settled:
    marks = _Marks(data)
    rooms = _places(
        {one.classroom for one in data.children}, lambda one: (marks.school[marks.at[one]], marks.room[one])
    )
    schools = _places({one.school for one in data.children}, lambda one: marks.school[one])
    strata = _places({one.stratum for one in data.children}, lambda one: marks.stratum[one])
    order = sorted(data.children, key=lambda one: (rooms[one.classroom], marks.child[one.key], one.key))
    keys = {one.key: _name(at) for at, one in enumerate(order)}
    whats = _places({one.what for one in data.cells}, lambda one: marks.what[one])
    children = tuple(
        replace(
            one, key=keys[one.key], classroom=rooms[one.classroom], school=schools[one.school],
            stratum=strata[one.stratum],
        )
        for one in order
    )  # fmt: skip
    cells = _cells(data, rooms, whats)
    answers = [replace(one, child=keys[one.child], what=whats[one.what]) for one in data.answers]
    in_order = tuple(sorted(answers, key=lambda one: (one.child, one.what)))
    return Settled(Data(data.asked, children, cells, in_order), {new: old for old, new in rooms.items()})


class _Marks:
    """A hash of the numbers of each child, class, school, stratum and standard."""

    def __init__(self, data: Data) -> None:
        new = {(one.classroom, one.what): one.is_new for one in data.cells}
        room = {one.key: one.classroom for one in data.children}
        said = _gathered(
            (one.child, [one.outcome, new.get((room[one.child], one.what))]) for one in data.answers
        )  # fmt: skip
        self.child = {one.key: _mark([_numbers(one), sorted(map(repr, said[one.key]))]) for one in data.children}
        inside = _gathered((one.classroom, self.child[one.key]) for one in data.children)
        self.room = {name: _mark(sorted(marks)) for name, marks in inside.items()}
        self.at = {one.classroom: one.school for one in data.children}
        self.school = _sums((school, self.room[name]) for name, school in self.at.items())
        self.stratum = _sums((one.stratum, self.child[one.key]) for one in data.children)
        self.what = _sums(
            [(one.what, _mark([self.child[one.child], one.outcome])) for one in data.answers]
            + [(one.what, _mark([self.room[one.classroom], one.is_new])) for one in data.cells]
        )


def _cells(data: Data, rooms: Mapping[str, str], whats: Mapping[str, str]) -> tuple[Cell, ...]:
    """A stratum, and what is linked in it, are called by the first of their cells."""
    cells = sorted(
        (replace(one, classroom=rooms[one.classroom], what=whats[one.what]) for one in data.cells),
        key=lambda one: (one.classroom, one.what),
    )
    strata: dict[str, str] = {}
    links: dict[tuple[str, str], str] = {}
    for at, one in enumerate(cells):
        strata.setdefault(one.stratum, _name(at))
        links.setdefault((one.stratum, one.link), _name(at))
    return tuple(
        replace(one, stratum=strata[one.stratum], link=links[one.stratum, one.link] if one.link else "")
        for one in cells
    )


def _numbers(one: Child) -> list[object]:
    return [getattr(one, column.name) for column in fields(one) if column.name not in NAMES]


def _places(names: Iterable[str], mark: Callable[[str], object]) -> dict[str, str]:
    """Each name's place, by its mark; of two that are alike to the last digit by name, which moves no number."""
    return {name: _name(at) for at, name in enumerate(sorted(names, key=lambda one: (mark(one), one)))}


def _name(at: int) -> str:
    return f"{at:06d}"


def _sums(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {name: _mark(sorted(marks)) for name, marks in _gathered(pairs).items()}


def _gathered[T](pairs: Iterable[tuple[str, T]]) -> defaultdict[str, list[T]]:
    found: defaultdict[str, list[T]] = defaultdict(list)
    for name, one in pairs:
        found[name].append(one)
    return found


def _mark(told: object) -> str:
    return canonical.sha256(canonical.text(told))
