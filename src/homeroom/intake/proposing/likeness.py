"""How alike two header names are: their words, after synonyms and short forms, and their letters."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from math import log

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.process import cdist, extractOne

type Matrix = NDArray[np.float64]

CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
WORD = re.compile(r"[^\W_]+")
LONGEST_PHRASE = 4
LONGEST_NAME = 120
# Two words as alike as this are one, misspelt or in another number.
SAME_WORD = 84.0
WORDS_WEIGH = 0.7


@dataclass(frozen=True)
class Synonyms:
    """Phrases and words by what they are compared as; words that say nothing; names of columns never to be read."""

    phrases: Mapping[tuple[str, ...], tuple[str, ...]]
    words: Mapping[str, str]
    fillers: frozenset[str]
    refused: Mapping[tuple[str, ...], str]


@cache
def synonyms() -> Synonyms:
    raw = tomllib.loads(files("homeroom.intake.proposing").joinpath("synonyms.toml").read_text("utf-8"))
    phrases = {tuple(one.split()): tuple(group[0].split()) for group in raw["phrases"] for one in group}
    words = {one: group[0] for group in reversed(raw["words"]) for one in group}
    refused = {tuple(name.split()): why for name, why in raw["refused"].items()}
    return Synonyms(phrases, words, frozenset(raw["fillers"]), refused)


@cache
def _refused() -> Mapping[tuple[str, ...], str]:
    """The refused names as all names are compared."""
    return {tuple(_shared(phrase)): why for phrase, why in synonyms().refused.items()}


@lru_cache(maxsize=100_000)
def words(name: str) -> tuple[str, ...]:
    """A header name as the words it is compared by: `StuLastName (text)` → student, last, name, text."""
    plain = unicodedata.normalize("NFKC", name[:LONGEST_NAME])
    found = [word.casefold() for word in WORD.findall(CAMEL.sub(" ", plain))]
    known = synonyms()
    return tuple(
        word for word in _shared([part for word in found for part in _parts(word)]) if word not in known.fillers
    )


def refusal(name: str) -> str:
    """Why a column of this name is never read; blank where it may be."""
    spoken = words(name)
    for phrase, why in _refused().items():
        if any(spoken[at : at + len(phrase)] == phrase for at in range(len(spoken))):
            return why
    return ""


def likeness(names: Sequence[str], others: Sequence[str]) -> Matrix:
    """Between 0 and 1 for every name against every other name: a row a name, a column an other."""
    mine, theirs = _merged([words(name) for name in names], [words(name) for name in others])
    shared = _shared_words(mine, theirs)
    plain, spelt = [_letters(name) for name in names], [_letters(name) for name in others]
    letters = cdist(plain, spelt, scorer=fuzz.ratio, dtype=np.float32).astype(np.float64) / 100
    joined = cdist([" ".join(one) for one in mine], [" ".join(one) for one in theirs], scorer=fuzz.token_sort_ratio)
    alike = WORDS_WEIGH * shared + (1 - WORDS_WEIGH) * np.maximum(letters, joined.astype(np.float64) / 100)
    return np.asarray(np.maximum(alike, np.where(letters > 0.9, letters, 0)), dtype=np.float64)


def weights(spoken: Iterable[tuple[str, ...]]) -> Mapping[str, float]:
    """How much each word tells: one that stands in every name tells little."""
    listed = list(spoken)
    counts = Counter(word for one in listed for word in set(one))
    return {word: 0.25 + log((len(listed) + 1) / number) for word, number in counts.items()}


def _shared(found: Sequence[str]) -> list[str]:
    """Phrases, then single words, then phrases that came about by that: pupil no → student number → student id."""
    known = synonyms().words
    return _phrased([known.get(word, word) for word in _phrased(found)])


def _phrased(found: Sequence[str]) -> list[str]:
    """The longest phrase that fits, from the left."""
    known, out, at = synonyms().phrases, list[str](), 0
    while at < len(found):
        lengths = range(min(LONGEST_PHRASE, len(found) - at), 0, -1)
        length = next((one for one in lengths if tuple(found[at : at + one]) in known), 0)
        out += known[tuple(found[at : at + length])] if length else [found[at]]
        at += length or 1
    return out


@lru_cache(maxsize=100_000)
def _parts(word: str) -> tuple[str, ...]:
    """Words written together, apart: `studentlastname`; and letters apart from figures: `grade3`."""
    apart = tuple(re.findall(r"\d+|[^\W\d_]+", word))
    return tuple(part for one in apart for part in (_split(one) or (one,)))


def _split(word: str) -> tuple[str, ...]:
    """The fewest known words that make up `word`; none where it is one, or can't be made."""
    if len(word) < 6 or word in _vocabulary():
        return ()
    best: dict[int, tuple[str, ...]] = {0: ()}
    for end in range(2, len(word) + 1):
        found = [best[at] + (word[at:end],) for at in best if end - at >= 2 and word[at:end] in _vocabulary()]
        if found:
            best[end] = min(found, key=len)
    return best.get(len(word), ())


@cache
def _vocabulary() -> frozenset[str]:
    known = synonyms()
    listed = {word for phrase, said in known.phrases.items() for word in (*phrase, *said)}
    return frozenset(word for word in listed | set(known.words) if len(word) > 1)


def _merged(
    mine: list[tuple[str, ...]], theirs: list[tuple[str, ...]]
) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """Words of the one side that are nearly a word of the other become that word."""
    known = sorted({word for one in theirs for word in one})
    same = {word: _nearly(word, known) for word in {word for one in mine for word in one} - set(known)}
    return [tuple(same.get(word, word) for word in one) for one in mine], theirs


def _nearly(word: str, known: Sequence[str]) -> str:
    if len(word) < 3 or word.isdigit():
        return word
    begins = [
        other
        for other in known
        if min(len(word), len(other)) >= 3 and (other.startswith(word) or word.startswith(other))
    ]
    if begins:
        return min(begins, key=lambda other: abs(len(other) - len(word)))
    found = extractOne(word, known, scorer=fuzz.ratio, score_cutoff=SAME_WORD) if len(word) > 4 else None
    return found[0] if found and not found[0].isdigit() else word


def _shared_words(mine: Sequence[tuple[str, ...]], theirs: Sequence[tuple[str, ...]]) -> Matrix:
    """Twice the weight of the words two names share, over the weight of all their words."""
    tells = weights([*mine, *theirs])
    place = {word: at for at, word in enumerate(tells)}
    weight = np.array([tells[word] for word in place] or [1.0])
    a, b = _incidence(mine, place), _incidence(theirs, place)
    both = (a * weight) @ b.T
    whole = (a @ weight)[:, None] + (b @ weight)[None, :]
    return np.asarray(2 * both / np.maximum(whole, 1e-9), dtype=np.float64)


def _incidence(spoken: Sequence[tuple[str, ...]], place: Mapping[str, int]) -> Matrix:
    found = np.zeros((len(spoken), max(len(place), 1)))
    for at, one in enumerate(spoken):
        for word in one:
            found[at, place[word]] = 1.0
    return found


def _letters(name: str) -> str:
    return "".join(WORD.findall(name[:LONGEST_NAME].casefold()))
