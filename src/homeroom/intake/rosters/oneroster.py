"""Read a full OneRoster 1.1 or 1.2 CSV set: every row ends as a thing of `people.oneroster` or as a fault."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from homeroom.intake.errors import IntakeError
from homeroom.intake.rosters import entities
from homeroom.intake.rosters.cells import BadCellError, Cells
from homeroom.intake.rosters.columns import NOT_TAKEN, OTHERWISE, TAKEN, FileWords, Split, split
from homeroom.intake.rosters.entities import Known
from homeroom.intake.rosters.manifest import Manifest, read_manifest
from homeroom.intake.rosters.table import Fault, Record, Table, read_table
from homeroom.people.oneroster import HeldRole, Org, Roster, Session

NEEDED = ("orgs", "users")


@dataclass(frozen=True)
class ReadFile:
    """What became of one file: its rows, the faulty ones, what to tell; `error` where it can't be used at all."""

    report: str
    rows_in: int = 0
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()
    error: str = ""


@dataclass(frozen=True)
class ReadSet:
    """A set as read. `obstacle` says in words why a set whose files are each sound still can't be taken in."""

    version: str
    roster: Roster
    files: Mapping[str, ReadFile]
    obstacle: str = ""

    @property
    def usable(self) -> bool:
        return not self.obstacle and not any(file.error for file in self.files.values())


@dataclass
class _Reading:
    """The tables of one set and what has been made of them so far."""

    tables: dict[str, Table] = field(default_factory=dict)
    files: dict[str, ReadFile] = field(default_factory=dict)
    known: Known = field(default_factory=Known)


def read_set(files: Mapping[str, Path], workshop: Path) -> ReadSet:
    """Read the files, named by report ("users", "academicSessions", …). `workshop` is a folder for rewritten copies."""
    reading = _Reading()
    for report, path in files.items():
        _open(reading, report, path, workshop)
    manifest = read_manifest(reading.tables.get("manifest"))
    version = manifest.version or ("1.2" if "roles" in reading.tables else "1.1")
    _check_role_column(reading)
    obstacle = manifest.obstacle(files) or _missing(files)
    if obstacle or any(file.error for file in reading.files.values()):
        return ReadSet(version, Roster(), reading.files, obstacle)
    roster = _roster(reading)
    return ReadSet(version, roster, _with_manifest(reading.files, manifest))


def _open(reading: _Reading, report: str, path: Path, workshop: Path) -> None:
    try:
        table = read_table(f"{report}.csv", path, workshop)
    except IntakeError as error:
        reading.files[report] = ReadFile(report, error=str(error))
        return
    reading.tables[report] = table
    words = TAKEN.get(report)
    reading.files[report] = _taken(table, words) if words else _ignored(report, table)


def _taken(table: Table, words: FileWords) -> ReadFile:
    lacking = [name for name in words.required if name.lower() not in table.names]
    file = ReadFile(
        words.report, table.rows_in, table.faults, (*table.notes, *_column_notes(split(table.columns, words), table))
    )
    return replace(file, notes=table.notes, error=_lacks(words.report, lacking)) if lacking else file


def _lacks(report: str, columns: list[str]) -> str:
    named = f"column{'s' if len(columns) > 1 else ''} {', '.join(columns)}"
    return (
        f"{report}.csv: {named} missing. This is not the OneRoster 1.1 or 1.2 layout (School Data Sync, for one, names "
        f"columns alike). Export the roster as OneRoster CSV, then receive it again."
    )


def _column_notes(found: Split, table: Table) -> Iterable[str]:
    """Unknown columns are told always; those set aside where they hold anything."""
    if found.unknown:
        yield f"unknown columns kept: {', '.join(found.unknown)}"
    filled = [name for name in found.aside if any(record.cells.get(name.lower()) for record in table.records)]
    if filled:
        yield f"columns set aside, homeroom never keeps them: {', '.join(filled)}"


def _ignored(report: str, table: Table) -> ReadFile:
    words = NOT_TAKEN.get(report, OTHERWISE)
    numbers = [record.number for record in table.records] + [fault.row for fault in table.faults]
    return ReadFile(
        report, table.rows_in, tuple(Fault(n, "ignored", "not_taken", "", words) for n in numbers), table.notes
    )


def _check_role_column(reading: _Reading) -> None:
    """In 1.1 a user's role stands in users.csv; in 1.2 in roles.csv. A set with neither is another layout."""
    users = reading.tables.get("users")
    if users is None or "roles" in reading.files:
        return
    lacking = [name for name in ("role", "orgSourcedIds") if name.lower() not in users.names]
    if lacking and not reading.files["users"].error:
        reading.files["users"] = replace(reading.files["users"], error=_lacks("users", lacking))


def _missing(files: Mapping[str, Path]) -> str:
    lacking = [f"{name}.csv" for name in NEEDED if name not in files]
    return f"{' and '.join(lacking)} missing: a full set needs it. Export the whole set again." if lacking else ""


def _roster(reading: _Reading) -> Roster:
    known = reading.known
    orgs = _make(reading, "orgs", entities.org)
    known.orgs = frozenset(org.sourced_id for org in orgs)
    sessions = _make(reading, "academicSessions", entities.session)
    known.sessions = frozenset(session.sourced_id for session in sessions)
    known.courses = {course.sourced_id: course.title for course in _make(reading, "courses", entities.course)}
    known.named_users = _ids(reading.tables["users"])
    known.roles = _roles(reading)
    known.doubtful_roles = _doubtful(reading)
    users = _make(reading, "users", entities.user)
    known.users = {user.sourced_id: user.is_student for user in users}
    classes = _make(reading, "classes", entities.school_class)
    known.classes = frozenset(school_class.sourced_id for school_class in classes)
    enrollments = _make(reading, "enrollments", entities.enrollment)
    _note_parents(reading, "orgs", orgs)
    _note_parents(reading, "academicSessions", sessions)
    _note(reading, "users", "role", sum(user.is_student and len({r.word for r in user.roles}) > 1 for user in users))
    return Roster(tuple(orgs), tuple(sessions), tuple(classes), tuple(users), tuple(enrollments), _present(reading))


def _roles(reading: _Reading) -> Mapping[str, tuple[HeldRole, ...]] | None:
    if "roles" not in reading.tables:
        return None
    found: dict[str, list[HeldRole]] = defaultdict(list)
    for row in _make(reading, "roles", entities.role):
        found[row.user].append(row.role)
    return {user: tuple(roles) for user, roles in found.items()}


def _doubtful(reading: _Reading) -> frozenset[str]:
    """Users whose roles we know only in part. A row that can't be read at all may be anyone's."""
    table = reading.tables.get("roles")
    if table is None:
        return frozenset()
    if table.faults:
        return reading.known.named_users
    bad = {fault.row for fault in reading.files["roles"].faults if fault.ended_as == "quarantined"}
    return frozenset(row.cells.get("usersourcedid", "") for row in table.records if row.number in bad)


def _make[Thing](reading: _Reading, report: str, make: Callable[[Cells, Known], Thing]) -> list[Thing]:
    """What the sound rows of one file are; the others become faults of the file."""
    table = reading.tables.get(report)
    if table is None:
        return []
    kept = split(table.columns, TAKEN[report]).kept
    made, faults = [], []
    repeats = _repeats(table.records)
    for record in table.records:
        try:
            if record.number in repeats:
                raise repeats[record.number]
            made.append(make(Cells(record, kept), reading.known))
        except BadCellError as bad:
            faults.append(bad.fault(record.number))
    file = reading.files[report]
    reading.files[report] = replace(file, faults=(*file.faults, *faults))
    return made


def _repeats(records: Iterable[Record]) -> dict[int, BadCellError]:
    """Rows under an id that stands several times: the same again is a duplicate; of two that differ we trust none."""
    by_id: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        by_id[record.cells.get("sourcedid", "")].append(record)
    again = BadCellError("repeated_row", "sourcedId", "the same row stands in this file before", "duplicate")
    unsure = BadCellError(
        "repeated_id", "sourcedId", "several rows have this sourcedId and differ: which one is right?"
    )
    out = {}
    for sourced_id, rows in by_id.items():
        if not sourced_id or len(rows) == 1:
            continue
        same = all(row.cells == rows[0].cells for row in rows)
        out.update({row.number: again if same else unsure for row in (rows[1:] if same else rows)})
    return out


def _ids(table: Table, without: Collection[int] = ()) -> frozenset[str]:
    rows = (record for record in table.records if record.number not in without)
    return frozenset(row.cells.get("sourcedid", "") for row in rows) - {""}


def _present(reading: _Reading) -> dict[str, frozenset[str]]:
    """The ids in each file that can tell who is absent: one with a row, and with every row's id readable."""
    return {
        report: _ids(table, {fault.row for fault in reading.files[report].faults if fault.ended_as == "ignored"})
        for report, table in reading.tables.items()
        if report in TAKEN and _tells_absence(table)
    }


def _tells_absence(table: Table) -> bool:
    return bool(table.records) and not table.faults and all(row.cells.get("sourcedid") for row in table.records)


def _note_parents(reading: _Reading, report: str, things: Iterable[Org | Session]) -> None:
    ids = {thing.sourced_id for thing in things}
    _note(reading, report, "parentSourcedId", sum(bool(t.parent) and t.parent not in ids for t in things))


NOTES = {
    "parentSourcedId": "parentSourcedId set aside in {} row(s): the set does not hold the parent",
    "role": "{} user(s) have a student role and another one: taken as students",
}


def _note(reading: _Reading, report: str, about: str, count: int) -> None:
    if count:
        file = reading.files[report]
        reading.files[report] = replace(file, notes=(*file.notes, NOTES[about].format(count)))


def _with_manifest(files: Mapping[str, ReadFile], manifest: Manifest) -> dict[str, ReadFile]:
    denied = "the manifest says that this file is absent, yet it is here"
    return {
        report: replace(file, notes=(*file.notes, denied)) if manifest.denies(report) else file
        for report, file in files.items()
    }


def counts(file: ReadFile) -> Counter[str]:
    """Rows by the way they ended, short of those that are sound."""
    return Counter(fault.ended_as for fault in file.faults)
