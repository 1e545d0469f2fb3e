"""Vendors' releases: what is hidden, what lies between two of them, and when one is refused by name."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from homeroom.evidence.counts import Cell, Counts, Sum
from homeroom.evidence.release_attack import UnsafeError, safe, whole_numbers
from homeroom.evidence.release_cells import ALL, NO, TRIES, YES, Row, cell, counts, rows, since
from homeroom.evidence.suppress import WIDE

pytestmark = pytest.mark.any_database


def row(name: str, tries: int, right: int, schools: int = 4, kind: str = "item") -> Row:
    return Row(kind, name, schools, 12, tries, right, 0, 0)


def report(*items: Row) -> list[Row]:
    return [Row("program", "", 4, 12, sum(i.tries for i in items), sum(i.right for i in items), 0, 0), *items]


def released(items: list[Row], period: str, *earlier: tuple[Counts, frozenset[Cell]]) -> tuple[Counts, frozenset[Cell]]:
    linked = since(counts(items, period), [one for one, _ in earlier], [away for _, away in earlier])
    return linked, safe(linked).away


def test_large_counts_are_told_and_a_small_one_takes_another_with_it() -> None:
    large = report(row("a", 60, 40), row("b", 80, 30))
    assert released(large, "1")[1] == frozenset()
    small = report(row("a", 60, 40), row("b", 80, 30), row("c", 8, 5))
    found, away = released(small, "1")
    assert cell("1", small[3], TRIES, ALL) in away
    assert len([key for key in away if key[4] == ALL]) > 1
    assert all(high - low >= WIDE for low, high in whole_numbers(found, away).values())


def test_an_item_of_two_schools_is_hidden_though_many_tried_it() -> None:
    lines = report(row("a", 60, 40), row("b", 90, 30), row("c", 80, 40, schools=2))
    assert cell("1", lines[3], TRIES, ALL) in released(lines, "1")[1]


def test_one_joiner_between_two_releases_is_not_told() -> None:
    first = report(row("a", 60, 40), row("b", 80, 30))
    then = report(row("a", 61, 41), row("b", 120, 50))
    linked, away = released(then, "2", released(first, "1"))
    assert cell("2", then[1], TRIES, ALL) in away
    spans = whole_numbers(linked, away)
    joined = ("added 1 2", "item", "a", TRIES, YES)
    assert linked.cells[joined] == 1
    assert spans[joined][1] - spans[joined][0] >= WIDE


def test_many_more_children_are_told_in_the_next_release() -> None:
    first = report(row("a", 60, 40), row("b", 80, 30))
    then = report(row("a", 100, 60), row("b", 130, 60))
    assert released(then, "2", released(first, "1"))[1] == frozenset()


def test_nobody_new_means_the_same_numbers_again() -> None:
    first = report(row("a", 60, 40), row("b", 80, 30))
    assert released(first, "2", released(first, "1"))[1] == frozenset()


def test_fewer_than_before_after_a_correction_is_hidden_like_more() -> None:
    first, then = report(row("a", 60, 40), row("b", 80, 30)), report(row("a", 58, 39), row("b", 80, 30))
    assert cell("2", then[1], TRIES, ALL) in released(then, "2", released(first, "1"))[1]


def test_a_release_that_nothing_makes_safe_is_refused_and_names_the_cells() -> None:
    total, parts = ("all",), (("a",), ("b",))
    told = Counts({total: 50, parts[0]: 47, parts[1]: 3}, (Sum(total, parts),), told=frozenset({total, parts[0]}))
    with pytest.raises(UnsafeError, match=r"these counts could be worked out: b") as refused:
        safe(told)
    assert refused.value.cells == (("b",),)


def test_a_range_near_none_is_told_where_it_is_wide_and_kept_where_it_is_not() -> None:
    wide, tight = row("a", 200, 2), row("b", 40, 1)
    found = counts(report(wide, tight), "1")
    wanted = {cell("1", wide, TRIES, YES): (0, 9), cell("1", tight, TRIES, YES): (0, 1)}
    made = safe(found, wanted)
    assert cell("1", wide, TRIES, YES) in made.ranges
    assert cell("1", tight, TRIES, YES) not in made.ranges
    assert {cell("1", tight, TRIES, YES), cell("1", tight, TRIES, NO)} <= made.away


def test_whole_numbers_are_narrower_than_fractions_and_are_looked_at() -> None:
    """Twice a count of children is told to lie at 9 or 10: in fractions 4.5 to 5, in children 5."""
    cells = {("two",): 10, ("a",): 5, ("b",): 5}
    known = Counts(
        cells, (Sum(("two",), (("a",), ("b",))),), ranges={("two",): (9, 10), ("a",): (0, 5), ("b",): (0, 5)}
    )
    assert whole_numbers(known, frozenset(cells))["a",] == (4, 5)


def test_a_programs_line_is_made_of_its_items_and_lessons() -> None:
    def told(kind: str, name: str, tries: int, **more: object) -> dict[str, object]:
        counted = {
            "first_tries": tries,
            "first_right": tries // 2,
            "followed": tries,
            "exits": 1,
            "schools": 3,
            "classes": 5,
        }
        return {"program": "alpha", "kind": kind, "content_item": name, "term": "", **counted, **more}

    listed = [told("program", "", 99), told("item", "a", 20), told("lesson", "L", 30), told("item", "b", 9, term="one")]
    whole, item, lesson = rows([*listed, told("item", "x", 5, program="beta")], "alpha")
    assert (whole.tries, whole.right, whole.followed, whole.left) == (20, 10, 30, 1)
    assert (item.followed, lesson.followed) == (0, 30)


@settings(max_examples=15, deadline=None)
@given(some.lists(some.tuples(some.integers(0, 90), some.floats(0, 1)), min_size=1, max_size=4))
def test_never_is_a_hidden_count_less_than_five_unsure(drawn: list[tuple[int, float]]) -> None:
    lines = report(*(row(str(at), tries, round(tries * part)) for at, (tries, part) in enumerate(drawn)))
    found, away = released(lines, "1")
    assert all(high - low >= WIDE for low, high in whole_numbers(found, away).values())
    assert all(count >= 10 for key, count in found.cells.items() if key not in away)
