"""Small groups: who is in which, why, who is left out, and what stays as it was."""

import os
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from homeroom.mastery import rules
from homeroom.mastery.graph import Graph
from homeroom.mastery.group_words import why, why_left_out
from homeroom.mastery.groups import Group, Grouping, suggest
from homeroom.mastery.knowledge import Knowledge
from homeroom.mastery.next import Wishes
from mastery.children_drawn import Drawn, drawn

TODAY = 100.0
EXAMPLES = 1_000 if os.environ.get("HOMEROOM_FULL") else 25
GRAPH = Graph.of(("A", "B", "C"), [("A", "B")])


def knowledge(p: list[list[float]], weight: float = 8.0) -> Knowledge:
    """Children numbered from 1; all with the same evidence everywhere."""
    shape = (len(p), 3)
    return Knowledge(
        np.arange(len(p)) + 1,
        np.array(p),
        np.full(shape, weight),
        np.zeros(shape, np.int64),
        np.full(shape, 99.0),
        TODAY,
    )


def wishes(known: Knowledge) -> Wishes:
    return Wishes.of(known, np.array([0.0, 1.0, 1.0]))


def suggested(known: Knowledge, *last: Group) -> Grouping:
    return suggest(known, GRAPH, wishes(known), last)


def pairs(grouping: Grouping) -> list[tuple[str, tuple[int, ...]]]:
    return [(group.standard, group.students) for group in grouping.groups]


def test_it_works() -> None:
    """Three lack A, which the goal B stands on; three others lack C; one knows it all."""
    known = knowledge([[0.1, 0.1, 0.9]] * 3 + [[0.9, 0.9, 0.1]] * 3 + [[0.9] * 3])
    grouping = suggested(known)
    assert pairs(grouping) == [("A", (1, 2, 3)), ("C", (4, 5, 6))]
    assert why(grouping.groups[0], grouping.needs, GRAPH.codes) == (
        "3 children do not know A yet, and what they are to learn stands on it: as much evidence as 24 answers."
    )
    assert why_left_out(grouping, GRAPH.codes) == {
        7: "No gap shows that needs a group, in the 3 standards that we know enough about."
    }


def test_the_deepest_gap_is_the_topic() -> None:
    """B is not known either, but A comes before it."""
    assert pairs(suggested(knowledge([[0.1, 0.1, 0.9]] * 4))) == [("A", (1, 2, 3, 4))]


def test_no_group_has_more_than_six_and_seven_make_two() -> None:
    sizes = [len(group.students) for group in suggested(knowledge([[0.1, 0.1, 0.9]] * 7)).groups]
    assert sizes == [4, 3]
    sizes = [len(group.students) for group in suggested(knowledge([[0.1, 0.1, 0.9]] * 12)).groups]
    assert sizes == [6, 6]


def test_two_children_make_no_group_and_hear_why() -> None:
    known = knowledge([[0.1, 0.1, 0.9]] * 2 + [[0.9] * 3] * 3)
    grouping = suggested(known)
    assert grouping.groups == ()
    assert why_left_out(grouping, GRAPH.codes)[1] == (
        "Would join a group on A, but only 1 other child would: a group needs 3."
    )


def test_one_child_alone_hears_that_nobody_else_needs_it() -> None:
    known = knowledge([[0.1, 0.1, 0.9]] + [[0.9] * 3] * 3)
    assert why_left_out(suggested(known), GRAPH.codes)[1] == (
        "Would join a group on A, but nobody else does: a group needs 3."
    )


def test_without_evidence_nobody_is_put_in_a_group() -> None:
    known = knowledge([[0.1, 0.1, 0.1]] * 4, weight=2.0)
    grouping = suggested(known)
    assert grouping.groups == ()
    assert set(why_left_out(grouping, GRAPH.codes).values()) == {"Not enough evidence on any standard yet."}


def test_the_reason_counts_who_works_without_moving() -> None:
    known = knowledge([[0.1, 0.1, 0.9]] * 3)
    known = replace(known, missed=np.array([[12, 0, 0], [3, 0, 0], [10, 0, 0]]))
    found = suggested(known)
    assert why(found.groups[0], found.needs, GRAPH.codes).endswith("2 of them are working on it without moving.")


def test_a_member_stays_until_the_standard_is_known() -> None:
    """70 % is too much to join with, and not enough to leave with."""
    known = knowledge([[0.1, 0.1, 0.9]] * 3 + [[0.7, 0.3, 0.9]])
    assert pairs(suggested(known)) == [("A", (1, 2, 3))]
    assert ("A", (1, 2, 3, 4)) in pairs(suggested(known, Group("A", (1, 2, 3, 4), 90.0)))
    learnt = knowledge([[0.1, 0.1, 0.9]] * 3 + [[0.85, 0.9, 0.9]])
    assert pairs(suggested(learnt, Group("A", (1, 2, 3, 4), 90.0))) == [("A", (1, 2, 3))]


def test_a_group_that_shrinks_is_filled_up_or_given_up() -> None:
    known = knowledge([[0.1, 0.1, 0.9]] * 3 + [[0.9] * 3])
    assert pairs(suggested(known, Group("A", (1, 4), 90.0))) == [("A", (1, 2, 3))]
    alone = knowledge([[0.1, 0.1, 0.9]] + [[0.9] * 3] * 3)
    assert suggested(alone, Group("A", (1, 2, 3), 90.0)).groups == ()


def test_a_small_gain_moves_nobody_and_a_large_one_does() -> None:
    last = (Group("A", (1, 2, 3, 4), 90.0), Group("C", (5, 6, 7), 90.0))
    rest = [[0.1, 0.1, 0.9]] * 3, [[0.9, 0.9, 0.1]] * 3
    small = knowledge([*rest[0], [0.05, 0.05, 0.1], *rest[1]])
    assert pairs(suggested(small, *last)) == [("A", (1, 2, 3, 4)), ("C", (5, 6, 7))]
    large = knowledge([*rest[0], [0.75, 0.9, 0.1], *rest[1]])
    assert pairs(suggested(large, *last)) == [("A", (1, 2, 3)), ("C", (4, 5, 6, 7))]


def test_a_kept_group_is_never_changed_and_its_children_are_in_no_other() -> None:
    kept = Group("C", (1, 2), 10.0, kept=True)
    known = knowledge([[0.1, 0.1, 0.9]] * 6)
    grouping = suggested(known, kept)
    assert kept in grouping.groups
    assert pairs(grouping) == [("A", (3, 4, 5, 6)), ("C", (1, 2))]
    assert why(kept, suggested(known, kept).needs, GRAPH.codes).startswith("A teacher keeps this group. 2 children")


def test_after_six_weeks_groups_are_drawn_anew() -> None:
    known = knowledge([[0.1, 0.1, 0.9]] * 3 + [[0.7, 0.3, 0.9]])
    old = Group("A", (1, 2, 3, 4), TODAY - rules.REGROUP["days"])
    assert suggested(known, old).groups == (Group("A", (1, 2, 3), TODAY),)


def test_children_who_left_and_standards_that_are_gone_do_no_harm() -> None:
    known = knowledge([[0.1, 0.1, 0.9]] * 3)
    last = (Group("A", (1, 2, 3, 77), 90.0), Group("Z", (1, 2, 3), 90.0))
    assert pairs(suggested(known, *last)) == [("A", (1, 2, 3))]


@settings(deadline=None, max_examples=EXAMPLES)
@given(drawn(children=9))
def test_groups_always_keep_their_rule(given: Drawn) -> None:
    grouping = suggest(given.knowledge, given.graph, given.wishes)
    placed = [student for group in grouping.groups for student in group.students]
    assert sorted([*placed, *grouping.left_out]) == given.knowledge.students.tolist()
    for group in grouping.groups:
        assert rules.GROUP["least"] <= len(group.students) <= rules.GROUP["most"]
        k = given.graph.codes.index(group.standard)
        rows = [student - 1 for student in group.students]
        assert (given.knowledge.p[rows, k] < 0.2).all()
        assert (given.knowledge.weight[rows, k] >= 5).all()
    said = why_left_out(grouping, given.graph.codes)
    assert set(said) == set(grouping.left_out) and all(said.values())


@settings(deadline=None, max_examples=EXAMPLES)
@given(drawn(children=9))
def test_unchanged_evidence_leaves_groups_unchanged(given: Drawn) -> None:
    first = suggest(given.knowledge, given.graph, given.wishes)
    again = suggest(replace(given.knowledge, today=given.knowledge.today + 1), given.graph, given.wishes, first.groups)
    assert again.groups == first.groups


@settings(deadline=None, max_examples=EXAMPLES)
@given(drawn(children=9))
def test_the_order_of_the_children_never_matters(given: Drawn) -> None:
    known, turned = given.knowledge, slice(None, None, -1)
    columns = {name: getattr(known, name)[turned] for name in ("students", "p", "weight", "missed", "last")}
    other_way = Wishes(given.wishes.targets[turned], given.wishes.stops[turned])
    one = suggest(known, given.graph, given.wishes)
    assert suggest(replace(known, **columns), given.graph, other_way).groups == one.groups


@pytest.mark.parametrize("needing", [3, 6, 7, 8, 13, 19])
def test_nobody_who_could_be_in_a_group_is_left_over(needing: int) -> None:
    grouping = suggested(knowledge([[0.1, 0.1, 0.9]] * needing))
    assert grouping.left_out == ()
