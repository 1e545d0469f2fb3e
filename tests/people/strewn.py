"""A received roster made lively: dated roles, caseloads, grants, families, people who left; and random questions of it.

What is strewn is plain chance over the roster's own people, from one seed. The oracle answers each question as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from homeroom.people.models import (
    Caseload,
    Class,
    Contact,
    Enrollment,
    Relationship,
    Role,
    School,
    Staff,
    Student,
    Substitution,
    User,
)
from homeroom.people.planning import count_anew
from homeroom.people.viewing import Viewer
from homeroom.people.visibility import NotVisible, Who, scope, visible_to
from people import oracle

KINDS = [kind.value for kind in Role.Kind]
DAYS = 40
AT_ONCE = 50


@dataclass
class Strewn:
    """The roster's people, and the days around `middle` on which questions are asked."""

    random: Random
    middle: date
    users: list[User]
    students: list[int]

    def day(self) -> date:
        return self.middle + timedelta(days=self.random.randrange(-DAYS, DAYS))

    def span(self) -> dict[str, date | None]:
        """From one day to another; either end is open one time in three."""
        first, last = sorted((self.day(), self.day()))
        open_ends = self.random.randrange(3), self.random.randrange(3)
        return {"begins_on": first if open_ends[0] else None, "ends_on": last if open_ends[1] else None}


def strew(seed: int, middle: date) -> Strewn:
    random = Random(seed)
    students = list(Student.objects.order_by("pk").values_list("pk", flat=True))
    made = Strewn(random, middle, [], students)
    staff = list(Staff.objects.order_by("pk").values_list("pk", flat=True))
    _roles(made, staff)
    _served(made, staff)
    _families(made)
    _gone(made, staff)
    User.objects.create(username="a-vendor", vendor="iready")
    User.objects.create(username="a-child", student_id=students[0])
    made.users = list(User.objects.order_by("pk"))
    count_anew()
    return made


def _roles(made: Strewn, staff: list[int]) -> None:
    schools = list(School.objects.order_by("pk").values_list("pk", flat=True))
    picked = [made.random.choice(staff) for _ in range(len(staff))]
    Role.objects.bulk_create(
        Role(
            staff_id=who,
            kind=made.random.choice(KINDS),
            school_id=made.random.choice([*schools, *schools, None]),
            **made.span(),
        )
        for who in picked
    )


def _served(made: Strewn, staff: list[int]) -> None:
    classes = list(Class.objects.order_by("pk").values_list("pk", flat=True))
    serving = list(Role.objects.filter(kind__in=("tutor", "lab coordinator")).values_list("staff", flat=True))
    for who in serving:
        children = made.random.sample(made.students, min(15, len(made.students)))
        Caseload.objects.bulk_create(
            Caseload(staff_id=who, student_id=one, reason="group", **made.span()) for one in children
        )
    for _ in range(len(staff)):
        first, last = sorted((made.day(), made.day()))
        who, group = made.random.choice(staff), made.random.choice(classes)
        Substitution.objects.create(staff_id=who, school_class_id=group, begins_on=first, ends_on=last, reason="ill")


def _families(made: Strewn) -> None:
    for number in range(40):
        ends = made.day() if number % 5 == 0 else None
        contact = Contact.objects.create(sourced_id=f"strewn-{number}", given_name="G", family_name="F", ends_on=ends)
        for child in made.random.sample(made.students, 1 + number % 3):
            Relationship.objects.create(contact=contact, student_id=child, kind="parent", **made.span())
        User.objects.create(username=f"strewn-{number}", contact=contact)
    teachers = User.objects.filter(staff__isnull=False, contact=None).order_by("pk")
    for user, contact in zip(teachers[:5], Contact.objects.filter(user=None), strict=False):
        User.objects.filter(pk=user.pk).update(contact=contact)


def _gone(made: Strewn, staff: list[int]) -> None:
    some = made.random.sample
    Staff.objects.filter(pk__in=some(staff, len(staff) // 8)).update(ends_on=made.day())
    User.objects.filter(staff__in=some(staff, len(staff) // 12)).update(is_active=False)
    Student.objects.filter(pk__in=some(made.students, len(made.students) // 15)).update(ends_on=made.day())
    held = list(Enrollment.objects.order_by("pk").values_list("pk", flat=True))
    Enrollment.objects.filter(pk__in=some(held, len(held) // 10)).update(ends_on=made.day())
    Enrollment.objects.filter(pk__in=some(held, len(held) // 10)).update(begins_on=None, ends_on=None)


def differences(made: Strewn, questions: int) -> tuple[int, int, int]:
    """(questions asked, children seen, answers that differ from the oracle's): one user, one day, many children."""
    rows, asked, seen, wrong = oracle.read(), 0, 0, 0
    while asked < questions:
        user, day = made.random.choice(made.users), made.day()
        children = set(made.random.sample(made.students, min(AT_ONCE, len(made.students))))
        expected = {child for child in children if oracle.sees(rows, user.pk, child, day)}
        listed = set(visible_to(user, day).filter(pk__in=children).values_list("pk", flat=True))
        wrong += len(listed ^ expected) + _scope_differs(made, user, day, children, expected)
        asked, seen = asked + len(children), seen + len(expected)
    return asked, seen, wrong


def widened(made: Strewn, pairs: int) -> tuple[int, int]:
    """(children seen through somebody's eyes, answers that are not what both may see)."""
    rows, seen, wrong = oracle.read(), 0, 0
    for _ in range(pairs):
        person, through = made.random.sample(made.users, 2)
        day = made.day()
        children = {*made.random.sample(made.students, min(6, len(made.students))), *_some_seen(made, through, day)}
        both = {
            child
            for child in children
            if oracle.sees(rows, person.pk, child, day) and oracle.sees(rows, through.pk, child, day)
        }
        wrong += _scope_differs(made, Viewer(person, through), day, children, both)
        seen += len(both)
    return seen, wrong


def _some_seen(made: Strewn, who: User, day: date) -> list[int]:
    """In a district two people picked by chance rarely share a child: half of the questions are about these."""
    seen = list(visible_to(who, day).order_by("pk").values_list("pk", flat=True))
    return made.random.sample(seen, min(6, len(seen)))


def _scope_differs(made: Strewn, who: Who, day: date, children: set[int], expected: set[int]) -> int:
    """A scope must be given for all expected children, and refused with one more."""
    hidden = sorted(children - expected)
    try:
        wrong = int(set(scope(who, expected, day).students) != expected)
    except NotVisible:
        wrong = 1
    if not hidden:
        return wrong
    try:
        scope(who, [*expected, made.random.choice(hidden)], day)
    except NotVisible:
        return wrong
    return wrong + 1
