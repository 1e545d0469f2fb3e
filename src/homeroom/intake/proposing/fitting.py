"""How well the values of a file's column are what a column of a layout asks of them, and how much that tells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from homeroom.intake.match import normal_id
from homeroom.intake.proposing import days
from homeroom.intake.proposing.profile import Known, Profile, number
from homeroom.intake.proposing.targets import Target
from homeroom.people.grades import grade_code
from homeroom.people.names import folded
from homeroom.programs.declaration import Field

NO_WORD = 0.5
# Names made unreadable, such as “Student17”, speak weakly against a name.
LEAST = 0.35
# What a number says by its place within the range that it may have: 83 of 100 is more of a percent than of 0 to 1,000.
SPAN_TELLS = 0.2
# Words of fewer letters, such as level numbers, stand in many columns.
LETTERS = 3
YES_NO = frozenset(("true", "false", "t", "f", "yes", "no", "y", "n", "1", "0"))
PERSONAL = {"given_name": "given", "family_name": "family", "username": "accounts", "email": "accounts", "ids": "ids"}


def fit(column: Profile, target: Target, known: Known) -> float | None:
    """Between 0 and 1: how well the column's values are what is asked of them; None where nothing can be told."""
    if not column.filled:
        return None
    if target.kinds:
        return _fit_person(column, target.kinds[0], known)
    told = _fit_field(column, target.asks) if target.asks else None
    return told if told is not None else _fit_part(column, target)


def by_words(column: Profile, target: Target) -> bool:
    """Whether what the values are compared with are words that hardly any other column uses."""
    words = closed_words(target.asks) if target.asks else target.domains
    spoken = {value for value in column.different if value in words}
    return bool(spoken) and all(sum(map(str.isalpha, value)) >= LETTERS for value in spoken)


def closed_words(asks: Field) -> frozenset[str]:
    """The only words there can be, where the field lists them."""
    return frozenset(asks.words) | {level.word for level in asks.levels}


def _fit_person(column: Profile, kind: str, known: Known) -> float | None:
    if kind == "grade":
        return _share(grade_code(value) is not None for value in column.different)
    if column.forms and kind != "ids":
        return 0.0
    if kind == "school":
        return _at_least(_share(folded(value) in known.schools for value in column.different))
    if kind == "email":
        return _share("@" in value for value in column.different)
    words: frozenset[str] = getattr(known, PERSONAL[kind])
    make = (
        (lambda value: normal_id(value).lstrip("0")) if kind == "ids" else normal_id if kind == "username" else folded
    )
    met = _share(make(value) in words for value in column.different)
    if kind in ("given_name", "family_name"):
        return max(met, _like_names(column.different))
    return _at_least(met)


def _like_names(values: Sequence[str]) -> float:
    """What has no letter is no name."""
    plain = _share(not any(map(str.isdigit, value)) for value in values)
    return max(NO_WORD * plain, LEAST) if _share(any(map(str.isalpha, value)) for value in values) >= LEAST else 0.0


def _at_least(share: float) -> float:
    """Children who are not in the roster yet say nothing against a column."""
    return max(share, NO_WORD)


def _fit_field(column: Profile, asks: Field) -> float | None:
    texts = [value for value in column.different if value not in asks.blank]
    words = closed_words(asks)
    if not texts:
        return None
    match asks.cast:
        case "date" | "instant":
            return max(days.fits(texts, asks.format), 0.8 if column.forms else 0.0)
        case "number" | "whole":
            return _fit_number([number(text) for text in texts], asks)
        case "yes_no":
            return _share(value in words if words else value.casefold() in YES_NO for value in texts)
        case "school_year":
            return _share(value[:2] == "20" and len(value) in (4, 7, 9) for value in texts)
        case _ if words:  # a strange word or two are no reason to think of another field
            return _share(value in words for value in column.filled if value not in asks.blank)
        case _:
            return None


def _fit_number(numbers: Sequence[float | None], asks: Field) -> float:
    share = _share(_in_range(one, asks) for one in numbers)
    if asks.low is None or asks.high is None or asks.high <= asks.low:
        return share
    reached = max((one for one in numbers if one is not None), default=asks.low)
    span = min(max(reached - asks.low, 0.0) / (asks.high - asks.low), 1.0)
    return share * (1 - SPAN_TELLS + SPAN_TELLS * span)


def _in_range(found: float | None, asks: Field) -> bool:
    if found is None:
        return False
    return (asks.low is None or found >= asks.low) and (asks.high is None or found <= asks.high)


def _fit_part(column: Profile, target: Target) -> float | None:
    """What a lesson's or item's own columns look like, in any program."""
    match target.part:
        case "grade":
            return _share(grade_code(value) is not None for value in column.different)
        case "domain" if target.domains:
            return _share(value in target.domains for value in column.different)
        case "external_id":
            return _share(" " not in value for value in column.different)
        case "title" | "words":
            return _share(any(map(str.isalpha, value)) for value in column.different)
        case _:
            return None


def _share(answers: Iterable[bool]) -> float:
    found = list(answers)
    return sum(found) / len(found) if found else 0.0
