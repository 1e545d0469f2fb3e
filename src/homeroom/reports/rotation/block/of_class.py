"""A class's week in the flexible block: a line a child, a column a session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.utils.translation import gettext

from homeroom.people.models import Class
from homeroom.people.visibility import Scope
from homeroom.reports.class_week.report import Named
from homeroom.reports.rotation.block import told
from homeroom.reports.rotation.block.make import plan_told
from homeroom.reports.rotation.block.names import Names, names
from homeroom.reports.rotation.block.report import PlanTold
from homeroom.reports.seen import program_name
from homeroom.rotation.drafts import instance_of
from homeroom.rotation.models import Objection, Placement, PlanLock
from homeroom.rotation.publish import published

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Session:
    """A column. `slot` is its number in the plan, counted from 0."""

    slot: int
    day: date
    number: int
    starts_at: time
    ends_at: time


@dataclass(frozen=True)
class Cell:
    """A child's place. `told` is what, with whom, program, standard and room; `words` say it in one line, `short` in a
    few words for a sheet of paper."""

    words: str
    short: str
    told: tuple[str, str, str, str, str]
    locked: bool
    objected: bool
    overflow: bool


@dataclass(frozen=True)
class Row:
    """A child; a session in which it has no place, because it is away, is None."""

    child: Named
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class ClassBlock:
    """`plan` is what holds in the week; None where nothing is published."""

    class_id: int
    title: str
    school: int
    school_name: str
    week: date
    lead: str
    plan: PlanTold | None
    sessions: tuple[Session, ...]
    rows: tuple[Row, ...]

    @property
    def children(self) -> list[int]:
        return [row.child.number for row in self.rows]


def class_block(school_class: Class, scope: Scope, monday: date) -> ClassBlock:
    """The children of `scope`, who are of this class, by what is published for the week."""
    kept = published(school_class.school_id, monday)
    rows = Placement.objects.filter(plan=kept, student__in=list(scope.students)) if kept else Placement.objects.none()
    places = list(rows.select_related("standard").order_by("day", "session"))
    known = names(scope, (one.staff_id for one in places), school_class.school_id, ())
    slots = {(slot.on, slot.session): slot.key for slot in instance_of(kept).slots} if kept else {}
    sessions = {
        at: Session(slots[at], *at, one.starts_at, one.ends_at) for one in places if (at := (one.day, one.session))
    }
    marks = _marks(scope, monday)
    cells = {(one.student_id, one.day, one.session): _cell(one, known, marks) for one in places}
    with_places = {one.student_id for one in places}
    return ClassBlock(
        class_id=school_class.pk,
        title=school_class.title,
        school=school_class.school_id,
        school_name=school_class.school.name,
        week=monday,
        lead=_lead(kept is not None, bool(places)),
        plan=plan_told(kept) if kept else None,
        sessions=tuple(sessions[at] for at in sorted(sessions)),
        rows=tuple(
            Row(child, tuple(cells.get((number, *at)) for at in sorted(sessions)))
            for number, child in known.children.items()
            if number in with_places
        ),
    )


def _lead(is_published: bool, has_places: bool) -> str:
    if not is_published:
        return gettext("Nothing is published for this week yet.")
    if not has_places:
        return gettext("The plan that is published has no place for a child of this class.")
    return ""


def _marks(scope: Scope, monday: date) -> Mapping[str, set[tuple[int, date, int]]]:
    """Which sessions are decided beforehand, or objected to without an answer."""
    told = {"day__gte": monday, "day__lt": monday + WEEK, "student__in": list(scope.students)}
    at = ("student", "day", "session")
    return {
        "locked": set(PlanLock.objects.filter(**told).values_list(*at)),
        "objected": set(Objection.objects.filter(answer="", **told).values_list(*at)),
    }


def _cell(one: Placement, known: Names, marks: Mapping[str, set[tuple[int, date, int]]]) -> Cell:
    code = one.standard.code if one.standard else ""
    adult, room = known.adult(one.staff_id), known.room(one.room_id)
    at = (one.student_id, one.day, one.session)
    return Cell(
        words=told.where(one.modality, adult, room, one.program, code),
        short=_short(one, known, code),
        told=(
            str(told.KINDS[one.modality]),
            adult,
            program_name(one.program) if one.program else "",
            code,
            room,
        ),
        locked=at in marks["locked"],
        objected=at in marks["objected"],
        overflow=one.modality == "supervised overflow",
    )


def _short(one: Placement, known: Names, code: str) -> str:
    who = known.short.get(one.staff_id or 0) or (program_name(one.program) if one.program else "")
    what = who or str(told.SHORT.get(one.modality) or told.KINDS[one.modality])
    return " ".join(part for part in (what, code) if part)
