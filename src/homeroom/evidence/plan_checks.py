"""What a plan may say, and what is set aside of it: each check names what is wrong, and the rest goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext

from homeroom.evidence.plan_json import MOST_ALPHA, MOST_EFFECT, Measure, StudyPlan, Window

STRATA = ("", "school", "grade")


@dataclass(frozen=True)
class Aside:
    """Something of a plan that was left out: where it stands, and why."""

    where: str
    why: str


@dataclass(frozen=True)
class Known:
    """What a plan may name: classes, schools and units of the curriculum, by their ids."""

    classes: Collection[str]
    schools: Collection[str]
    units: Collection[str]


@dataclass
class Reading:
    """What was read of a plan, and what was set aside of it."""

    plan: StudyPlan
    asides: list[Aside] = field(default_factory=list)

    def aside(self, where: str, why: str) -> None:
        self.asides.append(Aside(where, why))


def _classes(found: Reading, there: Known) -> None:
    """Classes that nobody knows leave every list that names them; those in two arms leave both."""
    plan = found.plan
    twice = Counter(one for arm in plan.arms for one in set(arm.classes))
    both = {one for one, times in twice.items() if times > 1}
    arms = tuple(
        replace(arm, classes=_kept(f"arm {arm.name}", arm.classes, there.classes, both, found)) for arm in plan.arms
    )
    classes = _kept("classes", plan.classes, there.classes, set(), found)
    found.plan = replace(plan, arms=arms, classes=classes)


def _kept(
    where: str, named: tuple[str, ...], there: Collection[str], both: Collection[str], found: Reading
) -> tuple[str, ...]:
    kept = []
    for one in dict.fromkeys(named):
        if one not in there:
            found.aside(f"{where}: {one}", gettext("No class has this id."))
        elif one in both:
            found.aside(f"{where}: {one}", gettext("The class is in more than one arm: it counts in none."))
        else:
            kept.append(one)
    return tuple(kept)


def _arms(found: Reading, there: Known) -> None:
    names = Counter(arm.name for arm in found.plan.arms)
    kept = []
    for arm in found.plan.arms:
        if names[arm.name] > 1 or not arm.name or arm.share < 1:
            found.aside(f"arm {arm.name}", gettext("An arm has a name of its own, and a share of 1 or more."))
        elif arm.classes and found.plan.by_lot:
            found.aside(f"arm {arm.name}", gettext("The draw decides which classes an arm has: these are passed over."))
            kept.append(replace(arm, classes=()))
        else:
            kept.append(arm)
    found.plan = replace(found.plan, arms=tuple(kept))


def _sites(found: Reading, there: Known) -> None:
    for one in found.plan.sites:
        if one not in there.schools:
            found.aside(f"sites: {one}", gettext("No school has this id."))
    for one in found.plan.units:
        if one not in there.units:
            found.aside(f"units: {one}", gettext("No unit of the curriculum has this code."))
    plan = found.plan
    sites, units = (
        tuple(one for one in plan.sites if one in there.schools),
        tuple(one for one in plan.units if one in there.units),
    )
    found.plan = replace(plan, sites=sites, units=units)


def _strata(found: Reading, there: Known) -> None:
    plan = found.plan
    if plan.strata not in STRATA:
        found.aside("strata", gettext("Classes are parted by school or by grade."))
        plan = replace(plan, strata="")
    often = Counter(one for pair in plan.pairs for one in pair)
    kept = []
    for pair in plan.pairs:
        if any(one not in plan.classes or often[one] > 1 for one in pair):
            found.aside(
                f"pairs: {', '.join(pair)}", gettext("A pair is two classes that can be drawn, each in one pair.")
            )
        else:
            kept.append(pair)
    found.plan = replace(plan, pairs=tuple(kept))


def _weeks(found: Reading, there: Known) -> None:
    for one in found.plan.weeks:
        if one.weekday():
            found.aside(f"weeks: {one}", gettext("A week is named by its Monday."))
    weeks = tuple(sorted({one for one in found.plan.weeks if not one.weekday()}))
    found.plan = replace(found.plan, weeks=weeks)


def _measures(found: Reading, there: Known) -> None:
    """Two scales under one name: nobody knows which is meant, so neither counts."""
    by_name: dict[str, set[Measure]] = {}
    for one in found.plan.measures:
        by_name.setdefault(one.name, set()).add(one)
    kept = []
    for name, told in by_name.items():
        if len(told) == 1:
            kept.append(next(iter(told)))
        else:
            scales = ", ".join(sorted({one.scale for one in told}))
            why = gettext("Two measures have this name (%(scales)s): neither counts. Give each its own.")
            found.aside(f"measure {name}", why % {"scales": scales})
    found.plan = replace(found.plan, measures=tuple(kept))


def _windows(found: Reading, there: Known) -> None:
    plan, baseline = found.plan, None
    if plan.baseline and _sound("baseline", plan.baseline, found):
        baseline = plan.baseline
    kept = {
        where: window
        for where, window in _outcomes(plan)
        if _sound(where, window, found) and _after(where, window, baseline, found)
    }
    secondary = tuple(window for where, window in kept.items() if where != "primary")
    found.plan = replace(plan, baseline=baseline, primary=kept.get("primary"), secondary=secondary)


def _outcomes(plan: StudyPlan) -> Iterator[tuple[str, Window]]:
    if plan.primary:
        yield "primary", plan.primary
    for at, window in enumerate(plan.secondary, 1):
        yield f"secondary {at}", window


def _sound(where: str, window: Window, found: Reading) -> bool:
    if all(one.name != window.measure for one in found.plan.measures):
        found.aside(where, gettext("No measure that counts is called %(name)s.") % {"name": window.measure})
        return False
    if window.ends_on < window.begins_on:
        found.aside(where, gettext("Its last day comes before its first."))
        return False
    return True


def _after(where: str, window: Window, baseline: Window | None, found: Reading) -> bool:
    if baseline and window.begins_on <= baseline.ends_on:
        found.aside(where, gettext("The outcome is dated before the baseline has ended."))
        return False
    return True


def _figures(found: Reading, there: Known) -> None:
    plan = found.plan
    effect = _within("smallest_effect", plan.smallest_effect, MOST_EFFECT, found)
    band = _within("equivalence_band", plan.equivalence_band, MOST_EFFECT, found)
    alpha = _within("alpha", plan.alpha, MOST_ALPHA, found) or StudyPlan.alpha
    found.plan = replace(plan, smallest_effect=effect, equivalence_band=band, alpha=alpha)


def _within(where: str, value: float | None, most: float, found: Reading) -> float | None:
    if value is None or 0 < value <= most:
        return value
    found.aside(where, gettext("It is above 0, and %(most)s at most.") % {"most": most})
    return None


CHECKS: tuple[Callable[[Reading, Known], None], ...] = (
    _arms,
    _classes,
    _sites,
    _strata,
    _weeks,
    _measures,
    _windows,
    _figures,
)
