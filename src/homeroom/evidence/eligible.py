"""Who can be drawn in a study: its classes, schools, children, or classes by standard or week, in strata and links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.links import linked
from homeroom.evidence.plan_json import StudyPlan
from homeroom.evidence.randomize import Eligible
from homeroom.evidence.study_models import Study
from homeroom.people.models import Class
from homeroom.standards.models import UnitStandard

WHOLE_UNITS = ""  # the stratum of units that hang together
BETWEEN = " | "  # between a class and its standard or week; no code and no date holds it


@dataclass(frozen=True)
class Home:
    """A child by its pseudonym, and the class it counts in."""

    pseudonym: str
    home: str


def eligible(plan: StudyPlan, classes: Sequence[Class], homes: Iterable[Home]) -> list[Eligible]:
    """The list that a draw of this plan is made from."""
    if plan.unit == Study.Unit.CLASS:
        strata = _strata(plan, classes)
        return [Eligible(one.sourced_id, strata[one.sourced_id]) for one in classes]
    if plan.unit == Study.Unit.SCHOOL:
        return [Eligible(school) for school in sorted({one.school.sourced_id for one in classes})]
    if plan.unit == Study.Unit.STUDENT:
        return [Eligible(one.pseudonym, one.home) for one in homes]
    if plan.unit == Study.Unit.CLASS_WEEK:
        return [Eligible(by_week(one, week), one.sourced_id) for one in classes for week in plan.weeks]
    return _by_standard(plan, classes)


def by_week(one: Class, week: date) -> str:
    return f"{one.sourced_id}{BETWEEN}{week.isoformat()}"


def by_standard(school_class: str, standard: str) -> str:
    return f"{school_class}{BETWEEN}{standard}"


def parted(key: str) -> tuple[str, str]:
    """The class, and the standard or week, of a key that has both."""
    school_class, _, what = key.rpartition(BETWEEN)
    return school_class, what


def _strata(plan: StudyPlan, classes: Sequence[Class]) -> Mapping[str, str]:
    """A pair is a stratum of its own; all others go by school, by grade or together."""
    paired = {one: f"pair {at}" for at, pair in enumerate(plan.pairs, 1) for one in pair}
    return {one.sourced_id: paired.get(one.sourced_id) or _stratum(plan, one) for one in classes}


def _stratum(plan: StudyPlan, one: Class) -> str:
    if plan.strata == "school":
        return one.school.sourced_id
    return ",".join(sorted(one.grades)) if plan.strata == "grade" else ""


def _by_standard(plan: StudyPlan, classes: Sequence[Class]) -> list[Eligible]:
    """In each class and unit of the curriculum each of its standards, those that lean on each other linked.

    A unit that hangs together as a whole can't be divided: in each class all such units are one more stratum, in which
    whole units are drawn. A standard that stands in two of the units counts in the first one.
    """
    drawn = list(_standards(plan.units))
    if not drawn:
        raise EvidenceError(gettext("The units of this plan have no standard: nothing can be drawn."))
    return [
        Eligible(by_standard(one.sourced_id, code), f"{one.sourced_id}{BETWEEN}{stratum}", link)
        for one in classes
        for code, stratum, link in drawn
    ]


def _standards(units: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Each standard once, with its unit and its link; without a unit where all of its unit hangs together."""
    seen: set[str] = set()
    for unit in units:
        rows = UnitStandard.objects.filter(unit__code=unit).order_by("unit__framework", "week", "pk")
        codes = [code for code in dict.fromkeys(rows.values_list("standard__code", flat=True)) if code not in seen]
        seen.update(codes)
        links = linked(codes)
        whole = len({links[code] or code for code in codes}) == 1
        for code in codes:
            yield (code, WHOLE_UNITS, unit) if whole else (code, unit, links[code])
