"""What a program's own export tells of students, classes and teachers, before it is written as a OneRoster set."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from homeroom.intake.errors import IntakeError
from homeroom.intake.rosters.cells import BadCellError
from homeroom.intake.rosters.entities import school_year
from homeroom.intake.rosters.found import Found
from homeroom.intake.rosters.table import Record, Table
from homeroom.people.clock import today
from homeroom.people.names import folded

SEPARATORS = (";", "|", "\n")
UNNAMED_SCHOOL = "School"


@dataclass(frozen=True)
class DraftStudent:
    """A child as the first row with this id tells it."""

    id: str
    given_name: str
    family_name: str
    username: str
    email: str
    grade: str
    school: str


@dataclass(frozen=True)
class DraftClass:
    """A class-and-teacher pair that stands in at least one row; either may be blank, not both."""

    name: str
    teacher: str
    school: str
    schools: tuple[str, ...]
    grades: tuple[str, ...]
    students: tuple[str, ...]


@dataclass(frozen=True)
class Draft:
    """What was drafted, and all that a person should look at before receiving it."""

    source: str
    found: Found
    school_year: int
    year_guessed: bool
    subject: str
    students: Mapping[str, DraftStudent]
    classes: tuple[DraftClass, ...]
    rows: int
    left_out: Mapping[str, Sequence[int]] = field(default_factory=dict)
    conflicts: tuple[str, ...] = ()

    @property
    def teachers(self) -> tuple[str, ...]:
        return tuple(sorted({one.teacher for one in self.classes if one.teacher}))

    @property
    def schools(self) -> tuple[str, ...]:
        return tuple(sorted({student.school for student in self.students.values()}))

    @property
    def enrollments(self) -> int:
        """Children's enrollments, without the teachers' own."""
        return sum(len(one.students) for one in self.classes)


def drafted(name: str, table: Table, found: Found) -> Draft:
    """Gather a draft from the rows. Raises IntakeError where the file tells of no children."""
    _check(name, table, found)
    students: dict[str, DraftStudent] = {}
    left_out: dict[str, list[int]] = defaultdict(list)
    conflicts: list[str] = []
    pairs: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for fault in table.faults:
        left_out[fault.words].append(fault.row)
    for record in table.records:
        student = _student(record, found)
        if not student.id or not (student.given_name or student.family_name):
            left_out["no student id" if not student.id else "no name"].append(record.number)
            continue
        first = students.setdefault(student.id, student)
        conflicts += _conflicts(first, student, record.number)
        for pair in _pairs(record, found):
            pairs[pair][student.id] = None
    year, guessed = _year(table.records, found)
    subjects = Counter(found.cell(record, "subject") for record in table.records)
    return Draft(
        source=name,
        found=found,
        school_year=year,
        year_guessed=guessed,
        subject=subjects.most_common(1)[0][0] if len(subjects) == 1 else "",
        students=students,
        classes=tuple(_class(pair, list(ids), students) for pair, ids in sorted(pairs.items())),
        rows=table.rows_in,
        left_out=left_out,
        conflicts=tuple(conflicts),
    )


def _check(name: str, table: Table, found: Found) -> None:
    lacking = [] if found.has("ids") else ["a student id"]
    if not (found.has("full_name") or found.has("given_name") or found.has("family_name")):
        lacking.append("students' names")
    if lacking:
        raise IntakeError(
            f"{name}: no column that holds {' or '.join(lacking)} among: {', '.join(table.columns[:12])}… "
            f"Choose an export with a row or more for each student."
        )


def _student(record: Record, found: Found) -> DraftStudent:
    given, family = found.cell(record, "given_name"), found.cell(record, "family_name")
    if not (given or family):
        given, family = name_parts(found.cell(record, "full_name"))
    username = found.cell(record, "username")
    return DraftStudent(
        id=found.cell(record, "ids"),
        given_name=given,
        family_name=family,
        username=username,
        email=found.cell(record, "email") or (username if "@" in username else ""),
        grade=found.cell(record, "grade"),
        school=found.cell(record, "school") or UNNAMED_SCHOOL,
    )


def name_parts(name: str) -> tuple[str, str]:
    """Given and family name: "Garcia, Ana" and "Ana Garcia" are told apart by the comma; one word is a family name."""
    if "," in name:
        family, given = name.split(",", 1)
        return given.strip(), family.strip()
    given, _, family = name.strip().rpartition(" ")
    return given.strip(), family


def _conflicts(first: DraftStudent, student: DraftStudent, row: int) -> Iterable[str]:
    for what in ("given_name", "family_name", "grade", "school"):
        one, other = getattr(first, what), getattr(student, what)
        if folded(one) != folded(other) and other:
            words = what.replace("_", " ")
            yield f"student {first.id}, line {row + 1}: {words} {other!r}; the first row says {one!r} and was taken"


def _pairs(record: Record, found: Found) -> list[tuple[str, str]]:
    """The class-and-teacher pairs of a row. As many teachers as classes: the first teaches the first; else all, all."""
    classes = _several(found.cell(record, "class"))
    teachers = _several(found.cell(record, "teacher"))
    if not (classes or teachers):
        return []
    if len(classes) == len(teachers):
        return list(zip(classes, teachers, strict=True))
    return list(product(classes or [""], teachers or [""]))


def _several(cell: str) -> list[str]:
    for separator in SEPARATORS[1:]:
        cell = cell.replace(separator, SEPARATORS[0])
    return list(dict.fromkeys(" ".join(part.split()) for part in cell.split(SEPARATORS[0]) if part.strip()))


def _class(pair: tuple[str, str], ids: list[str], students: Mapping[str, DraftStudent]) -> DraftClass:
    """The pair as a class. It needs one school: the one that most of its children go to."""
    schools = Counter(students[one].school for one in ids)
    home = min(schools, key=lambda school: (-schools[school], school))
    grades = tuple(sorted({students[one].grade for one in ids}))
    return DraftClass(*pair, home, tuple(sorted(schools)), grades, tuple(ids))


def _year(records: Iterable[Record], found: Found) -> tuple[int, bool]:
    """The latest school year of the file; where it tells none, today's, guessed."""
    years = []
    for text in {found.cell(record, "year") for record in records} - {""}:
        try:
            years.append(school_year(text, today()))
        except BadCellError:
            continue
    return (max(years), False) if years else (school_year("", today()), True)
