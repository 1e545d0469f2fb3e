"""Make a roster of the tables of a set in OneRoster's words; a row that can't be used costs itself alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_noop

from homeroom.intake.rosters import entities
from homeroom.intake.rosters.cells import BadCellError, Cells
from homeroom.intake.rosters.columns import TAKEN, Split, split
from homeroom.intake.rosters.entities import Known
from homeroom.intake.rosters.families import ToldBy, families
from homeroom.intake.rosters.table import Fault, Record, Table
from homeroom.intake.rosters.two_ids import two_ids
from homeroom.intake.rosters.weigh import Faulty
from homeroom.people.oneroster import HeldRole, Org, Roster, Session, User

# Each table leans on those before it.
IN_ORDER = ("orgs", "academicSessions", "courses", "roles", "users", "classes", "enrollments", "relationships")
# Whose faulty rows are weighed: a course alone changes nothing that stands.
WEIGHED = ("orgs", "academicSessions", "classes", "users", "roles", "enrollments", "relationships")


@dataclass(frozen=True)
class Made:
    """A roster, and by table its faults and what to tell."""

    roster: Roster
    faults: Mapping[str, tuple[Fault, ...]]
    notes: Mapping[str, tuple[str, ...]]
    faulty: tuple[Faulty, ...]


@dataclass
class _Reading:
    """The tables and what has been made of them so far. From `partial` ones nobody is absent."""

    tables: Mapping[str, Table]
    partial: Collection[str]
    faults: dict[str, list[Fault]] = field(default_factory=lambda: defaultdict(list))
    notes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    known: Known = field(default_factory=Known)


def make_all(tables: Mapping[str, Table], partial: Collection[str] = ()) -> Made:
    """The roster of these tables. `partial` names those laid over a base: rows of the base have numbers below 1.

    A faulty row in one of these leaves what stands under its id: the rest is read again as if it had not come.
    """
    dropped: list[tuple[str, Fault]] = []
    about: list[Faulty] = []
    while True:
        reading = _Reading(tables, partial)
        roster = _roster(reading)
        found = _first_faulty(reading)
        about += [one for one in _faulty(reading) if not found or (one.report, one.row) in found]
        if not found:
            break
        dropped += [(report, fault) for (report, _), fault in found.items()]
        report = dropped[-1][0]
        tables = {**tables, report: tables[report].without({row for _, row in found})}
    for report, fault in dropped:
        reading.faults[report].append(fault)
    faults = {report: tuple(found) for report, found in reading.faults.items()}
    return Made(roster, faults, {report: tuple(told) for report, told in reading.notes.items()}, tuple(about))


def _first_faulty(reading: _Reading) -> dict[tuple[str, int], Fault]:
    """The quarantined rows of the first partial table that has any. Rows that lean on them may yet be sound."""
    for report in (one for one in IN_ORDER if one in reading.partial and one in reading.tables):
        rows = {record.number for record in reading.tables[report].records}
        bad = {(report, f.row): f for f in reading.faults[report] if f.ended_as == "quarantined" and f.row > 0}
        if found := {key: fault for key, fault in bad.items() if key[1] in rows}:
            return found
    return {}


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
    known.users = {user.sourced_id: entities.taken_for(user) for user in users}
    known.contacts = frozenset(user.sourced_id for user in users if user.is_contact)
    classes = _make(reading, "classes", entities.school_class)
    known.classes = frozenset(school_class.sourced_id for school_class in classes)
    enrollments = _make(reading, "enrollments", entities.enrollment)
    told = families(users, _make(reading, "relationships", entities.relationship), _told_by(reading, users))
    _note_columns(reading)
    _note_parents(reading, "orgs", orgs)
    _note_parents(reading, "academicSessions", sessions)
    _note(reading, "users", "role", sum(user.is_student and len({r.word for r in user.roles}) > 1 for user in users))
    _note(reading, "users", "agentSourcedIds", told.aside)
    reading.notes["users"] += two_ids(users)
    rows = (tuple(orgs), tuple(sessions), tuple(classes), tuple(users), tuple(enrollments), told.related)
    return Roster(*rows, told.tells, told.unsure, _present(reading))


def _told_by(reading: _Reading, users: Collection[User]) -> ToldBy:
    """The tables that tell of families, and the rows of theirs that could not be used."""
    bad = {fault.row for fault in reading.faults["relationships"] if fault.ended_as == "quarantined"}
    unread = _ids(reading.tables["users"]) - {user.sourced_id for user in users}
    return ToldBy(reading.tables["users"], reading.tables.get("relationships"), frozenset(bad), unread)


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
    bad = {fault.row for fault in reading.faults["roles"] if fault.ended_as == "quarantined"}
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
    reading.faults[report] += [*table.faults, *faults]
    return made


def _repeats(records: Iterable[Record]) -> dict[int, BadCellError]:
    """Rows under an id that stands several times: the same again is a duplicate; of two that differ we trust none."""
    by_id: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        by_id[record.cells.get("sourcedid", "")].append(record)
    again = BadCellError(
        "repeated_row",
        "sourcedId",
        gettext_noop("the same row stands in this file before"),
        "duplicate",
    )
    unsure = BadCellError(
        "repeated_id",
        "sourcedId",
        gettext_noop("several rows have this sourcedId and differ: which one is right?"),
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
        report: _ids(table, {fault.row for fault in reading.faults[report] if fault.ended_as == "ignored"})
        for report, table in reading.tables.items()
        if report not in reading.partial and _tells_absence(table)
    }


def _tells_absence(table: Table) -> bool:
    return table.is_whole and all(row.cells.get("sourcedid") for row in table.records)


def _note_parents(reading: _Reading, report: str, things: Iterable[Org | Session]) -> None:
    ids = {thing.sourced_id for thing in things}
    _note(reading, report, "parentSourcedId", sum(bool(t.parent) and t.parent not in ids for t in things))


NOTES = {
    "agentSourcedIds": gettext_noop("agentSourcedIds set aside %(n)s time(s): no child and family contact of the set"),
    "parentSourcedId": gettext_noop("parentSourcedId set aside in %(n)s row(s): the set does not hold the parent"),
    "role": gettext_noop("%(n)s user(s) have a student role and another one: taken as students"),
}


def _note(reading: _Reading, report: str, about: str, count: int) -> None:
    if count:
        reading.notes[report].append(NOTES[about] % {"n": count})


def _note_columns(reading: _Reading) -> None:
    for report, table in reading.tables.items():
        reading.notes[report] += _column_notes(split(table.columns, TAKEN[report]), table)


def _column_notes(found: Split, table: Table) -> Iterable[str]:
    """Unknown columns are told always; those set aside where they hold anything."""
    if found.unknown:
        yield gettext_noop("unknown columns kept: %(columns)s") % {"columns": ", ".join(found.unknown)}
    filled = [name for name in found.aside if any(record.cells.get(name.lower()) for record in table.records)]
    if filled:
        yield gettext_noop("columns set aside, homeroom never keeps them: %(columns)s") % {"columns": ", ".join(filled)}


def _faulty(reading: _Reading) -> Iterable[Faulty]:
    """The quarantined rows, with whatever they tell of where they belong."""
    for report in WEIGHED:
        bad = {fault.row for fault in reading.faults[report] if fault.ended_as == "quarantined" and fault.row > 0}
        records = {record.number: record.cells for record in reading.tables[report].records} if bad else {}
        for row in sorted(bad):
            yield _about(report, row, records.get(row, {}))


def _about(report: str, row: int, cells: Mapping[str, str]) -> Faulty:
    named = ",".join(cells.get(name, "") for name in ("orgsourcedids", "orgsourcedid", "schoolsourcedid"))
    return Faulty(
        report,
        row,
        cells.get("usersourcedid" if report == "roles" else "sourcedid", ""),
        tuple(word.strip() for word in named.split(",") if word.strip()),
        cells.get("classsourcedid", ""),
        cells.get("role", "").lower(),
    )
