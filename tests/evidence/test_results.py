"""Results are written and read back to the last digit, and no part of them is silently absent."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.a_result import a_result
from homeroom.evidence import results_json
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.statement import Part, Statement

pytestmark = pytest.mark.any_database
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)


def test_a_result_comes_back_as_it_was() -> None:
    assert results_json.load(results_json.text(a_result())) == a_result()


@given(NUMBERS, NUMBERS, st.text())
def test_every_digit_comes_back(effect: float, p: float, question: str) -> None:
    told = a_result()
    first = replace(told.estimates.first, effect=Part(effect), p=Part(p))
    told = replace(told, question=question, estimates=replace(told.estimates, first=first))
    again = results_json.load(results_json.text(told))
    assert again == told
    assert results_json.text(again) == results_json.text(told)


def test_there_is_no_null_anywhere() -> None:
    assert "null" not in results_json.text(a_result())


def test_a_part_is_what_was_found_or_why_nothing_was() -> None:
    with pytest.raises(ValueError, match="why nothing was"):
        Part[float]()
    with pytest.raises(ValueError, match="why nothing was"):
        Part(1.0, Statement("study-few-answers"))


def test_a_statement_is_one_of_the_sentences() -> None:
    assert (
        Statement("study-could-see", {"effect": 0.25})
        .said.words()
        .startswith("With these classes a difference of 0.25")
    )
    with pytest.raises(ValueError, match="no rule"):
        Statement("study-wonderful")


def test_no_number_is_written_that_json_does_not_know() -> None:
    told = replace(a_result().estimates, deviation=Part(float("inf")))
    with pytest.raises(ValueError, match="JSON"):
        results_json.text(replace(a_result(), estimates=told))


def test_what_is_no_result_is_refused() -> None:
    told = json.loads(results_json.text(a_result()))
    for text in ("", "[]", "{}", json.dumps(told | {"flow": {}}), json.dumps(told | {"kind": 1}), "[" * 100_000):
        with pytest.raises(EvidenceError, match="can't be read"):
            results_json.load(text)
    with pytest.raises(EvidenceError, match="format"):
        results_json.load(json.dumps(told | {"format": 2}))
