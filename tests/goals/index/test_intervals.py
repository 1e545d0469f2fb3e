from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.goals.index.draws import drawn
from homeroom.goals.index.intervals import Share, bounds, fractions, resampled, share, sure_share
from homeroom.goals.index.worked import Lessons, Worked

ON = np.array([1.0, 0.0, 0.0])


def lessons(*told: str) -> Lessons:
    """`on` and `off` are sure, `?` is nobody's, `maybe` was inferred to be on plan with a chance of one half."""
    sure = np.array([{"on": [1, 0, 0], "off": [0, 1, 0]}.get(one, [0, 0, 0]) for one in told], np.float64)
    maybe = np.array([one == "maybe" for one in told])[:, None]
    likely = np.where(maybe, [[0.5, 0.25, 0.25]], 1.0)
    tagged = sure + np.where(maybe, [[0.5, 0.0, 0.0]], 0.0)
    return Lessons(sure, likely, tagged, np.zeros(len(told), np.int64))


def week(*seconds: int, children: int = 1) -> Worked:
    """Every child does lesson after lesson, each in a sitting of its own."""
    many = len(seconds)
    child = np.repeat(np.arange(children), many)
    return Worked(child, np.arange(children * many), np.tile(np.arange(many), children), np.tile(seconds, children))


def tell(known: Lessons, worked: Worked, seed: int = 1) -> Share:
    return share(known, worked, ON, np.random.default_rng(seed))[0]


def test_what_is_sure_is_told_as_it_is() -> None:
    found = tell(lessons("on", "off"), week(30, 10))
    assert (found.share, found.least, found.most) == (0.75, 0.75, 0.75)


def test_the_same_seed_tells_the_same() -> None:
    known, worked = lessons("on", "off", "?", "maybe"), week(10, 20, 30, 40, children=5)
    assert tell(known, worked) == tell(known, worked)
    assert tell(known, worked) != tell(known, worked, seed=2)


def test_unknown_time_widens_the_bounds_to_both_sides() -> None:
    found = bounds(lessons("on", "off", "?", "maybe"), week(10, 20, 30, 40), ON)
    assert found == (pytest.approx(0.3), pytest.approx(0.8))


def test_unknown_lessons_are_taken_to_be_like_the_known_ones_of_the_week() -> None:
    on = tell(lessons("on", "on", "on", "on", "?"), week(10, 10, 10, 10, 40, children=5))
    off = tell(lessons("off", "off", "off", "off", "?"), week(10, 10, 10, 10, 40, children=5))
    assert on.share > 0.8
    assert off.share < 0.2
    assert on.low > 0.45


def test_one_draw_of_a_lesson_is_for_all_its_children() -> None:
    known, worked = lessons("on", "off", "?"), week(10, 10, 10, children=9)
    found = drawn(known, worked, ON, np.random.default_rng(1))
    on = fractions(known, found, ON)
    assert set(np.unique(on[:, 2])) == {0.0, 1.0}
    assert (on[:, 0] == 1).all()
    assert (on[:, 1] == 0).all()


def test_more_sittings_make_the_range_narrower() -> None:
    few, many = (tell(lessons("on", "off"), week(10, 10, children=children)) for children in (4, 100))
    assert many.high - many.low < (few.high - few.low) / 3


def test_sittings_are_drawn_again_child_by_child() -> None:
    worked = Worked(np.array([0, 0, 0, 1, 1]), np.arange(5), np.zeros(5, np.int64), np.full(5, 60))
    counts = resampled(worked, 4000, np.random.default_rng(1))
    assert counts[:, :3].sum(axis=1) == pytest.approx(np.full(4000, 3.0))
    assert counts[:, 3:].sum(axis=1) == pytest.approx(np.full(4000, 2.0))
    assert counts.mean(axis=0) == pytest.approx(np.ones(5), abs=0.1)


def test_children_with_one_sitting_are_drawn_together() -> None:
    worked = Worked(np.arange(3), np.arange(3), np.zeros(3, np.int64), np.full(3, 60))
    counts = resampled(worked, 100, np.random.default_rng(1))
    assert counts.sum(axis=1) == pytest.approx(np.full(100, 3.0))
    assert len(np.unique(counts, axis=0)) > 1


def test_a_single_sitting_of_all_counts_as_it_is() -> None:
    worked = Worked(np.zeros(1, np.int64), np.zeros(1, np.int64), np.zeros(1, np.int64), np.full(1, 60))
    assert (resampled(worked, 5, np.random.default_rng(1)) == 1).all()


def test_how_much_is_sure() -> None:
    assert sure_share(lessons("on", "?", "maybe"), week(10, 20, 10)) == 0.25


@given(
    st.lists(st.tuples(st.sampled_from(["on", "off", "?", "maybe"]), st.integers(1, 5000)), min_size=1, max_size=12),
    st.integers(1, 4),
)
def test_every_share_lies_in_its_range_and_where_no_tag_is_in_doubt_in_its_bounds(
    listed: list[tuple[str, int]], children: int
) -> None:
    known = lessons(*(word for word, _ in listed))
    found = tell(known, week(*(seconds for _, seconds in listed), children=children))
    assert 0 <= found.low <= found.share <= found.high <= 1
    if "maybe" not in [word for word, _ in listed]:
        assert found.least - 1e-9 <= found.share <= found.most + 1e-9
