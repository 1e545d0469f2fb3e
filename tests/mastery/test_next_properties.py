"""What holds of next steps for any graph, any knowledge and any wishes."""

import os
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from homeroom.mastery import next_kernel as kernel
from homeroom.mastery.next import judge, next_steps
from mastery import next_by_hand
from mastery.children_drawn import CODES, Drawn, drawn

NAMES = [name for name in vars(kernel) if name in vars(next_by_hand) and name.isupper()]
WORDS = {getattr(kernel, name): getattr(next_by_hand, name) for name in NAMES}
EXAMPLES = 2_000 if os.environ.get("HOMEROOM_FULL") else 30
# The first call compiles.
slowly = settings(deadline=None, max_examples=EXAMPLES)


def by_hand(given: Drawn, row: int) -> next_by_hand.Child:
    known, wishes = given.knowledge, given.wishes
    days = [None if np.isnan(last) else known.today - float(last) for last in known.last[row]]
    plain = (known.p[row].tolist(), known.weight[row].tolist(), known.missed[row].tolist(), days)
    return next_by_hand.Child(*plain, wishes.targets[row].tolist(), wishes.stops[row].tolist())


@slowly
@given(drawn())
def test_the_kernel_says_what_plain_python_says(given: Drawn) -> None:
    steps = next_steps(given.knowledge, given.graph, given.wishes, most=4)
    for row in range(len(steps.students)):
        child = by_hand(given, row)
        wanted = next_by_hand.ranked(child, given.before, 4)
        count = len(wanted)
        assert steps.standard[row].tolist() == [step[0] for step in wanted] + [-1] * (4 - count)
        assert [WORDS[int(kind)] for kind in steps.kind[row, :count]] == [step[1] for step in wanted]
        assert steps.cause[row, :count].tolist() == [-1 if step[2] is None else step[2] for step in wanted]
        assert steps.value[row, :count].tolist() == pytest.approx([step[3] for step in wanted], abs=1e-9)


@slowly
@given(drawn(children=1))
def test_every_standard_has_one_word_and_one_cause(given: Drawn) -> None:
    judged = judge(given.knowledge, given.graph, given.wishes, 0)
    wanted = next_by_hand.judge(by_hand(given, 0), given.before)
    assert [WORDS[int(word)] for word in judged.status] == [word for word, _, _ in wanted]
    assert judged.cause.tolist() == [-1 if cause is None else cause for _, cause, _ in wanted]


@slowly
@given(drawn())
def test_no_step_has_a_known_gap_before_it_unless_it_is_marked_as_a_probe(given: Drawn) -> None:
    steps, known = next_steps(given.knowledge, given.graph, given.wishes), given.knowledge
    for row, place in zip(*np.nonzero(steps.standard >= 0), strict=True):
        k, kind = steps.standard[row, place], steps.kind[row, place]
        before = given.graph.of_standard(int(k))
        gaps = [j for j in before if known.p[row, j] < 0.6 and known.weight[row, j] >= 5]
        succeeds = known.p[row, k] >= 0.6 and known.weight[row, k] >= 3
        probe = kind == kernel.TRY or (kind == kernel.PINNED and steps.cause[row, place] in gaps)
        # What is known already may be reviewed: having learnt it, the child has overruled the edge.
        assert not gaps or succeeds or probe or kind == kernel.REVIEW


@slowly
@given(drawn())
def test_a_block_always_wins_and_a_pin_always_comes_first(given: Drawn) -> None:
    steps, stops = next_steps(given.knowledge, given.graph, given.wishes, most=len(CODES)), given.wishes.stops
    for row in range(len(stops)):
        offered = [k for k in steps.standard[row].tolist() if k >= 0]
        pinned = set(np.flatnonzero(stops[row] == kernel.PIN).tolist())
        assert set(offered[: len(pinned)]) == pinned
        assert not any(stops[row, k] == kernel.BLOCK for k in offered)


@slowly
@given(drawn())
def test_children_do_not_change_each_others_lists(given: Drawn) -> None:
    known, wishes = given.knowledge, given.wishes
    turned = replace(
        known,
        students=known.students[::-1],
        p=known.p[::-1],
        weight=known.weight[::-1],
        missed=known.missed[::-1],
        last=known.last[::-1],
    )
    other_way = type(wishes)(wishes.targets[::-1], wishes.stops[::-1])
    one, two = next_steps(known, given.graph, wishes), next_steps(turned, given.graph, other_way)
    assert np.array_equal(one.standard, two.standard[::-1])
    assert np.array_equal(one.value, two.value[::-1])


@slowly
@given(drawn(children=1))
def test_an_open_goal_always_leads_to_something_to_do(given: Drawn) -> None:
    """Unless a teacher or a rest stands in the way, or what was tried in spite of doubt did not go either."""
    judged = judge(given.knowledge, given.graph, given.wishes, 0)
    waiting = (kernel.NOT_READY, kernel.PROBE_FIRST)
    for k in np.flatnonzero(given.wishes.targets[0] > 0):
        at, stuck = int(k), given.knowledge.missed[0] >= 10
        while judged.status[at] in waiting and not (stuck[judged.cause[at]] or given.wishes.stops[0, judged.cause[at]]):
            at = int(judged.cause[at])
        held = judged.status[at] in waiting
        assert held or judged.status[at] != kernel.NOT_WANTED
