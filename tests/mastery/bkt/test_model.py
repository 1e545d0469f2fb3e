"""BKT fits, predicts and tells mastery, exactly as adding up all hidden paths does."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeroom.mastery.bkt import BKT, NO_PRIORS, BKTParameters, Counts, Live, Priors
from homeroom.mastery.errors import MasteryError
from homeroom.mastery.likelihoods import CLAIM, PASS, SCALE, TRIES
from homeroom.mastery.responses import Responses
from mastery.bkt.two_states import Answer, Standard, counts, known_after, log_likelihood, right_next

Table = dict[str, Any]


def drawn(children: int = 200, answers: int = 8, seed: int = 1, programs: bool = True) -> Table:
    """Answers of children on two standards; program "hard" is seldom guessed, "easy" often."""
    chance = np.random.default_rng(seed)
    shape = (children, 2, answers)
    learned = chance.random(shape) < np.array([0.3] + [0.15] * (answers - 1))
    known = np.maximum.accumulate(learned, axis=2)
    easy = chance.random(shape) < 0.5
    right = np.where(known, np.where(easy, 0.95, 0.85), np.where(easy, 0.35, 0.1))
    told = {
        "student": np.broadcast_to(np.arange(children)[:, None, None], shape).ravel(),
        "standard": np.broadcast_to(np.array(["3.NF.A.1", "3.OA.A.1"])[None, :, None], shape).ravel(),
        "correct": (chance.random(shape) < right).astype(int).ravel(),
    }
    return told | ({"program": np.where(easy, "easy", "hard").ravel()} if programs else {})


@pytest.fixture(scope="module")
def fitted() -> BKT:
    return BKT().fit(drawn())


def test_it_works(fitted: BKT) -> None:
    told = drawn()
    assert fitted.predict(told).shape == (3200,)
    mastery = fitted.mastery(told)
    assert len(mastery.p_mastered) == 400
    assert mastery.student[:3] == (0, 0, 1)
    assert mastery.standard[:3] == ("3.NF.A.1", "3.OA.A.1", "3.NF.A.1")
    assert mastery.answers.tolist() == [8] * 400
    assert ((mastery.p_mastered > 0) & (mastery.p_mastered < 1)).all()


def test_it_finds_what_the_answers_were_drawn_with() -> None:
    found = BKT().fit(drawn(children=2000)).parameters_
    assert found.programs == ("easy", "hard")
    assert found.guess[-1, :2] == pytest.approx([0.35, 0.10], abs=0.03)
    assert found.slip[-1, :2] == pytest.approx([0.05, 0.15], abs=0.03)
    assert found.start[:2] == pytest.approx([0.3, 0.3], abs=0.05)
    assert found.learn[:2] == pytest.approx([0.15, 0.15], abs=0.03)
    assert (found.forget == 0).all()


def test_a_right_answer_says_less_where_guessing_is_easy(fitted: BKT) -> None:
    rows = {"student": ["a", "b"], "standard": ["3.NF.A.1"] * 2, "program": ["easy", "hard"], "correct": [1, 1]}
    easy, hard = fitted.mastery(rows).p_mastered
    assert easy < hard


def test_predictions_come_in_the_order_of_the_rows(fitted: BKT) -> None:
    told = drawn(children=30)
    order = np.argsort(told["standard"], kind="stable")[::-1]
    dated = told | {"occurred_at": np.arange(len(order)) * 60.0}
    mixed = {name: values[order] for name, values in dated.items()}
    assert fitted.predict(mixed).tolist() == fitted.predict(dated)[order].tolist()


def test_responses_are_taken_as_they_are(fitted: BKT) -> None:
    told = drawn(children=10)
    assert fitted.predict(Responses.of(told)).tolist() == fitted.predict(told).tolist()


def test_no_later_answer_enters_a_prediction(fitted: BKT) -> None:
    told = drawn(children=1)
    before = fitted.predict(told)
    told["correct"][5:8] = 1 - told["correct"][5:8]
    assert fitted.predict(told)[:6].tolist() == before[:6].tolist()


@pytest.mark.parametrize("forgets", [False, True])
@pytest.mark.parametrize("programs", [False, True])
def test_more_rounds_never_lower_the_likelihood(forgets: bool, programs: bool) -> None:
    told = drawn(children=40)
    found = [
        BKT(programs, forgets, priors=NO_PRIORS, rounds=rounds, tolerance=0.0).fit(told).log_likelihood(told)
        for rounds in range(1, 12)
    ]
    assert (np.diff(found) > -1e-9).all()


def test_forgetting_is_found_where_it_is() -> None:
    told = drawn(children=400, answers=12)
    told["correct"] = told["correct"].copy()
    late = np.arange(len(told["correct"])) % 12 >= 9
    told["correct"][late] = 0
    found = BKT(forgets=True).fit(told).parameters_
    assert (found.forget[:2] > 0.05).all()


def test_with_programs_it_predicts_better_than_without() -> None:
    told, later = drawn(children=300), drawn(children=300, seed=2)
    told_apart, pooled = BKT().fit(told), BKT(programs=False).fit(told)
    assert told_apart.log_likelihood(later) > pooled.log_likelihood(later) + 10
    assert pooled.parameters_.programs == ()


def test_the_same_answers_give_the_same_bits() -> None:
    one, other = (BKT().fit(drawn(children=50)).parameters_ for _ in range(2))
    assert one.to_json() == other.to_json()


def test_parameters_survive_their_text(fitted: BKT) -> None:
    told = fitted.parameters_
    back = BKTParameters.from_json(told.to_json())
    assert back.to_json() == told.to_json()
    assert back.standards == told.standards
    assert (back.guess == told.guess).all()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 1}'])
def test_text_that_is_no_parameters_is_refused(text: str) -> None:
    with pytest.raises(MasteryError, match=r"no BKT parameters \(\w+\): fit anew"):
        BKTParameters.from_json(text)


def test_parameters_of_another_version_are_refused(fitted: BKT) -> None:
    text = fitted.parameters_.to_json().replace('"version": 1', '"version": 0')
    with pytest.raises(MasteryError, match="version 0, not 1"):
        BKTParameters.from_json(text)


def test_without_a_fit_it_says_what_to_do() -> None:
    with pytest.raises(MasteryError, match="call fit"):
        BKT().predict(drawn(children=1))


def test_no_answers_are_refused() -> None:
    with pytest.raises(MasteryError, match="no rows"):
        BKT().fit({"student": [], "standard": [], "correct": []})


def test_what_the_fit_has_not_met_counts_as_typical(fitted: BKT) -> None:
    rows = {"student": [1, 1], "standard": ["4.G.A.1"] * 2, "program": ["new"] * 2, "correct": [1, 1]}
    told = fitted.parameters_
    first, second = fitted.predict(rows)
    start = told.start[-1]
    assert told.start[:2].min() <= start <= told.start[:2].max()
    assert first == pytest.approx(start * (1 - told.slip[-1, -1]) + (1 - start) * told.guess[-1, -1])
    assert second > first


def test_an_answer_to_several_standards_moves_each_by_its_weight(fitted: BKT) -> None:
    whole = {"student": ["a"], "standard": [["3.NF.A.1"]], "correct": [1]}
    half = whole | {"standard": [{"3.NF.A.1": 1, "3.OA.A.1": 3}]}
    start = fitted.parameters_.start
    one, both = fitted.mastery(whole), fitted.mastery(half)
    assert len(one.p_mastered) == 1
    assert both.standard == ("3.NF.A.1", "3.OA.A.1")
    assert start[0] < both.p_mastered[0] < one.p_mastered[0]
    assert fitted.predict(half).shape == (1,)


KINDS = {
    "a claim": {"kind": [CLAIM], "correct": [1], "size": [0.9], "detail": [0.9]},
    "a scale score": {"kind": [SCALE], "correct": [-2.5], "size": [4.0], "detail": [1.0]},
    "a test": {"kind": [PASS], "correct": [1], "size": [10.0], "detail": [8.0]},
}


@pytest.mark.parametrize("columns", KINDS.values(), ids=list(KINDS))
def test_what_is_not_told_in_items_changes_nothing(fitted: BKT, columns: Table) -> None:
    rows = {"student": ["a"], "standard": ["3.NF.A.1"]} | columns
    told = fitted.mastery(rows)
    assert told.p_mastered.tolist() == []
    assert 0 < fitted.predict(rows)[0] < 1
    assert fitted.log_likelihood(rows) == 0.0
    an_item = {"kind": 0, "size": 1.0, "detail": np.nan, "correct": 1}
    beside = {name: np.append(values, an_item[name]) for name, values in columns.items()}
    both = {"student": ["a", "a"], "standard": ["3.NF.A.1"] * 2} | beside
    alone = {"student": ["a"], "standard": ["3.NF.A.1"], "correct": [1]}
    assert fitted.mastery(both).p_mastered.tolist() == fitted.mastery(alone).p_mastered.tolist()
    assert BKT().fit(both).parameters_.to_json() == BKT().fit(alone).parameters_.to_json()


def test_more_tries_until_passed_say_less(fitted: BKT) -> None:
    passed = {"student": ["a"], "standard": ["3.NF.A.1"], "correct": [1], "kind": [TRIES]}
    once, at_last = (passed | {"size": [tries]} for tries in (1, 5))
    assert fitted.mastery(once).p_mastered[0] > fitted.mastery(at_last).p_mastered[0] + 0.1


def test_a_score_counts_as_its_items(fitted: BKT) -> None:
    score = {"student": ["a"], "standard": ["3.NF.A.1"], "correct": [0.75]}
    one, eight = (fitted.mastery(score | {"size": [size]}).p_mastered[0] for size in (1.0, 8.0))
    assert eight > one


def test_thirty_children_of_one_program_are_enough() -> None:
    found = BKT().fit(drawn(children=30, programs=False)).parameters_
    assert (found.guess < 0.5).all()
    assert (found.slip < 0.5).all()
    assert np.isfinite(BKT().fit(drawn(children=30, programs=False)).predict(drawn(children=5))).all()


def test_one_answer_is_enough() -> None:
    told = {"student": ["a"], "standard": ["3.NF.A.1"], "correct": [1]}
    assert 0 < BKT().fit(told).mastery(told).p_mastered[0] < 1
    assert 0 < BKT(priors=NO_PRIORS).fit(told).mastery(told).p_mastered[0] < 1


def test_a_standard_nobody_answered_keeps_what_was_thought() -> None:
    told = Responses.of(drawn(children=30), standards=["9.X"])
    found = BKT().fit(told).parameters_
    assert found.standards[-1] == "9.X"
    assert found.start[2] == pytest.approx(Priors().start.mean)


def test_nothing_thought_is_half() -> None:
    assert Counts(0, 0).mean == 0.5


# Rules, against the oracle.

shares = st.floats(0.02, 0.6)
results = st.one_of(st.sampled_from([0.0, 1.0]), st.floats(0, 1))
rates = st.lists(st.tuples(st.floats(0.02, 0.45), st.floats(0.02, 0.45)), min_size=3, max_size=3)


@st.composite
def situations(draw: st.DrawFn) -> tuple[BKTParameters, Table]:
    """Parameters of two standards and two programs, and some answers of two children."""
    moves = [(draw(shares), draw(shares), draw(st.floats(0, 0.3))) for _ in range(3)]
    odd = np.array([draw(rates) for _ in range(3)])
    found = BKTParameters(("N", "O"), ("p", "q"), *np.array(moves).T, odd[:, :, 0], odd[:, :, 1])
    words = st.tuples(st.sampled_from("ab"), st.sampled_from("NO"), st.sampled_from("pq"), results)
    rows = draw(st.lists(words, min_size=1, max_size=12))
    columns = map(list, zip(*rows, strict=True))
    return found, dict(zip(("student", "standard", "program", "correct"), columns, strict=True))


def of_oracle(found: BKTParameters, table: Table) -> dict[tuple[str, str], tuple[Standard, list[Answer]]]:
    """The standard and the answers of each chain."""
    chains: dict[tuple[str, str], tuple[Standard, list[Answer]]] = {}
    for student, standard, program, result in zip(*table.values(), strict=True):
        k, p = found.standards.index(standard), found.programs.index(program)
        of = Standard(found.start[k], found.learn[k], found.forget[k])
        answer = Answer(result, found.guess[k, p], found.slip[k, p])
        chains.setdefault((student, standard), (of, []))[1].append(answer)
    return chains


@settings(max_examples=40, deadline=None)
@given(situations())
def test_any_answers_are_followed_as_by_adding_up_all_paths(situation: tuple[BKTParameters, Table]) -> None:
    found, table = situation
    bkt = BKT()
    bkt.parameters_ = found
    oracle = of_oracle(found, table)
    told = bkt.mastery(table)
    for student, standard, p_mastered in zip(told.student, told.standard, told.p_mastered, strict=True):
        assert p_mastered == pytest.approx(known_after(*oracle[str(student), str(standard)]), abs=1e-9)
    whole = sum(log_likelihood(*chain) for chain in oracle.values())
    assert bkt.log_likelihood(table) == pytest.approx(whole, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(situations())
def test_any_prediction_is_of_the_answers_before_it(situation: tuple[BKTParameters, Table]) -> None:
    found, table = situation
    bkt = BKT()
    bkt.parameters_ = found
    taken: dict[tuple[str, str], int] = {}
    chains = of_oracle(found, table)
    for predicted, student, standard in zip(bkt.predict(table), table["student"], table["standard"], strict=True):
        of, answers = chains[student, standard]
        number = taken.get((student, standard), 0)
        expected = right_next(of, answers[:number], answers[number].guess, answers[number].slip)
        assert predicted == pytest.approx(expected, abs=1e-9)
        taken[student, standard] = number + 1


@settings(max_examples=40, deadline=None)
@given(situations())
def test_answers_taken_one_by_one_give_the_same_bits(situation: tuple[BKTParameters, Table]) -> None:
    found, table = situation
    bkt, live = BKT(), Live(found)
    bkt.parameters_ = found
    predicted = []
    for student, standard, program, result in zip(*table.values(), strict=True):
        predicted.append(live.right(student, standard, program))
        assert live.update(student, standard, result, program) == live.known(student, standard)
    told = bkt.mastery(table)
    one_by_one = [live.known(*pair) for pair in zip(told.student, told.standard, strict=True)]
    assert one_by_one == told.p_mastered.tolist()
    assert predicted == bkt.predict(table).tolist()


@settings(max_examples=30, deadline=None)
@given(situations(), st.booleans())
def test_any_round_is_the_expectation_over_all_paths(situation: tuple[BKTParameters, Table], priors: bool) -> None:
    """One round from where a fit begins, with the priors' strength and without."""
    _, table = situation
    thought = Priors(pull=0.0) if priors else NO_PRIORS
    found = BKT(forgets=True, priors=thought, rounds=1).fit(table).parameters_
    usual = Priors()
    k = found.standards.index(table["standard"][0])
    begins = Standard(usual.start.mean, usual.learn.mean, usual.forget.mean)
    sums = {name: [0.0, 0.0] for name in ("start", "learn", "forget")}
    chains: dict[str, list[Answer]] = {}
    for student, standard, _, result in zip(*table.values(), strict=True):
        if standard == table["standard"][0]:
            chains.setdefault(student, []).append(Answer(result, usual.guess.mean, usual.slip.mean))
    for answers in chains.values():
        for name, (times, out_of) in counts(begins, answers).items():
            if name in sums:
                sums[name][0] += times
                sums[name][1] += out_of
    for name, (times, out_of) in sums.items():
        before = getattr(thought, name)
        if out_of + before.yes + before.no > 0:
            expected = (times + before.yes) / (out_of + before.yes + before.no)
            assert getattr(found, name)[k] == pytest.approx(np.clip(expected, 1e-6, 1 - 1e-6), abs=1e-9)


def test_answers_that_are_all_different_are_followed_all_the_same() -> None:
    """Standards, results and sizes none of which comes twice: too many combinations to be counted out."""
    rows = 60
    told = {
        "student": ["a"] * rows,
        "standard": [f"S{row:02}" for row in range(rows)],
        "correct": np.linspace(0.1, 0.9, rows),
        "size": np.linspace(1.0, 3.0, rows),
    }
    usual = Priors()
    begins = Standard(usual.start.mean, usual.learn.mean)
    found = BKT(rounds=1, priors=Priors(pull=0.0)).fit(told).parameters_
    for row in range(rows):
        answer = Answer(told["correct"][row], usual.guess.mean, usual.slip.mean, told["size"][row])
        times, out_of = counts(begins, [answer])["start"]
        thought = usual.start
        assert found.start[row] == pytest.approx((times + thought.yes) / (out_of + thought.yes + thought.no), abs=1e-9)


def test_a_live_answer_outside_0_to_1_is_refused(fitted: BKT) -> None:
    live = Live(fitted.parameters_)
    with pytest.raises(MasteryError, match="outside 0 to 1"):
        live.update("a", "3.NF.A.1", 2.0)
    assert live.known("a", "3.NF.A.1") == fitted.parameters_.start[0]
