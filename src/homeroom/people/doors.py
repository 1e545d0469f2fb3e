"""The doors: for what reason an adult sees a child, written once each. `visibility` opens them.

A door is a question, never an answer: it is asked anew each time, so a role that ended a minute ago opens nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from homeroom.people.enrolled import begun, enrollments_on, here, holds
from homeroom.people.models import Caseload, Class, Enrollment, Relationship, Role, Student, Substitution

Kind = Role.Kind
# The schools that a role reaches; None is all of them.
Reach = tuple[int, ...] | None


@dataclass(frozen=True)
class Door:
    """Rows that each open one child.

    `child` is the row's path to the child. `told` and `until` are paths to the row's own words and last day, where
    it has any: a substitution, a caseload and a family's relationship do.
    """

    reason: str
    rows: QuerySet[Any]
    child: str = "pk"
    told: str = ""
    until: str = ""

    @property
    def children(self) -> Q:
        return Q(pk__in=self.rows.values(self.child))


@dataclass(frozen=True)
class Opening:
    """A door for one person: `of` is the number of the member of staff or of the contact."""

    door: Callable[[int, Reach, date], Door]
    of: int
    schools: Reach = None


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
    held = Role.objects.filter(holds(day), here(day, "staff__"), staff=staff)
    found: dict[str, set[int | None]] = {}
    for kind, school in held.values_list("kind", "school_id"):
        found.setdefault(kind, set()).add(school)
    return {kind: _reach(schools) for kind, schools in found.items()}


def together(reached: dict[str, Reach], kinds: tuple[str, ...]) -> Reach:
    """The schools that any of the kinds reaches; () where none of them is held."""
    held = [reached[kind] for kind in kinds if kind in reached]
    if None in held:
        return None
    return tuple(sorted({school for schools in held for school in schools or ()}))


def _reach(schools: set[int | None]) -> Reach:
    return None if None in schools else tuple(sorted(school for school in schools if school is not None))


# Which classes


def taught(staff: int, schools: Reach, day: date) -> QuerySet[Class]:
    """Classes that the roster enrolls the person in, at a school where the role holds."""
    own = enrollments_on(day).filter(staff=staff)
    return Class.objects.filter(_at(schools), pk__in=own.values("school_class"))


def taken_over(staff: int, schools: Reach, day: date) -> QuerySet[Class]:
    """Classes that somebody granted the person for these days. A grant needs no role, only a person who is here."""
    granted = Substitution.objects.filter(holds(day), here(day, "staff__"), staff=staff)
    return Class.objects.filter(pk__in=granted.values("school_class"))


def lab_classes(staff: int, schools: Reach, day: date) -> QuerySet[Class]:
    """The coordinator's own classes, at schools where nobody has written a caseload for the lab so far."""
    return taught(staff, schools, day).filter(~Exists(_lab_caseload(day)))


def _lab_caseload(day: date) -> QuerySet[Caseload]:
    """Rows that a lab coordinator of the class's school has had, up to the day, of children of that school."""
    school, above = OuterRef("school"), OuterRef("school__parent")
    coordinators = Role.objects.filter(holds(day), kind=Kind.LAB_COORDINATOR, staff=OuterRef("staff"))
    of_school = coordinators.filter(Q(school=None) | Q(school=OuterRef(school)) | Q(school=OuterRef(above)))
    learns = Enrollment.objects.filter(student=OuterRef("student"), school_class__school=OuterRef(school))
    named = Student.schools.through._default_manager.filter(student_id=OuterRef("student"), school_id=OuterRef(school))
    return Caseload.objects.filter(begun(day), Exists(of_school), Q(Exists(learns)) | Q(Exists(named)))


def going_on(staff: int, schools: Reach, day: date) -> QuerySet[Class]:
    """Classes with a child in them, of the schools themselves: no class is held at a district."""
    held = enrollments_on(day).filter(student__isnull=False)
    return Class.objects.filter(Q() if schools is None else Q(school__in=schools), pk__in=held.values("school_class"))


def _at(schools: Reach, prefix: str = "school") -> Q:
    """At one of the schools, or below one that is a district."""
    if schools is None:
        return Q()
    return Q(**{f"{prefix}__in": schools}) | Q(**{f"{prefix}__parent__in": schools})


# Which children


def in_classes(classes: QuerySet[Class], day: date) -> QuerySet[Student]:
    held = enrollments_on(day).filter(school_class__in=classes, student__isnull=False)
    return Student.objects.filter(here(day), pk__in=held.values("student"))


def teacher(staff: int, schools: Reach, day: date) -> Door:
    return Door("teaches the child's class", in_classes(taught(staff, schools, day), day))


def substitute(staff: int, schools: Reach, day: date) -> Door:
    grant = "school_class__substitutions__"
    granted = holds(day, grant) & here(day, f"{grant}staff__") & Q(**{f"{grant}staff": staff})
    rows = enrollments_on(day).filter(granted, here(day, "student__"), student__isnull=False)
    return Door("takes the child's class for somebody", rows, "student", f"{grant}reason", f"{grant}ends_on")


def lab(staff: int, schools: Reach, day: date) -> Door:
    return Door("runs the class's lab", in_classes(lab_classes(staff, schools, day), day))


def caseload(staff: int, schools: Reach, day: date) -> Door:
    """The caseload's own words are what the audit log will show. A child who moved to another school is not served."""
    rows = Caseload.objects.filter(holds(day), here(day, "student__"), staff=staff)
    if schools is not None:
        rows = rows.filter(student__in=_learning_at(_at(schools, "school_class__school"), _at(schools, "school"), day))
    return Door("serves the child", rows, "student", "reason", "ends_on")


def principal(staff: int, schools: Reach, day: date) -> Door:
    """Children enrolled on the day whose class or whose own school is the principal's."""
    if schools is None:
        enrolled = enrollments_on(day).filter(student__isnull=False)
        return Door("principal of the network", Student.objects.filter(here(day), pk__in=enrolled.values("student")))
    learning = _learning_at(Q(school_class__school__in=schools), Q(school__in=schools), day)
    return Door("principal of the child's school", learning)


def _learning_at(by_class: Q, by_name: Q, day: date) -> QuerySet[Student]:
    enrolled = enrollments_on(day).filter(student__isnull=False)
    named = Student.schools.through._default_manager.filter(by_name).values("student_id")
    of_school = Q(pk__in=enrolled.filter(by_class).values("student"))
    return Student.objects.filter(here(day), of_school | Q(pk__in=named) & Q(pk__in=enrolled.values("student")))


def data_team(staff: int, schools: Reach, day: date) -> Door:
    """Every child, those too who have left; at a school, every child who was ever there."""
    if schools is None:
        return Door("network data team", Student.objects.all())
    ever = Enrollment.objects.filter(student__isnull=False, school_class__school__in=schools).values("student")
    named = Student.schools.through._default_manager.filter(school_id__in=schools).values("student_id")
    return Door("data team of the child's school", Student.objects.filter(Q(pk__in=ever) | Q(pk__in=named)))


def family(contact: int, schools: Reach, day: date) -> Door:
    """One's own children, as long as the relationship holds: also one who has left the school has a record."""
    rows = Relationship.objects.filter(holds(day), here(day, "contact__"), contact=contact)
    return Door("of the child's family", rows, "student", "kind", "ends_on")


# Each door with the kinds of role that may open it. A network leader's role opens none: counts, no children.
DOORS: tuple[tuple[Callable[[int, Reach, date], Door], tuple[str, ...]], ...] = (
    (teacher, (Kind.TEACHER,)),
    (lab, (Kind.LAB_COORDINATOR,)),
    (caseload, (Kind.LAB_COORDINATOR, Kind.TUTOR)),
    (principal, (Kind.PRINCIPAL,)),
    (data_team, (Kind.DATA_TEAM,)),
)
# The classes behind a door whose key is a class; behind the others there is no class page.
CLASSES: dict[Callable[[int, Reach, date], Door], Callable[[int, Reach, date], QuerySet[Class]]] = {
    teacher: taught,
    substitute: taken_over,
    lab: lab_classes,
    principal: going_on,
    data_team: going_on,
}
