"""The one place that decides who sees whom. It reads the tables of `people` alone.

Each role, grant and relationship that holds on the day opens a door; a person sees what any door opens. Whoever looks
through somebody else's eyes sees what both may see. Being a superuser opens none; a vendor's sign-in opens none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import InitVar, dataclass
from datetime import date
from itertools import batched
from types import MappingProxyType
from typing import NamedTuple, TypeGuard

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from homeroom.people.clock import today
from homeroom.people.doors import CLASSES, Opening, Reach, behind, enters, in_classes, openings, reaches, seats
from homeroom.people.models import Class, Student, User
from homeroom.people.prepared import SIZES, Blanks, as_day, ask
from homeroom.people.viewing import Viewer, viewer

Who = User | AnonymousUser | Viewer
# No row has a larger number; an address may.
LARGEST = 2**63 - 1
_MAKER = object()


class NotVisible(Exception):  # noqa: N818  it reads as what it says: these children are not visible
    """Someone asked for a child whom they may not see. Views answer it with a 404."""


class Seen(NamedTuple):
    """Why one child is seen, and until when where that ends by itself."""

    reason: str
    until: date | None = None


@dataclass(frozen=True)
class Scope:
    """These children, this person, this day: allowed. Only `scope` makes one, and `nobody` one that nobody looks
    through; reports take nothing else.

    `students` gives each child's reason in words; `until` the last day, where the reason has one.
    """

    user_id: int
    on: date
    students: Mapping[int, str]
    until: Mapping[int, date]
    maker: InitVar[object]

    def __post_init__(self, maker: object) -> None:
        if maker is not _MAKER:
            raise TypeError("only homeroom.people.visibility.scope makes a Scope")


def visible_to(who: Who, on: date | None = None) -> QuerySet[Student]:
    """The children whom this person may see on the day (today)."""
    day, seen = on or today(), Student.objects.all()
    for user in eyes(who):
        opened = Q(pk__in=[])
        for found in _openings(user, day):
            opened |= found.door(found.of, found.schools, day, None).children
        seen = seen.filter(opened)
    return seen


def scope(who: Who, students: Iterable[Student | int], on: date | None = None) -> Scope:
    """These children with the reason for each. Raises NotVisible where one of them may not be seen."""
    day, looking = on or today(), viewer(who)
    wanted = frozenset(student if isinstance(student, int) else student.pk for student in students)
    if any(not 0 < child <= LARGEST for child in wanted):
        raise NotVisible
    seen = [_reasons(user, wanted, day) for user in eyes(looking)]
    if looking.person.pk is None or any(wanted != found.keys() for found in seen):
        raise NotVisible
    reasons = {child: _both([found[child] for found in seen], looking) for child in wanted}
    return Scope(
        looking.person.pk,
        day,
        MappingProxyType({child: seen.reason for child, seen in reasons.items()}),
        MappingProxyType({child: seen.until for child, seen in reasons.items() if seen.until}),
        _MAKER,
    )


def sees(who: Who, student: int, on: date | None = None) -> bool:
    """Whether this person may see the child on the day: whether it is among `visible_to`, at a fraction of the cost."""
    try:
        scope(who, [student], on)
    except NotVisible:
        return False
    return True


def nobody(students: Iterable[int], on: date | None = None) -> Scope:
    """A scope that nobody looks through, for what the night draws ahead. Whoever is shown it has an own one first."""
    ahead = "drawn ahead, seen by nobody"
    return Scope(0, on or today(), MappingProxyType(dict.fromkeys(students, ahead)), MappingProxyType({}), _MAKER)


def classes_of(who: Who, on: date | None = None) -> QuerySet[Class]:
    """The classes whose page this person may open on the day: own ones, or those of the schools a role is for."""
    day, open_to_all = on or today(), Class.objects.all()
    for user in eyes(who):
        opened = Q(pk__in=[])
        for found in _openings(user, day):
            if classes := CLASSES.get(found.door):
                opened |= Q(pk__in=classes(found.of, found.schools, day, None).values("pk"))
        open_to_all = open_to_all.filter(opened)
    return open_to_all


def may_open(who: Who, number: int, on: date | None = None) -> bool:
    """Whether the class of this number is among `classes_of`, at a fiftieth of the cost."""
    day = on or today()
    return 0 < number <= LARGEST and all(_enters(user, number, day) for user in eyes(who))


def open_class(who: Who, number: int, on: date | None = None) -> Class | None:
    """The class of this number, if this person may open its page."""
    if not may_open(who, number, on):
        return None
    return Class.objects.select_related("school").filter(pk=number).first()


def numbers_in(school_class: Class, on: date | None = None) -> list[int]:
    """The numbers of `students_in`. It asks nobody's leave either."""
    return [child for (child,) in ask(seats, Blanks(school_class.pk, on or today()))]


def students_in(school_class: Class, on: date | None = None) -> QuerySet[Student]:
    """The children of a class on the day. It asks nobody's leave: pass them through `scope`."""
    return in_classes(Class.objects.filter(pk=school_class.pk), on or today())


def reached(user: User | AnonymousUser, on: date | None = None) -> Mapping[str, Reach]:
    """For each kind of role that the person holds on the day the schools it is for; None is all of them."""
    if not may_see(user) or user.staff_id is None:
        return {}
    return reaches(user.staff_id, on or today())


def eyes(who: Who) -> list[User | AnonymousUser]:
    """Whose rights count: the person's own, and those of the person whose view they have taken."""
    looking = viewer(who)
    return [looking.person] if looking.through is None else [looking.person, looking.through]


def _enters(user: User | AnonymousUser, number: int, day: date) -> bool:
    return any(
        ask(enters(found.door), Blanks(found.of, day, found.schools, (number,)))
        for found in _openings(user, day)
        if found.door in CLASSES
    )


def _openings(user: User | AnonymousUser, day: date) -> Iterator[Opening]:
    if not may_see(user):
        return iter(())
    return openings(user.staff_id, user.contact_id, day)


def may_see(user: User | AnonymousUser) -> TypeGuard[User]:
    """Whether this sign-in opens any door at all: a vendor's does not, whoever else the person is."""
    return isinstance(user, User) and user.is_active and not user.vendor


def _reasons(user: User | AnonymousUser, wanted: frozenset[int], day: date) -> dict[int, Seen]:
    """Those of the children whom this person sees, each by the first door that opens it."""
    found: dict[int, Seen] = {}
    for opening in _openings(user, day):
        left = wanted - found.keys()
        if not left:
            break
        found |= _through(opening, left, day)
    return found


def _through(opening: Opening, left: Iterable[int], day: date) -> dict[int, Seen]:
    """The children behind one door. Of several rows for one child that counts which holds longest."""
    rows = [
        row
        for some in batched(sorted(left), SIZES[-1])
        for row in ask(behind(opening.door), Blanks(opening.of, day, opening.schools, some))
    ]
    if not rows or len(rows[0]) == 1:
        return dict.fromkeys((child for (child,) in rows), Seen(opening.reason))
    held = [(as_day(until), told, child) for child, told, until in rows]
    held.sort(key=lambda row: (row[0] or date.max, row[1]))
    return {child: Seen(f"{opening.reason}: {told}", until) for until, told, child in held}


def _both(seen: list[Seen], looking: Viewer) -> Seen:
    """One reason out of the person's own and that of the person whose view they have taken."""
    if looking.through is None:
        return seen[0]
    own, theirs = seen
    ends = [day for day in (own.until, theirs.until) if day]
    reason = f"{own.reason}; in the view of {looking.through.get_username()}, who {_is(theirs.reason)}"
    return Seen(reason, min(ends, default=None))


def _is(reason: str) -> str:
    """A reason as the rest of a sentence: "teaches …" as it is, "principal of …" with the verb it lacks."""
    return reason if reason.split()[0].endswith("s") else f"is {reason}"
