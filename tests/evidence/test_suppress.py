"""What may be shown of counts, and whether what is shown tells what is not."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeroom.evidence.counts import Cell, Counts, Sum, crossed
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.suppress import FEW, WIDE, attack, cohort_to_tell_of, for_a_vendor, hidden, share

THREE_SCHOOLS = {
    ("Ash", "English"): 40, ("Ash", "Spanish"): 4, ("Ash", "Vietnamese"): 22,
    ("Birch", "English"): 31, ("Birch", "Spanish"): 25, ("Birch", "Vietnamese"): 18,
    ("Cedar", "English"): 52, ("Cedar", "Spanish"): 33, ("Cedar", "Vietnamese"): 27,
}  # fmt: skip


def test_all_is_shown_where_no_count_is_small() -> None:
    assert hidden(crossed({**THREE_SCHOOLS, ("Ash", "Spanish"): 14})) == frozenset()


def test_a_small_count_takes_others_with_it() -> None:
    away = hidden(crossed(THREE_SCHOOLS))
    assert ("Ash", "Spanish") in away
    assert len(away) >= 4, "alone in its row or column it could be worked out"
    assert ("", "") not in away
    assert all(high - low >= WIDE for low, high in attack(crossed(THREE_SCHOOLS), away).values())


def test_hiding_the_small_count_alone_hides_nothing() -> None:
    assert attack(crossed(THREE_SCHOOLS), [("Ash", "Spanish")]) == {("Ash", "Spanish"): (4, 4)}


def test_nobody_is_few_too() -> None:
    assert ("Ash", "Spanish") in hidden(crossed({**THREE_SCHOOLS, ("Ash", "Spanish"): 0}))


def test_a_list_with_its_total() -> None:
    counts = crossed({("Ash",): 6, ("Birch",): 30, ("Cedar",): 44})
    assert hidden(counts) == {("Ash",), ("Birch",)}


def test_where_all_are_few_the_total_goes_too() -> None:
    assert hidden(crossed({("Ash",): 1, ("Birch",): 2})) == {("Ash",), ("Birch",), ("",)}


def test_a_lone_count_without_a_sum() -> None:
    assert hidden(Counts({("all",): 7})) == {("all",)}
    assert hidden(Counts({("all",): 17})) == frozenset()


def test_what_was_told_before_is_not_hidden_again() -> None:
    told = frozenset({("Birch",), ("",)})
    counts = crossed({("Ash",): 6, ("Birch",): 30, ("Cedar",): 44})
    assert hidden(Counts(counts.cells, counts.sums, told)) == {("Ash",), ("Cedar",)}


def test_what_can_not_be_made_safe_is_not_released() -> None:
    counts = crossed({("Ash",): 6, ("Birch",): 30})
    told = frozenset({("Birch",), ("",)})
    with pytest.raises(EvidenceError, match="can't be released"):
        hidden(Counts(counts.cells, counts.sums, told))


def test_two_tables_of_the_same_children_are_attacked_together() -> None:
    """A total that another table shows gives away what this one hides."""
    here = crossed({("Ash",): 6, ("Birch",): 30, ("Cedar",): 44})
    there = Sum(("the first two",), (("Ash",), ("Birch",)))
    further = Sum(("the first and last",), (("Ash",), ("Cedar",)))
    both = Counts({**here.cells, there.total: 36, further.total: 50}, (*here.sums, there, further))
    away = hidden(both)
    assert all(high - low >= WIDE for low, high in attack(both, away).values())
    assert len(away) > len(hidden(here))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda: crossed({("Ash", "English", "girls"): 12}), "3 properties are crossed"),
        (lambda: crossed({}), "0 properties"),
        (lambda: crossed({("Ash", ""): 12}), "stands for a total"),
        (lambda: Counts({("all",): -1}), "0 or more"),
        (lambda: Counts({("all",): 3}, (Sum(("all",), (("some",),)),)), "which has no count"),
        (lambda: Counts({("all",): 3, ("some",): 2}, (Sum(("all",), (("some",),)),)), "its parts make 2"),
    ],
)
def test_a_table_that_can_not_be_is_refused(wrong: object, said: str) -> None:
    with pytest.raises(EvidenceError, match=said):
        wrong()  # type: ignore[operator]


small = st.integers(1, 3).flatmap(
    lambda rows: st.integers(2, 3).flatmap(
        lambda columns: st.lists(st.integers(0, 14), min_size=rows * columns, max_size=rows * columns).map(
            lambda numbers: {(f"r{at // columns}", f"c{at % columns}"): number for at, number in enumerate(numbers)}
        )
    )
)


@settings(max_examples=40, deadline=None)
@given(small)
def test_no_hidden_count_is_ever_told(cells: dict[Cell, int]) -> None:
    counts = crossed(cells)
    away = hidden(counts)
    assert {cell for cell, count in counts.cells.items() if count < FEW} <= away
    for cell, (low, high) in attack(counts, away).items():
        assert low <= counts.cells[cell] <= high
        assert high - low >= WIDE


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.integers(0, 6), min_size=4, max_size=4).map(
        lambda n: {("a", "x"): n[0], ("a", "y"): n[1], ("b", "x"): n[2], ("b", "y"): n[3]}
    ),
    st.sets(st.sampled_from([("a", "x"), ("a", "y"), ("b", "x"), ("b", "y"), ("a", ""), ("", "x")]), min_size=1),
)
def test_the_attack_finds_what_trying_every_table_finds(cells: dict[Cell, int], away: set[Cell]) -> None:
    """Oracle: every table of small numbers that agrees with what is shown."""
    counts = crossed(cells)
    shown = {cell: count for cell, count in counts.cells.items() if cell not in away}
    inner = sorted(cells)
    seen: dict[Cell, set[int]] = {cell: set() for cell in away}
    most = sum(cells.values())
    for numbers in product(range(most + 1), repeat=len(inner)):
        if sum(numbers) != most:
            continue
        table = crossed(dict(zip(inner, numbers, strict=True))).cells
        if all(table[cell] == count for cell, count in shown.items()):
            for cell in away:
                seen[cell].add(table[cell])
    for cell, (low, high) in attack(counts, away).items():
        tried = seen[cell]
        if high - low < WIDE:
            assert (min(tried), max(tried)) == (low, high)
        else:
            assert max(tried) - min(tried) >= WIDE


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [(3, 9, None), (0, 40, "under 5%"), (1, 40, "under 5%"), (2, 40, "5%"), (30, 40, "75%"), (39, 40, "over 95%")],
)
def test_a_share_near_none_or_all_is_a_range(part: int, whole: int, told: str | None) -> None:
    assert share(part, whole) == told


def test_a_vendor_sees_numbers_of_several_schools_and_classes() -> None:
    assert for_a_vendor(schools=3, classes=5)
    assert not for_a_vendor(schools=2, classes=50)
    assert not for_a_vendor(schools=9, classes=4)


def test_one_who_joins_changes_nothing_that_is_told() -> None:
    before = frozenset(range(30))
    assert cohort_to_tell_of(before | {99}, [before]) == before
    assert cohort_to_tell_of(before - {3}, [before]) == before
    assert cohort_to_tell_of(before, [before]) == before
    assert cohort_to_tell_of(before | frozenset(range(50, 60)), [before]) == before | frozenset(range(50, 60))
    assert cohort_to_tell_of(before, []) == before
