from graphlib import TopologicalSorter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.standards import ccss, prerequisites
from homeroom.standards.ccss import Edge
from homeroom.standards.models import Framework, Prerequisite, Standard
from homeroom.standards.prerequisites import FROM_PARENT, FROM_PART, OWN, Effective, effective

FAMILY = {"b.1": "b", "b.2": "b"}
ISOLATES = {"2.MD.C.8", "2.MD.D.9", "3.MD.A.1", "3.MD.B.3", "K.CC.A.2", "K.CC.A.3"}


def _unlinked(*whys: str) -> set[str]:
    edges = [edge for edge in prerequisites.mathematics() if edge.why in whys]
    return {code.code for code in ccss.read().codes} - {end for e in edges for end in (e.before, e.after)}


def test_parts_need_what_their_whole_standard_needs() -> None:
    assert effective([Edge("a", "b")], FAMILY) == (
        Effective("a", "b", OWN),
        Effective("a", "b.1", FROM_PARENT),
        Effective("a", "b.2", FROM_PARENT),
    )


def test_a_whole_standard_needs_what_one_of_its_parts_needs_but_the_other_part_does_not() -> None:
    assert effective([Edge("a", "b.1")], FAMILY) == (Effective("a", "b", FROM_PART), Effective("a", "b.1", OWN))


def test_both_ends_inherit() -> None:
    edges = effective([Edge("a.1", "b.1")], {**FAMILY, "a.1": "a"})
    assert edges == (
        Effective("a", "b", FROM_PART),
        Effective("a", "b.1", FROM_PART),
        Effective("a.1", "b", FROM_PART),
        Effective("a.1", "b.1", OWN),
    )


def test_an_edge_inside_a_family_stays_and_makes_no_other() -> None:
    assert effective([Edge("b.1", "b.2")], FAMILY) == (Effective("b.1", "b.2", OWN),)


def test_the_sources_own_word_is_stronger_than_what_is_inherited() -> None:
    edges = effective([Edge("a", "b"), Edge("a", "b.1")], FAMILY)
    assert Effective("a", "b.1", OWN) in edges
    assert Effective("a", "b", OWN) in edges
    assert len(edges) == 3


def test_on_own_edges_36_codes_have_no_link_and_with_both_ways_6() -> None:
    assert len(_unlinked(OWN)) == 36
    assert _unlinked(OWN, FROM_PARENT, FROM_PART) == ISOLATES


def test_the_sources_edges_all_stand_with_the_11_inside_families() -> None:
    own = {(e.before, e.after) for e in prerequisites.mathematics() if e.why == OWN}
    assert own == {(e.before, e.after) for e in ccss.read().edges}
    parents = {code.code: code.parent or code.code for code in ccss.read().codes}
    assert sum(parents[before] == parents[after] for before, after in own) == 11


def test_no_part_waits_for_its_parent_and_nothing_runs_in_a_circle() -> None:
    parents = {code.code: code.parent for code in ccss.read().codes}
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for edge in prerequisites.mathematics():
        assert parents[edge.before] != edge.after
        assert parents[edge.after] != edge.before
        sorter.add(edge.after, edge.before)
    sorter.prepare()


PARENTS = {f"{whole}.{part}": whole for whole in "abc" for part in "12"}
CODES = st.sampled_from([*"abc", *PARENTS])
EDGES = st.lists(st.builds(Edge, CODES, CODES).filter(lambda e: e.before != e.after), max_size=8)


@given(EDGES)
def test_every_edge_once_whatever_their_order_and_never_between_parent_and_part(edges: list[Edge]) -> None:
    own = {(e.before, e.after) for e in edges}
    found = effective(edges, PARENTS)
    assert found == effective(reversed(edges), PARENTS)
    pairs = [(e.before, e.after) for e in found]
    assert len(pairs) == len(set(pairs))
    assert own == {(e.before, e.after) for e in found if e.why == OWN}
    for before, after in set(pairs) - own:
        assert PARENTS.get(before, before) != PARENTS.get(after, after)


def test_an_inherited_edge_keeps_its_source_and_confidence() -> None:
    found = effective([Edge("a", "b", "case", 0.4)], FAMILY)
    assert {(one.source, one.confidence) for one in found} == {("case", 0.4)}


def test_of_two_sources_the_stronger_reason_speaks_then_the_surer() -> None:
    unsure, sure = Edge("a.1", "b.1", "case", 0.4), Edge("a.1", "b.1", "human", 0.9)
    parent = Edge("a", "b", "coherence_map")
    for order in ([unsure, sure, parent], [parent, sure, unsure]):
        told = {(one.before, one.after): one for one in effective(order, {"a.1": "a", "b.1": "b"})}
        assert (told["a.1", "b.1"].why, told["a.1", "b.1"].source) == (OWN, "human")
        assert told["a", "b"].source == "coherence_map"


@pytest.mark.django_db
def test_what_is_known_is_what_ships_until_something_was_loaded() -> None:
    assert prerequisites.known() == prerequisites.mathematics()
    ccss.load()
    assert prerequisites.known() == prerequisites.mathematics()


@pytest.mark.django_db
def test_what_a_package_says_joins_what_ships() -> None:
    ccss.load()
    ends = [Standard.objects.get(code=code) for code in ("K.CC.A.2", "K.CC.A.3")]
    package = Framework.objects.create(slug="state", title="State", subject="mathematics")
    Prerequisite.objects.create(before=ends[0], after=ends[1], source="case", confidence=0.7, package=package)
    more = set(prerequisites.known()) - set(prerequisites.mathematics())
    assert more == {Effective("K.CC.A.2", "K.CC.A.3", OWN, "case", 0.7)}
