"""One case, side by side: the vendor's row, and the children who may be meant, with what agrees and what does not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy, gettext_noop

from homeroom.facts.engine import EngineError
from homeroom.intake.errors import IntakeError
from homeroom.intake.matching.claim import Claim, from_text
from homeroom.intake.matching.compare import Agrees, candidates, compared
from homeroom.intake.matching.known import Roster
from homeroom.intake.matching.likeness import likeness
from homeroom.intake.who.decided import knowing, standing
from homeroom.intake.who.models import IdentityDecision, VendorKey, WaitingKey
from homeroom.intake.who.rows import Row, shown
from homeroom.people.grades import grade_code
from homeroom.people.models import Enrollment, Student, User
from homeroom.people.names import folded
from homeroom.people.viewing import Viewer
from homeroom.people.visibility import visible_to

LABELS = {
    "ids": gettext_lazy("Id"),
    "account": gettext_lazy("User name or e-mail"),
    "given_name": gettext_lazy("Given name"),
    "family_name": gettext_lazy("Family name"),
    "school": gettext_lazy("School"),
    "grade": gettext_lazy("Grade"),
}
FOUND_MOST = 12


@dataclass(frozen=True)
class Compared:
    """One line of the comparison: what the program says, what the roster says, and how they stand."""

    label: str
    said: str
    ours: str
    agrees: Agrees


@dataclass(frozen=True)
class Candidate:
    """A child who may be meant. `rejected`: a person has said that it is not this one."""

    student: Student
    lines: tuple[Compared, ...]
    same: int
    other: int
    rejected: bool


@dataclass(frozen=True)
class Case:
    """A key with everything that a person needs to decide about it."""

    key: VendorKey
    claim: Claim
    waiting: tuple[WaitingKey, ...]
    rows: int
    row: Row | None
    why_no_row: str
    candidates: tuple[Candidate, ...]
    decisions: tuple[IdentityDecision, ...]
    undoable: frozenset[int]
    student: Student | None
    not_ours: bool
    visible: frozenset[int]

    @property
    def newest(self) -> int:
        return self.decisions[-1].pk if self.decisions else 0

    def shows(self, student: int | None) -> bool:
        """Whether the child, if there is one, may be seen by the reader."""
        return student is None or student in self.visible


def case(key: VendorKey, user: User | Viewer, search: str = "") -> Case:
    """The case of a key as this person may see it: nobody's child but those visible to them is offered.

    `search` adds children by their name.
    """
    claim, known = from_text(key.claim), knowing(key.program)
    decisions = tuple(key.decisions.select_related("student", "by").order_by("pk"))
    undone = {one.undoes_id for one in decisions}
    now = standing(one for one in decisions if one.pk not in undone)
    waiting = tuple(key.waiting.select_related("delivery").order_by("-delivery_id"))
    seen = visible_to(user)
    allowed = set(seen.values_list("pk", flat=True))
    offered = [one.student for one in candidates(claim, known, allowed)]
    if now.student in allowed and now.student not in offered:
        offered.insert(0, now.student or 0)
    offered += [pk for pk in named_like(search, known, allowed) if pk not in offered]
    students = {one.pk: one for one in seen.filter(pk__in=offered)}
    row, why = _row(waiting)
    return Case(
        key=key,
        claim=claim,
        waiting=waiting,
        rows=sum(one.rows for one in waiting),
        row=row,
        why_no_row=why,
        candidates=tuple(_candidate(claim, students[pk], known, now.rejected) for pk in offered),
        decisions=decisions,
        undoable=frozenset(one.pk for one in decisions if one.pk not in undone and one.undoes_id is None),
        student=students.get(now.student or 0),
        not_ours=now.not_ours,
        visible=frozenset(allowed),
    )


def named_like(search: str, known: Roster, allowed: Iterable[int]) -> list[int]:
    """Children whose name holds every word of the search, or is like it; the likest first."""
    words = folded(search).split()
    if not words:
        return []
    given, family = " ".join(words[:-1]) or words[0], words[-1]
    claim = Claim(given_name=given, family_name=family)
    ranked = []
    for pk in allowed:
        whole = " ".join(f"{folded(given)} {folded(family)}" for given, family in known.names[pk])
        score = 2.0 if all(word in whole for word in words) else likeness(claim, known.names[pk])
        if score >= 0.75:
            ranked.append((-score, pk))
    return [pk for _, pk in sorted(ranked)[:FOUND_MOST]]


def _row(waiting: tuple[WaitingKey, ...]) -> tuple[Row | None, str]:
    if not waiting:
        return None, gettext_noop("No row waits because of this key any more.")
    try:
        row = shown(waiting[0])
    except (IntakeError, EngineError, OSError) as error:
        unread = gettext_noop("The kept original can't be read now.")
        return None, str(error) if isinstance(error, IntakeError) else unread
    return row, "" if row else gettext_noop("The row can't be split into the file's columns.")


def _candidate(claim: Claim, student: Student, known: Roster, rejected: frozenset[int]) -> Candidate:
    agrees = compared(claim, student.pk, known)
    said = {
        "ids": ", ".join(claim.ids),
        "account": claim.username or claim.email,
        "given_name": claim.given_name,
        "family_name": claim.family_name,
        "school": claim.school,
        "grade": grade_code(claim.grade) or claim.grade,
    }
    ours = {
        "ids": ", ".join(_ids(student)),
        "account": student.username or student.email,
        "given_name": " / ".join(filter(None, (student.given_name, student.preferred_name))),
        "family_name": student.family_name,
        "school": ", ".join(_schools(student)),
        "grade": student.grade,
    }
    lines = tuple(Compared(str(LABELS[part]), said[part], ours[part], agrees[part]) for part in LABELS)
    count = list(agrees.values()).count
    return Candidate(student, lines, count(Agrees.SAME), count(Agrees.OTHER), student.pk in rejected)


def _ids(student: Student) -> list[str]:
    told = [student.sourced_id, student.identifier, *student.identifiers.values_list("value", flat=True)]
    return list(dict.fromkeys(filter(None, told)))


def _schools(student: Student) -> list[str]:
    enrolled = Enrollment.objects.filter(student=student)
    names = [
        *enrolled.values_list("school_class__school__name", flat=True),
        *student.schools.values_list("name", flat=True),
    ]
    return list(dict.fromkeys(names))
