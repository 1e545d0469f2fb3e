"""Which child a row speaks of: id, then user name or e-mail, then a name that is unique in its school and grade.

Each key is judged alone, from the roster as it stands, so the order and the splitting of files never change a link.
Nothing is matched by likeness: what these steps can't decide goes to quarantine until the roster knows more.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from homeroom.people.grades import grade_code
from homeroom.people.models import Enrollment, Student, StudentIdentifier
from homeroom.people.names import folded, names_agree

UNMATCHED = "unmatched"
TOLD = ("pk", "sourced_id", "identifier", "username", "email", "given_name", "preferred_name", "family_name", "grade")
CONFLICT = "identity_conflict"


class Told(Protocol):
    """What the roster tells of a child."""

    @property
    def sourced_id(self) -> str: ...
    @property
    def identifier(self) -> str: ...
    @property
    def username(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def given_name(self) -> str: ...
    @property
    def preferred_name(self) -> str: ...
    @property
    def family_name(self) -> str: ...
    @property
    def grade(self) -> str: ...


@dataclass(frozen=True)
class Claim:
    """What a row says of the child: ids in order of trust, and whatever else the layout gives."""

    ids: tuple[str, ...] = ()
    given_name: str = ""
    family_name: str = ""
    username: str = ""
    email: str = ""
    school: str = ""
    grade: str = ""


@dataclass(frozen=True)
class Link:
    """The verdict on one claim: a student and the method, or no student and the reason code with words."""

    student: int | None
    method: str
    words: str = ""


@dataclass
class Roster:
    """The children known, indexed by everything a program may know them by."""

    names: dict[int, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    grades: dict[int, str] = field(default_factory=dict)
    ids: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    accounts: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    by_name: dict[tuple[str, str], set[int]] = field(default_factory=lambda: defaultdict(set))
    schools: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))


def roster() -> Roster:
    """Everybody the roster has ever named: a child who left did work that still comes in."""
    known = Roster()
    for student in Student.objects.values_list(*TOLD, named=True):
        index(known, student.pk, student)
    for pk, value in StudentIdentifier.objects.values_list("student", "value"):
        _index_ids(known, pk, (value,))
    enrolled = Enrollment.objects.filter(student__isnull=False)
    of_classes = enrolled.values_list("student", "school_class__school__name").distinct()
    named = Student.schools.through.objects.values_list("student", "school__name")
    for pk, school in [*of_classes, *named]:
        known.schools[pk].add(folded(school))
    return known


def index(known: Roster, pk: int, student: Told) -> None:
    """Add one child, as the roster names them, under the number `pk`."""
    calls = (student.given_name, student.preferred_name)
    known.names[pk] = tuple((call, student.family_name) for call in calls if call)
    known.grades[pk] = grade_code(student.grade) or ""
    _index_ids(known, pk, (student.sourced_id, student.identifier))
    for account in {student.username, student.email, student.email.partition("@")[0]} - {""}:
        known.accounts[normal_id(account)].add(pk)
    for given, family in known.names[pk]:
        known.by_name[folded(given), folded(family)].add(pk)


def match(claim: Claim, known: Roster) -> Link:
    """The verdict on one claim. Id and name at odds is a conflict, never a link."""
    for method, found in (("id", _by_id(claim, known)), ("account", _by_account(claim, known))):
        if len(found) > 1:
            return Link(None, CONFLICT, f"The {method} stands for more than one child of the roster.")
        if found:
            return _if_names_agree(claim, known, found.pop(), method)
    named = _by_name(claim, known)
    if len(named) == 1:
        return Link(named.pop(), "name")
    words = "No child of the roster has this id, user name or e-mail, nor alone this name in this school and grade."
    return Link(None, UNMATCHED, words)


def claim_from(parts: Sequence[tuple[str, str]]) -> Claim:
    """A claim out of (kind, text) pairs as a layout's identity lists them."""
    ids = tuple(text for kind, text in parts if kind == "ids" and text)
    rest = {kind: text for kind, text in parts if kind != "ids"}
    return Claim(ids=ids, **rest)


def without_prefix(claim: Claim, prefixes: Sequence[str]) -> Claim:
    """The claim as it is compared: each id as received, and before it the same without a declared prefix."""
    if not prefixes:
        return claim
    bare = [
        value[len(prefix) :].strip()
        for value in claim.ids
        for prefix in prefixes
        if value.casefold().startswith(prefix.casefold())
    ]
    return replace(claim, ids=(*filter(None, bare), *claim.ids))


def normal_id(text: str) -> str:
    """An id as ids are compared: composed, no blanks or invisible signs, case-folded, without a spreadsheet's ".0"."""
    if text.isascii() and text.isalnum():
        return text.casefold()
    shown = "".join(sign for sign in unicodedata.normalize("NFC", text) if unicodedata.category(sign)[0] not in "CZ")
    return re.sub(r"\.0+$", "", shown.casefold())


def _index_ids(known: Roster, pk: int, values: Iterable[str]) -> None:
    for value in filter(None, values):
        for form in _forms(value):
            known.ids[form].add(pk)


def _forms(value: str) -> set[str]:
    """An id with its leading zeros and without: spreadsheets eat them."""
    normal = normal_id(value)
    return {normal, normal.lstrip("0")} - {""} if normal.isdigit() else {normal}


def _by_id(claim: Claim, known: Roster) -> set[int]:
    """An exact form goes before one that lost its zeros."""
    exact = {pk for value in claim.ids for pk in known.ids.get(normal_id(value), ())}
    if exact:
        return exact
    return {pk for value in claim.ids for form in _forms(value) for pk in known.ids.get(form, ())}


def _by_account(claim: Claim, known: Roster) -> set[int]:
    offered = [claim.username, claim.email, claim.email.partition("@")[0], *claim.ids]
    return {pk for text in filter(None, offered) for pk in known.accounts.get(normal_id(text), ())}


def _by_name(claim: Claim, known: Roster) -> set[int]:
    if not (claim.given_name and claim.family_name and claim.school and claim.grade):
        return set()
    school, grade = folded(claim.school), grade_code(claim.grade)
    if grade is None:
        return set()
    found = known.by_name.get((folded(claim.given_name), folded(claim.family_name)), set())
    return {pk for pk in found if school in known.schools[pk] and known.grades[pk] == grade}


def _if_names_agree(claim: Claim, known: Roster, pk: int, method: str) -> Link:
    if not (claim.given_name or claim.family_name):
        return Link(pk, method)
    for given, family in known.names[pk]:
        if names_agree(claim.given_name, claim.family_name, given, family):
            return Link(pk, method)
    return Link(None, CONFLICT, f"The {method} belongs to a child of another name in the roster.")


def evidence(claim: Claim) -> str:
    """What was there to compare, without the values: names and ids stay in the original."""
    told = ("ids", "username", "email", "given_name", "family_name", "school", "grade")
    return " ".join(name for name in told if getattr(claim, name))
