"""Every constant comes from the children at hand, whatever is known of their answers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from homeroom.mastery import search
from homeroom.mastery.errors import MasteryError
from homeroom.mastery.filter import filtered
from homeroom.mastery.fitting import fit, foretold, loss, passes, sample
from homeroom.mastery.likelihoods import CHECK
from homeroom.mastery.measures import auc
from homeroom.mastery.parameters import VERSION, Link, Parameters
from homeroom.mastery.responses import Responses
from mastery.made_up import responses, table


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """A short search: what it finds matters here only roughly."""
    monkeypatch.setattr(search, "EVALUATIONS", 40)


def test_a_fit_foretells_children_that_it_has_not_seen() -> None:
    given = responses(children=80)
    train, test = given.of_students(np.arange(60)), given.of_students(np.arange(60, 80))
    fitted = fit(train)
    assert (
        auc(test.result, filtered(test, fitted).predicted)
        > auc(test.result, filtered(test, Parameters()).predicted) + 0.02
    )


def test_a_search_never_ends_worse_than_it_began() -> None:
    given = responses(children=30)
    start = fit(given, search=False)
    found = fit(given)
    prior = 60  # nats that the expectations of constants and links may cost
    assert foretold(found, given) < foretold(start, given) + prior
    assert found.constants != start.constants


def test_without_a_search_the_constants_are_kept() -> None:
    start = Parameters().with_constants(v_subject=2.0)
    assert fit(responses(children=10), start, search=False).constants == start.constants


def test_the_same_children_give_the_same_parameters_to_the_bit() -> None:
    assert fit(responses(children=10)).to_json() == fit(responses(children=10)).to_json()


BARE = ("student", "standard", "correct")


@pytest.mark.parametrize("columns", [BARE, (*BARE, "item"), (*BARE, "program"), (*BARE, "occurred_at", "lesson")])
def test_thirty_children_are_enough_with_or_without_items_programs_and_moments(columns: tuple[str, ...]) -> None:
    told = table(children=30, answers=20)
    given = Responses.of({name: told[name] for name in columns})
    fitted = fit(given)
    assert np.isfinite(fitted.difficulty).all()
    assert (fitted.difficulty[:, 1] > 0).all()
    assert loss(filtered(given, fitted).predicted, given) < len(given) * np.log(2)


def test_constants_that_the_data_say_nothing_of_keep_their_start() -> None:
    told = table(children=12, answers=20)
    fitted = fit(Responses.of({name: told[name] for name in BARE})).constants
    untouched = Parameters().constants
    assert (fitted.v_item, fitted.v_lesson, fitted.v_beside) == (
        untouched.v_item,
        untouched.v_lesson,
        untouched.v_beside,
    )
    assert (fitted.v_domain, fitted.drift) == (untouched.v_domain, untouched.drift)
    assert fitted.step_days == untouched.step_days, "answers are the only clock: `tau` says how fast it goes"


def test_a_program_with_few_answers_keeps_the_expected_link_by_its_choices() -> None:
    fitted = fit(responses(children=4, answers=30), choices={"Beta": 4})
    assert fitted.links["Beta"] == Link(0.25, search.SLIP[0])
    assert fitted.links["Alpha"] == Link(search.GUESS[0], search.SLIP[0])


def test_a_link_never_leaves_its_bounds() -> None:
    told = table(children=30)
    told["correct"] = np.ones(len(told["correct"]), dtype=np.int64)
    for link in fit(Responses.of(told)).links.values():
        assert 0 < link.guess < 0.5
        assert 0 < link.slip < 0.4


def test_evidence_without_a_single_item_can_be_fitted() -> None:
    given = Responses.of({"student": [1, 2], "standard": ["A", "A"], "correct": [1, 0.5], "kind": [CHECK, CHECK]})
    assert fit(given).ordinary == Parameters().ordinary


def test_a_search_looks_at_some_of_many_children_and_at_all_of_few() -> None:
    few, many = responses(children=10, answers=5), responses(children=1000, answers=60)
    assert sample(few, 0) is few
    assert len(sample(many, 0)) == 40_020
    assert set(sample(many, 0).student) != set(sample(many, 1).student)


def test_what_was_learned_of_items_comes_back_out_of_json_to_the_bit() -> None:
    given = responses(children=10)
    fitted = fit(given, search=False)
    again = Parameters.from_json(fitted.to_json())
    assert np.array_equal(filtered(given, again).predicted, filtered(given, fitted).predicted)
    assert again.to_json() == fitted.to_json()


@pytest.mark.parametrize("text", ["", "{}", "[1]", f'{{"version": {VERSION}}}'])
def test_text_that_is_no_parameters_is_refused(text: str) -> None:
    with pytest.raises(MasteryError, match=r"no parameters .*: fit anew"):
        Parameters.from_json(text)


def test_parameters_of_another_version_are_refused() -> None:
    told = replace(Parameters(), version=7).to_json()
    with pytest.raises(MasteryError, match=f"of version 7, not {VERSION}: fit anew"):
        Parameters.from_json(told)


def test_a_harder_item_is_learned_to_be_harder() -> None:
    rows = 200
    told = {"student": np.arange(rows) // 4, "standard": ["S"] * rows, "item": np.tile([1, 2], rows // 2)}
    fitted = passes(Parameters(), Responses.of(told | {"correct": np.tile([1, 0], rows // 2)}))
    easy, hard = fitted.difficulty[-2:, 0]
    assert hard > easy + 1
