"""What stands beside a study's tables as it was recorded: what each arm got, effort and cost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from importlib import resources
from statistics import fmean

from django.db.models import Q, Sum

from homeroom.evidence import sentences
from homeroom.evidence.arms import arms
from homeroom.evidence.cohort import ALL
from homeroom.evidence.effort_log import are_few
from homeroom.evidence.models import Draw, EffortEntry, Price, Study, Wave
from homeroom.evidence.plan_json import StudyPlan
from homeroom.evidence.results import Cost, Effort, Got, Minutes, Scale
from homeroom.evidence.statement import Part, Statement
from homeroom.facts import store
from homeroom.rotation.minutes import Minutes as Told
from homeroom.rotation.minutes import by_child

NOT_RECORDED = Statement(sentences.NOT_RECORDED.id)
ADDED = 1.05  # of the other arm's minutes: more is added time
WEEK = 7


def got(draw: Draw, plan: StudyPlan) -> Part[tuple[Got, ...]]:
    """Minutes of the block, a child and week, over the study's days, and alignment, by arm."""
    inside = _by_arm(draw)
    if plan.begins_on is None or plan.ends_on is None or not inside:
        return Part(why=NOT_RECORDED)
    students = sorted(one for children in inside.values() for one in children)
    told = by_child(students, plan.begins_on, plan.ends_on)
    aligned = _alignment(students, plan.begins_on, plan.ends_on)
    if not told and not aligned:
        return Part(why=NOT_RECORDED)
    weeks = ((plan.ends_on - plan.begins_on).days + 1) / WEEK
    new = {arm.name for arm in plan.arms if arm.new}
    kinds = sorted({kind for _, kind in told})
    return Part(
        tuple(
            Got(
                arm,
                arm in new,
                tuple(_minutes(kind, told, children, weeks) for kind in kinds),
                _mean(aligned, children),
            )
            for arm, children in inside.items()
        )
    )


def has_added_time(told: Part[tuple[Got, ...]]) -> bool:
    """Whether the new arm's minutes of all kinds together, delivered or else planned, are more than the others'."""
    if told.found is None:
        return False
    sums: dict[bool, list[float]] = {True: [], False: []}
    for one in told.found:
        minutes = [
            kind.delivered.found if kind.delivered.found is not None else kind.planned.found for kind in one.minutes
        ]
        sums[one.is_new].append(sum(value for value in minutes if value is not None))
    if not sums[True] or not sums[False]:
        return False
    return fmean(sums[True]) > ADDED * fmean(sums[False])


def _by_arm(draw: Draw) -> Mapping[str, list[int]]:
    where, inside = arms(draw), defaultdict(list)
    for one in draw.members.filter(joined_on=None, student__isnull=False).order_by("pk"):
        arm = ALL if where.are_inside else where.of_child(one.pseudonym, one.home)
        if arm and one.student_id is not None:
            inside[arm].append(one.student_id)
    return dict(sorted(inside.items()))


def _minutes(kind: str, told: Mapping[tuple[int, str], Told], children: Iterable[int], weeks: float) -> Minutes:
    rows = [told.get((child, kind), Told()) for child in children]
    planned = fmean(one.planned for one in rows) / weeks
    if any(one.late or one.not_recorded for one in rows) and not any(one.delivered for one in rows):
        return Minutes(kind, Part(planned), Part(why=NOT_RECORDED))
    return Minutes(kind, Part(planned), Part(fmean(one.delivered + one.beyond for one in rows) / weeks))


def _alignment(students: list[int], first: date, last: date) -> Mapping[int, float]:
    """Of each child: the mean over its weeks of its class's share of lab time on what was taught."""
    sql = """
        select student, avg(class_share) as share from alignment
        where week between $first and $last and class_share is not null and list_contains($students, student)
        group by student order by student
    """
    told = {"first": first, "last": last, "students": students}
    rows = store.query(sql, told, tables=["alignment"], students=students).rows
    return {int(student): float(share) for student, share in rows}


def _mean(aligned: Mapping[int, float], children: Iterable[int]) -> Part[float]:
    known = [aligned[one] for one in children if one in aligned]
    return Part(fmean(known)) if known else Part(why=NOT_RECORDED)


def surveys(study: Study) -> Part[tuple[Scale, ...]]:
    """Never the answers themselves: what may be shown of those is decided where all that is hidden of them is known."""
    was_asked = Wave.objects.filter(survey__study=study, closed_on__isnull=False).exists()
    return Part(why=Statement(sentences.SURVEYS_APART.id) if was_asked else NOT_RECORDED)


def effort(draw: Draw) -> Part[tuple[Effort, ...]]:
    """Minutes a week and person by activity, of at least so many people that nobody's own can be told."""
    rows = (
        EffortEntry.objects.filter(study=draw.study)
        .values("activity", "source", "staff", "week")
        .annotate(minutes=Sum("minutes"))
        .order_by("activity", "source")
    )
    found: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for row in rows:
        found[row["activity"], row["source"]].append((row["staff"], row["minutes"]))
    if not found:
        return Part(why=NOT_RECORDED)
    return Part(tuple(_effort(activity, source, told) for (activity, source), told in sorted(found.items())))


def _effort(activity: str, source: str, told: list[tuple[int, int]]) -> Effort:
    people = {staff for staff, _ in told}
    few = are_few(people)
    minutes = Part[float](why=Statement(sentences.FEW_STAFF.id)) if few else Part(fmean(each for _, each in told))
    return Effort("", activity, source, len(people), minutes)


def cost(plan: StudyPlan) -> Part[tuple[Cost, ...]]:
    """Prices that held on the study's days, at its sites or anywhere."""
    if plan.begins_on is None or plan.ends_on is None:
        return Part(why=NOT_RECORDED)
    there = Q(school=None) | Q(school__sourced_id__in=plan.sites)
    held = Q(begins_on__lte=plan.ends_on) & (Q(ends_on=None) | Q(ends_on__gte=plan.begins_on))
    prices = Price.objects.filter(there & held).order_by("what", "unit", "begins_on", "pk")
    told = tuple(Cost(one.what, one.unit, str(one.amount), one.currency) for one in prices)
    return Part(told) if told else Part(why=NOT_RECORDED)


def is_own_program(program: str, students: list[int], first: date, last: date) -> bool:
    """Whether the children worked in the program that the outcome comes from: its score moves with that work."""
    sql = (resources.files("homeroom.evidence") / "own_program.sql").read_text("utf-8")
    told = {"program": program, "students": students, "begins_on": first, "ends_on": last}
    return int(store.query(sql, told, tables=["usage", "activities", "attempts"], students=students).one[0]) > 0
