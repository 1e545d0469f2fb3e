"""Nothing is asked with a known gap before it unless it is marked as a probe, or a teacher wants it so."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings

from homeroom.goals.choosing.draw import unproven
from homeroom.goals.choosing.gaps import known_gaps, marked, probed
from homeroom.mastery import next_kernel as kernel
from homeroom.mastery.next import next_steps
from mastery.children_drawn import Drawn, drawn

MARKED = (kernel.PINNED, kernel.PROBE, kernel.TRY)
slowly = settings(deadline=None, max_examples=100)


@slowly
@given(drawn())
def test_a_known_gap_is_never_passed_over_unmarked(given: Drawn) -> None:
    known, graph = given.knowledge, given.graph
    steps = marked(next_steps(known, graph, given.wishes), known_gaps(known, graph))
    for row, place in zip(*np.nonzero(steps.standard >= 0), strict=True):
        before = graph.of_standard(int(steps.standard[row, place]))
        missing = [j for j in before if known.tested[row, j] and known.p[row, j] < 0.6]
        assert not missing or steps.kind[row, place] in MARKED
        if missing and steps.kind[row, place] == kernel.TRY:
            assert steps.cause[row, place] >= 0


@slowly
@given(drawn())
def test_marking_changes_neither_what_is_next_nor_its_order(given: Drawn) -> None:
    plain = next_steps(given.knowledge, given.graph, given.wishes)
    after = marked(plain, known_gaps(given.knowledge, given.graph))
    assert after.standard.tolist() == plain.standard.tolist()
    assert after.value.tolist() == plain.value.tolist()


@slowly
@given(drawn())
def test_a_goal_that_is_only_expected_to_be_known_is_probed_never_taught(given: Drawn) -> None:
    doubtful = unproven(given.knowledge, given.wishes.targets)
    steps = probed(next_steps(given.knowledge, given.graph, given.wishes), doubtful)
    for row, place in zip(*np.nonzero(steps.standard >= 0), strict=True):
        if doubtful[row, steps.standard[row, place]]:
            assert steps.kind[row, place] != kernel.GOAL
