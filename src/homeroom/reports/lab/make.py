"""Put the board of a learning lab together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from homeroom.people import lab, presence
from homeroom.people.enrolled import enrollments_on
from homeroom.people.lab_models import LabHelp
from homeroom.people.models import Class, School
from homeroom.people.presence import Feed, Presence, SignedIn
from homeroom.people.school_days import Calendar, calendar
from homeroom.people.visibility import Scope
from homeroom.reports.class_week.make import named
from homeroom.reports.class_week.report import Named
from homeroom.reports.lab import rules
from homeroom.reports.lab.report import Hearing, Help, LabBoard, Room, Seat
from homeroom.reports.lab.states import Known, is_silent, state, waits
from homeroom.reports.seen import program_name


@dataclass(frozen=True)
class Facts:
    """What the seats are drawn from; `told` is blank where there is no feed."""

    told: Presence | None
    hearing: Hearing
    absent: Collection[int]
    helped: Mapping[int, Sequence[LabHelp]]
    at: datetime


def lab_board(school: School, scope: Scope, chosen: Sequence[int] = (), at: datetime | None = None) -> LabBoard:
    """The board of the children in `scope`, who are of this school's lab. `chosen` are classes; none is all.

    A class that is none of the lab's is no choice. Without school nobody is expected, so nobody stands on it.
    """
    moment = at or timezone.now()
    seated = sits(school, scope)
    rooms = rooms_of(seated)
    wanted = tuple(room.number for room in rooms if room.number in chosen)
    days = calendar().of(school.pk)
    is_open = days.is_school_day(scope.on)
    seen = [child for child, inside in seated.items() if is_open and (not wanted or set(inside) & set(wanted))]
    facts = _facts(school, scope, seen, moment)
    children = {one.number: one for one in named(seen)}
    titles = {room.number: room.title for room in rooms}
    return LabBoard(
        school=school.pk,
        title=school.name,
        on=scope.on,
        at=moment,
        hearing=facts.hearing,
        heard=facts.told.heard if facts.told else None,
        played=facts.told.played if facts.told else False,
        is_school_day=is_open,
        closed=_closed(days, scope),
        has_lab=bool(seated) or lab.coordinators(school, scope.on).exists(),
        rooms=rooms,
        chosen=wanted,
        seats=tuple(
            _seat(child, tuple(titles[one] for one in seated[number]), facts) for number, child in children.items()
        ),
        helps=tuple(_helps(facts, children)),
        drawn_from={"lab rules": rules.VERSION},
    )


def whole(board: LabBoard) -> LabBoard:
    """The board without the moments that pass by themselves: two are equal where a reader would see no difference."""
    return replace(board, at=datetime.min, heard=None)


def sits(school: School, scope: Scope) -> Mapping[int, tuple[int, ...]]:
    """The children of the scope, each with the classes of this school that it is in."""
    held = enrollments_on(scope.on).filter(student__in=list(scope.students), school_class__school=school)
    found: dict[int, list[int]] = {child: [] for child in scope.students}
    for child, room in held.order_by("school_class__title", "school_class").values_list("student", "school_class"):
        found[child].append(room)
    return {child: tuple(dict.fromkeys(rooms)) for child, rooms in found.items()}


def rooms_of(seated: Mapping[int, tuple[int, ...]]) -> tuple[Room, ...]:
    counted: dict[int, int] = {}
    for inside in seated.values():
        for room in inside:
            counted[room] = counted.get(room, 0) + 1
    found = Class.objects.filter(pk__in=counted).order_by("title", "pk").values_list("pk", "title")
    return tuple(Room(number, title, counted[number]) for number, title in found)


def _facts(school: School, scope: Scope, students: Sequence[int], at: datetime) -> Facts:
    feed = presence.feed()
    told = feed.presence(students, at) if feed else None
    log: dict[int, list[LabHelp]] = {}
    for one in lab.helped(school, students, scope.on):
        log.setdefault(one.student_id, []).append(one)
    return Facts(told, hearing(feed, told, at), lab.absent(students, scope.on).keys(), log, at)


def hearing(feed: Feed | None, told: Presence | None, at: datetime) -> Hearing:
    if feed is None or told is None:
        return Hearing.NONE
    if told.heard is None:
        return Hearing.NOTHING
    return Hearing.SILENT if is_silent(told.heard, at) else Hearing.HEARD


def _seat(child: Named, rooms: tuple[str, ...], facts: Facts) -> Seat:
    log = facts.helped.get(child.number, ())
    found = facts.told.signed_in.get(child.number) if facts.told else None
    is_told = facts.hearing in (Hearing.HEARD, Hearing.SILENT)
    known = Known(found, child.number in facts.absent, log[0].said_at if log else None, is_told)
    seat = Seat(child, rooms, state(known), noted_absent=known.absent, helped=len(log))
    return seat if found is None else _signed_in(seat, known, found, facts.at)


def _signed_in(seat: Seat, known: Known, found: SignedIn, at: datetime) -> Seat:
    """`heard` is told where it is long ago: of all others the board's own says it."""
    silent = is_silent(found.heard, at)
    return replace(
        seat,
        program=program_name(found.program) if found.program else "",
        since=found.since if found.program else found.at,
        asked=found.asked if waits(known) else None,
        heard=found.heard if silent else None,
        silent=silent,
        seat=found.seat,
    )


def _helps(facts: Facts, children: Mapping[int, Named]) -> Iterator[Help]:
    lines: Iterable[LabHelp] = (one for log in facts.helped.values() for one in log)
    for one in sorted(lines, key=lambda one: (one.said_at, one.pk), reverse=True):
        yield Help(children[one.student_id], one.note, one.said_by, one.said_at)


def _closed(days: Calendar, scope: Scope) -> str:
    """The name of the day, where a calendar closes the school and gives one."""
    told = days.told(scope.on)
    return told.name if told and not days.is_school_day(scope.on) else ""
