"""How far the work of a goal came and how long that took, by program and channel."""

from __future__ import annotations

from collections.abc import Sequence

from homeroom.goals.funnel import Row, funnel
from homeroom.goals.latency import Latency, latency
from homeroom.goals.models import Assignment
from homeroom.reports.goals.proposed import named_program
from homeroom.reports.goals.report import Funnel, HowLong


def funnels(works: Sequence[Assignment]) -> tuple[Funnel, ...]:
    """Each piece of work stands in one column, so that a row adds up."""
    return tuple(_row(one) for one in funnel(works))


def _row(one: Row) -> Funnel:
    key = one.key
    lags = {name: lag for name, lag in one.lags.items() if lag.n}
    return Funnel(key.program, named_program(key.program), key.channel, one.targeted, one.stages, one.sides, lags)


def how_long(works: Sequence[Assignment]) -> tuple[HowLong, ...]:
    """Where anything can be timed yet."""
    return tuple(one for told in latency(works) if (one := _how_long(told)).steps)


def _how_long(told: Latency) -> HowLong:
    steps = {"available": told.available, "first_work": told.first_work, "seen": told.seen}
    timed = {name: lag for name, lag in steps.items() if lag.n}
    return HowLong(told.program, named_program(told.program), told.channel, timed)
