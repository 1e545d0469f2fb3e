"""From estimates to the agreement panel and the verdict: what may be shown, and what is said of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from math import isfinite

from homeroom.evidence import analyse_found, losses, sentences, verdict
from homeroom.evidence.agreement import estimate, hidden, line
from homeroom.evidence.attrition import Attrition
from homeroom.evidence.choose import Design
from homeroom.evidence.could_see import detectable
from homeroom.evidence.effect_size import improvement
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.estimate import Estimator
from homeroom.evidence.estimators import Steps
from homeroom.evidence.panel import Estimates, Line
from homeroom.evidence.permutation import Permuted
from homeroom.evidence.prepare import Prepared, prepared
from homeroom.evidence.rank import Rank
from homeroom.evidence.raw import Raw
from homeroom.evidence.statement import Part, Statement
from homeroom.evidence.subgroups import discovered
from homeroom.evidence.verdict import Findings, Verdict
from homeroom.mastery.rules import Rule

Raws = Mapping[Estimator, Raw]
# Of these the fit itself is not used; other estimators stand on their own.
_OF_THE_FIT = (sentences.FITS_DISAGREE, sentences.NOT_CONVERGED)
_NOT_COMPARED = (Estimator.SLOPE,)


def judged(found: Prepared, raws: Raws, lost: Attrition, has_added_time: bool) -> Verdict:
    asked, first = found.data.asked, raws[found.choice.first]
    primary = estimate(first, found.scaling, asked.alpha)
    beside = [estimate(raws[by], found.scaling, asked.alpha) for by in found.choice.beside if by not in _NOT_COMPARED]
    new, old = found.arms
    return verdict.verdict(
        Findings(
            found.choice, new, old, primary,
            tuple(one for one in beside if one is not None and isfinite(one.high)),
            _permuted(found, raws), _rank(found), losses.largest(found), _is_adjusted(found), lost,
            asked.band, asked.matters, detectable(primary, asked.alpha),
            found.weights.refusals if found.weights is not None else (),
            do_fits_disagree=first.do_fits_disagree,
            has_added_time=has_added_time,
            is_over_aligned=asked.is_over_aligned,
            was_seen_before=asked.was_seen_before,
        )
    )  # fmt: skip


def _is_adjusted(found: Prepared) -> bool:
    return bool(found.data.cells) or found.choice.first is not Estimator.DESCRIPTION


def _permuted(found: Prepared, raws: Raws) -> Permuted | None:
    raw = raws.get(Estimator.PERMUTATION)
    if raw is None or raw.chance is None or raw.points is None or raw.p is None:
        return None
    effect, chance = raw.points * found.scaling.times, raw.chance
    return Permuted(effect, 0.0, raw.p, chance.smallest, chance.draws, chance.is_exact)


def _rank(found: Prepared) -> Rank | None:
    if found.choice.design is not Design.ONE_TREATED:
        return None
    try:
        told = analyse_found.rank(found.data)
    except EvidenceError:
        return None
    return replace(told, difference=told.difference * found.scaling.times)


def panel(found: Prepared, raws: Raws, told: Verdict) -> Estimates:
    asked = found.data.asked
    shown = told.estimate.effect if told.estimate is not None and told.shows_improvement else None
    return Estimates(
        asked.measure,
        asked.domain,
        len(found.children),
        _line(found, raws[found.choice.first], told.hides, is_first=True),
        tuple(_line(found, raws[by], told.hides) for by in found.choice.beside),
        tuple(str(one) for one in found.choice.always),
        any(one.rule is sentences.PANEL for one in told.said),
        Part(found.scaling.deviation),
        Part(why=Statement(sentences.REFUSED.id)) if shown is None else Part(improvement(shown)),
    )


def _line(found: Prepared, raw: Raw, hides: Rule | None, *, is_first: bool = False) -> Line:
    told = line(raw, found.scaling, found.data.asked.alpha)
    if hides is None or not found.choice.has_standard_error or (hides in _OF_THE_FIT and not is_first):
        return told
    return hidden(told, hides)


def secondary(found: Prepared, steps: Steps, hides: Rule | None) -> tuple[Estimates, ...]:
    """The other outcomes by name, each by the first estimator. Inside a domain they are looked at together."""
    asked = found.data.asked
    told = [_other(found, name, domain, steps, hides) for name, domain in sorted(asked.secondary.items())]
    by_domain: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(told):
        if one.first.p.found is not None:
            by_domain[one.domain].append(at)
    for places in by_domain.values():
        ps = [told[at].first.p.found or 0.0 for at in places]
        for at, p, stands in zip(places, ps, discovered(ps, asked.alpha), strict=True):
            if p <= asked.alpha and not stands:
                remarks = (*told[at].first.remarks, Statement(sentences.ONE_OF_MANY.id))
                told[at] = replace(told[at], first=replace(told[at].first, remarks=remarks))
    return tuple(told)


def _other(found: Prepared, name: str, domain: str, steps: Steps, hides: Rule | None) -> Estimates:
    by, missing = found.choice.first, Statement(sentences.NOT_ESTIMABLE.id)
    try:
        other = prepared(found.data, found.choice, name)
        raw = steps(f"{name}, {by}", lambda: other.estimated(by))
        first, deviation, children = (
            _line(other, raw, hides, is_first=True),
            Part(other.scaling.deviation),
            len(other.children),
        )
    except EvidenceError:
        first, deviation, children = _none(by, missing), Part(why=missing), 0
    return Estimates(
        name, domain, children, first, (), (), False, deviation, Part(why=Statement(sentences.NOT_ASKED.id))
    )


def _none(by: Estimator, why: Statement) -> Line:
    return Line(str(by), Part(why=why), Part(why=why), Part(why=why), Part(why=why), Part(why=why))
