"""Children out of an Ed-Fi Student interchange. The roster's word stands: here nobody is renamed, moved or ended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_noop

from homeroom.intake.edfi.interchange import Element, tag, text
from homeroom.intake.edfi.judged import IGNORED, Judged
from homeroom.intake.reasons import words_for
from homeroom.people.erasures import is_kept_out
from homeroom.people.models import Student, StudentIdentifier
from homeroom.people.names import names_agree

KIND = "edfi"
LONGEST = 255


@dataclass(frozen=True)
class Child:
    """What the interchange tells of a child, of all that it could tell."""

    unique_id: str
    given_name: str
    family_name: str
    preferred_name: str = ""


class Children:
    """The children known, by every id, and what an interchange adds to them.

    Where no roster came in yet, children it doesn't know are added, without a school. Once one has, they wait.
    """

    def __init__(self, may_add: bool) -> None:
        self._may_add = may_add
        self._known = _known()
        self._seen: set[str] = set()
        self._fresh: list[Student] = []
        self._noted: list[StudentIdentifier] = []

    def judge(self, record: Element) -> Judged:
        if tag(record) != "Student":
            return IGNORED
        child = _child(record)
        if fault := _unfit(child):
            return fault
        if child.unique_id in self._seen:
            return Judged("duplicate", "same_id", words_for("same_id"))
        self._seen.add(child.unique_id)
        known = self._known.get(child.unique_id, {})
        return self._one_of(child, list(known.values())) if known else self._new(child)

    def take_in(self) -> None:
        """Call it inside the transaction that writes the ledger."""
        Student.objects.bulk_create(self._fresh, batch_size=500)
        StudentIdentifier.objects.bulk_create(self._noted, ignore_conflicts=True, batch_size=500)

    def _one_of(self, child: Child, known: list[Student]) -> Judged:
        if len(known) > 1:
            return Judged(
                "quarantined",
                "identity_conflict",
                gettext_noop("The id stands for more than one child of the roster."),
            )
        one = known[0]
        called = [one.given_name, one.preferred_name]
        if not any(names_agree(child.given_name, child.family_name, name, one.family_name) for name in called):
            words = gettext_noop("The id belongs to a child of another name in the roster.")
            return Judged("quarantined", "identity_conflict", words)
        self._noted.append(StudentIdentifier(student=one, kind=KIND, value=child.unique_id))
        return Judged()

    def _new(self, child: Child) -> Judged:
        if not self._may_add:
            return Judged("quarantined", "not_in_roster", words_for("not_in_roster"))
        self._fresh.append(
            Student(
                sourced_id=child.unique_id,
                given_name=child.given_name,
                family_name=child.family_name,
                preferred_name=child.preferred_name,
            )
        )
        return Judged()


def names_erased(record: Element, keys: frozenset[str]) -> bool:
    """Whether the record is of a child who was erased, and whose id is nobody's by now."""
    told = text(record, "StudentUniqueId") if keys and tag(record) == "Student" else ""
    if not told or not is_kept_out(told, keys):
        return False
    return not Student.objects.filter(sourced_id=told).exists()


def _child(record: Element) -> Child:
    names = (text(record, "Name", step)[:LONGEST] for step in ("FirstName", "LastSurname", "PreferredFirstName"))
    return Child(text(record, "StudentUniqueId"), *names)


def _unfit(child: Child) -> Judged | None:
    if not child.unique_id:
        return Judged("quarantined", "missing_value", gettext_noop("StudentUniqueId is blank."))
    if len(child.unique_id) > LONGEST:
        return Judged(
            "quarantined",
            "out_of_range",
            gettext_noop("StudentUniqueId is longer than %(longest)s characters.") % {"longest": LONGEST},
        )
    if not (child.given_name and child.family_name):
        return Judged(
            "quarantined",
            "missing_value",
            gettext_noop("FirstName or LastSurname is blank."),
        )
    return None


def _known() -> Mapping[str, Mapping[int, Student]]:
    found: dict[str, dict[int, Student]] = defaultdict(dict)
    students = Student.objects.in_bulk()
    others: Iterable[tuple[int, str]] = StudentIdentifier.objects.values_list("student", "value")
    for pk, value in [*((s.pk, s.sourced_id) for s in students.values()), *others]:
        found[value][pk] = students[pk]
    for student in students.values():
        if student.identifier:
            found[student.identifier][student.pk] = student
    return found
