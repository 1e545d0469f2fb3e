"""The attack's short way finds what the plain one finds: two programs for each hidden count, and nothing spared."""

from __future__ import annotations

import os

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from scipy.optimize import Bounds, LinearConstraint, linprog, milp  # type: ignore[import-untyped]  # ships no types

from homeroom.evidence import unknowns
from homeroom.evidence.counts import Cell, Counts, Sum, crossed
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.release_attack import whole_numbers
from homeroom.evidence.release_cells import Row, counts, since
from homeroom.evidence.suppress import FEW, WIDE, attack, hidden
from homeroom.evidence.unknowns import Span, unknown

pytestmark = pytest.mark.any_database
ROUNDED = 1e-6
SEEDS = range(40 if os.environ.get("HOMEROOM_FULL") else 3)


def plain(table: Counts, away: frozenset[Cell], whole: bool) -> dict[Cell, Span]:
    """All hidden counts in one program, with a dense matrix, to both ends of each."""
    cells = sorted(away)
    signed = [(one, {one.total: 1.0, **dict.fromkeys(one.parts, -1.0)}) for one in table.sums]
    left = np.array([[signs.get(cell, 0.0) for cell in cells] for _, signs in signed]).reshape(-1, len(cells))
    right = [-sum(sign * table.cells[key] for key, sign in signs.items() if key not in away) for _, signs in signed]
    most = sum(table.cells.values()) + WIDE
    ends = np.array([table.ranges.get(cell, (0, most)) for cell in cells], dtype=np.float64)
    found = dict[Cell, Span]()
    for at, cell in enumerate(cells):
        low, high = (_end(left, right, ends, sign * (np.arange(len(cells)) == at), whole) for sign in (1.0, -1.0))
        found[cell] = (np.ceil(low[at] - ROUNDED), np.floor(high[at] + ROUNDED))
    return found


def _end(left: np.ndarray, right: list[float], ends: np.ndarray, aim: np.ndarray, whole: bool) -> np.ndarray:
    if whole:
        rows = LinearConstraint(left, right, right) if len(right) else ()
        exact = {"mip_rel_gap": 0}
        return milp(aim, constraints=rows, bounds=Bounds(*ends.T), integrality=np.ones(len(aim)), options=exact).x
    return linprog(aim, A_eq=left, b_eq=right, bounds=ends).x


def agree(table: Counts, away: frozenset[Cell]) -> None:
    away |= table.free  # nothing shows them
    for fast, slow in (
        (attack(table, away), plain(table, away, whole=False)),
        (whole_numbers(table, away), plain(table, away, whole=True)),
    ):
        assert fast.keys() == slow.keys()
        for cell, (low, high) in slow.items():
            if high - low < WIDE:
                assert fast[cell] == (low, high)
            else:
                assert fast[cell][1] - fast[cell][0] >= WIDE
                assert low <= fast[cell][0] <= table.cells[cell] <= fast[cell][1] <= high


def row(at: int, tries: int, part: float, schools: int) -> Row:
    return Row("item", str(at), schools, 3 * schools, tries, round(tries * part), 0, 0)


def lines(items: list[Row]) -> list[Row]:
    return [Row("program", "", 4, 12, sum(i.tries for i in items), sum(i.right for i in items), 0, 0), *items]


items = some.lists(
    some.tuples(some.integers(1, 70), some.floats(0, 1), some.sampled_from([2, 4])), min_size=3, max_size=5
).map(lambda drawn: [row(at, *one) for at, one in enumerate(drawn)])


def hidden_of(table: Counts, draw: some.DataObject) -> frozenset[Cell]:
    """What must be hidden, and some others, so that narrow counts are found as well as wide ones."""
    small = {cell for cell, count in table.cells.items() if count < FEW} | table.never
    return frozenset(small | draw.draw(some.sets(some.sampled_from(sorted(table.cells)))))


@settings(max_examples=8, deadline=None)
@given(items, some.data())
def test_of_a_release_the_short_way_finds_what_the_plain_one_finds(drawn: list[Row], draw: some.DataObject) -> None:
    table = counts(lines(drawn), "1")
    agree(table, hidden_of(table, draw))


@pytest.mark.parametrize("seed", SEEDS)
def test_of_a_release_after_another_too(seed: int) -> None:
    """What lies between two releases ties each count to three sums: then programs may end between whole numbers."""
    random = np.random.default_rng(seed)
    drawn = [row(at, int(random.integers(1, 70)), random.random(), int(random.choice([2, 4]))) for at in range(4)]
    later = [
        Row(one.kind, one.content_item, one.schools, one.classes, one.tries + more, one.right + more // 2, 0, 0)
        for one, more in zip(drawn, random.integers(0, 12, len(drawn)).tolist(), strict=True)
    ]
    first = counts(lines(drawn), "1")
    table = since(counts(lines(later), "2"), [first], [frozenset(first.never)])
    some_more = {cell for cell in sorted(table.cells) if random.random() < 0.3}
    agree(table, frozenset({cell for cell, count in table.cells.items() if count < FEW} | table.never | some_more))


@settings(max_examples=5, deadline=None)
@given(some.lists(some.integers(0, 30), min_size=16, max_size=16), some.data())
def test_of_a_crossed_table_too(numbers: list[int], draw: some.DataObject) -> None:
    table = crossed({(f"r{at // 4}", f"c{at % 4}"): number for at, number in enumerate(numbers)})
    agree(table, hidden_of(table, draw))


def test_where_a_program_ends_between_whole_numbers_children_still_come_whole() -> None:
    """Three pairs of each two of three: in fractions each is as large as the others make it."""
    cells: dict[Cell, int] = {(name,): 6 for name in "abc"} | {("ab",): 12, ("bc",): 12, ("ca",): 12}
    pairs = tuple(Sum((two,), ((two[0],), (two[1],))) for two in ("ab", "bc", "ca"))
    table = Counts(cells, pairs, ranges={("ab",): (11, 12), ("bc",): (11, 12), ("ca",): (11, 12)})
    agree(table, frozenset(cells))


def test_few_programs_see_to_a_table_of_hundreds_of_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, solve = list[int](), unknowns._solved
    monkeypatch.setattr(unknowns, "_solved", lambda *of: asked.append(1) or solve(*of))
    random = np.random.default_rng(1)
    drawn = [row(at, int(random.integers(0, 90)), random.random(), int(random.choice([2, 4]))) for at in range(150)]
    table = counts(lines(drawn), "1")
    away = hidden(table, at_once=True)
    asked.clear()
    assert len(attack(table, away)) == len(away) > 200
    assert len(asked) < 60


def test_a_table_that_can_not_be_true_is_said() -> None:
    table = Counts({("a",): 4, ("b",): 30, ("all",): 34}, (Sum(("all",), (("a",), ("b",))),))
    [group] = unknown(table, [("a",), ("b",)])
    group.right[:] = -1e9
    with pytest.raises(EvidenceError, match="came to no end"):
        unknowns.spans(group, WIDE)
