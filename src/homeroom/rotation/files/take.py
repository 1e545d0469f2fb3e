"""Take what plans are made from out of files: all that is sound, in one transaction. The rest is named by its line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext

from homeroom.facts.spreadsheet import bare
from homeroom.people import audit
from homeroom.people.audit import CommandLine
from homeroom.people.models import School, User
from homeroom.rotation.errors import RotationError
from homeroom.rotation.files.all_tables import TABLES
from homeroom.rotation.files.cells import Cells
from homeroom.rotation.files.place import Place
from homeroom.rotation.files.table import Table
from homeroom.rotation.files.taking import CHANGED, NEW, SAME, Taking
from homeroom.standards.account import Account, FaultError, Sheet, sheet
from homeroom.standards.errors import StandardsError


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
def take(
    path: Path,
    school: School,
    by: User | CommandLine,
    *,
    dry: bool = False,
    seen: Collection[int] | None = None,
) -> Taken:
    """Take the files of a folder, or one file, into the school. Safe again; `dry`: say what would happen, keep nothing.

    `seen` are the children whom whoever brings them may see, None for all; rows about others are set aside.

    What is there and stands in no file stays. Raises RotationError, and nothing is taken, where a file is none of its
    name, or was written by another school.
    """
    found, unread = _files(path)
    named = (by.get_username() if isinstance(by, User) else str(by))[:150]
    place = Place(school, named, seen)
    School.objects.select_for_update().get(pk=school.pk)
    children: set[int] = set()
    accounts = []
    for table in TABLES:
        if table.name in found:
            place.forget()
            sheet_of = _opened(found[table.name], table)
            taking = Taking(table, place)
            accounts.append(_taken(sheet_of, taking, found[table.name]))
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
        raise RotationError(gettext("%(path)s: there is no such file or folder.") % {"path": path})
    found = {one.stem: one for one in files if one.suffix == ".csv" and one.stem in known}
    if not found:
        names = ", ".join(f"{name}.csv" for name in sorted(known))
        words = gettext("%(path)s: no file here is one of these: %(names)s.")
        raise RotationError(words % {"path": path, "names": names})
    return found, [one.name for one in files if one not in found.values()]


def _taken(found: Sheet, taking: Taking, path: Path) -> Account:
    counts: Counter[str] = Counter()
    for line, cells in found.rows():
        _own(cells, taking.place.school, path)
        try:
            what = taking.row(line, cells)
        except FaultError as fault:
            found.aside(line, fault)
            continue
        found.account.taken += 1
        counts[what] += 1
        if what != SAME:
            found.account.lines[what].append(line)
    found.account.counts = Counter({name: counts[name] for name in (NEW, CHANGED, SAME)})
    taking.write()
    return found.account


def _opened(path: Path, table: Table) -> Sheet:
    known = dict.fromkeys(("school", *table.columns), ())
    try:
        return sheet(path, table.needed, known)
    except StandardsError as why:
        raise RotationError(gettext("%(why)s. Nothing was taken.") % {"why": why}) from why


def _own(cells: Cells, school: School, path: Path) -> None:
    said = bare(cells.get("school", ""))
    if said and said != school.sourced_id:
        words = gettext("%(path)s: this file is of the school “%(said)s”, not of “%(own)s”. Nothing was taken.")
        raise RotationError(words % {"path": path, "said": said[:60], "own": school.sourced_id})
