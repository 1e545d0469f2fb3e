"""Make a full OneRoster set true: people, schools, classes and enrollments, in one transaction and few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q

from homeroom.people.accounts import person
from homeroom.people.clock import today
from homeroom.people.families import keep_families
from homeroom.people.grades import grade_order
from homeroom.people.models import AcademicSession, Class, Enrollment, School, Staff, Student, StudentIdentifier
from homeroom.people.names import sort_key
from homeroom.people.oneroster import STUDENT, Enrolled, Org, Roster, SchoolClass, Session, User
from homeroom.people.planning import count_anew
from homeroom.people.staffing import keep_staff
from homeroom.people.upsert import Counts, Upserted, assign, end, relink, upsert, write


@dataclass(frozen=True)
class Applied:
    """What a set changed, by file of the set, and how many staff it suspended."""

    counts: Mapping[str, Counts]
    suspended: int


def apply(roster: Roster, on: date | None = None) -> Applied:
    """Apply a full set as of the day `on`. All of it becomes true, or (where this raises) none of it."""
    with transaction.atomic():
        applied = _apply(roster, on or today())
        count_anew()
    return applied


def _apply(roster: Roster, on: date) -> Applied:
    present = roster.present
    orgs = upsert(School, roster.orgs, partial(_org, on), present.get("orgs"), on)
    _link_parents(School, orgs, roster.orgs)
    sessions = upsert(AcademicSession, roster.sessions, partial(_session, on), present.get("academicSessions"), on)
    _link_parents(AcademicSession, sessions, roster.sessions)
    classes = upsert(Class, roster.classes, partial(_class, on, orgs, sessions), present.get("classes"), on)
    _link_terms(roster.classes, classes, sessions)
    students = _students(roster, orgs, on)
    staff, suspended = keep_staff(roster, orgs, on)
    contacts, related = keep_families(roster, students, on)
    ended = {one.sourced_id for one in roster.classes if one.deleted}
    values = partial(_enrollment, on, ended, (classes, students, staff))
    enrollments = upsert(Enrollment, roster.enrollments, values, present.get("enrollments"), on)
    _end_with_classes([classes.rows[one].pk for one in ended], on)
    counted = {
        "orgs": orgs.counts,
        "academicSessions": sessions.counts,
        "classes": classes.counts,
        "users": students.counts + staff.counts + contacts.counts,
        "relationships": related,
        "enrollments": enrollments.counts,
    }
    return Applied(counted, suspended)


def _org(on: date, org: Org, was: School | None) -> dict[str, object]:
    return {
        "name": org.name,
        "kind": org.kind,
        "identifier": org.identifier,
        "ends_on": end(None, was.ends_on if was else None, org.deleted, on),
    }


def _session(on: date, session: Session, was: AcademicSession | None) -> dict[str, object]:
    return {
        "title": session.title,
        "kind": session.kind,
        "school_year": session.school_year,
        "begins_on": session.begins_on,
        "ends_on": end(session.ends_on, was.ends_on if was else None, session.deleted, on),
    }


def _class(
    on: date,
    orgs: Upserted[School],
    sessions: Upserted[AcademicSession],
    one: SchoolClass,
    was: Class | None,
) -> dict[str, object]:
    terms = [sessions.rows[term] for term in one.terms]
    begins = [term.begins_on for term in terms if term.begins_on]
    ends = [term.ends_on for term in terms if term.ends_on]
    return {
        "title": one.title,
        "kind": one.kind,
        "school_id": orgs.pk(one.school),
        "grades": list(one.grades),
        "subjects": list(one.subjects),
        "code": one.code,
        "course": one.course,
        "begins_on": min(begins, default=None),
        "ends_on": end(max(ends, default=None), was.ends_on if was else None, one.deleted, on),
    }


def _student(on: date, user: User, was: Student | None) -> dict[str, object]:
    ends = [role.ends_on for role in user.roles if role.word == STUDENT]
    last = max((day for day in ends if day), default=None) if all(ends) else None
    deleted = user.deleted or all(role.deleted for role in user.roles if role.word == STUDENT)
    return {**person(user), "grade": user.grade, "ends_on": end(last, was.ends_on if was else None, deleted, on)}


def _enrollment(
    on: date,
    ended: Set[str],
    held: tuple[Upserted[Class], Upserted[Student], Upserted[Staff]],
    one: Enrolled,
    was: Enrollment | None,
) -> dict[str, object]:
    classes, students, staff = held
    is_student = one.role == STUDENT
    return {
        "school_class_id": classes.pk(one.school_class),
        "student_id": students.pk(one.user) if is_student else None,
        "staff_id": None if is_student else staff.pk(one.user),
        "role": one.role,
        "primary": one.primary,
        "begins_on": one.begins_on,
        "ends_on": end(one.ends_on, was.ends_on if was else None, one.deleted or one.school_class in ended, on),
    }


def _students(roster: Roster, orgs: Upserted[School], on: date) -> Upserted[Student]:
    """Students, the new ones in the order in which they get their numbers: facts of one class then lie together."""
    users = _in_class_order(roster, [user for user in roster.users if user.is_student])
    present = roster.present.get("users")
    others = {user.sourced_id for user in roster.users if not user.is_student}
    students = upsert(Student, users, partial(_student, on), None if present is None else present - others, on)
    schools = {students.rows[user.sourced_id].pk: [orgs.rows[org].pk for org in _places(user, on)] for user in users}
    relink(Student.schools.through, "student_id", "school_id", schools)
    keep_identifiers({students.rows[user.sourced_id].pk: user.user_ids for user in users})
    return students


def _places(user: User, on: date) -> Sequence[str]:
    """Where a child goes to school: where a role has ended, no longer; where all have, the last word stands."""
    roles = [role for role in user.roles if role.word == STUDENT and not role.deleted]
    still = {role.org for role in roles if role.ends_on is None or role.ends_on >= on}
    return [org for org in user.orgs if org in still] or user.orgs


def _in_class_order(roster: Roster, users: list[User]) -> list[User]:
    """By school, grade, class (a homeroom before others), family name."""
    titles = {one.sourced_id: (one.kind.lower() != "homeroom", one.title, one.sourced_id) for one in roster.classes}
    classes: dict[str, list[tuple[bool, str, str]]] = defaultdict(list)
    for enrolled in roster.enrollments:
        classes[enrolled.user].append(titles[enrolled.school_class])
    last = (True, "", "")

    def place(user: User) -> tuple[object, ...]:
        home = min(classes.get(user.sourced_id, [last]))
        return (user.orgs[0], grade_order(user.grade), home, sort_key(user), user.sourced_id)

    return sorted(users, key=place)


def _link_terms(things: Sequence[SchoolClass], classes: Upserted[Class], sessions: Upserted[AcademicSession]) -> None:
    wanted = {classes.rows[one.sourced_id].pk: [sessions.rows[term].pk for term in one.terms] for one in things}
    relink(Class.terms.through, "class_id", "academicsession_id", wanted)


def _link_parents[Row: (School, AcademicSession)](
    model: type[Row], rows: Upserted[Row], things: Sequence[Org | Session]
) -> None:
    """A parent may stand below its child in the file, so parents come second. An unknown one is left blank."""
    changed = [
        rows.rows[thing.sourced_id]
        for thing in things
        if assign(rows.rows[thing.sourced_id], {"parent_id": rows.pk(thing.parent) if thing.parent else None})
    ]
    write(model, changed)


def _end_with_classes(ended: list[int], on: date) -> None:
    """Enrollments of an ended class end with it, those too that the set no longer names."""
    yesterday = on - timedelta(days=1)
    if ended:
        still_open = Q(ends_on=None) | Q(ends_on__gt=yesterday)
        Enrollment.objects.filter(still_open, school_class__in=ended).update(ends_on=yesterday)


def keep_identifiers(wanted: Mapping[int, Sequence[tuple[str, str]]]) -> None:
    """Make the other ids of these children exactly those that the roster gives."""
    held = {(row.student_id, row.kind, row.value): row.pk for row in StudentIdentifier.objects.all()}
    given = {(student, kind, value): None for student, pairs in wanted.items() for kind, value in pairs}
    gone = [pk for one, pk in held.items() if one[0] in wanted and one not in given]
    if gone:
        StudentIdentifier.objects.filter(pk__in=gone).delete()
    new = [one for one in given if one not in held]
    StudentIdentifier.objects.bulk_create(StudentIdentifier(student_id=s, kind=k, value=v) for s, k, v in new)
