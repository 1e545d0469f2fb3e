"""A study's tables out of the records: who was drawn, into which arm, and what was measured. Children by pseudonym."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from homeroom.evidence import plan_json, sentences
from homeroom.evidence.arms import Arms, arms
from homeroom.evidence.data import Answer, Asked, Cell, Child, Data
from homeroom.evidence.eligible import parted
from homeroom.evidence.lock import plan_of
from homeroom.evidence.models import Draw, Plan, Study, StudyChild
from homeroom.evidence.outcomes import Measured, answered, measured, roles
from homeroom.evidence.plan_json import Measure, StudyPlan, Window
from homeroom.evidence.results import Aside
from homeroom.evidence.statement import Statement
from homeroom.people.models import Class, Student

DOSE = "dose"  # as a plan's estimator
KNOWN = ("grade", "school")  # covariates and subgroups that a roster tells


@dataclass(frozen=True)
class Tables:
    """`asides` are what was set aside on the way; `students` who is in the tables, for the audit log."""

    data: Data
    asides: tuple[Aside, ...]
    students: tuple[int, ...]


def tables(draw: Draw) -> Tables:
    """All children of the draw who are still there, with what is known of each; those who joined since are left out."""
    plan_row = plan_of(draw)
    plan, where = plan_json.load(plan_row.text), arms(draw)
    members = list(draw.members.filter(joined_on=None, student__isnull=False).order_by("pk"))
    students = [one.student_id for one in members if one.student_id is not None]
    reading = _Reading(draw, plan, where, students)
    children = tuple(one for member in members if (one := reading.child(member)) is not None)
    cells = tuple(_cells(draw, plan)) if where.are_inside else ()
    answers = tuple(_answers(draw, plan, members)) if cells else ()
    data = Data(_asked(draw, plan, plan_row), children, cells, answers)
    return Tables(data, tuple(reading.asides()), tuple(students))


class _Reading:
    """What was measured of the children, by role and measure, and what of it is set aside."""

    def __init__(self, draw: Draw, plan: StudyPlan, where: Arms, students: list[int]) -> None:
        self.plan, self.where = plan, where
        self.found = {
            key: measured(plan.measure(window), window, students)
            for key, window in roles(plan)
            if not where.are_inside or key[0] == "baseline"
        }
        self.new = next(arm.name for arm in plan.arms if arm.new)
        self.strata = {key: stratum for key, stratum, _ in json.loads(draw.eligible)}
        self.grades = dict(Student.objects.filter(pk__in=students).values_list("pk", "grade"))
        self.rooms = {
            one.sourced_id: ",".join(sorted(one.grades)) for one in Class.objects.filter(sourced_id__in=plan.named)
        }
        self.early = [student for student in students if self._is_early(student)]

    def child(self, member: StudyChild) -> Child | None:
        """None for a child that is in no arm: its class could not be divided."""
        arm = self.where.of_child(member.pseudonym, member.home)
        if (not arm and not self.where.are_inside) or member.student_id is None:
            return None
        student, school = member.student_id, self.where.school_of.get(member.home, "")
        told = {"grade": self.grades.get(student, ""), "school": school}
        return Child(
            member.pseudonym, member.home, school, arm == self.new,
            self._of("baseline", student),
            None if student in self.early else self._of("primary", student),
            grade=self.rooms.get(member.home, ""),
            stratum=self.strata.get(member.home, ""),
            secondary=dict(self._secondary(student)),
            covariates=dict(self._covariates(told)),
            groups={name: told[name] for name in self.plan.subgroups if name in KNOWN},
        )  # fmt: skip

    def asides(self) -> Iterator[Aside]:
        for (role, measure), one in self.found.items():
            what = f"{role}: {measure}"
            if one.unread:
                yield Aside(what, Statement(sentences.NO_NUMBER.id, {"count": one.unread}))
            if one.other_scale:
                yield Aside(what, Statement(sentences.TWO_SCALES.id, {"count": one.other_scale}))
        if self.early:
            yield Aside("primary", Statement(sentences.TOO_EARLY.id, {"count": len(self.early)}))
        for name in sorted({*self.plan.covariates, *self.plan.subgroups} - set(KNOWN)):
            yield Aside(name, Statement(sentences.NOT_RECORDED.id))

    def _role(self, role: str) -> Measured | None:
        return next((one for (told, _), one in self.found.items() if told == role), None)

    def _of(self, role: str, student: int) -> float | None:
        one = self._role(role)
        return None if one is None else one.of.get(student)

    def _is_early(self, student: int) -> bool:
        """Whether the outcome is no later than the child's own baseline."""
        baseline, primary = self._role("baseline"), self._role("primary")
        if baseline is None or primary is None or student not in baseline.on or student not in primary.on:
            return False
        return primary.on[student] <= baseline.on[student]

    def _secondary(self, student: int) -> Iterator[tuple[str, float]]:
        for (role, measure), one in self.found.items():
            if role == "secondary" and student in one.of:
                yield measure, one.of[student]

    def _covariates(self, told: Mapping[str, str]) -> Iterator[tuple[str, float]]:
        """A column for each value but the first, in order."""
        levels = {"grade": sorted(set(self.grades.values())), "school": sorted(set(self.where.school_of.values()))}
        for name in self.plan.covariates:
            for level in levels.get(name, [])[1:]:
                yield f"{name} {level}", float(told[name] == level)


def _asked(draw: Draw, plan: StudyPlan, row: Plan) -> Asked:
    new = next(arm.name for arm in plan.arms if arm.new)
    return Asked(
        plan.study, plan.question, plan.kind, plan.unit, draw.by_lot, new,
        next((arm.name for arm in plan.arms if not arm.new), ""),
        plan.primary.measure if plan.primary else "",
        plan.baseline.measure if plan.baseline else "",
        plan.primary.domain if plan.primary else "",
        {one.measure: one.domain for one in plan.secondary} if plan.unit not in plan_json.DRAWN_INSIDE else {},
        is_dose=plan.estimator == DOSE,
        alpha=plan.alpha,
        matters=plan.smallest_effect or None,
        band=plan.equivalence_band,
        was_seen_before=row.label == Plan.Label.AFTER,
    )  # fmt: skip


def _cells(draw: Draw, plan: StudyPlan) -> Iterator[Cell]:
    arm_of, new = json.loads(draw.result), next(arm.name for arm in plan.arms if arm.new)
    for key, stratum, link in json.loads(draw.eligible):
        if key in arm_of:
            room, what = parted(key)
            yield Cell(room, what, stratum, arm_of[key] == new, link)


def _answers(draw: Draw, plan: StudyPlan, members: list[StudyChild]) -> Iterator[Answer]:
    """Each child's outcome in each cell of its class: of the standard, or of a day in the week; None without one."""
    if plan.primary is None:
        return
    found = _by_cell(plan, plan.measure(plan.primary), plan.primary, [one.student_id or 0 for one in members])
    inside: dict[str, list[str]] = {}
    for cell in _cells(draw, plan):
        inside.setdefault(cell.classroom, []).append(cell.what)
    for member in members:
        for what in inside.get(member.home, []):
            yield Answer(member.pseudonym, what, found.get((member.student_id or 0, what)))


def _by_cell(plan: StudyPlan, measure: Measure, window: Window, students: list[int]) -> dict[tuple[int, str], float]:
    """By child and standard, or by child and Monday, where a week has several the latest."""
    rows = sorted(answered(measure, window, students), key=lambda one: one[3])
    if plan.unit == Study.Unit.CLASS_STANDARD:
        return {(child, part): result for child, part, result, _ in rows}
    return {(child, _monday(day).isoformat()): result for child, _, result, day in rows}


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
