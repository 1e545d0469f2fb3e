"""Grades as standards and units carry them."""

from __future__ import annotations

from collections.abc import Iterable

from homeroom.people.grades import grade_code
from homeroom.standards.packages.records import grade_of


def spellings(grades: Iterable[str]) -> frozenset[str]:
    """All that standards and units of these grades may carry: frameworks write "3" and "K" where rosters have "03"
    and "KG". Nothing for a grade that is unknown.
    """
    codes = {code for grade in grades if (code := grade_code(grade))}
    return frozenset(told for code in codes for told in (code, grade_of(code)) if told)
