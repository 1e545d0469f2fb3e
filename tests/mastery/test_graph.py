"""Prerequisites as columns: circles are named and left out, the rest holds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeroom.mastery.errors import MasteryError
from homeroom.mastery.graph import Graph

CODES = ("A", "B", "C", "D", "E")
EDGES = st.lists(st.tuples(st.sampled_from(CODES), st.sampled_from(CODES)), max_size=14)


def test_it_works() -> None:
    graph = Graph.of(("A", "B", "C"), [("A", "C"), ("B", "C"), ("A", "B"), ("A", "C")])
    assert [graph.of_standard(k) for k in range(3)] == [[], [0], [0, 1]]
    assert graph.ancestors == (frozenset(), {0}, {0, 1})
    assert graph.circles == ()


def test_a_circle_is_named_edge_by_edge_and_the_rest_holds() -> None:
    graph = Graph.of(CODES, [("A", "B"), ("B", "C"), ("C", "B"), ("C", "D"), ("E", "E")])
    assert graph.circles == (("B", "C"), ("C", "B"), ("E", "E"))
    assert graph.edges == [("A", "B"), ("C", "D")]


def test_a_path_between_two_circles_stays() -> None:
    graph = Graph.of(CODES, [("A", "B"), ("B", "A"), ("B", "C"), ("C", "D"), ("D", "E"), ("E", "D")])
    assert graph.edges == [("B", "C"), ("C", "D")]


def test_what_a_standard_stands_on_comes_before_it() -> None:
    assert Graph.of(("A", "B", "C"), [("C", "A"), ("B", "C")]).order == (1, 2, 0)


def test_an_edge_to_a_standard_that_is_not_listed_is_refused_by_name() -> None:
    with pytest.raises(MasteryError, match=r"not listed: X, Z. List them"):
        Graph.of(("A",), [("Z", "A"), ("A", "X")])


def test_a_standard_listed_twice_is_refused() -> None:
    with pytest.raises(MasteryError, match="listed twice"):
        Graph.of(("A", "A"), [])


@settings(deadline=None, max_examples=50)
@given(EDGES)
def test_no_edge_is_lost_and_no_circle_is_left(edges: list[tuple[str, str]]) -> None:
    graph = Graph.of(CODES, edges)
    assert sorted([*graph.edges, *graph.circles]) == sorted(set(edges))
    at = {k: place for place, k in enumerate(graph.order)}
    assert all(at[j] < at[k] for k in range(len(CODES)) for j in graph.of_standard(k))


@settings(deadline=None, max_examples=50)
@given(EDGES)
def test_only_edges_on_a_circle_are_left_out(edges: list[tuple[str, str]]) -> None:
    def reaches(start: str, goal: str, seen: frozenset[str] = frozenset()) -> bool:
        following = {after for before, after in edges if before == start} - seen
        return start == goal or any(reaches(one, goal, seen | following) for one in following)

    for before, after in Graph.of(CODES, edges).circles:
        assert reaches(after, before)
