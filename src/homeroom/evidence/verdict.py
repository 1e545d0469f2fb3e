"""What a study may say: which of the sentences hold, what is refused, and the grade that is left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite

from homeroom.evidence import sentences
from homeroom.evidence.attrition import Attrition
from homeroom.evidence.baseline import Alike, alike
from homeroom.evidence.choose import Choice, Design
from homeroom.evidence.estimate import ALPHA, Estimate
from homeroom.evidence.permutation import Permuted
from homeroom.evidence.rank import Rank
from homeroom.evidence.sentences import Said
from homeroom.mastery.rules import Rule

# An estimate is not shown at all where one of these holds; with any other refusal it is, but not what made it.
_NOTHING_SHOWN = (
    sentences.ONE_CLASS,
    sentences.ONE_SCHOOL,
    sentences.ONE_TREATED,
    sentences.FITS_DISAGREE,
    sentences.NOT_CONVERGED,
    sentences.TRIMMED,
)
_GRADES = (sentences.UNGRADED, sentences.PROMISING, sentences.MODERATE, sentences.STRONG)
# The highest grade that is left where one of these holds; with any other refusal none is.
_CAPS = {
    sentences.NOT_ASSIGNED.id: sentences.MODERATE,
    sentences.ADDED_TIME.id: sentences.MODERATE,
    sentences.UNBALANCED.id: sentences.PROMISING,
    sentences.FEW_EFFECTIVE.id: sentences.PROMISING,
    sentences.FEW_COMPARISON.id: sentences.PROMISING,
    sentences.OVER_ALIGNED.id: sentences.PROMISING,
    sentences.SEEN_BEFORE.id: sentences.PROMISING,
}


@dataclass(frozen=True)
class Arm:
    """Analysed classes of an arm, and the schools in which they are."""

    classes: int
    schools: frozenset[str]


@dataclass(frozen=True)
class Findings:
    """All that a verdict is made of. `baseline` is the largest |g| among those analysed, None where nobody measured it.

    `primary` is the first estimator's estimate of all children, `beside` the rest of the agreement panel. `band` and
    `matters` come from the plan; `detectable` is what the study could see. `weights` are the refusals of balancing.
    """

    choice: Choice
    new: Arm
    old: Arm
    primary: Estimate | None
    beside: tuple[Estimate, ...] = ()
    permuted: Permuted | None = None
    rank: Rank | None = None
    baseline: float | None = None
    is_adjusted: bool = True
    attrition: Attrition | None = None
    band: float | None = None
    matters: float | None = None
    detectable: float | None = None
    weights: tuple[Rule, ...] = ()
    do_fits_disagree: bool = False
    is_trimmed_alone: bool = False
    has_added_time: bool = False
    is_over_aligned: bool = False
    was_seen_before: bool = False


@dataclass(frozen=True)
class Verdict:
    """`said` begins with what must be read first. `estimate` is what may be shown, None where nothing may."""

    said: tuple[Said, ...]
    refused: tuple[Said, ...]
    beside: tuple[Said, ...]
    grade: Said
    estimate: Estimate | None

    @property
    def is_causal(self) -> bool:
        return any(one.rule.id in sentences.CAUSAL for one in self.said)

    @property
    def shows_improvement(self) -> bool:
        """Whether an improvement index may stand beside the estimate."""
        return self.estimate is not None and not self.refused

    @property
    def hides(self) -> Rule | None:
        """Why no estimate is shown; None where one is."""
        return next((one.rule for one in self.refused if one.rule in _NOTHING_SHOWN), None)

    @property
    def all(self) -> tuple[Said, ...]:
        return (*self.said, *self.refused, *self.beside, self.grade)


def verdict(found: Findings) -> Verdict:
    refused = list(_refused(found))
    shown = None if any(rule in _NOTHING_SHOWN for rule in refused) else found.primary
    grade = _grade(refused, shown)
    return Verdict(
        tuple(_said(found, refused, shown)),
        tuple(map(Said, refused)),
        tuple(_beside(found, shown, grade)),
        Said(grade),
        shown,
    )


def _refused(found: Findings) -> Iterator[Rule]:
    yield from _too_few(found)
    if found.choice.design is Design.DOSE:
        yield sentences.DOSE
    elif not found.choice.is_drawn:
        yield sentences.NOT_ASSIGNED
    yield from _unlike(found)
    if found.do_fits_disagree:
        yield sentences.FITS_DISAGREE
    if found.primary is not None and not found.primary.converged:
        yield sentences.NOT_CONVERGED
    if found.is_trimmed_alone:
        yield sentences.TRIMMED
    yield from found.weights
    if found.has_added_time:
        yield sentences.ADDED_TIME
    if found.is_over_aligned:
        yield sentences.OVER_ALIGNED
    if found.was_seen_before:
        yield sentences.SEEN_BEFORE


def _too_few(found: Findings) -> Iterator[Rule]:
    fewest = min(found.new.classes, found.old.classes)
    if fewest < sentences.ONE_CLASS["classes"]:
        yield sentences.ONE_CLASS
    elif fewest <= sentences.FEW_CLASSES["classes"]:
        yield sentences.FEW_CLASSES
    if not found.choice.has_standard_error:
        yield sentences.ONE_TREATED
    elif _is_one_school(found.new, found.old):
        yield sentences.ONE_SCHOOL


def _is_one_school(new: Arm, old: Arm) -> bool:
    """Whether the arms share no school, and one of them is a school alone."""
    return not new.schools & old.schools and min(len(new.schools), len(old.schools)) <= 1


def _unlike(found: Findings) -> Iterator[Rule]:
    if found.baseline is None:
        yield sentences.NO_BASELINE
    else:
        like = alike(found.baseline)
        if like is Alike.FAILS:
            yield sentences.BASELINE_APART
        elif like is Alike.WITH_ADJUSTMENT and not found.is_adjusted:
            yield sentences.BASELINE_UNADJUSTED
    if found.attrition is None:
        if found.choice.is_drawn:
            yield sentences.NO_FLOW
    elif found.attrition.line is None:
        yield sentences.ATTRITION


def _said(found: Findings, refused: list[Rule], shown: Estimate | None) -> Iterator[Said]:
    if found.rank is not None:
        yield Said(sentences.RANK, {"place": found.rank.place, "of": found.rank.of, "p": found.rank.p})
    if shown is None:
        return
    if _disagree(found, shown):
        yield Said(sentences.PANEL)
    numbers = {"effect": shown.effect, "low": shown.low, "high": shown.high}
    yield Said(_conclusion(shown, refused), numbers)
    if found.band is not None and -found.band < shown.low and shown.high < found.band:
        yield Said(sentences.ALIKE, {"low": shown.low, "high": shown.high, "band": found.band})


def _conclusion(shown: Estimate, refused: list[Rule]) -> Rule:
    if shown.holds_zero:
        return sentences.NOT_SHOWN
    if sentences.FEW_CLASSES in refused:
        return sentences.SEEN
    if refused:
        return sentences.DIFFER
    return sentences.MADE_HIGHER if shown.effect > 0 else sentences.MADE_LOWER


def _disagree(found: Findings, shown: Estimate) -> bool:
    """Whether two of the panel say otherwise; a permutation counts where it could have reached alpha at all."""
    found_so = {_side(one) for one in (shown, *found.beside)}
    if found.permuted is not None and found.permuted.smallest <= ALPHA:
        side = (found.permuted.effect > 0) - (found.permuted.effect < 0)
        found_so.add(side if found.permuted.p <= ALPHA else 0)
    return len(found_so) > 1


def _side(one: Estimate) -> int:
    return 0 if one.holds_zero else (1 if one.effect > 0 else -1)


def _beside(found: Findings, shown: Estimate | None, grade: Rule) -> Iterator[Said]:
    if shown is not None and shown.singular:
        yield Said(sentences.SINGULAR)
    if found.detectable is not None and isfinite(found.detectable):
        yield Said(sentences.COULD_SEE, {"effect": found.detectable})
        if found.matters is not None and found.detectable > found.matters:
            yield Said(sentences.TOO_SMALL, {"matters": found.matters, "effect": found.detectable})
    if grade is not sentences.UNGRADED:
        yield Said(sentences.ONE_NETWORK)


def _grade(refused: list[Rule], shown: Estimate | None) -> Rule:
    """Only where all that is refused caps, and what is new did better."""
    if shown is None or shown.holds_zero or shown.effect < 0:
        return sentences.UNGRADED
    left = [_CAPS.get(rule.id, sentences.UNGRADED) for rule in refused]
    return min((sentences.STRONG, *left), key=_GRADES.index)
