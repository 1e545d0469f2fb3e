"""Texts as TF-IDF of words and of runs of three to five letters. scikit-learn is imported when a text is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from homeroom.standards.aligner import words

Matrix = NDArray[np.float64]


class Seen(NamedTuple):
    """The same texts by word and by letter: sparse rows of length one."""

    by_word: Any
    by_letter: Any


class Texts:
    """The weights of terms, learnt from a corpus: what stands in few texts counts more."""

    def __init__(self, corpus: Sequence[str]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        told = {"preprocessor": words.plain, "token_pattern": r"\S+", "ngram_range": (1, 2)}
        self._words: Any = TfidfVectorizer(sublinear_tf=True, **told).fit(corpus)
        told = {"preprocessor": words.letters, "analyzer": "char_wb", "ngram_range": (3, 5)}
        self._letters: Any = TfidfVectorizer(sublinear_tf=True, **told).fit(corpus)

    def of(self, texts: Sequence[str]) -> Seen:
        return Seen(self._words.transform(texts), self._letters.transform(texts))

    def covered(self, texts: Sequence[str], by: Any) -> Matrix:
        """Of each text's known words, by weight, the share that each row of `by` has."""
        has = (by > 0).astype(float).tocsc()
        found = np.zeros((len(texts), by.shape[0]))
        for row, text in enumerate(texts):
            known = [self._words.vocabulary_[one] for one in self._single(text) if one in self._words.vocabulary_]
            if known:
                weights = self._words.idf_[known]
                found[row] = np.asarray(has[:, known] @ weights).ravel() / weights.sum()
        return found

    def strange(self, texts: Sequence[str]) -> Matrix:
        """Of each text the share of its words that nobody knows."""
        told = [self._single(text) for text in texts]
        return np.array([sum(one not in self._words.vocabulary_ for one in some) / max(1, len(some)) for some in told])

    @staticmethod
    def _single(text: str) -> list[str]:
        return words.plain(text).split()


def like(one: Any, other: Any) -> Matrix:
    """The cosine of each row of one with each row of the other."""
    return np.asarray((one @ other.T).todense(), dtype=float)
