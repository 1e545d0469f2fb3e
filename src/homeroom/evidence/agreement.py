"""Estimates side by side, in standard deviations, as results tell them; what is missing of each says why."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite

from homeroom.evidence import sentences
from homeroom.evidence.estimate import Estimate, Estimator, by_student
from homeroom.evidence.panel import Line, Spread
from homeroom.evidence.raw import Raw
from homeroom.evidence.scaling import Scaling
from homeroom.evidence.statement import Part, Statement
from homeroom.mastery.rules import Rule

# Why these have no standard error, whatever a formula would say.
_NO_ERROR = {
    Estimator.PERMUTATION: sentences.BY_CHANCE,
    Estimator.RANK: sentences.ONE_TREATED,
    Estimator.DESCRIPTION: sentences.DESCRIBES,
    Estimator.SLOPE: sentences.DESCRIBES,
}


def line(raw: Raw, scaling: Scaling, alpha: float) -> Line:
    told = estimate(raw, scaling, alpha)
    spread: Part[Spread] = Part(why=_no_error(raw))
    if told is not None and isfinite(told.low) and isfinite(told.high):
        spread = Part(Spread(told.se, float(told.df), told.low, told.high))
    return Line(
        str(raw.by),
        Part(why=_no_error(raw)) if raw.points is None else Part(raw.points * scaling.times),
        Part(why=_no_error(raw)) if raw.points is None else Part(raw.points),
        spread,
        Part(why=_no_error(raw)) if raw.p is None or not isfinite(raw.p) else Part(raw.p),
        Part(why=Statement(sentences.ONLY_DRAWS.id)) if raw.chance is None else Part(raw.chance),
        raw.remarks,
    )


def estimate(raw: Raw, scaling: Scaling, alpha: float) -> Estimate | None:
    """What a verdict is made of; None where there is no standard error."""
    if raw.found is None:
        return None
    effect, error = raw.found.estimate * scaling.times, raw.found.error * scaling.times
    told = by_student(effect, error, raw.found.freedom, str(raw.by), alpha)
    return replace(told, singular=raw.is_singular, converged=raw.has_converged)


def hidden(shown: Line, why: Rule) -> Line:
    """A line without its numbers, where they are refused."""
    said = Statement(why.id)
    return Line(
        shown.by, Part(why=said), Part(why=said), Part(why=said), Part(why=said), Part(why=said), shown.remarks
    )  # fmt: skip


def _no_error(raw: Raw) -> Statement:
    return Statement(_NO_ERROR.get(raw.by, sentences.NOT_ESTIMABLE).id)
