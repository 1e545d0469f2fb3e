"""Chances out of likenesses: they sum to 1, the grade rules out, and what is learnt makes what is right likelier."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.standards.aligner import candidates
from homeroom.standards.aligner.features import LIKENESSES, NONE, PAIR, Accepted, Index, Lesson, Seen
from homeroom.standards.aligner.ranker import Weights, chances, learn, right

pytest.importorskip("sklearn")
LESSONS = [
    Lesson("Equal parts of a pizza", "naming thirds and fourths", (3, 3)),
    Lesson("Round to the nearest hundred", "", (3, 3)),
    Lesson("What is the perimeter of the fence?", "", (3, 4)),
    Lesson("Main idea of a story about wolves", "", (3, 3)),
]
TOLD = [["3.NF.A.1"], ["3.NBT.A.1"], ["3.MD.D.8"], []]
FLAT = Weights((1.0,) * len(PAIR), (0.1,) * len(NONE))


@pytest.fixture(scope="module")
def index() -> Index:
    return Index(candidates.shipped())


def at(index: Index, code: str) -> int:
    return index.codes.index(code)


def test_the_chances_of_a_lesson_sum_to_one_and_other_grades_have_none(index: Index) -> None:
    found = chances(FLAT, index.see(LESSONS))
    assert found.shape == (4, 192)
    assert np.allclose(found.sum(axis=1), 1)
    assert found[0, at(index, "1.G.A.3")] == 0
    assert found[0, at(index, "2.G.A.3")] > 0


def test_what_is_learnt_makes_what_is_right_likelier(index: Index) -> None:
    seen, truth = index.see(LESSONS), right(index.codes, TOLD)
    before = (chances(FLAT, seen) * truth).sum(axis=1)
    after = (chances(learn(seen, truth), seen) * truth).sum(axis=1)
    assert (after > before).all()


def test_learning_gives_the_same_whatever_the_order(index: Index) -> None:
    seen, truth = index.see(LESSONS), right(index.codes, TOLD)
    order = [2, 0, 3, 1]
    one, other = learn(seen, truth), learn(seen[order], truth[order])
    assert np.allclose(chances(one, seen), chances(other, seen), atol=1e-3)


def test_a_lesson_whose_standard_its_grade_rules_out_teaches_nothing(index: Index) -> None:
    seen, truth = index.see(LESSONS), right(index.codes, TOLD)
    far = index.see([*LESSONS, Lesson("Equal parts", "", (6, 6))])
    assert np.allclose(
        chances(learn(seen, truth), seen),
        chances(learn(far, right(index.codes, [*TOLD, ["3.NF.A.1"]])), seen),
        atol=1e-3,
    )


def test_a_lesson_of_a_grade_beyond_ours_serves_none(index: Index) -> None:
    found = chances(FLAT, index.see([Lesson("Fractions", "", (8, 8))]))
    assert found[0, -1] == 1


@given(st.lists(st.text(max_size=30), min_size=1, max_size=4))
def test_every_text_gets_chances(index: Index, titles: list[str]) -> None:
    found = chances(FLAT, index.see([Lesson(title) for title in titles]))
    assert np.isfinite(found).all()
    assert np.allclose(found.sum(axis=1), 1)


def test_an_accepted_lesson_speaks_for_its_standard_unless_it_is_not_heard(index: Index) -> None:
    odd = Lesson("The Goblin's Fair Slice", "", (3, 3))
    known = Index(candidates.shipped(), [Accepted(Lesson("Goblin Slice, Again"), ("3.NF.A.1",))])
    near = LIKENESSES.index("letters like its nearest accepted lesson")
    heard = known.see([odd]).pairs[0, at(known, "3.NF.A.1"), near]
    assert heard > index.see([odd]).pairs[0, at(index, "3.NF.A.1"), near] == 0
    unheard = known.see([odd], np.zeros((1, 1), bool))
    assert unheard.pairs[0, :, near].max() == 0


def test_official_sentences_are_seen_where_a_school_has_them() -> None:
    told = candidates.with_official(candidates.shipped(), {"3.NF.A.1": "zebra quagga okapi"})
    seen = Index(told).see([Lesson("Zebra and okapi", "", (3, 3))])
    official = seen.pairs[0, :, PAIR.index("words like the official sentence")]
    assert official.argmax() == [one.code for one in told].index("3.NF.A.1")
    assert (official > 0).sum() == 1


def test_numbers_alone_are_likenesses_of_less_weight(index: Index) -> None:
    bare, said = index.see([Lesson("6 × 9"), Lesson("6 × 9 chairs stand there")]).pairs[:, :, 1].max(axis=1)
    assert 0 < bare < 0.5
    assert said > 0


def test_what_is_right_of_a_lesson_without_a_standard_is_none() -> None:
    assert right(["a", "b"], [["b"], ["a", "b"], []]).tolist() == [[0, 1, 0], [1, 1, 0], [0, 0, 1]]


def test_rows_of_what_was_seen_can_be_taken_out() -> None:
    seen = Seen(np.arange(6.0).reshape(3, 2, 1), np.arange(3.0).reshape(3, 1), np.ones((3, 2), bool))
    assert seen[[2, 0]].none.tolist() == [[2], [0]]
