"""Read a roster set: every row ends as a thing of `people.oneroster` or as a fault.

OneRoster 1.1 and 1.2 CSV is read as it is; other layouts are turned into its tables first. A delta set is laid over
the set that stands, row by row, and read with it: so it means what the whole set would have meant.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from django.utils.translation import gettext_noop

from homeroom.intake.errors import IntakeError
from homeroom.intake.rosters import clever, sds
from homeroom.intake.rosters.columns import NOT_TAKEN, OF_ONEROSTER, OTHERWISE, TAKEN
from homeroom.intake.rosters.making import Made, make_all
from homeroom.intake.rosters.manifest import Manifest, read_manifest
from homeroom.intake.rosters.overlay import overlaid
from homeroom.intake.rosters.table import Fault, Table, read_table
from homeroom.intake.rosters.turned import ROOM, Turned
from homeroom.intake.rosters.weigh import Faulty
from homeroom.people.oneroster import Roster

NEEDED = ("orgs", "users")
NO_BASE = (
    "this is a delta set ({}): it tells only what changed, and homeroom holds no full OneRoster set that it could "
    "change. Ask the roster's sender for a bulk export first."
)
ONEROSTER = "oneroster"


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
    program: str = ONEROSTER
    mode: str = "bulk"
    faulty: tuple[Faulty, ...] = ()

    @property
    def usable(self) -> bool:
        return not self.obstacle and not any(file.error for file in self.files.values())

    def taken(self, report: str) -> bool:
        """Whether anything of this file becomes part of the roster."""
        return report in OF_ONEROSTER if self.program == ONEROSTER else report in USES[self.program]


USES: Mapping[str, Collection[str]] = {sds.PROGRAM: sds.USES, clever.PROGRAM: clever.USES}
Base = Mapping[str, Table]


def read_set(files: Mapping[str, Path], workshop: Path, base: Base | None = None) -> ReadSet:
    """Read the files, named by report ("users", "academicSessions", …). `workshop` is a folder for rewritten copies.

    `base` holds the tables of the set that stands; a delta set needs them.
    """
    opened, errors = _open_all(files, workshop)
    turned = _turned(opened)
    manifest = read_manifest(opened.get("manifest"))
    deltas = manifest.deltas
    read = ReadSet(
        manifest.version or turned.version,
        Roster(),
        _bare_files(files, opened, turned, errors),
        program=turned.program,
        mode="delta" if deltas else "bulk",
    )
    if deltas and base is None:
        return replace(read, obstacle=NO_BASE.format(", ".join(deltas)))
    tables = overlaid(base or {}, turned.tables, manifest) if deltas else turned.tables
    read = _with_errors(read, tables, turned)
    obstacle = manifest.obstacle(files) or _missing(tables)
    if obstacle or not read.usable:
        return replace(read, obstacle=obstacle)
    made = make_all(tables, [report for report in tables if deltas and manifest.mode(report) != "bulk"])
    return _told(replace(read, roster=made.roster, faulty=made.faulty), made, turned, manifest)


def _open_all(files: Mapping[str, Path], workshop: Path) -> tuple[dict[str, Table], dict[str, str]]:
    opened, errors = {}, {}
    for report, path in files.items():
        try:
            opened[report] = read_table(f"{report}.csv", path, workshop)
        except IntakeError as error:
            errors[report] = str(error)
    return opened, errors


def _turned(opened: Mapping[str, Table]) -> Turned:
    """The tables in OneRoster's words, whatever the layout."""
    if clever.fits(opened):
        return clever.turn(opened)
    if sds.fits(opened):
        return sds.turn(opened)
    version = "1.2" if "roles" in opened else "1.1"
    tables = {report: table for report, table in opened.items() if report in OF_ONEROSTER}
    return Turned(ONEROSTER, version, tables, {report: (report,) for report in tables})


def _bare_files(
    files: Mapping[str, Path], opened: Mapping[str, Table], turned: Turned, errors: Mapping[str, str]
) -> dict[str, ReadFile]:
    """Every file with its rows, before anything is made of them."""
    used = {source for sources in turned.sources.values() for source in sources}
    found = {}
    for report in files:
        if report in errors:
            found[report] = ReadFile(report, error=errors[report])
        elif report in used:
            table = opened[report]
            found[report] = ReadFile(report, table.rows_in, notes=(*table.notes, *turned.notes.get(report, ())))
        else:
            found[report] = _ignored(report, opened[report])
    return found


def _with_errors(read: ReadSet, tables: Mapping[str, Table], turned: Turned) -> ReadSet:
    """The files that lack a column which their table needs, each with that in words."""
    files = dict(read.files)
    for report, table in tables.items():
        lacking = [name for name in TAKEN[report].required if name.lower() not in table.names]
        if report == "users" and "roles" not in tables:
            # In 1.1 a user's role stands in users.csv; in 1.2 in roles.csv. A set with neither is another layout.
            lacking += [name for name in ("role", "orgSourcedIds") if name.lower() not in table.names]
        for source in turned.sources.get(report, ()):
            if lacking and not files[source].error:
                files[source] = replace(files[source], error=_lacks(source, lacking))
    return replace(read, files=files)


def _lacks(report: str, columns: list[str]) -> str:
    many = gettext_noop("columns %(columns)s")
    named = (many if len(columns) > 1 else gettext_noop("column %(columns)s")) % {"columns": ", ".join(columns)}
    return gettext_noop(
        "%(report)s.csv: %(columns_words)s missing. This is neither OneRoster 1.1 or 1.2, nor School "
        "Data Sync 2.1, nor Clever's layout. Export the roster as OneRoster CSV, then receive it again."
    ) % {"report": report, "columns_words": named}


def _told(read: ReadSet, made: Made, turned: Turned, manifest: Manifest) -> ReadSet:
    """Faults and notes, each at the received file that its row came from."""
    faults: dict[str, dict[int, Fault]] = defaultdict(dict)
    notes: dict[str, list[str]] = defaultdict(list)
    for report, sources in turned.sources.items():
        for fault in made.faults.get(report, ()):
            place, row = divmod(fault.row, ROOM)
            if fault.row > 0:
                faults[sources[place]].setdefault(row, replace(fault, row=row))
        if sources:
            notes[sources[0]] += made.notes.get(report, ())
    denied = gettext_noop("the manifest says that this file is absent, yet it is here")
    files = {
        report: replace(
            file,
            faults=(*file.faults, *faults[report].values()),
            notes=(*file.notes, *notes[report], *([denied] if manifest.denies(report) else [])),
        )
        for report, file in read.files.items()
    }
    return replace(read, files=files)


def _ignored(report: str, table: Table) -> ReadFile:
    words = NOT_TAKEN.get(report, OTHERWISE)
    numbers = [record.number for record in table.records] + [fault.row for fault in table.faults]
    return ReadFile(
        report, table.rows_in, tuple(Fault(n, "ignored", "not_taken", "", words) for n in numbers), table.notes
    )


def _missing(tables: Mapping[str, Table]) -> str:
    lacking = [f"{name}.csv" for name in NEEDED if name not in tables]
    return (
        gettext_noop("%(files)s missing: a full set needs it. Export the whole set again.")
        % {"files": " and ".join(lacking)}
        if lacking
        else ""
    )


def counts(file: ReadFile) -> Counter[str]:
    """Rows by the way they ended, short of those that are sound."""
    return Counter(fault.ended_as for fault in file.faults)
