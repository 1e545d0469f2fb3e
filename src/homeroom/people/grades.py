"""Grade levels in the words of OneRoster (CEDS entry grade levels): KG, 01 … 12."""

from __future__ import annotations

import re
from functools import lru_cache

CODES = ("IT", "PR", "PK", "TK", "KG", *(f"{n:02}" for n in range(1, 14)), "PS", "UG", "Other")
WORDS = {
    "k": "KG",
    "kg": "KG",
    "kindergarten": "KG",
    "kinder": "KG",
    "0": "KG",
    "00": "KG",
    "prek": "PK",
    "prekindergarten": "PK",
    "pk": "PK",
    "transitionalkindergarten": "TK",
    "infanttoddler": "IT",
    "preschool": "PR",
    "ungraded": "UG",
    "postsecondary": "PS",
    "other": "Other",
}
ORDER = {code: place for place, code in enumerate(CODES)}


@lru_cache(maxsize=4096)
def grade_code(text: str) -> str | None:
    """The code that `text` means ("5", "Grade 5", "5th", "K", "05"); None where it means none."""
    word = re.sub(r"[\s\-_/.]+", "", text.strip().casefold())
    if word in WORDS:
        return WORDS[word]
    if word.upper() in ORDER:
        return word.upper()
    number = re.fullmatch(r"(?:grade|gr|year)?0*(\d{1,2})(?:st|nd|rd|th)?(?:grade)?", word)
    code = f"{int(number[1]):02}" if number else ""
    return code if code in ORDER else None


def grade_order(code: str) -> int:
    """Where a grade stands, from the youngest up; an unknown or blank grade stands last."""
    return ORDER.get(code, len(CODES))
