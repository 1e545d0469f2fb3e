"""Put one day of a school's flexible block together, for the children of a scope. The queries do not grow with them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from django.utils.translation import gettext

from homeroom.goals.capability import name_of
from homeroom.people import lab, presence
from homeroom.people.clock import now, today
from homeroom.people.enrolled import enrollments_on
from homeroom.people.models import School, Staff, Student
from homeroom.people.names import sort_key
from homeroom.people.school_days import calendar
from homeroom.people.visibility import Scope
from homeroom.reports.class_week.report import Named
from homeroom.reports.rotation.today.report import (
    Adult,
    Gone,
    Meeting,
    Phase,
    Sitter,
    Sitting,
    Spot,
    Standing,
    TodayInTheLab,
    Work,
)
from homeroom.reports.rotation.today.works import works_of
from homeroom.rotation import roll
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.grants import SHARED
from homeroom.rotation.models import Absence, BlockPlan, Placement, Room

NOWHERE = Spot("", "")


def today_in_the_lab(school: School, scope: Scope, on: date | None = None) -> TodayInTheLab:
    """The day `on` (today). Of children who are not in `scope` no more is told than how many they are."""
    day = on or scope.on
    plan, school_days = roll.held(school, day), calendar().of(school.pk)
    is_open = school_days.is_school_day(day)
    placed = _placements(plan, day) if plan and is_open else []
    told = school_days.told(day)
    seen = {one.student_id for one in placed} & scope.students.keys()
    found = TodayInTheLab(
        school=school.pk,
        title=school.name,
        on=day,
        at=now(),
        is_today=day == today(),
        standing=_standing(school, day, plan, is_open, bool(placed)),
        closed=told.name if told and not is_open else "",
        version=plan.version if plan else 0,
        children=tuple(sorted(seen)),
        unseen=len({one.student_id for one in placed} - seen),
        drawn_from={"plan": plan.version} if plan else {},
    )
    return _filled(found, school, scope, plan, placed) if is_open else found


def _standing(school: School, day: date, plan: BlockPlan | None, is_open: bool, placed: bool) -> Standing:
    if not is_open:
        return Standing.NO_SCHOOL
    if plan is None:
        return Standing.ENDED if roll.has_ended(school, day) else Standing.NOT_PUBLISHED
    return Standing.PLANNED if placed else Standing.NO_BLOCK


def _placements(plan: BlockPlan, day: date) -> Sequence[Placement]:
    rows = Placement.objects.filter(plan=plan, day=day)
    return list(rows.select_related("staff", "room", "standard").order_by("starts_at", "session", "pk"))


def _filled(
    found: TodayInTheLab, school: School, scope: Scope, plan: BlockPlan | None, placed: Sequence[Placement]
) -> TodayInTheLab:
    grown = {one.pk: one for one in roll.adults(school, found.on, plan)}
    rows = roll.absences(found.on, scope.students, grown.keys())
    names = _named(scope.students)
    known = _Known(
        names=names,
        order={number: at for at, number in enumerate(names)},
        short=_short(names.values()),
        rooms=_classes(school, found.on, scope.students),
        absent=_absent(rows),
        works=works_of(found.on, [one for one in placed if one.student_id in scope.students]),
        seats=_seats(found, scope),
        lab=_lab(school),
    )
    noted = lab.absent(scope.students, found.on).keys() if found.is_today else ()
    in_lab = set(noted) & set(found.children)
    gone = tuple(_gone(rows, known, grown, in_lab))
    full = replace(found, sittings=tuple(_sittings(found, placed, known)), gone=gone, in_order=tuple(names))
    return replace(full, choices=full.owners)


@dataclass(frozen=True)
class _Known:
    """What the children of a day are told with, each asked for once."""

    names: Mapping[int, Student]
    order: Mapping[int, int]
    short: Mapping[int, str]
    rooms: Mapping[int, Spot]
    absent: Mapping[tuple[bool, int], Sequence[Absence]]
    works: Mapping[str, Work]
    seats: Mapping[int, str]
    lab: Spot

    def is_gone(self, is_adult: bool, who: int, at: Placement) -> bool:
        return any(_overlaps(one, at) for one in self.absent.get((is_adult, who), ()))


def _sittings(found: TodayInTheLab, placed: Sequence[Placement], known: _Known) -> Iterator[Sitting]:
    slots: dict[tuple[time, time, int], list[Placement]] = defaultdict(list)
    for one in placed:
        slots[one.starts_at, one.ends_at, one.session].append(one)
    clock = found.at.time() if found.is_today else None
    coming = min((start for start, _, _ in slots if clock is not None and start > clock), default=None)
    for (start, end, number), inside in sorted(slots.items()):
        meetings = tuple(sorted(_meetings(inside, known), key=_in_order))
        if meetings:
            yield Sitting(number, start, end, _phase(start, end, clock, coming), meetings)


def _phase(start: time, end: time, clock: time | None, coming: time | None) -> Phase:
    if clock is None or (start > clock and start != coming):
        return Phase.LATER
    if end <= clock:
        return Phase.OVER
    return Phase.NOW if start <= clock else Phase.NEXT


def _meetings(inside: Sequence[Placement], known: _Known) -> Iterator[Meeting]:
    """Only those in which the reader sees somebody."""
    together: dict[tuple[object, ...], list[Placement]] = defaultdict(list)
    for one in inside:
        spot = _spot(one, known)
        key = (one.group_id,) if one.group_id else (0, one.modality, spot.key, one.staff_id or 0, one.program)
        together[key].append(one)
    for members in together.values():
        if any(one.student_id in known.names for one in members):
            yield _meeting(members, known)


def _meeting(members: Sequence[Placement], known: _Known) -> Meeting:
    first, shown = members[0], [one for one in members if one.student_id in known.names]
    shown.sort(key=lambda one: known.order[one.student_id])
    modality, spot = Modality(first.modality), _spot(first, known)
    of_all = len({one.standard_id for one in members}) == 1
    with_goal = of_all and modality not in (Modality.TECHNOLOGY, Modality.SERVICE)
    adult = first.staff
    return Meeting(
        key=_key(first, spot),
        modality=modality,
        spot=spot,
        adult=Adult(adult.pk, adult.name, known.is_gone(True, adult.pk, first)) if adult else None,
        code=first.standard.code if first.standard and with_goal else "",
        title=first.standard.title if first.standard and with_goal else "",
        program=first.program,
        program_name=name_of(first.program) if first.program else "",
        sitters=tuple(_sitter(one, known) for one in shown),
        others=len(members) - len(shown),
    )


def _key(one: Placement, spot: Spot) -> str:
    """For forms: the same meeting has the same key as long as the plan stays."""
    what = "meeting" if one.modality == Modality.SERVICE else one.modality.replace(" ", "-")
    kind = f"group-{one.group_id}" if one.group_id else f"{what}-{spot.key}"
    return f"{one.session}-{kind}-{one.staff_id or 0}-{one.program}"


def _sitter(one: Placement, known: _Known) -> Sitter:
    number = one.student_id
    works = dict.fromkeys(known.works[work] for work in one.works if work in known.works)
    return Sitter(
        child=Named(number, known.names[number].name),
        short=known.short[number],
        room=known.rooms.get(number, NOWHERE).words,
        works=tuple(works),
        absent=known.is_gone(False, number, one),
        seat=known.seats.get(number, "") if one.modality == Modality.TECHNOLOGY else "",
    )


def _spot(one: Placement, known: _Known) -> Spot:
    """Who works online is in the lab, who works alone in the own classroom, where the plan names no room."""
    if one.room is not None:
        return Spot(f"room-{one.room.pk}", one.room.name)
    if one.modality == Modality.TECHNOLOGY:
        return known.lab
    return NOWHERE if one.staff_id else known.rooms.get(one.student_id, NOWHERE)


def _in_order(meeting: Meeting) -> tuple[object, ...]:
    """Groups with an adult, then programs, then all others; by place, and what is nowhere in particular last."""
    who = meeting.adult.name if meeting.adult else ""
    alone = 0 if who else 1 if meeting.program else 2
    spot = meeting.spot
    return (alone, not spot.key, spot.words, who, meeting.modality, meeting.program_name, meeting.key)


def _named(students: Iterable[int]) -> Mapping[int, Student]:
    """In the order of lists of names."""
    found = sorted(Student.objects.filter(pk__in=list(students)), key=sort_key)
    return {one.pk: one for one in found}


def _short(students: Iterable[Student]) -> Mapping[int, str]:
    """`Ana A.`; the whole name of those whom that does not tell apart."""
    short = {one.pk: _first(one) for one in students}
    several = Counter(short.values())
    return {one.pk: one.name if several[short[one.pk]] > 1 else short[one.pk] for one in students}


def _first(one: Student) -> str:
    initial = f" {one.family_name[:1]}." if one.family_name else ""
    return f"{one.preferred_name or one.given_name}{initial}"


def _classes(school: School, on: date, students: Iterable[int]) -> Mapping[int, Spot]:
    """The class of each child at this school; of several the first by its title."""
    seated = enrollments_on(on).filter(student__in=list(students), school_class__school=school)
    rows = seated.order_by("-school_class__title", "school_class")
    return {
        child: Spot(f"class-{number}", title)
        for child, number, title in rows.values_list("student", "school_class", "school_class__title")
    }


def _lab(school: School) -> Spot:
    """The school's one room for work online; where it has several, or none, no room in particular."""
    rooms = list(Room.objects.filter(school=school, kind__in=SHARED).order_by("pk"))
    return Spot(f"room-{rooms[0].pk}", rooms[0].name) if len(rooms) == 1 else Spot("lab", gettext("Learning lab"))


def _seats(found: TodayInTheLab, scope: Scope) -> Mapping[int, str]:
    feed = presence.feed() if found.is_today and found.children else None
    told = feed.presence(list(found.children), found.at) if feed else None
    return {child: one.seat for child, one in told.signed_in.items()} if told else {}


def _absent(rows: Sequence[Absence]) -> Mapping[tuple[bool, int], Sequence[Absence]]:
    found: dict[tuple[bool, int], list[Absence]] = defaultdict(list)
    for one in rows:
        found[one.student_id is None, one.student_id or one.staff_id or 0].append(one)
    return found


def _overlaps(one: Absence, at: Placement) -> bool:
    return (one.starts_at is None or one.starts_at < at.ends_at) and (one.ends_at is None or one.ends_at > at.starts_at)


def _gone(
    rows: Sequence[Absence], known: _Known, grown: Mapping[int, Staff], in_lab: Collection[int]
) -> Iterator[Gone]:
    """Children by name, then adults by name."""
    said = {one.student_id for one in rows}
    for number, child in known.names.items():
        for one in known.absent.get((False, number), ()):
            yield Gone(child.name, number, False, one.starts_at, one.ends_at)
        if number in in_lab and number not in said:
            yield Gone(child.name, number, False, noted_in_lab=True)
    for adult in sorted(grown.values(), key=sort_key):
        for one in known.absent.get((True, adult.pk), ()):
            yield Gone(adult.name, adult.pk, True, one.starts_at, one.ends_at)
