"""The results of a study's measures: of each child in a window the latest, and an account of all the others."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib import resources

from homeroom.evidence.models import Plan, StudyOutcome
from homeroom.evidence.plan_json import Measure, StudyPlan, Window
from homeroom.facts import store


@dataclass(frozen=True)
class Measured:
    """`of` is each child's result, `on` its day. `other_scale` counts results on another under the same name.

    `floor` and `ceiling` are shares at the scale's ends; blank where it has none.
    """

    of: Mapping[int, float]
    superseded: int
    unread: int
    floor: float | None
    ceiling: float | None
    on: Mapping[int, date] = field(default_factory=dict)
    other_scale: int = 0


def measured(measure: Measure, window: Window, students: Collection[int]) -> Measured:
    asked = _asked(measure, window, students)
    sql = (resources.files("homeroom.evidence") / "measured.sql").read_text("utf-8")
    rows = store.query(sql, asked, tables=["assessments"], students=sorted(students)).dicts()
    of = {int(row["student"]): float(row["result"]) for row in rows if row["result"] is not None}
    return Measured(
        of,
        sum(int(row["superseded"]) for row in rows),
        sum(int(row["unread"]) for row in rows),
        _share(of, measure.least),
        _share(of, measure.most),
        {int(row["student"]): row["occurred_on"] for row in rows if row["result"] is not None},
        sum(int(row["other_scale"]) for row in rows),
    )


def answered(measure: Measure, window: Window, students: Collection[int]) -> list[tuple[int, str, float, date]]:
    """Each child's latest result of each part of the assessment in the window: child, part, result, day."""
    sql = (resources.files("homeroom.evidence") / "answered.sql").read_text("utf-8")
    asked = _asked(measure, window, students)
    del asked["objective"]
    rows = store.query(sql, asked, tables=["assessments"], students=sorted(students)).rows
    return [(int(student), str(part), float(result), day) for student, part, result, day in rows]


def _asked(measure: Measure, window: Window, students: Collection[int]) -> dict[str, object]:
    return {
        "program": measure.program,
        "assessment": measure.assessment,
        "method": measure.method,
        "objective": measure.objective,
        "begins_on": window.begins_on,
        "ends_on": window.ends_on,
        "students": sorted(students),
    }


def write_down(plan: Plan, told: StudyPlan, found: Mapping[tuple[str, str], Measured]) -> list[StudyOutcome]:
    """Keep what was found of each measure, by role and measure, in place of what was found before."""
    StudyOutcome.objects.filter(plan=plan).delete()
    windows = dict(roles(told))
    rows = [
        StudyOutcome(
            study=plan.study,
            plan=plan,
            role=role,
            measure=measure,
            begins_on=windows[role, measure].begins_on,
            ends_on=windows[role, measure].ends_on,
            counted=len(one.of),
            superseded=one.superseded,
            set_aside=one.unread + one.other_scale,
            floor=one.floor,
            ceiling=one.ceiling,
            facts=store.current(),
        )
        for (role, measure), one in found.items()
    ]
    return StudyOutcome.objects.bulk_create(rows)


def roles(plan: StudyPlan) -> list[tuple[tuple[str, str], Window]]:
    """Each measure's role, with its window: the baseline first, then the primary outcome and the secondary ones."""
    role = StudyOutcome.Role
    found = [(role.BASELINE, plan.baseline), (role.PRIMARY, plan.primary)]
    found += [(role.SECONDARY, one) for one in plan.secondary]
    return [((str(one), window.measure), window) for one, window in found if window is not None]


def _share(of: Mapping[int, float], end: float | None) -> float | None:
    return None if end is None or not of else sum(one == end for one in of.values()) / len(of)
