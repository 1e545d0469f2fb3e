"""A study's plan: its parts, and the one text it has. What is missing before it can be locked is said in words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import msgspec
from django.utils.translation import gettext

from homeroom.evidence import canonical
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.study_models import Study

FORMAT = 1
MOST_ALPHA, MOST_EFFECT = 0.5, 3.0
DRAWN_INSIDE = (Study.Unit.CLASS_STANDARD, Study.Unit.CLASS_WEEK)  # each class is in both arms


@dataclass(frozen=True)
class PlanArm:
    """`classes` are the roster's ids; blank where a draw is to decide. `new` is the arm whose worth is asked."""

    name: str
    new: bool = False
    classes: tuple[str, ...] = ()
    share: int = 1


@dataclass(frozen=True)
class Measure:
    """What is measured, as the facts name it. `least` and `most` are the ends of its scale, where it has any."""

    name: str
    program: str
    assessment: str
    method: str
    scale: str
    objective: str = ""
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True)
class Window:
    """A measure between two days, both counted. Of one child's sittings in it the latest counts."""

    measure: str
    begins_on: date
    ends_on: date
    domain: str = ""


@dataclass(frozen=True)
class StudyPlan:
    """All that is decided before anything is looked at.

    `classes` can be drawn, `sites` are their schools. `strata` parts them by school or grade, `pairs` into twos.
    `units` are units of the curriculum by code and `weeks` Mondays, where standards or weeks are drawn. `by_lot` false:
    the arms are as they were found.
    """

    study: str
    question: str
    kind: str
    unit: str
    arms: tuple[PlanArm, ...] = ()
    classes: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    by_lot: bool = True
    strata: str = ""
    pairs: tuple[tuple[str, str], ...] = ()
    units: tuple[str, ...] = ()
    weeks: tuple[date, ...] = ()
    begins_on: date | None = None
    ends_on: date | None = None
    measures: tuple[Measure, ...] = ()
    baseline: Window | None = None
    primary: Window | None = None
    secondary: tuple[Window, ...] = ()
    covariates: tuple[str, ...] = ()
    subgroups: tuple[str, ...] = ()
    estimator: str = "by design"
    smallest_effect: float | None = None
    equivalence_band: float | None = None
    alpha: float = 0.05
    missing_data: str = ""
    format: int = field(default=FORMAT)

    @property
    def named(self) -> tuple[str, ...]:
        """Every class of the study, each once: those to be drawn and those of the arms."""
        return tuple(dict.fromkeys([*self.classes, *(one for arm in self.arms for one in arm.classes)]))

    def measure(self, window: Window) -> Measure:
        return next(one for one in self.measures if one.name == window.measure)


def text(plan: StudyPlan) -> str:
    return canonical.text(msgspec.to_builtins(plan))


def load(written: str) -> StudyPlan:
    """The plan again. Raises EvidenceError where the text is no plan of this version."""
    try:
        return msgspec.convert(json.loads(written), StudyPlan)
    except (ValueError, msgspec.ValidationError) as error:
        raise EvidenceError(gettext("This plan can't be read: %(why)s") % {"why": error}) from None


def gaps(plan: StudyPlan) -> tuple[str, ...]:
    """What is missing before it can be locked, in words; nothing where it is whole."""
    return (*_of_arms(plan), *_of_measures(plan), *_of_rules(plan))


def _of_arms(plan: StudyPlan) -> Iterator[str]:
    if len(plan.arms) < 2:
        yield gettext("Name two arms at least.")
    if sum(one.new for one in plan.arms) != 1:
        yield gettext("Say which one arm is the new one.")
    if plan.by_lot and not plan.classes:
        yield gettext("Name the classes that can be drawn.")
    if not plan.by_lot:
        for arm in plan.arms:
            if not arm.classes:
                yield gettext("Arm %(arm)s has no class.") % {"arm": arm.name}
    if plan.unit == Study.Unit.CLASS_STANDARD and not plan.units:
        yield gettext("Name the units of the curriculum whose standards are drawn.")
    if plan.unit == Study.Unit.CLASS_WEEK and not plan.weeks:
        yield gettext("Name the weeks that are drawn, each by its Monday.")


def _of_measures(plan: StudyPlan) -> Iterator[str]:
    if plan.primary is None:
        yield gettext("Name one primary outcome, with its measure, first and last day.")
    if plan.baseline is None and plan.unit not in DRAWN_INSIDE:
        yield gettext("Name the measure of the baseline, with its first and last day.")


def _of_rules(plan: StudyPlan) -> Iterator[str]:
    if plan.begins_on is None or plan.ends_on is None:
        yield gettext("Say on which days the study begins and ends.")
    elif plan.ends_on < plan.begins_on:
        yield gettext("The study ends before it begins.")
    if plan.smallest_effect is None:
        yield gettext("Say the smallest effect that matters, in standard deviations.")
    if not plan.missing_data:
        yield gettext("Say what happens where data are missing.")
