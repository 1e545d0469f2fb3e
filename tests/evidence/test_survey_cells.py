"""Which groups' results are shown: from ten answers on, and so that what is shown gives no hidden one."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeroom.evidence.suppress import FEW, WIDE
from homeroom.evidence.survey_cells import Shown, Tally, shown

pytestmark = pytest.mark.any_database


def test_nine_show_nothing_ten_do() -> None:
    assert shown({"a": Tally(9, 5)}) == Shown()
    assert shown({"a": Tally(10, 5)}).groups == {"a": Tally(10, 5)}


def test_a_group_of_few_takes_another_one_with_it() -> None:
    """Else all less the others would be its result."""
    seen = shown({"a": Tally(9, 5), "b": Tally(20, 10), "c": Tally(30, 15)})
    assert seen.total == Tally(59, 30)
    assert set(seen.groups) == {"c"}


def test_groups_that_all_said_no_are_not_given_away_by_the_sum() -> None:
    """Nobody of the hidden ones is in favour: that all of them less the shown make none would say it of each."""
    seen = shown({"a": Tally(9, 0), "b": Tally(12, 0), "c": Tally(30, 15), "d": Tally(40, 20)})
    assert not {"a", "b"} & set(seen.groups)
    assert sum(tally.favour for name, tally in seen.groups.items()) <= 35 - WIDE


def test_arms_are_told_where_their_groups_are_not() -> None:
    groups = {
        "a": Tally(8, 4),
        "b": Tally(8, 4),
        "c": Tally(8, 4),
        "d": Tally(9, 5),
        "e": Tally(9, 5),
        "f": Tally(9, 5),
    }
    seen = shown(groups, dict(zip(groups, ["new"] * 3 + ["old"] * 3, strict=True)))
    assert seen.arms == {"new": Tally(24, 12), "old": Tally(27, 15)}
    assert seen.groups == {}


def test_counts_alone_hide_only_what_counts_give_away() -> None:
    seen = shown({"a": Tally(9), "b": Tally(20), "c": Tally(30)}, counts_alone=True)
    assert set(seen.groups) == {"c"}
    assert set(shown({"a": Tally(12), "b": Tally(20)}, counts_alone=True).groups) == {"a", "b"}


def worlds(seen: Shown, sizes: Mapping[str, Tally]) -> dict[str, tuple[set[int], set[int]]]:
    """By trying every one: what each hidden group's answers, and those in favour, could be for who knows what is shown.

    All answers less the shown ones are shared out among the hidden groups in every way.
    """
    hidden = [name for name in sizes if name not in seen.groups]
    assert seen.total is not None
    left = Tally(
        seen.total.answers - sum(one.answers for one in seen.groups.values()),
        seen.total.favour - sum(one.favour for one in seen.groups.values()),
    )
    found: dict[str, tuple[set[int], set[int]]] = {name: (set(), set()) for name in hidden}
    for answers in product(range(left.answers + 1), repeat=max(len(hidden) - 1, 0)):
        if (last := left.answers - sum(answers)) < 0:
            continue
        every = (*answers, last) if hidden else ()
        for name, n in zip(hidden, every, strict=True):
            found[name][0].add(n)
            rest = left.answers - n
            found[name][1].update(range(max(0, left.favour - rest), min(n, left.favour) + 1))
    return found


tallies = st.integers(0, 22).flatmap(lambda n: st.builds(Tally, st.just(n), st.integers(0, n)))


@settings(deadline=None, max_examples=200)
@given(st.lists(tallies, min_size=2, max_size=4))
def test_shown_groups_never_give_a_hidden_one(drawn: list[Tally]) -> None:
    sizes = {f"g{at}": tally for at, tally in enumerate(drawn)}
    seen = shown(sizes)
    assert all(one.answers >= FEW for one in seen.groups.values())
    assert (seen.total is None) == (sum(one.answers for one in drawn) < FEW)
    if seen.groups:
        for answers, favour in worlds(seen, sizes).values():
            assert max(answers) - min(answers) >= WIDE
            assert max(favour) - min(favour) >= WIDE


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(tallies, st.sampled_from(["new", "old", ""])), min_size=2, max_size=6))
def test_arms_and_groups_together_leave_no_group_alone(drawn: list[tuple[Tally, str]]) -> None:
    """Whatever is shown of an arm and of all its groups but some leaves those some at least ten together, or two."""
    sizes = {f"g{at}": tally for at, (tally, _) in enumerate(drawn)}
    arm_of = {f"g{at}": arm for at, (_, arm) in enumerate(drawn)}
    seen = shown(sizes, arm_of)
    for arm in seen.arms:
        inside = [name for name, its in arm_of.items() if its == arm]
        left = [name for name in inside if name not in seen.groups]
        assert len(left) != 1
