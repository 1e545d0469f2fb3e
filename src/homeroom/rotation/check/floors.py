"""Floors that a plan does not reach. They are listed, and never a reason to have no plan."""

from __future__ import annotations

from collections.abc import Iterator

from homeroom.rotation import rules
from homeroom.rotation.check.found import Missed
from homeroom.rotation.check.reading import Reading
from homeroom.rotation.check.worth import missed_minutes, shortfall

# A mean of many sessions may be a hair off its floor.
HAIR = 1e-9


def missed(one: Reading) -> Iterator[Missed]:
    for child in one.instance.children:
        if short := shortfall(one, child.number):
            yield Missed(rules.ADULT_FLOOR.id, (child.number,), short)
    for number, program, minutes in missed_minutes(one):
        yield Missed(rules.LEAST_MINUTES.id, (number,), minutes, program)
    yield from equity(one)


def equity(one: Reading) -> Iterator[Missed]:
    of_all = _mean(one, tuple(one.children))
    for band in one.instance.equity:
        short = band.least * of_all - _mean(one, band.children)
        if band.children and short > HAIR:
            yield Missed(rules.EQUITY.id, band.children, short, band=band.name)


def _mean(one: Reading, children: tuple[int, ...]) -> float:
    return sum(one.led_by_adults(child) for child in children) / max(1, len(children))
