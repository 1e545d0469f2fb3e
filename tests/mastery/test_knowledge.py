"""What can't be is refused, with the column, the row and what to do."""

from typing import Any

import numpy as np
import pytest

from homeroom.mastery.errors import MasteryError
from homeroom.mastery.knowledge import Knowledge


def knowledge(**changed: Any) -> Knowledge:
    shape = (2, 3)
    whole: dict[str, Any] = {
        "students": np.array([7, 8]),
        "p": np.full(shape, 0.5),
        "weight": np.zeros(shape),
        "missed": np.zeros(shape, np.int64),
        "last": np.full(shape, np.nan),
        "today": 10.0,
    }
    return Knowledge(**whole | changed)


def with_cell(value: float) -> np.ndarray:
    cells = np.full((2, 3), 0.5)
    cells[1, 2] = value
    return cells


def test_it_works() -> None:
    assert knowledge(mean=np.zeros((2, 3)), variance=np.ones((2, 3))).p.shape == (2, 3)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"p": with_cell(1.2)}, r"p is 1.2 in row 1, column 2: a chance is from 0 to 1"),
        ({"p": with_cell(np.nan)}, r"p is nan in row 1, column 2"),
        ({"weight": with_cell(-1.0)}, r"weight is -1.0 in row 1, column 2: evidence is 0 or more"),
        ({"missed": np.array([[0, 0, 0], [-2, 0, 0]])}, r"missed is -2 in row 1, column 0"),
        ({"last": with_cell(11.0)}, r"last is 11.0 in row 1, column 2: no evidence is from after today"),
        ({"weight": np.zeros((3, 2))}, r"weight has the shape \(3, 2\), p has \(2, 3\)"),
        ({"variance": np.zeros((2, 2))}, r"variance has the shape"),
        ({"students": np.array([1])}, r"one row a student \(1 are named\)"),
    ],
)
def test_what_can_not_be_is_refused_by_column_and_row(changed: dict[str, Any], words: str) -> None:
    with pytest.raises(MasteryError, match=words):
        knowledge(**changed)
