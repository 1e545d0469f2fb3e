"""What the classes of a plan can show, before anything is looked at: with the school's own variance where there is any.

Only results from before the first day of the outcome count, and no arm is looked at. Where the school has too few, the
figures of the method are taken, and it says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from importlib import resources

from homeroom.evidence.eligible import Home, eligible
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.homes import homes_on
from homeroom.evidence.plan_json import Measure, StudyPlan
from homeroom.evidence.power import ChildrenAssigned, ClassesAssigned, Crossover, detectable, needed, power
from homeroom.evidence.spread import Spread, spread
from homeroom.evidence.study_models import Study
from homeroom.facts import store
from homeroom.people.clock import today
from homeroom.people.models import Class

BACK = timedelta(days=400)
APART = 60  # days between two results of a child
Design = ClassesAssigned | ChildrenAssigned | Crossover


@dataclass(frozen=True)
class Foreseen:
    """`smallest` is the smallest difference that can be seen, infinite where none can; `low` and `high` its ends.

    `units` is how many classes, or schools, there are, `wanted` how many the plan's smallest effect needs, None where
    no number would do; `chance` how often that effect would be found. `spread` is None where figures are assumed.
    """

    design: Design
    units: int
    smallest: float
    low: float
    high: float
    wanted: int | None
    chance: float | None
    spread: Spread | None


def foresee(plan: StudyPlan) -> Foreseen | None:
    """None while the plan names no classes, or nothing of them can be drawn."""
    classes = list(Class.objects.filter(sourced_id__in=plan.named).select_related("school").order_by("sourced_id"))
    inside = homes_on(classes, today())
    if not classes or not inside:
        return None
    found = own_spread(plan, classes)
    try:
        design, units = _design(plan, classes, [home.home for home in inside.values()])
    except EvidenceError:
        return None
    ends = [_with(design, found, at) for at in ("at", "low", "high")]
    middle, low, high = (detectable(one, units, plan.alpha) for one in ends)
    matters = plan.smallest_effect
    return Foreseen(
        ends[0],
        units,
        middle,
        low,
        high,
        needed(ends[0], matters, plan.alpha) if matters else None,
        power(ends[0], units, matters, plan.alpha) if matters else None,
        None if isinstance(design, Crossover) else found,
    )


def own_spread(plan: StudyPlan, classes: Sequence[Class]) -> Spread | None:
    """Of children of the same grades at the same schools, whether their classes are in the study or not."""
    measure = _measure(plan)
    if measure is None:
        return None
    around = Class.objects.filter(school__in={one.school_id for one in classes})
    grades = {tuple(one.grades) for one in classes}
    homes = homes_on([one for one in around if tuple(one.grades) in grades], today())
    rows = _results(measure, _last_day(plan), sorted(homes))
    return spread([homes[child].home for child, _, _ in rows], [one for _, one, _ in rows], [one for *_, one in rows])


def _measure(plan: StudyPlan) -> Measure | None:
    window = plan.primary or plan.baseline
    return plan.measure(window) if window else next(iter(plan.measures), None)


def _last_day(plan: StudyPlan) -> date:
    """No result of the outcome's own window is looked at."""
    if plan.primary is None:
        return today()
    return min(today(), plan.primary.begins_on - timedelta(days=1))


def _results(measure: Measure, last: date, students: Sequence[int]) -> list[tuple[int, float, float]]:
    asked = {
        "program": measure.program,
        "assessment": measure.assessment,
        "method": measure.method,
        "objective": measure.objective,
        "begins_on": last - BACK,
        "ends_on": last,
        "apart": APART,
        "students": list(students),
    }
    sql = (resources.files("homeroom.evidence") / "own_results.sql").read_text("utf-8")
    rows = store.query(sql, asked, tables=["assessments"], students=list(students)).dicts()
    return [(int(row["student"]), float(row["before"]), float(row["latest"])) for row in rows]


def _design(plan: StudyPlan, classes: Sequence[Class], homes: Sequence[str]) -> tuple[Design, int]:
    """The design with assumed figures, and how many units it has."""
    each = len(homes) / len(classes)
    if plan.unit == Study.Unit.STUDENT:
        return ChildrenAssigned(each, new=_new(plan)), len(classes)
    if plan.unit == Study.Unit.CLASS_WEEK:
        return Crossover(_some(len(plan.weeks)), each), len(classes)
    listed = eligible(plan, classes, [Home("", one) for one in homes])
    if plan.unit == Study.Unit.CLASS_STANDARD:
        return Crossover(_some(len(listed) // len(classes)), each), len(classes)
    units = len(listed)
    strata = len({one.stratum for one in listed}) if plan.by_lot else 1
    return ClassesAssigned(len(homes) / units, new=_new(plan), strata=strata), units


def _some(cells: int) -> int:
    if not cells:
        raise EvidenceError("nothing is drawn inside the classes yet")
    return cells


def _new(plan: StudyPlan) -> float:
    """The new arm's part of what is drawn, or of what was found; half of it while nobody has said."""
    parts = [(one.new, one.share if plan.by_lot else len(one.classes)) for one in plan.arms]
    new, whole = sum(part for is_new, part in parts if is_new), sum(part for _, part in parts)
    return new / whole if 0 < new < whole else 0.5


def _with(design: Design, found: Spread | None, end: str) -> Design:
    """The design with what was found: the middle, or the ends that let the least or the most be seen (`low`, `high`).

    The smallest difference is small where classes are alike and earlier results tell much.
    """
    if found is None or isinstance(design, Crossover):
        return design
    other = {"at": "at", "low": "high", "high": "low"}[end]
    icc, child = getattr(found.icc, end), getattr(found.r2_child, other)
    if isinstance(design, ChildrenAssigned):
        return replace(design, icc=icc, r2_child=child)
    return replace(design, icc=icc, r2_child=child, r2_class=getattr(found.r2_class, other))
