"""The filter does what its formulas say, for every child on its own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from homeroom.mastery import kernel
from homeroom.mastery.errors import MasteryError
from homeroom.mastery.filter import filtered, through
from homeroom.mastery.online import Online
from homeroom.mastery.parameters import Link, Parameters, tables
from homeroom.mastery.responses import Responses
from mastery.alternative_filter import AlternativeFilter
from mastery.made_up import DOMAINS, responses

PARAMETERS = Parameters(links={"Alpha": Link(0.02, 0.03), "Beta": Link(0.2, 0.1)}, level=-0.5)


@pytest.mark.parametrize("learn", [False, True])
def test_it_agrees_with_a_plain_python_filter(learn: bool) -> None:
    given = responses()
    seen = through(given, tables(PARAMETERS, given), learn=learn)
    expected = np.array(AlternativeFilter(PARAMETERS, given, learn).run())
    np.testing.assert_allclose(np.stack([seen.logit, seen.doubt, seen.predicted], axis=1), expected, atol=1e-9, rtol=0)


def test_it_agrees_where_answers_are_of_several_standards_and_scores_of_several_items() -> None:
    chance = np.random.default_rng(3)
    cells = [{"S1": 1, "S4": 2}, "S1", ["S0", "S3", "S5"], {"S2": 3}]
    table = {
        "student": np.repeat(np.arange(5), 40),
        "standard": [cells[at] for at in chance.integers(4, size=200)],
        "correct": chance.random(200).round(1),
        "size": chance.integers(1, 9, size=200),
    }
    given = Responses.of(table, domains=DOMAINS)
    seen = filtered(given, PARAMETERS)
    expected = np.array(AlternativeFilter(PARAMETERS, given).run())
    np.testing.assert_allclose(np.stack([seen.logit, seen.doubt, seen.predicted], axis=1), expected, atol=1e-9, rtol=0)


def test_shards_give_the_same_bits() -> None:
    given = responses()
    whole = filtered(given, PARAMETERS, keep=True).children
    for shards in (2, 7):
        for codes in np.array_split(np.arange(40), shards):
            part = filtered(given.of_students(codes), PARAMETERS, keep=True).children
            assert np.array_equal(part[codes], whole[codes], equal_nan=True)


def test_one_answer_at_a_time_gives_the_same_bits_as_all_at_once() -> None:
    given = responses(children=3)
    seen = filtered(given, PARAMETERS, keep=True)
    online = Online(tables(PARAMETERS, given))
    children = [online.begin() for _ in range(3)]
    for at in range(len(given)):
        told = online.answer(
            children[given.student[at]],
            given.standards[given.standard[at]],
            float(given.result[at]),
            item=given.items[given.item[at]],
            lesson=given.lessons[given.lesson[at]],
            program=given.programs[given.program[at]],
            day=float(given.day[at]),
        )
        assert told == seen.predicted[at]
    assert np.array_equal(np.stack(children), seen.children, equal_nan=True)


def test_a_standard_that_the_layout_lacks_is_refused_online() -> None:
    online = Online(tables(PARAMETERS, responses(children=2)))
    with pytest.raises(MasteryError, match="'S99' is unknown here"):
        online.answer(online.begin(), "S99", 1.0)


def test_children_kept_go_on_from_where_they_were() -> None:
    given = responses(children=4)
    layout = tables(PARAMETERS, given)
    whole = through(given, layout, keep=True).children
    early = np.tile(np.arange(60) < 31, 4)
    children = through(given.take(early), layout, keep=True).children
    through(given.take(~early), layout, children=children)
    assert np.array_equal(children, whole, equal_nan=True)


def test_what_the_fit_has_not_met_begins_at_its_prior() -> None:
    given = responses(children=2)
    layout = tables(replace(PARAMETERS, standards=("S0",), difficulty=np.array([[0.7, 0.1]])), given)
    assert layout.difficulty[0].tolist() == [0.7, 0.1]
    assert layout.difficulty[1].tolist() == [PARAMETERS.level, PARAMETERS.constants.v_difficulty]
    assert layout.difficulty[layout.first_item].tolist() == [0.0, PARAMETERS.constants.v_item]


def test_nothing_is_noted_of_a_child_without_answers() -> None:
    given = Responses.of({"student": [1], "standard": ["A"], "correct": [1]}, standards=["A", "B"])
    child = filtered(given, PARAMETERS, keep=True).children[0]
    assert child[2, kernel.WEIGHT] == 0.0
    assert child[2, kernel.VARIANCE] == PARAMETERS.constants.v_standard
