"""Take what plans are made from out of files: all that is sound, in one transaction. The rest is named by its line."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from homeroom.facts.spreadsheet import bare
from homeroom.people import audit
from homeroom.people.audit import CommandLine
from homeroom.people.models import School, User
from homeroom.rotation.errors import RotationError
from homeroom.rotation.files.all_tables import TABLES
from homeroom.rotation.files.cells import Cells
from homeroom.rotation.files.place import Place
from homeroom.rotation.files.table import Fields, Table, plain
from homeroom.standards.account import Account, FaultError, Sheet, sheet
from homeroom.standards.errors import StandardsError

AT_ONCE = 500
NEW, CHANGED, SAME = "new", "changed", "unchanged"


@dataclass(frozen=True)
class Taken:
    """An account of each file in the order taken, and the names of files that are none of ours."""

    accounts: tuple[Account, ...]
    unread: tuple[str, ...]

    @property
    def waiting(self) -> bool:
        """Whether something was set aside, or not read."""
        return bool(self.unread) or any(one.set_aside or one.fields for one in self.accounts)


@transaction.atomic
def take(path: Path, school: School, by: User | CommandLine, *, dry: bool = False) -> Taken:
    """Take the files of a folder, or one file, into the school. Safe again; `dry`: say what would happen, keep nothing.

    What is there and stands in no file stays. Raises RotationError, and nothing is taken, where a file is none of its
    name, or was written by another school.
    """
    found, unread = _files(path)
    named = (by.get_username() if isinstance(by, User) else str(by))[:150]
    place = Place(school, named)
    children: set[int] = set()
    accounts = []
    for table in TABLES:
        if table.name in found:
            place.forget()
            taking = _Taking(table, place)
            accounts.append(taking.take(found[table.name]))
            children |= taking.children
    changed = sum(one.counts[NEW] + one.counts[CHANGED] for one in accounts)
    if changed and not dry:
        what = f"plan inputs of school {school.pk}, {changed} rows"
        audit.did(by, "took in", what, children, "what plans are made from")
    transaction.set_rollback(dry)
    return Taken(tuple(accounts), tuple(unread))


def _files(path: Path) -> tuple[dict[str, Path], list[str]]:
    known = {table.name for table in TABLES}
    if path.is_dir():
        files = sorted(one for one in path.iterdir() if one.is_file() and not one.name.startswith("."))
    elif path.exists():
        files = [path]
    else:
        raise RotationError(f"{path}: there is no such file or folder.")
    found = {one.stem: one for one in files if one.suffix == ".csv" and one.stem in known}
    if not found:
        names = ", ".join(f"{name}.csv" for name in sorted(known))
        raise RotationError(f"{path}: no file here is one of these: {names}.")
    return found, [one.name for one in files if one not in found.values()]


@dataclass
class _Taking:
    """One file on its way into one table."""

    table: Table
    place: Place
    children: set[int] = field(default_factory=set)
    _held: dict[tuple[Hashable, ...], Fields] = field(default_factory=dict)
    _rows: dict[tuple[Hashable, ...], Any] = field(default_factory=dict)
    _near: dict[Hashable, dict[tuple[Hashable, ...], Fields]] = field(default_factory=lambda: defaultdict(dict))
    _told: dict[tuple[Hashable, ...], int] = field(default_factory=dict)

    def take(self, path: Path) -> Account:
        found = _opened(path, self.table)
        for one in self.table.held(self.place.school):
            fields = self.table.of(one)
            self._rows[self.table.key_of(fields)] = one
            self._hold(fields)
        new: dict[tuple[Hashable, ...], Fields] = {}
        changed: dict[tuple[Hashable, ...], Fields] = {}
        counts: Counter[str] = Counter()
        for line, cells in found.rows():
            try:
                key, what = self._row(line, cells, path)
            except FaultError as fault:
                found.aside(line, fault)
                continue
            found.account.taken += 1
            counts[what] += 1
            if what != SAME:
                (new if what == NEW else changed)[key] = self._held[key]
        found.account.counts = Counter({name: counts[name] for name in (NEW, CHANGED, SAME)})
        self._write(new, changed)
        return found.account

    def _row(self, line: int, cells: Cells, path: Path) -> tuple[tuple[Hashable, ...], str]:
        _own(cells, self.place.school, path)
        fields = self.table.read(cells, self.place)
        key = self.table.key_of(fields)
        was, before = self._held.get(key), self._told.get(key)
        if was is not None and all(plain(was.get(name)) == plain(value) for name, value in fields.items()):
            self._told.setdefault(key, line)
            return key, SAME
        if before is not None:
            raise FaultError(f"line {before} says something else of the same", "Take one of the two lines out.")
        near = {other: held for name in self.table.near(fields) for other, held in self._near[name].items()}
        self.table.clash(fields, [held for other, held in near.items() if other != key], self.place)
        self._hold(fields, was)
        self._told[key] = line
        return key, NEW if was is None else CHANGED

    def _hold(self, fields: Fields, was: Fields | None = None) -> None:
        key = self.table.key_of(fields)
        for name in self.table.near(was) if was is not None else ():
            self._near[name].pop(key, None)
        self._held[key] = fields
        for name in self.table.near(fields):
            self._near[name][key] = fields

    def _write(self, new: dict[tuple[Hashable, ...], Fields], changed: dict[tuple[Hashable, ...], Fields]) -> None:
        model = self.table.model._default_manager
        model.bulk_create([self.table.model(**fields) for fields in new.values()], batch_size=AT_ONCE)
        for key, fields in changed.items():
            row = self._rows[key]
            for name, value in fields.items():
                setattr(row, name, value)
            row.save()
        for fields in (*new.values(), *changed.values()):
            self.children.update(fields[name] for name in self.table.children if fields[name] is not None)


def _opened(path: Path, table: Table) -> Sheet:
    known = dict.fromkeys(("school", *table.columns), ())
    try:
        return sheet(path, table.needed, known)
    except StandardsError as why:
        raise RotationError(f"{why}. Nothing was taken.") from why


def _own(cells: Cells, school: School, path: Path) -> None:
    said = bare(cells.get("school", ""))
    if said and said != school.sourced_id:
        raise RotationError(
            f"{path}: this file is of the school {said[:60]!r}, not of {school.sourced_id!r}. Nothing was taken."
        )
