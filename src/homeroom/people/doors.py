"""The doors: for what reason an adult sees a child, written once each. `visibility` opens them.

A door is a question, never an answer: it is asked anew each time, so a role that ended a minute ago opens nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from homeroom.people.enrolled import begun, enrollments_on, here, holds
from homeroom.people.models import Caseload, Class, Enrollment, Relationship, Role, Student, Substitution
from homeroom.people.prepared import Blanks, Question, ask

Kind = Role.Kind
# The schools that a role reaches; None is all of them.
Reach = tuple[int, ...] | None
# The rows that are asked about. None: all; a list wants them. The question is narrowed by it, its meaning stays.
Wanted = tuple[int, ...] | None


@dataclass(frozen=True)
class Door:
    """Rows that each open one child.

    `child` is the row's path to the child. `told` and `until` are paths to the row's own words and last day, where
    it has any: a substitution, a caseload and a family's relationship do.
    """

    rows: QuerySet[Any]
    child: str = "pk"
    told: str = ""
    until: str = ""

    @property
    def children(self) -> Q:
        return Q(pk__in=self.rows.values(self.child))


Maker = Callable[[int, Reach, date, Wanted], Door]
Classes = Callable[[int, Reach, date, Wanted], QuerySet[Class]]


@dataclass(frozen=True)
class Opening:
    """A door for one person: `of` is the number of the member of staff or of the contact."""

    door: Maker
    of: int
    schools: Reach = None

    @property
    def reason(self) -> str:
        """Why, in words; a row's own words come behind it."""
        return REASONS[self.door][self.schools is None]


def openings(staff: int | None, contact: int | None, day: date) -> Iterator[Opening]:
    """The doors that may be open to this person, the nearest to the child first; the family's own comes last."""
    if staff is not None:
        reached = reaches(staff, day)
        for door, kinds in DOORS:
            schools = together(reached, kinds)
            if schools != ():
                yield Opening(door, staff, schools)
            if door is teacher:
                yield Opening(substitute, staff)
    if contact is not None:
        yield Opening(family, contact)


def reaches(staff: int, day: date) -> dict[str, Reach]:
    """For each kind of role that holds on the day the schools it is for. Nothing for those who have left."""
    found: dict[str, set[int | None]] = {}
    for kind, school in ask(_held, Blanks(staff, day)):
        found.setdefault(kind, set()).add(school)
    return {kind: _reach(schools) for kind, schools in found.items()}


def _held(asked: Blanks) -> QuerySet[Role, Any]:
    held = Role.objects.filter(holds(asked.day), here(asked.day, "staff__"), staff=asked.of)
    return held.values_list("kind", "school_id")


def together(reached: dict[str, Reach], kinds: tuple[str, ...]) -> Reach:
    """The schools that any of the kinds reaches; () where none of them is held."""
    held = [reached[kind] for kind in kinds if kind in reached]
    if None in held:
        return None
    return tuple(sorted({school for schools in held for school in schools or ()}))


def _reach(schools: set[int | None]) -> Reach:
    return None if None in schools else tuple(sorted(school for school in schools if school is not None))


# Which classes


def taught(staff: int, schools: Reach, day: date, wanted: Wanted = None) -> QuerySet[Class]:
    """Classes that the roster enrolls the person in, at a school where the role holds."""
    own = enrollments_on(day).filter(staff=staff)
    return Class.objects.filter(_at(schools), pk__in=own.values("school_class"))


def taken_over(staff: int, schools: Reach, day: date, wanted: Wanted = None) -> QuerySet[Class]:
    """Classes that somebody granted the person for these days. A grant needs no role, only a person who is here."""
    granted = Substitution.objects.filter(holds(day), here(day, "staff__"), staff=staff)
    return Class.objects.filter(pk__in=granted.values("school_class"))


def lab_classes(staff: int, schools: Reach, day: date, wanted: Wanted = None) -> QuerySet[Class]:
    """The coordinator's own classes, at schools where nobody has written a caseload for the lab so far."""
    return taught(staff, schools, day).filter(~Exists(_lab_written(day)))


def _lab_written(day: date) -> QuerySet[Role, Any]:
    """Coordinators of the class's school who have had, up to the day, a child of that school on their caseload."""
    school, above = OuterRef("school"), OuterRef("school__parent")
    at_school = Q(school=school) | Q(school=above) | Q(school=None)
    class_school = OuterRef(OuterRef(school))
    learns = Enrollment.objects.filter(student=OuterRef("student"), school_class__school=class_school)
    named = Student.schools.through._default_manager.filter(student_id=OuterRef("student"), school_id=class_school)
    served = Caseload.objects.filter(begun(day), Q(Exists(learns)) | Q(Exists(named)), staff=OuterRef("staff"))
    return Role.objects.filter(holds(day), at_school, Exists(served), kind=Kind.LAB_COORDINATOR)


def lab_is_written(school_class: Class, day: date) -> bool:
    """Whether caseloads are written for the lab of the class's school, so that whole classes are no longer open."""
    return Class.objects.filter(Exists(_lab_written(day)), pk=school_class.pk).exists()


def going_on(staff: int, schools: Reach, day: date, wanted: Wanted = None) -> QuerySet[Class]:
    """Classes with a child in them, of the schools themselves: no class is held at a district."""
    held = enrollments_on(day).filter(student__isnull=False)
    held = held if wanted is None else held.filter(school_class__in=wanted)
    return Class.objects.filter(Q() if schools is None else Q(school__in=schools), pk__in=held.values("school_class"))


def seats(asked: Blanks) -> QuerySet[Student, Any]:
    """The numbers of the children of a class; `of` is the class."""
    return in_classes(Class.objects.filter(pk=asked.of), asked.day).values_list("pk")


def _at(schools: Reach, prefix: str = "school") -> Q:
    """At one of the schools, or below one that is a district."""
    if schools is None:
        return Q()
    return Q(**{f"{prefix}__in": schools}) | Q(**{f"{prefix}__parent__in": schools})


# Which children


def enrolled(day: date, wanted: Wanted = None) -> QuerySet[Enrollment]:
    """Children in classes on the day."""
    held = enrollments_on(day).filter(student__isnull=False)
    return held if wanted is None else held.filter(student__in=wanted)


def in_classes(classes: QuerySet[Class], day: date, wanted: Wanted = None) -> QuerySet[Student]:
    held = enrolled(day, wanted).filter(school_class__in=classes)
    return Student.objects.filter(here(day), pk__in=held.values("student"))


def teacher(staff: int, schools: Reach, day: date, wanted: Wanted = None) -> Door:
    return Door(in_classes(taught(staff, schools, day), day, wanted))


def substitute(staff: int, schools: Reach, day: date, wanted: Wanted = None) -> Door:
    grant = "school_class__substitutions__"
    granted = holds(day, grant) & here(day, f"{grant}staff__") & Q(**{f"{grant}staff": staff})
    rows = enrollments_on(day).filter(granted, here(day, "student__"), student__isnull=False)
    return Door(rows, "student", f"{grant}reason", f"{grant}ends_on")


def lab(staff: int, schools: Reach, day: date, wanted: Wanted = None) -> Door:
    return Door(in_classes(lab_classes(staff, schools, day), day, wanted))


def caseload(staff: int, schools: Reach, day: date, wanted: Wanted = None) -> Door:
    """The caseload's own words are what the audit log will show. A child who moved to another school is not served."""
    rows = Caseload.objects.filter(holds(day), here(day, "student__"), staff=staff)
    if schools is not None:
        by_class, by_name = _at(schools, "school_class__school"), _at(schools, "school")
        rows = rows.filter(student__in=_learning_at(by_class, by_name, day, wanted))
    return Door(rows, "student", "reason", "ends_on")


def principal(staff: int, schools: Reach, day: date, wanted: Wanted = None) -> Door:
    """Children enrolled on the day whose class or whose own school is the principal's."""
    if schools is None:
        return Door(Student.objects.filter(here(day), pk__in=enrolled(day, wanted).values("student")))
    return Door(_learning_at(Q(school_class__school__in=schools), Q(school__in=schools), day, wanted))


def _learning_at(by_class: Q, by_name: Q, day: date, wanted: Wanted) -> QuerySet[Student]:
    learning = enrolled(day, wanted)
    named = Student.schools.through._default_manager.filter(by_name)
    named = named if wanted is None else named.filter(student_id__in=wanted)
    of_school = Q(pk__in=learning.filter(by_class).values("student"))
    by_own = Q(pk__in=named.values("student_id")) & Q(pk__in=learning.values("student"))
    return Student.objects.filter(here(day), of_school | by_own)


def data_team(staff: int, schools: Reach, day: date, wanted: Wanted = None) -> Door:
    """Every child, those too who have left; at a school, every child who was ever there."""
    if schools is None:
        return Door(Student.objects.all())
    ever = Enrollment.objects.filter(student__isnull=False, school_class__school__in=schools)
    named = Student.schools.through._default_manager.filter(school_id__in=schools)
    if wanted is not None:
        ever, named = ever.filter(student__in=wanted), named.filter(student_id__in=wanted)
    return Door(Student.objects.filter(Q(pk__in=ever.values("student")) | Q(pk__in=named.values("student_id"))))


def family(contact: int, schools: Reach, day: date, wanted: Wanted = None) -> Door:
    """One's own children, as long as the relationship holds: also one who has left the school has a record."""
    rows = Relationship.objects.filter(holds(day), here(day, "contact__"), contact=contact)
    return Door(rows, "student", "kind", "ends_on")


@cache
def behind(door: Maker) -> Question:
    """The question which of the wanted children a door opens, with the rows' own words and last days."""

    def question(asked: Blanks) -> QuerySet[Any, Any]:
        made = door(asked.of, asked.schools, asked.day, asked.wanted)
        columns = filter(None, (made.child, made.told, made.until))
        return made.rows.filter(**{f"{made.child}__in": asked.wanted}).values_list(*columns)

    return question


@cache
def enters(door: Maker) -> Question:
    """The question which of the wanted classes a door opens."""

    def question(asked: Blanks) -> QuerySet[Any, Any]:
        found = CLASSES[door](asked.of, asked.schools, asked.day, asked.wanted)
        return found.filter(pk__in=asked.wanted).values_list("pk")

    return question


# The reason in words: of some schools, and of all.
REASONS: dict[Maker, tuple[str, str]] = {
    teacher: ("teaches the child's class", "teaches the child's class"),
    substitute: ("takes the child's class for somebody", "takes the child's class for somebody"),
    lab: ("runs the class's lab", "runs the class's lab"),
    caseload: ("serves the child", "serves the child"),
    principal: ("principal of the child's school", "principal of the network"),
    data_team: ("data team of the child's school", "network data team"),
    family: ("of the child's family", "of the child's family"),
}
# Each door with the kinds of role that may open it. A network leader's role opens none: counts, no children.
DOORS: tuple[tuple[Maker, tuple[str, ...]], ...] = (
    (teacher, (Kind.TEACHER,)),
    (lab, (Kind.LAB_COORDINATOR,)),
    (caseload, (Kind.LAB_COORDINATOR, Kind.TUTOR, Kind.TEACHER)),
    (principal, (Kind.PRINCIPAL,)),
    (data_team, (Kind.DATA_TEAM,)),
)
# The classes behind a door whose key is a class; behind the others there is no class page.
CLASSES: dict[Maker, Classes] = {
    teacher: taught,
    substitute: taken_over,
    lab: lab_classes,
    principal: going_on,
    data_team: going_on,
}
