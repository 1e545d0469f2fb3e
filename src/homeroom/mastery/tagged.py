"""The standards of each response, with weights that sum to 1: an answer to several standards is still one answer."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from homeroom.mastery import columns
from homeroom.mastery.columns import Codes, Numbers
from homeroom.mastery.errors import MasteryError

SEVERAL = (list, tuple, set, frozenset, np.ndarray, Mapping)


@dataclass(frozen=True)
class Tagged:
    """Row i has the codes `codes[starts[i]:starts[i + 1]]`."""

    starts: Codes
    codes: Codes
    weights: Numbers
    words: tuple[Hashable, ...]

    def reordered(self, order: NDArray[np.intp]) -> Tagged:
        if len(self.codes) == len(order):  # one standard a row
            return Tagged(self.starts, self.codes[order], self.weights[order], self.words)
        counts = np.diff(self.starts)[order]
        starts = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
        inside = np.arange(starts[-1]) - np.repeat(starts[:-1], counts)
        taken = np.repeat(self.starts[:-1][order], counts) + inside
        return Tagged(starts, self.codes[taken], self.weights[taken], self.words)


def tagged(cells: NDArray[Any], more: Iterable[Hashable]) -> Tagged:
    """Code a column of standards, of which a cell may name several. `more` widens the vocabulary."""
    several = cells.dtype == object and any(isinstance(cell, SEVERAL) for cell in cells)
    if several:
        return _several([_weighed(row, cell) for row, cell in enumerate(cells)], more)
    column = columns.coded("standard", cells, required=True)
    words = _joined(column.words, more)
    moved = np.array([words.index(word) for word in column.words], dtype=np.int64)
    rows = len(cells)
    return Tagged(np.arange(rows + 1, dtype=np.int64), moved[column.codes], np.ones(rows), words)


def _joined(words: Iterable[Hashable], more: Iterable[Hashable]) -> tuple[Hashable, ...]:
    joined = set(words) | set(more)
    try:
        return tuple(sorted(joined))  # type: ignore[type-var]
    except TypeError:
        mixed = "Column 'standard' mixes numbers and text: write all of its values the same way, as text."
        raise MasteryError(mixed) from None


def _weighed(row: int, cell: Any) -> dict[Hashable, float]:
    """The standards of one row, each once, with weights that sum to 1."""
    if isinstance(cell, Mapping):
        weights = {word: float(weight) for word, weight in cell.items()}
    else:
        told = list(cell) if isinstance(cell, SEVERAL) else [cell]
        weights = dict.fromkeys(told, 1.0)
    blank = not weights or any(word is None or word == "" for word in weights)
    if blank or min(weights.values()) <= 0 or not np.isfinite(total := sum(weights.values())):
        where = f"Column 'standard', row {row + 1}"
        raise MasteryError(f"{where} names no standard with a positive weight: name one or leave the row out.")
    return {word: weight / total for word, weight in weights.items()}


def _several(rows: list[dict[Hashable, float]], more: Iterable[Hashable]) -> Tagged:
    words = _joined((word for row in rows for word in row), more)
    place = {word: code for code, word in enumerate(words)}
    ordered = [sorted((place[word], weight) for word, weight in row.items()) for row in rows]
    starts = np.concatenate(([0], np.cumsum([len(row) for row in ordered]))).astype(np.int64)
    codes = np.array([code for row in ordered for code, _ in row], dtype=np.int64)
    return Tagged(starts, codes, np.array([weight for row in ordered for _, weight in row]), words)
