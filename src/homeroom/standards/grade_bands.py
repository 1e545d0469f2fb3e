"""The grades that a lesson is for, out of a program's words for them."""

from __future__ import annotations

import re
from functools import lru_cache

from homeroom.people.grades import grade_code

Band = tuple[int | None, int | None]
UNKNOWN: Band = (None, None)
KINDERGARTEN, HIGHEST = 0, 12
# What stands between two grades ("K-2", "3 to 5", "Grades 1 & 2") or lists them ("1, 2, 3").
BETWEEN = re.compile(r"\s*(?:[-–—,;/&|]|\bto\b|\bthrough\b|\band\b)\s*", re.IGNORECASE)
# A word that says how far into the grade, or only that a grade follows.
BEFORE = re.compile(r"^(?:grades?|gr[.]?|early|mid|late|emerging)\s*(?=[k0-9])", re.IGNORECASE)
CODED = re.compile(r"g([k0-9]{1,2})", re.IGNORECASE)


@lru_cache(maxsize=4096)
def band(text: str) -> Band:
    """The lowest and the highest grade, kindergarten as 0; none of both where the words can't be read.

    "3" is (3, 3), "K-2" (0, 2), "Grades 3–5" (3, 5), "Early 3" (3, 3); "Level C" is nobody's grade but its program's.
    """
    found = [_grade(word) for word in BETWEEN.split(text.strip()) if word]
    grades = [grade for grade in found if grade is not None]
    return (min(grades), max(grades)) if grades and len(grades) == len(found) else UNKNOWN


def _grade(word: str) -> int | None:
    told = CODED.fullmatch(word.strip())
    code = grade_code(told[1] if told else BEFORE.sub("", word.strip()))
    if code == "KG":
        return KINDERGARTEN
    return int(code) if code and code.isdigit() and int(code) <= HIGHEST else None
