"""A plan out of a file: all that is sound. What is not is named and set aside, and the rest goes on."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, get_type_hints

import msgspec
from django.utils.translation import gettext

from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.plan_json import (
    FORMAT,
    MOST_ALPHA,
    MOST_EFFECT,
    Measure,
    PlanArm,
    StudyPlan,
    Window,
)
from homeroom.evidence.study_models import Study
from homeroom.people.models import Class, School
from homeroom.standards.models import Unit

LARGEST = 1_000_000  # bytes
SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
NEEDED = ("study", "question", "kind", "unit")
LISTS: Mapping[str, type] = {"arms": PlanArm, "measures": Measure, "secondary": Window}
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


def known() -> Known:
    return Known(
        frozenset(Class.objects.values_list("sourced_id", flat=True)),
        frozenset(School.objects.values_list("sourced_id", flat=True)),
        frozenset(Unit.objects.values_list("code", flat=True)),
    )


def from_file(path: Path) -> Reading:
    """Raises EvidenceError where the file is no plan at all."""
    if not path.is_file():
        raise EvidenceError(gettext("%(file)s: there is no such file.") % {"file": path})
    if path.stat().st_size > LARGEST:
        raise EvidenceError(gettext("%(file)s: this is too large to be a plan.") % {"file": path})
    try:
        told = json.loads(path.read_bytes(), object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise EvidenceError(gettext("%(file)s: this is no JSON (%(why)s).") % {"file": path, "why": error}) from None
    return read(told, known())


def read(told: object, there: Known) -> Reading:
    """The plan that these words make. Raises EvidenceError where they don't say which study, and what it asks."""
    if not isinstance(told, dict):
        raise EvidenceError(gettext("A plan is one JSON object, with study, question, kind and unit."))
    found = Reading(StudyPlan("", "", "", ""))
    columns = _columns(told, found)
    missing = [name for name in NEEDED if not columns.get(name)]
    if missing:
        raise EvidenceError(
            gettext("The plan doesn't say, or not in words, its %(names)s.") % {"names": ", ".join(missing)}
        )
    found.plan = StudyPlan(**columns)
    _possible(found.plan)
    for check in CHECKS:
        check(found, there)
    return found


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """A name that stands twice in one object would hide the first: which of the two is meant, nobody knows."""
    twice = [name for name, times in Counter(name for name, _ in pairs).items() if times > 1]
    if twice:
        raise ValueError(gettext("%(name)s stands twice") % {"name": twice[0]})
    return dict(pairs)


def _possible(plan: StudyPlan) -> None:
    if not SLUG.fullmatch(plan.study):
        raise EvidenceError(gettext("Call the study by small letters, digits and hyphens, at most 64."))
    for name, choices in (("kind", Study.Kind.values), ("unit", Study.Unit.values)):
        if getattr(plan, name) not in choices:
            said = {"name": name, "choices": ", ".join(choices)}
            raise EvidenceError(gettext("The plan's %(name)s must be one of: %(choices)s.") % said)
    if plan.format != FORMAT:
        raise EvidenceError(gettext("This plan is of a format that this version can't read."))


def _columns(told: Mapping[str, object], found: Reading) -> dict[str, Any]:
    """Each column as the plan has it; where it can't be, it is set aside by itself."""
    hints = get_type_hints(StudyPlan)
    names = [one.name for one in fields(StudyPlan)]
    for name in told.keys() - set(names):
        found.aside(name, gettext("A plan has no such part."))
    columns: dict[str, Any] = {}
    for name in [name for name in names if name in told]:
        if name in LISTS and isinstance(told[name], list):
            columns[name] = tuple(_each(name, told[name], found))
        else:
            columns.update((name, value) for value in _one(name, told[name], hints[name], found))
    return columns


def _each(name: str, values: Any, found: Reading) -> Iterator[Any]:
    for at, value in enumerate(values, 1):
        yield from _one(f"{name} {at}", value, LISTS[name], found)


def _one(where: str, value: object, kind: Any, found: Reading) -> Iterator[Any]:
    try:
        yield msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        found.aside(where, gettext("It can't be read: %(why)s") % {"why": error})


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
