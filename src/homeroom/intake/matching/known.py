"""The children known, indexed by everything that a program may know them by, and what people have decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from homeroom.intake.matching.claim import forms, normal_id
from homeroom.people.erasures import keys_kept_out
from homeroom.people.grades import grade_code
from homeroom.people.models import Enrollment, Student, StudentIdentifier
from homeroom.people.names import ascii_only, folded

TOLD = ("pk", "sourced_id", "identifier", "username", "email", "given_name", "preferred_name", "family_name", "grade")
Name = tuple[str, str]


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
class Standing:
    """What people have decided about one key and not taken back. `decision` is the number of the deciding row."""

    student: int | None = None
    not_ours: bool = False
    rejected: frozenset[int] = frozenset()
    decision: int | None = None


@dataclass(frozen=True)
class Taught:
    """A child whom a person confirmed under an id, with the name that the program writes."""

    student: int
    name: Name
    decision: int


@dataclass
class Roster:
    """The children known. `decided` and `taught` are what people said about one program's keys and ids."""

    names: dict[int, tuple[Name, ...]] = field(default_factory=dict)
    grades: dict[int, str] = field(default_factory=dict)
    ids: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    accounts: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    by_name: dict[Name, set[int]] = field(default_factory=lambda: defaultdict(set))
    schools: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    ids_of: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    accounts_of: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    decided: Mapping[str, Standing] = field(default_factory=dict)
    taught: Mapping[str, tuple[Taught, ...]] = field(default_factory=dict)
    # Keyed hashes of what children who were erased were known by.
    erased: frozenset[str] = frozenset()
    _texts: dict[str, dict[tuple[int, str], str]] = field(default_factory=dict)
    _numbers: dict[int, tuple[str, str]] = field(default_factory=dict)
    _words: dict[tuple[str, str], set[int]] = field(default_factory=dict)

    def texts_at(self, school: str) -> Mapping[tuple[int, str], str]:
        """The children of a school (folded name): each spelling of a name as one word, under (child, spelling)."""
        self._look_up()
        return self._texts.get(school, {})

    def at(self, school: str, word: str) -> Iterable[int]:
        """The children of a school who have this word in their family name."""
        self._look_up()
        return self._words.get((school, word), ())

    def numbered(self, id_: str) -> bool:
        """Whether an id looks as if the school gave it: a number as long as its own, between the lowest and highest."""
        number = normal_id(id_)
        low, high = self._spans().get(len(number), ("", "")) if number.isdigit() else ("", "")
        return bool(low) and low <= number <= high

    def _spans(self) -> Mapping[int, tuple[str, str]]:
        """By length, the lowest and the highest of the school's numbers, with their zeros and without."""
        if not self._numbers:
            for spelled in filter(str.isdigit, self.ids):
                low, high = self._numbers.get(len(spelled), (spelled, spelled))
                self._numbers[len(spelled)] = min(low, spelled), max(high, spelled)
        return self._numbers

    def _look_up(self) -> None:
        """Made once, when the first key needs it: most nights none does."""
        if self._texts:
            return
        for pk, schools in self.schools.items():
            texts = {given + family for names in self.names[pk] for given, family in spellings(*names)}
            words = {word for _, family in self.names[pk] for word in folded(family).split()}
            for school in schools:
                told = self._texts.setdefault(school, {})
                told.update({(pk, text): text.replace(" ", "") for text in texts})
                for word in words:
                    self._words.setdefault((school, word), set()).add(pk)


def roster() -> Roster:
    """Everybody the roster has ever named, and who is still to come: work of both comes in."""
    known = Roster(erased=keys_kept_out())
    for student in Student.objects.values_list(*TOLD, named=True):
        index(known, student.pk, student)
    for pk, value in StudentIdentifier.objects.values_list("student", "value"):
        _index_ids(known, pk, (value,))
    enrolled = Enrollment.objects.filter(student__isnull=False)
    of_classes = enrolled.values_list("student", "school_class__school__name").distinct()
    named = Student.schools.through.objects.values_list("student", "school__name")
    plain: dict[str, str] = {}
    for pk, school in [*of_classes, *named]:
        known.schools[pk].add(plain.setdefault(school, folded(school)))
    return known


def index(known: Roster, pk: int, student: Told) -> None:
    """Add one child, as the roster names them, under the number `pk`."""
    calls = (student.given_name, student.preferred_name)
    known.names[pk] = tuple((call, student.family_name) for call in calls if call)
    known.grades[pk] = grade_code(student.grade) or ""
    _index_ids(known, pk, (student.sourced_id, student.identifier))
    for account in {student.username, student.email, student.email.partition("@")[0]} - {""}:
        known.accounts[normal_id(account)].add(pk)
        known.accounts_of[pk].add(normal_id(account))
    for given, family in known.names[pk]:
        for name in spellings(given, family):
            known.by_name[name].add(pk)


def spellings(given: str, family: str) -> set[Name]:
    """A name as it is compared: accents off, and with its accented letters left out whole, as some programs do."""
    plain = folded(given), folded(family)
    if given.isascii() and family.isascii():
        return {plain}
    dropped = ascii_only(given), ascii_only(family)
    return {plain, dropped} if all(dropped) else {plain}


def _index_ids(known: Roster, pk: int, values: Iterable[str]) -> None:
    for value in filter(None, values):
        known.ids_of[pk].add(normal_id(value))
        for form in forms(value):
            known.ids[form].add(pk)
