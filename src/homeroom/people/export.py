"""Everything that the people's tables hold of one child."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from homeroom.people import audit_index
from homeroom.people.models import (
    AuditEntry,
    Caseload,
    Contact,
    Correction,
    Enrollment,
    FamilySheet,
    LabAbsence,
    LabHelp,
    Student,
)
from homeroom.people.record import Held, Told


def export(student: int) -> list[Held]:
    """The child's rows, table by table; tables of which the child has none are there, and empty."""
    return [_child(student), _identifiers(student), _enrollments(student), _contacts(student), _caseload(student),
            _accounts(student), _corrections(student), _family_sheets(student), _lab_absences(student),
            _lab_help(student), _who_saw(student)]  # fmt: skip


def _held(name: str, title: str, grain: str, columns: Mapping[str, str], rows: Iterable[Sequence[object]]) -> Held:
    return Held(name, title, grain, tuple(Told(*one) for one in columns.items()), [list(row) for row in rows])


def _child(student: int) -> Held:
    columns = {
        "number": "the number that homeroom gave the child",
        "sourced_id": "the roster's id",
        "identifier": "the school's number",
        "given_name": "given name",
        "middle_name": "middle name",
        "preferred_name": "the name the child goes by",
        "family_name": "family name",
        "grade": "grade, as the roster writes it",
        "username": "user name of the school",
        "email": "e-mail address of the school",
        "schools": "schools that the roster names",
        "ends_on": "last day, where the child has left",
        "missing_since": "since when the roster does not name the child any more",
        "other_columns": "columns of the roster that homeroom does not use",
    }
    one = Student.objects.get(pk=student)
    schools = "; ".join(one.schools.order_by("name").values_list("name", flat=True))
    told = [one.pk, one.sourced_id, one.identifier, one.given_name, one.middle_name, one.preferred_name]
    told += [one.family_name, one.grade, one.username, one.email, schools, one.ends_on, one.missing_since]
    return _held("child", "The child", "one child", columns, [[*told, _pairs(one.extras)]])


def _pairs(extras: Mapping[str, object]) -> str:
    return "; ".join(f"{name}: {value}" for name, value in extras.items())


def _identifiers(student: int) -> Held:
    rows = Student.objects.get(pk=student).identifiers.order_by("kind", "value").values_list("kind", "value")
    columns = {"kind": "what kind of id", "value": "the id"}
    return _held("other_ids", "Other ids", "one id that the roster gives", columns, rows)


def _enrollments(student: int) -> Held:
    columns = {
        "school": "school",
        "class": "class",
        "begins_on": "first day; blank: that of the class",
        "ends_on": "last day; blank: that of the class",
    }
    found = Enrollment.objects.filter(student=student).order_by("school_class__title", "pk")
    rows = found.values_list("school_class__school__name", "school_class__title", "begins_on", "ends_on")
    return _held("classes", "Classes", "one class of the child", columns, rows)


def _contacts(student: int) -> Held:
    columns = {
        "name": "name of the contact",
        "kind": "parent, guardian or relative",
        "email": "e-mail address",
        "begins_on": "first day",
        "ends_on": "last day",
    }
    found = Contact.objects.filter(relationships__student=student).order_by("family_name", "given_name", "pk")
    rows = [
        [contact.name, one.kind, contact.email, one.begins_on, one.ends_on]
        for contact in found.distinct()
        for one in contact.relationships.filter(student=student)
    ]
    return _held("family", "Family contacts", "one contact of the child", columns, rows)


def _caseload(student: int) -> Held:
    columns = {"who": "member of staff", "reason": "why they serve the child", "begins_on": "from", "ends_on": "to"}
    found = Caseload.objects.filter(student=student).select_related("staff").order_by("begins_on", "pk")
    rows = [[one.staff.name, one.reason, one.begins_on, one.ends_on] for one in found]
    return _held("caseload", "Staff who serve the child", "one reason to serve the child", columns, rows)


def _accounts(student: int) -> Held:
    columns = {"user_name": "user name", "works": "whether it may be used", "last_sign_in": "last sign-in"}
    one = Student.objects.select_related("user").get(pk=student)
    user = getattr(one, "user", None)
    rows = [[user.get_username(), user.is_active, user.last_login]] if user else []
    return _held("sign_in", "The child's own sign-in", "one sign-in", columns, rows)


def _corrections(student: int) -> Held:
    columns = {
        "received_on": "when the request came",
        "about": "what is said to be wrong",
        "original": "what the record says",
        "statement": "the family's statement",
        "decision": "pending, granted or denied",
        "decided_on": "when it was decided",
        "reason": "why",
        "changed": "what was changed",
    }
    rows = Correction.objects.filter(student=student).order_by("received_on", "pk").values_list(*columns)
    return _held("corrections", "Requests for correction", "one request", columns, rows)


def _family_sheets(student: int) -> Held:
    columns = {
        "on": "the day the sheet tells of",
        "language": "the language beside English; blank: English alone",
        "approved_by": "who approved it",
        "approved_at": "when",
        "sheet": "its lines, as they were handed out",
    }
    rows = [
        [one.on, one.language, one.approved_by, one.approved_at, json.dumps(one.sheet, ensure_ascii=False)]
        for one in FamilySheet.objects.filter(student=student)
    ]
    return _held("family_reports", "Family reports that were handed out", "one sheet", columns, rows)


def _lab_absences(student: int) -> Held:
    columns = {"day": "the day", "said_by": "who wrote it down", "said_at": "when"}
    rows = LabAbsence.objects.filter(student=student).order_by("day").values_list(*columns)
    return _held("lab_absences", "Days noted absent from the learning lab", "one day", columns, rows)


def _lab_help(student: int) -> Held:
    columns = {
        "school__name": "the school whose lab it was",
        "day": "the day",
        "note": "what about; blank where nobody wrote any",
        "said_by": "who helped",
        "said_at": "when it was written down",
    }
    rows = LabHelp.objects.filter(student=student).order_by("said_at", "pk").values_list(*columns)
    return _held("lab_help", "Help in the learning lab", "one time somebody helped", columns, rows)


def _who_saw(student: int) -> Held:
    columns = {
        "at": "when",
        "who": "who",
        "did": "what they did",
        "object": "the page, file or record",
        "why": "why they might",
    }
    rows = [[one.at, one.actor, one.verb, one.object, one.reason] for one in seen(student)]
    return _held("who_saw", "Who saw or changed the record", "one look or change", columns, rows)


def seen(student: int) -> Iterable[AuditEntry]:
    """Audit entries about this child, oldest first."""
    about = audit_index.of_child(student).values("entry")
    return AuditEntry.objects.filter(pk__in=about).order_by("pk")
