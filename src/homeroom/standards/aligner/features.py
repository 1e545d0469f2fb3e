"""How much a lesson is like each standard, seen in several ways: what the ranker weighs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from homeroom.standards.aligner import words
from homeroom.standards.aligner.candidates import Candidate, places
from homeroom.standards.aligner.texts import Matrix, Texts, like
from homeroom.standards.grade_bands import UNKNOWN, Band

LIKENESSES = (
    "words like all that is known of it",
    "letters like all that is known of it",
    "words like its nearest phrase",
    "letters like its nearest phrase",
    "title's words like its nearest phrase",
    "title's letters like its nearest phrase",
    "letters like its own title",
    "share of the words that it has",
    "words like its cluster",
    "words like the official sentence",
    "letters like the official sentence",
    "letters like its nearest accepted lesson",
    "say of the nearest accepted lessons",
)
PAIR = (*LIKENESSES, "of the grade below or above", "part of a standard")
NONE = (
    "always",
    "best likeness",
    "best phrase",
    "share of the words that nobody knows",
    "words, logarithm",
    "nearest accepted lesson",
)
ENOUGH_WORDS = 3
"""A lesson with fewer, beside its numbers, is never sure."""

NEAREST = 12
"""How many accepted lessons have a say."""

ANY = 100


@dataclass(frozen=True)
class Lesson:
    """A lesson to align: its title, what else is said of it, and the grades it is for."""

    title: str
    words: str = ""
    grades: Band = UNKNOWN

    @property
    def text(self) -> str:
        return f"{self.title} {self.words}".strip()

    @property
    def prose(self) -> int:
        """How many words it has, beside numbers and signs."""
        return words.prose(self.text)


@dataclass(frozen=True)
class Accepted:
    """A lesson that is known to serve some standards."""

    lesson: Lesson
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Seen:
    """`pairs` is lesson × candidate × PAIR, `none` lesson × NONE, `allowed` lesson × candidate: the grade fits."""

    pairs: Matrix
    none: Matrix
    allowed: NDArray[np.bool_]

    def __getitem__(self, rows: Any) -> Seen:
        return Seen(self.pairs[rows], self.none[rows], self.allowed[rows])


class Index:
    """The candidates, ready to be compared with lessons. `accepted` are lessons whose standards are known."""

    def __init__(self, candidates: Sequence[Candidate], accepted: Sequence[Accepted] = ()) -> None:
        self.codes = tuple(one.code for one in candidates)
        everything = [one.everything for one in candidates]
        phrases = [(at, phrase) for at, one in enumerate(candidates) for phrase in one.phrases]
        clusters = places([one.cluster for one in candidates])
        self._texts = Texts(everything)
        self._everything = self._texts.of(everything)
        self._phrases = self._texts.of([phrase for _, phrase in phrases])
        self._first_phrase = np.unique([at for at, _ in phrases], return_index=True)[1]
        self._titles = self._texts.of([one.title for one in candidates])
        self._official = self._texts.of([one.official for one in candidates])
        self._clusters = self._texts.of([" ".join(everything[at] for at in some) for some in clusters.values()])
        self._cluster_of = np.array([list(clusters).index(one.cluster) for one in candidates])
        self._grades = np.array([one.grade for one in candidates])
        self._parts = np.array([float(bool(one.parent)) for one in candidates])
        self._accepted = self._texts.of([one.lesson.text for one in accepted] or [""])
        self._says = _says(accepted, self.codes)

    def see(self, lessons: Sequence[Lesson], heard: NDArray[np.bool_] | None = None) -> Seen:
        """`heard` is lesson × accepted lesson: whose word counts; without it all count."""
        likenesses = np.stack(self._likenesses(lessons, heard), axis=2) * _weight(lessons)[:, None, None]
        apart = _apart([one.grades for one in lessons], self._grades)
        beside = np.stack([apart == 1, np.broadcast_to(self._parts, apart.shape)], axis=2)
        allowed = apart <= 1
        best = (likenesses * allowed[:, :, None]).max(axis=1)
        texts = [one.text for one in lessons]
        none = [
            np.ones(len(lessons)),
            best[:, 1],
            best[:, [3, 5]].max(axis=1),
            self._texts.strange(texts),
            np.log1p([len(text.split()) for text in texts]),
            best[:, 11],
        ]
        return Seen(np.concatenate([likenesses, beside], axis=2), np.stack(none, axis=1), allowed)

    def _likenesses(self, lessons: Sequence[Lesson], heard: NDArray[np.bool_] | None) -> list[Matrix]:
        """In the order of LIKENESSES."""
        whole, title = self._texts.of([one.text for one in lessons]), self._texts.of([one.title for one in lessons])
        return [
            like(whole.by_word, self._everything.by_word),
            like(whole.by_letter, self._everything.by_letter),
            self._nearest_phrase(whole.by_word, self._phrases.by_word),
            self._nearest_phrase(whole.by_letter, self._phrases.by_letter),
            self._nearest_phrase(title.by_word, self._phrases.by_word),
            self._nearest_phrase(title.by_letter, self._phrases.by_letter),
            like(whole.by_letter, self._titles.by_letter),
            self._texts.covered([one.text for one in lessons], self._everything.by_word),
            like(whole.by_word, self._clusters.by_word)[:, self._cluster_of],
            like(whole.by_word, self._official.by_word),
            like(whole.by_letter, self._official.by_letter),
            *self._of_accepted(whole.by_letter, heard),
        ]

    def _nearest_phrase(self, lessons: Any, phrases: Any) -> Matrix:
        return np.asarray(np.maximum.reduceat(like(lessons, phrases), self._first_phrase, axis=1))

    def _of_accepted(self, lessons: Any, heard: NDArray[np.bool_] | None) -> tuple[Matrix, Matrix]:
        """The likeness of each candidate's nearest accepted lesson, and its part of the word of the nearest of all."""
        near = like(lessons, self._accepted.by_letter) * (1 if heard is None else heard)
        of_candidate = np.zeros((len(near), len(self.codes)))
        for at in np.flatnonzero(self._says.any(axis=0)):
            of_candidate[:, at] = near[:, self._says[:, at] > 0].max(axis=1)
        cut = np.sort(near, axis=1)[:, -min(NEAREST, near.shape[1])]
        weights = np.where(near >= cut[:, None], near, 0) ** 2
        return of_candidate, weights @ self._says / np.maximum(weights.sum(axis=1, keepdims=True), 1e-9)


def _says(accepted: Sequence[Accepted], codes: Sequence[str]) -> Matrix:
    """Accepted lesson × candidate: the lesson's share; one row of nothing where there is no such lesson."""
    at = {code: place for place, code in enumerate(codes)}
    found = np.zeros((max(1, len(accepted)), len(codes)))
    for row, one in enumerate(accepted):
        known = [at[code] for code in one.codes if code in at]
        found[row, known] = 1 / max(1, len(known))
    return found


def _weight(lessons: Sequence[Lesson]) -> Matrix:
    """Numbers alone say less: `6 × 9` may ask for a fact, a story or an area."""
    return np.array([(2 + min(ENOUGH_WORDS, one.prose)) / (2 + ENOUGH_WORDS) for one in lessons])


def _apart(bands: Sequence[Band], grades: NDArray[Any]) -> NDArray[Any]:
    """How many grades each candidate is away from each lesson's; 0 where nothing is known of them."""
    low = np.array([-ANY if low is None else low for low, _ in bands])[:, None]
    high = np.array([ANY if high is None else high for _, high in bands])[:, None]
    return np.asarray(np.maximum(0, np.maximum(low - grades, grades - high)))
