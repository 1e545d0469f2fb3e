"""How far the work of a goal came, by program and channel: each piece stands in one column, so that a row adds up."""

from __future__ import annotations

from collections.abc import Sequence

from homeroom.goals.funnel import Row, funnel
from homeroom.goals.models import Assignment
from homeroom.reports.goals.proposed import named_program
from homeroom.reports.goals.report import Funnel


def funnels(works: Sequence[Assignment]) -> tuple[Funnel, ...]:
    return tuple(_row(one) for one in funnel(works))


def _row(one: Row) -> Funnel:
    key = one.key
    lags = {name: lag for name, lag in one.lags.items() if lag.n}
    return Funnel(key.program, named_program(key.program), key.channel, one.targeted, one.stages, one.sides, lags)
