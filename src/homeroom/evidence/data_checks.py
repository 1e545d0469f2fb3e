"""What of a study's tables can't be used: each is named, counted and set aside, and the rest goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from math import isfinite

from homeroom.evidence import sentences
from homeroom.evidence.data import Answer, Child, Data
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.results import Aside
from homeroom.evidence.situation import assigned_whole
from homeroom.evidence.statement import Statement


def checked(data: Data) -> tuple[Data, tuple[Aside, ...]]:
    """The data without what can't be used. Raises EvidenceError where nobody is left in an arm."""
    asides = [*_twice(data), *_both_arms(data), *_no_numbers(data)]
    often = Counter(one.key for one in data.children)
    both = _in_both(data)
    children = tuple(_finite(one) for one in data.children if often[one.key] == 1 and one.classroom not in both)
    known = {one.key: one.classroom for one in children}
    rooms = set(known.values())
    cells = tuple(one for one in data.cells if one.classroom in rooms)
    drawn = {(one.classroom, one.what) for one in cells}
    answers = tuple(
        one for one in data.answers if one.child in known and (known[one.child], one.what) in drawn and _is_number(one)
    )
    arms = {one.is_new for one in (cells or children)}
    if len(arms) < 2:
        raise EvidenceError("one of the arms has nobody: there is nothing to compare")
    return replace(data, children=children, cells=cells, answers=answers), tuple(asides)


def _twice(data: Data) -> Iterator[Aside]:
    """A child that stands twice: nobody knows which of the two it is, so neither counts."""
    for key, times in sorted(Counter(one.key for one in data.children).items()):
        if times > 1:
            yield Aside(key, Statement(sentences.TWICE.id, {"count": times}))


def _both_arms(data: Data) -> Iterator[Aside]:
    inside = Counter(one.classroom for one in data.children)
    for room in sorted(_in_both(data)):
        yield Aside(room, Statement(sentences.BOTH_ARMS.id, {"count": inside[room]}))


def _in_both(data: Data) -> set[str]:
    """Classes with children of both arms, where classes were assigned as a whole."""
    if data.cells or not assigned_whole(data):
        return set()
    return {one.classroom for one in data.children if one.is_new} & {
        one.classroom for one in data.children if not one.is_new
    }


def _no_numbers(data: Data) -> Iterator[Aside]:
    for name in ("baseline", "outcome"):
        wrong = sum(not _sound(getattr(one, name)) for one in data.children)
        if wrong:
            yield Aside(name, Statement(sentences.NO_NUMBER.id, {"count": wrong}))
    wrong = sum(not _is_number(one) for one in data.answers)
    if wrong:
        yield Aside("answers", Statement(sentences.NO_NUMBER.id, {"count": wrong}))


def _finite(one: Child) -> Child:
    baseline = one.baseline if _sound(one.baseline) else None
    return replace(one, baseline=baseline, outcome=one.outcome if _sound(one.outcome) else None)


def _sound(value: float | None) -> bool:
    return value is None or isfinite(value)


def _is_number(one: Answer) -> bool:
    return _sound(one.outcome)
