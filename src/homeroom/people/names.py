"""People's names: when two spellings agree, and in which order names stand."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Protocol

# Letters that Unicode does not take apart into a letter and a mark.
WHOLE = str.maketrans({"đ": "d", "ð": "d", "ø": "o", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})
# After every accent folded away, these still stand behind their plain letter, as their alphabets have it.
TILDE, BREVE, CIRCUMFLEX, HORN = "\u0303", "\u0306", "\u0302", "\u031b"
AFTER = {("n", TILDE): 1, ("a", BREVE): 1, ("a", CIRCUMFLEX): 2, ("e", CIRCUMFLEX): 1}
AFTER |= {("o", CIRCUMFLEX): 1, ("o", HORN): 2, ("u", HORN): 1}
SHORTEST_SHORT_FORM = 3


class Named(Protocol):
    @property
    def given_name(self) -> str: ...
    @property
    def family_name(self) -> str: ...


@lru_cache(maxsize=1 << 16)
def folded(name: str) -> str:
    """A name for comparing: no case, no accents, apostrophes gone, hyphens and dots as single spaces."""
    if name.isascii() and name.isalnum():
        return name.lower()
    plain = "".join(letter for letter in _letters(name) if not unicodedata.combining(letter)).translate(WHOLE)
    return " ".join(re.sub(r"[^\w\s]|_", " ", re.sub(r"['’‘ʼ`´ʻ]", "", plain)).split())


def sort_key(person: Named) -> tuple[object, ...]:
    """Family name, then given name; ñ after n, ă â after a, đ after d, ơ after ô after o. Spelling settles ties."""
    return (_weights(person.family_name), _weights(person.given_name), person.family_name, person.given_name)


def names_agree(given_a: str, family_a: str, given_b: str, family_b: str) -> bool:
    """Whether two names can be one child's.

    Family names agree when they are equal once folded, or the words of one are all among the other's ("Garcia" and
    "García Lopez"). Given names agree when they are equal once folded, when their first words are equal ("Mary" and
    "Mary Jane"), or when one is the beginning of the other, three letters at least ("Nat" and "Nathaniel"). A program
    that drops accented letters whole ("Nguyn" for "Nguyễn") agrees, too. A blank name agrees with none.
    """
    return family_agrees(family_a, family_b) and given_agrees(given_a, given_b)


def family_agrees(a: str, b: str) -> bool:
    words_a, words_b = set(folded(a).split()), set(folded(b).split())
    if not (words_a and words_b):
        return False
    return words_a <= words_b or words_b <= words_a or _same_when_dropped(a, b)


def given_agrees(a: str, b: str) -> bool:
    plain_a, plain_b = folded(a), folded(b)
    if not (plain_a and plain_b):
        return False
    if plain_a.split()[0] == plain_b.split()[0] or _same_when_dropped(a, b):
        return True
    short, long = sorted((plain_a.replace(" ", ""), plain_b.replace(" ", "")), key=len)
    return len(short) >= SHORTEST_SHORT_FORM and long.startswith(short)


def _same_when_dropped(a: str, b: str) -> bool:
    """Whether one spelling is the other with its accented letters left out (or with `?` in their place)."""
    return any(joined(x.replace("?", "")) == ascii_only(y) != "" for x, y in ((a, b), (b, a)))


@lru_cache(maxsize=1 << 16)
def ascii_only(name: str) -> str:
    """A name whose accented letters were left out whole, as one word: "Nguyễn" gives "nguyn"."""
    return joined("".join(letter for letter in unicodedata.normalize("NFC", name) if letter.isascii()))


def joined(name: str) -> str:
    """A folded name as one word."""
    return folded(name).replace(" ", "")


def _letters(name: str) -> str:
    return unicodedata.normalize("NFD", unicodedata.normalize("NFC", name).casefold())


def _weights(name: str) -> tuple[tuple[str, int], ...]:
    """Each letter as (plain letter, place behind it); accents that make no letter of their own weigh nothing."""
    out: list[tuple[str, int]] = []
    for letter in re.sub(r"['’‘ʼ`´ʻ]", "", _letters(name)):
        if unicodedata.combining(letter):
            out[-1:] = [(base, AFTER.get((base, letter), place)) for base, place in out[-1:]]
        elif letter == "đ":
            out.append(("d", 1))
        else:
            out.extend((part, 0) for part in (letter.translate(WHOLE) if letter.isalnum() else " "))
    return tuple(out)
