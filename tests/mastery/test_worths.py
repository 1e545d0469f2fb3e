"""What each kind of evidence is worth, and that it is kept as it was learned."""

from __future__ import annotations

import numpy as np
import pytest

from homeroom.mastery.errors import MasteryError
from homeroom.mastery.worths import KINDS, Scale, Word, Worths, answers_in, sizes, worth_of

NAN = float("nan")


@pytest.mark.parametrize(
    ("kind", "amount", "size", "detail", "answers"),
    [
        ("item", NAN, 1.0, NAN, 1.0),
        ("rapid", NAN, 0.25, 0.25, 0.25),
        ("score", NAN, 5.0, NAN, 5.0),
        ("score", 1.0, 1.0, NAN, 1.0),
        ("score", 11.0, 5.5, NAN, 5.5),
        ("tries", 3.0, 3.0, NAN, 3.0),
        ("scale", 4.0, 4.0, 0.0, 0.0),
        ("subscale", 2.0, 2.0, 1.0, 0.0),
        ("claim", NAN, 0.75, 0.6, 1.0),
        ("check", NAN, 5.0, NAN, 5.0),
    ],
)
def test_each_kind_has_its_size(kind: str, amount: float, size: float, detail: float, answers: float) -> None:
    code, told = np.array([KINDS.index(kind)]), np.array([amount])
    found = sizes(code, told, np.array([[0.75, 0.6]]))
    assert [one[0] for one in found] == pytest.approx([size, detail], nan_ok=True)
    assert answers_in(code, told)[0] == pytest.approx(answers)


def test_more_questions_are_worth_more_and_never_as_much_as_they_are_many() -> None:
    worth = worth_of(np.array([1.0, 2.0, 10.0, 40.0]))
    assert (np.diff(worth) > 0).all()
    assert (worth <= [1.0, 2.0, 10.0, 40.0]).all()


def test_worths_are_read_back_as_they_were() -> None:
    worths = Worths(
        {("alpha", "i1"): 40.5},
        {("alpha", "Math", "", "Scale Score", "3"): Scale(400.0, 20.0, 3.25)},
        {"alpha": Word(0.9, 0.6)},
    )
    assert Worths.from_json(worths.to_json()) == worths
    assert (worths.word("alpha").sensitivity, worths.word("beta")) == (0.9, Word())


@pytest.mark.parametrize("text", ["{}", "[]", "no", '{"version": 1, "paces": [1]}'])
def test_what_is_no_worths_is_refused(text: str) -> None:
    with pytest.raises(MasteryError, match="learn them anew"):
        Worths.from_json(text)


def test_worths_of_another_version_are_refused() -> None:
    with pytest.raises(MasteryError, match="version 0"):
        Worths.from_json('{"version": 0}')
