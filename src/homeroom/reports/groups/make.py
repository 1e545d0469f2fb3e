"""Put the report of a class's small groups together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from homeroom.facts import store
from homeroom.mastery.ended_groups import last_day, open_until, still_open
from homeroom.mastery.group_models import GroupAct, KeptGroup
from homeroom.mastery.kept_groups import was_kept
from homeroom.people.leading import leaders
from homeroom.people.models import Class, Student
from homeroom.people.names import sort_key
from homeroom.people.visibility import Scope
from homeroom.reports.cautions import cautions
from homeroom.reports.class_week.known import newest
from homeroom.reports.class_week.make import named
from homeroom.reports.class_week.report import Named
from homeroom.reports.estimates import Estimates, estimates
from homeroom.reports.gathered import Gathered
from homeroom.reports.groups import read
from homeroom.reports.groups.changes import changes
from homeroom.reports.groups.report import Adult, ClassGroups, Ended, Kept, LeftOut, Member, Suggested
from homeroom.reports.groups.told import kept_notes, labels, lead, notes
from homeroom.reports.seen import reach
from homeroom.reports.week import school_year
from homeroom.standards.grades import spellings
from homeroom.standards.models import Standard

LET_GO = gettext_noop(
    "Was in a group that a teacher kept when groups were last suggested. Suggested for again from tonight on."
)
NOT_GROUPED = gettext_noop("Not estimated yet: groups are suggested each night, out of what was estimated.")


@dataclass(frozen=True)
class Room:
    """What the parts of the report are drawn from."""

    children: dict[int, Named]
    facts: read.Groups
    known: Estimates
    labels: dict[int, str]
    titles: dict[str, str]


def class_groups(school_class: Class, scope: Scope) -> ClassGroups:
    """The report of the children in `scope`, who are the class's today."""
    students, version = sorted(scope.students), store.current()
    with Gathered(students, version) as gathered:
        freshness = reach(gathered, scope.on, school_class.school_id).freshness
        known = estimates(gathered, school_year(scope.on))
    facts = read.groups(school_class.pk, students, version, scope.on)
    room = Room({one.number: one for one in named(students)}, facts, known, labels(facts.kept), _titles(facts))
    kept, suggested = tuple(_kept(room)), tuple(_suggested(room))
    left_out = tuple(_left_out(room, suggested))
    as_of = max((one.as_of for one in facts.placed), default=None)
    return ClassGroups(
        class_id=school_class.pk,
        title=school_class.title,
        school=school_class.school.name,
        lead=lead(suggested, kept, as_of),
        as_of=as_of,
        freshness=freshness,
        suggested=suggested,
        kept=kept,
        ended=tuple(_ended(school_class, scope.on)),
        left_out=left_out,
        changes=tuple(changes(school_class.pk, room.children, room.labels)),
        adults=tuple(_adults(school_class)),
        children=tuple(room.children.values()),
        standards=_choices(students, known),
        notes=tuple(notes(kept)),
        cautions=cautions(as_of, newest(line.through for line in freshness), known.engine),
        drawn_from={"facts": version, "teachers' words": known.teachers},
    )


def _titles(facts: read.Groups) -> dict[str, str]:
    codes = {one.standard for one in facts.placed if one.place} | {one.standard.code for one in facts.kept}
    return _titled(Standard.objects.filter(code__in=codes))


def _choices(students: Sequence[int], known: Estimates) -> tuple[tuple[str, str], ...]:
    """On what a teacher may make a group: what anybody worked on; before any work, what belongs to their grades."""
    worked = Standard.objects.filter(code__in={code for (_, code), one in known.cells.items() if one.attempts})
    grades = Student.objects.filter(pk__in=students).values_list("grade", flat=True).distinct()
    of_grades = Standard.objects.filter(grade__in=spellings(grades))
    return tuple(_titled(worked if worked.exists() else of_grades).items())


def _titled(found: QuerySet[Standard]) -> dict[str, str]:
    """By code, in the framework's order; of two frameworks with one code the first counts."""
    titles = dict(found.order_by("-pk").values_list("code", "title"))
    return {code: titles[code] for code in found.order_by("order", "pk").values_list("code", flat=True)}


def _suggested(room: Room) -> Iterable[Suggested]:
    """Those that nobody keeps yet: where one of the children is in a kept group on it, the teacher has spoken."""
    held = {(student, one.standard.code) for one in room.facts.kept for student in room.facts.inside[one.pk]}
    placed = [one for one in room.facts.placed if one.place]
    for place, group in groupby(placed, lambda one: one.place):
        found = list(group)
        first = found[0]
        if not any((one.student, first.standard) in held for one in found):
            members = _members(room, [one.student for one in found], first.standard)
            yield Suggested(
                place, first.standard, room.titles.get(first.standard, ""), first.reason, first.since, members
            )


def _kept(room: Room) -> Iterable[Kept]:
    last = dict(GroupAct.objects.filter(group__in=room.facts.kept).order_by("pk").values_list("group", "pk"))
    for one in room.facts.kept:
        inside = room.facts.inside[one.pk]
        members = _members(room, inside, one.standard.code, one)
        assert one.begins_on is not None  # noqa: S101  the table's own constraint
        assert one.ends_on is not None  # noqa: S101
        yield Kept(
            number=one.pk,
            label=room.labels[one.pk],
            code=one.standard.code,
            title=room.titles.get(one.standard.code, ""),
            reason=one.reason,
            adult=Adult(one.staff.pk, one.staff.name) if one.staff else None,
            begins_on=one.begins_on,
            ends_on=one.ends_on,
            members=members,
            gone=len(inside) - len(members),
            state=last.get(one.pk, 0),
            notes=tuple(kept_notes(members)),
        )


def _ended(school_class: Class, on: date) -> Iterable[Ended]:
    """Those that ended lately, the last first."""
    found = list(still_open(on).filter(school_class=school_class).select_related("standard", "staff").order_by("pk"))
    told = labels(found)
    for one in sorted(found, key=last_day, reverse=True):
        yield Ended(one.pk, told[one.pk], last_day(one), open_until(one))


def _members(room: Room, students: Sequence[int], code: str, own: KeptGroup | None = None) -> tuple[Member, ...]:
    """In the order of the class list; who is no longer in the class is not named."""
    wanted = [child for number, child in room.children.items() if number in students]
    return tuple(_member(room, child, code, own) for child in wanted)


def _member(room: Room, child: Named, code: str, own: KeptGroup | None) -> Member:
    known = room.known.of(child.number, code)
    others = [one for one in room.facts.kept if one != own and child.number in room.facts.inside[one.pk]]
    also = tuple(room.labels[one.pk] for one in others)
    return Member(child, known.shown, known.word is not None, known.attempts, also)


def _left_out(room: Room, suggested: Sequence[Suggested]) -> Iterable[LeftOut]:
    """Children in no group on this page, each with last night's reason."""
    placed = {member.child.number for one in suggested for member in one.members}
    placed |= {student for inside in room.facts.inside.values() for student in inside}
    reasons = {one.student: one for one in room.facts.placed}
    for number, child in room.children.items():
        if number not in placed:
            told = reasons.get(number)
            yield LeftOut(child, _why(told))


def _why(told: read.Placed | None) -> str:
    """Of a child who is in no group now, in English: what last night said of a teacher's group holds no longer."""
    if told is None:
        return NOT_GROUPED
    if was_kept(told.reason):
        return LET_GO
    if told.place:
        words = gettext_noop("Was in a suggested group on %(standard)s, of which a teacher kept another part.")
        return words % {"standard": told.standard}
    return told.reason


def _adults(school_class: Class) -> Iterable[Adult]:
    return (Adult(one.pk, one.name) for one in sorted(leaders(school_class), key=sort_key))
