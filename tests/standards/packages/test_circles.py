"""What closes a circle is refused; what is left never runs in one, whatever came."""

from __future__ import annotations

from graphlib import TopologicalSorter

from hypothesis import given
from hypothesis import strategies as st

from homeroom.standards.ccss import Edge
from homeroom.standards.packages.circles import MOST, Told, closing
from homeroom.standards.prerequisites import effective

CODES = [f"{at}:{name}" for at, name in enumerate(["A", "A.a", "A.b", "B", "B.a", "C"])]
PARENTS = {"1:A.a": "0:A", "2:A.b": "0:A", "4:B.a": "3:B"}
EDGES = st.lists(st.tuples(st.sampled_from(CODES), st.sampled_from(CODES)), max_size=8)


def _told(pairs: list[tuple[str, str]]) -> list[Told]:
    return [Told(str(at), "precedes", at, Edge(*pair)) for at, pair in enumerate(pairs)]


def _runs_in_a_circle(edges: list[Edge]) -> bool:
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for one in effective(edges, PARENTS):
        if one.before == one.after:
            return True
        sorter.add(one.after, one.before)
    try:
        sorter.prepare()
    except ValueError:
        return True
    return False


def test_what_runs_in_no_circle_is_taken() -> None:
    assert closing(_told([(CODES[0], CODES[3]), (CODES[3], CODES[5])]), [], PARENTS) == ()


def test_the_last_of_a_circle_is_refused_with_its_steps() -> None:
    [found] = closing(_told([("1:X", "2:Y"), ("2:Y", "3:Z"), ("3:Z", "1:X")]), [], {})
    assert found.association == "2"
    steps = found.steps.split(" before ")
    assert steps[0] == steps[-1]
    assert sorted(steps[1:]) == ["X", "Y", "Z"]


def test_a_circle_that_only_inheritance_closes_is_found() -> None:
    [found] = closing(_told([(CODES[1], CODES[3]), (CODES[4], CODES[2])]), [], PARENTS)
    assert found.association == "1"


def test_a_circle_that_was_there_before_refuses_nothing() -> None:
    known = [Edge("1:X", "2:Y"), Edge("2:Y", "1:X")]
    assert closing(_told([("2:Y", "3:Z")]), known, {}) == ()


def test_more_circles_than_can_be_named_refuse_the_rest() -> None:
    pairs = [pair for at in range(MOST + 5) for pair in ((f"{at}:a", f"{at}:b"), (f"{at}:b", f"{at}:a"))]
    found = closing(_told(pairs), [], {})
    assert len(found) == len(pairs)
    assert found[-1].steps == "It closes one of more than 100 circles."


def test_a_long_circle_is_told_by_its_ends() -> None:
    pairs = [(f"{at}:s{at}", f"{at + 1}:s{at + 1}") for at in range(40)]
    [found] = closing(_told([*pairs, ("40:s40", "0:s0")]), [], {})
    assert "…" in found.steps
    assert found.steps.count(" before ") == 11


@given(EDGES, EDGES)
def test_whatever_comes_what_is_left_runs_in_no_circle_of_its_own(
    pairs: list[tuple[str, str]], known: list[tuple[str, str]]
) -> None:
    before = [Edge(*pair) for pair in known]
    told = _told(pairs)
    refused = {one.association for one in closing(told, before, PARENTS)}
    left = [one.edge for one in told if one.association not in refused]
    if not _runs_in_a_circle(before):
        assert not _runs_in_a_circle([*before, *left])
