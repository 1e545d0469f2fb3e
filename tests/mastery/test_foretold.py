"""What stood on a child's page just before each answer, against the same told answer by answer."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from homeroom.mastery import told_by_bkt
from homeroom.mastery.bkt import BKTParameters
from homeroom.mastery.estimates import estimates
from homeroom.mastery.foretold import UNTOLD, Foretold, foretold
from homeroom.mastery.parameters import Parameters, tables
from homeroom.mastery.state import STATES
from homeroom.mastery.trace import traced
from mastery.small_evidence import DOMAINS, Row, answer, evidence

PLAIN = Parameters(level=0.3)


def one_childs(seed: int, many: int = 30) -> list[Row]:
    chance = Random(seed)
    codes = sorted(DOMAINS)
    return [answer(7, chance.choice(codes), float(chance.random() < 0.6), day=1.0 + at // 3) for at in range(many)]


@pytest.mark.parametrize("seed", range(4))
def test_the_state_before_an_answer_is_the_one_that_was_published_of_those_before(seed: int) -> None:
    rows = one_childs(seed)
    told = foretold(PLAIN, evidence(rows))
    for at in (0, 1, 5, 14, 29):
        # The answer itself is made worthless, so that time passes up to it and nothing else is learned of it.
        state = published(rows[:at], rows[at])
        assert STATES[told.state[at]] == state


def published(before: list[Row], asked: Row) -> str:
    if not before:
        return "no evidence"
    found = evidence(before)
    layout = tables(PLAIN, found.responses)
    seen = traced(found.responses, layout, asked[3])
    none = np.zeros((len(found.responses.students), layout.levels.shape[0]), dtype=np.bool_)
    made = estimates(found, layout, seen, none)
    place = found.responses.standards.index(str(asked[1]))
    [state] = made.state[made.standard == place].tolist() or [0]
    return str(STATES[state])


def test_only_answers_to_items_are_foretold_and_each_knows_its_turn_and_program() -> None:
    rows = [
        answer(1, "3.NF.A.1", 1.0, 1.0, "alpha"),
        (1, "3.NF.A.1", 0.8, 2.0, "score", "beta", 10.0),
        (1, "3.NF.A.1", 1.0, 3.0, "rapid", "alpha", float("nan")),
        answer(1, "3.NF.A.2", 0.0, 4.0, "beta"),
        answer(4, "3.NF.A.1", 1.0, 1.0, "beta"),
    ]
    told = foretold(PLAIN, evidence(rows))
    assert told.student.tolist() == [1, 1, 4]
    assert told.turn.tolist() == [0, 1, 0]
    assert told.program.tolist() == ["alpha", "beta", "beta"]
    assert told.right.tolist() == [1.0, 0.0, 1.0]
    assert ((told.predicted > 0) & (told.predicted < 1)).all()


def test_an_answer_on_two_standards_has_no_one_state() -> None:
    told = foretold(PLAIN, evidence([answer(1, ("3.NF.A.1", "3.NF.A.2"), 1.0), answer(1, "3.G.A.1", 1.0, 2.0)]))
    assert told.state.tolist() == [UNTOLD, 0]


def test_parts_are_joined_in_their_order() -> None:
    parts = [foretold(PLAIN, evidence([answer(n, "3.G.A.1", 1.0, program=f"p{n}")])) for n in (2, 1)]
    both = Foretold.joined(parts)
    assert len(both) == 2
    assert both.student.tolist() == [2, 1]
    assert both.program.tolist() == ["p2", "p1"]


@pytest.mark.parametrize("seed", range(2))
def test_the_other_engine_foretells_too_and_its_states_are_those_published_before(seed: int) -> None:
    rows = one_childs(seed)
    constants = told_by_bkt.fit(evidence(rows).responses)
    told = foretold(constants, evidence(rows))
    assert ((told.predicted > 0) & (told.predicted < 1)).all()
    for at in (0, 1, 5, 14, 29):
        assert STATES[told.state[at]] == traced_before(constants, rows[:at], rows[at])


def traced_before(constants: BKTParameters, before: list[Row], asked: Row) -> str:
    if not before:
        return "no evidence"
    found = evidence(before)
    place = found.responses.standards.index(str(asked[1]))
    none = np.zeros((1, len(found.responses.standards)), dtype=np.bool_)
    made = told_by_bkt.by_bkt(constants, found, asked[3], none).estimates
    [state] = made.state[made.standard == place].tolist() or [0]
    return str(STATES[state])
