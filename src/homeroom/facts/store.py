"""Fact files and their truth: publish, read at a version, erase, vacuum.

A file is true when its row stands in the file table. Files never change; a publication adds some and retires others,
in one database transaction with whatever the caller must record beside it. So a crash leaves version n or n + 1.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet, Sum

from homeroom.facts.engine import Rows, Session, literal, quoted, session, transforming
from homeroom.facts.models import FactFile, FactVersion
from homeroom.facts.schema import DERIVED, LINEAGE, TABLES, Column, Table
from homeroom.facts.spreadsheet import guarded_sql

Relations = Mapping[str, Mapping[str, Sequence[object]]]
# A partition with more true files than this is merged by `compact`.
MANY_FILES = 16
COMPACTING = "compact"  # the cause of a version that tidies up and says nothing new
A_MOMENT = 0.2  # seconds between two tries to have the turn
_held = threading.local()


class StoreError(Exception):
    """The fact files and the file table disagree, or a publication can't be made."""


@dataclass(frozen=True)
class Staged:
    """A file that is written and safe on disk, but not yet true."""

    table: str
    school_year: int
    path: Path
    rows: int
    first_student: int
    last_student: int


def folder() -> Path:
    return Path(settings.HOMEROOM_HOME) / "facts"


def current() -> int:
    """The version that is true now; 0 before the first publication."""
    newest = FactVersion.objects.order_by("-pk").values_list("pk", flat=True).first()
    return newest or 0


def true_files(
    *tables: str, at: int | None = None, school_year: int | None = None, students: Sequence[int] | None = None
) -> QuerySet[FactFile]:
    """The files of `tables` that are true at version `at`, pruned by school year and by the students' range."""
    files = FactFile.objects.filter(table__in=tables)
    if at is None:
        files = files.filter(retired_in=None)
    else:
        files = files.filter(Q(retired_in=None) | Q(retired_in__gt=at), added_in__lte=at)
    if school_year is not None:
        files = files.filter(school_year=school_year)
    if students is not None:
        low, high = (min(students), max(students)) if students else (0, -1)
        files = files.filter(last_student__gte=low, first_student__lte=high)
    return files.order_by("pk")


def hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def spoiled(files: QuerySet[FactFile]) -> list[str]:
    """Those that are gone, or whose bytes are not those that were published. One without a hash is not known of."""
    told = [(folder() / path, sha256) for path, sha256 in files.values_list("path", "sha256")]
    return [path.name for path, sha256 in told if not path.is_file() or (sha256 and hash_of(path) != sha256)]


def paths(files: QuerySet[FactFile]) -> list[Path]:
    return [folder() / path for path in files.values_list("path", flat=True)]


def query(
    sql: str,
    parameters: Mapping[str, object] | None = None,
    *,
    tables: Sequence[str],
    students: Sequence[int] | None = None,
    school_year: int | None = None,
    at: int | None = None,
    relations: Relations | None = None,
) -> Rows:
    """Run `sql` over the true files of `tables`, each a view under its own name.

    `students` only chooses files by range; the SQL still filters. `at` reads an older version that is not yet vacuumed.
    """
    with reading(tables, students=students, school_year=school_year, at=at) as place:
        for name, columns in (relations or {}).items():
            place.relation(name, columns)
        return place.run(sql, parameters)


@contextmanager
def reading(
    tables: Sequence[str],
    *,
    students: Sequence[int] | None = None,
    school_year: int | None = None,
    at: int | None = None,
) -> Iterator[Session]:
    """A session with the true files of `tables` as views, for several small queries in a row."""
    chosen = _by_table(true_files(*tables, at=at, school_year=school_year, students=students))
    with session() as place:
        for name in tables:
            place.files(name, TABLES[name], chosen.get(name, ()))
        yield place


@contextmanager
def gathered(
    columns: Mapping[str, Sequence[str]],
    students: Sequence[int],
    *,
    school_year: int | None = None,
    at: int | None = None,
) -> Iterator[Session]:
    """A session in which each table is small: these columns of these students' rows, and nobody else's.

    Every file is read once, however many queries follow.
    """
    chosen = _by_table(true_files(*columns, at=at, school_year=school_year, students=students))
    with session() as place:
        for name, wanted in columns.items():
            place.gather(name, TABLES[name], wanted, students, chosen.get(name, ()))
        yield place


def _by_table(files: QuerySet[FactFile]) -> Mapping[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for table, path in files.values_list("table", "path"):
        found.setdefault(table, []).append(folder() / path)
    return found


def stage(
    place: Session, table: Table, sql: str, years: Sequence[int] = (), late: Mapping[str, str] | None = None
) -> list[Staged]:
    """Write the rows of `sql` into one sorted file a school year, safe on disk under its final name, not yet true.

    `years` are the school years in `sql`, where the caller knows them; a year without rows makes no true file.
    `late` gives columns as SQL that is worked out after the sort: literals, and what follows from other columns. They
    must not change the order.
    """
    if not years:
        years = place.run(f"select distinct school_year from ({sql}) order by all").column("school_year")
    alone = len(years) == 1
    return [stage_year(place, table, year, sql, every=alone, late=late) for year in years]


def stage_year(
    place: Session,
    table: Table,
    year: int,
    sql: str,
    every: bool = False,
    late: Mapping[str, str] | None = None,
) -> Staged:
    """Write the rows of one school year. `every` says that `sql` gives rows of this year alone."""
    worked_out = {**(late or {}), **({"school_year": str(int(year))} if every else {})}
    target = _fresh(table.name, year)
    part = target.with_suffix(".part")
    where = "" if every else f"where school_year = {int(year)}"
    place.write(_sorted_select(table, f"select * from ({sql}) {where}", worked_out), part, table.row_group)
    _settle(part, target)
    return _staged(table, year, target)


def _fresh(table: str, year: int) -> Path:
    target = folder() / table / str(year) / f"{uuid.uuid4().hex}.parquet"
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


def _staged(table: Table, year: int, path: Path) -> Staged:
    """A table that is about no single child lies around none."""
    ends = "coalesce(min(student), 0), coalesce(max(student), -1)" if table.of_children else "0, -1"
    with session() as place:
        rows, first, last = place.run(f"select count(*), {ends} from read_parquet($path)", {"path": str(path)}).one
    return Staged(table.name, year, path, rows, first, last)


def _sorted_select(table: Table, sql: str, late: Mapping[str, str]) -> str:
    varying = [quoted(name) for name in table.names if name not in late]
    order = ", ".join(f"{quoted(name)} nulls last" for name in table.sort if name not in late)
    # A column without any value is not written: readers of the table give it back as blank.
    told = [column for column in table.columns if late.get(column.name) != "null"]
    shown = ", ".join(f"{_late(late.get(c.name, quoted(c.name)), c.type)} as {quoted(c.name)}" for c in told)
    return f"select {shown} from (select {', '.join(varying)} from ({sql}) order by {order})"


def publish(
    staged: Sequence[Staged],
    retired: Sequence[int],
    cause: str,
    beside: Callable[[FactVersion], None] = lambda version: None,
) -> int:
    """Make `staged` true and the files `retired` (by primary key) untrue, with `beside` in the same transaction.

    Returns the new version. Raises StoreError where another publication retired one of the files first.
    """
    kept = [(item, hash_of(item.path)) for item in staged if _counts(item)]
    with transaction.atomic():
        version = FactVersion.objects.create(cause=cause)
        changed = FactFile.objects.filter(pk__in=retired, retired_in=None).update(retired_in=version)
        if changed != len(retired):
            raise StoreError("another publication changed the same facts; run the command again")
        FactFile.objects.bulk_create(_row(item, version, sha256) for item, sha256 in kept)
        beside(version)
    for item in staged:
        if not _counts(item):
            item.path.unlink(missing_ok=True)
    return version.pk


def _counts(item: Staged) -> bool:
    """A file without rows says nothing, unless it says that something was worked out and came to nothing."""
    return item.rows > 0 or item.table in DERIVED


@contextmanager
def publishing(wait: bool = True) -> Iterator[None]:
    """Hold the store's lock: one publication at a time, and no vacuum meanwhile. A killed process lets go of it.

    Without `wait`, raises BlockingIOError where somebody else holds it.

    Within a thread that holds it, it is held already: several publications can be one transaction.
    """
    if getattr(_held, "lock", False):
        yield
        return
    folder().mkdir(parents=True, exist_ok=True)
    with (folder() / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        _held.lock = True
        try:
            yield
        finally:
            _held.lock = False


@contextmanager
def publishing_within(patience: float) -> Iterator[None]:
    """`publishing`, waited for as long as a person waits: so many seconds. Raises BlockingIOError after them."""
    until = time.monotonic() + patience
    with ExitStack() as turn:
        while True:
            try:
                turn.enter_context(publishing(wait=False))
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    raise
                time.sleep(A_MOMENT)
        yield


def derive(
    transforms: Mapping[Table, str],
    *,
    inputs: Sequence[str],
    relations: Callable[[], Relations] = dict,
    school_year: int,
    cause: str,
) -> int:
    """Work derived tables out anew for one school year, each by its SQL, and publish them together in place of the old.

    `relations` is asked while nothing can be published, so what it reads of the facts fits them. Returns the version.
    """
    with publishing(), transforming() as place:
        for name in inputs:
            place.files(name, TABLES[name], paths(true_files(name, school_year=school_year)))
        for name, columns in relations().items():
            place.relation(name, columns)
        staged = [stage_year(place, table, school_year, sql, every=True) for table, sql in transforms.items()]
        old = [file.pk for table in transforms for file in true_files(table.name, school_year=school_year)]
        return publish(staged, old, cause)


def erase(student: int, cause: str, beside: Callable[[Mapping[int, list[int]]], None] = lambda rows: None) -> int:
    """Rewrite every file that holds the child, then delete the old ones from the disk. Returns the version.

    `beside` is called in the same transaction with the source row of each fact that went, by delivery.
    """
    with publishing():
        staged, retired, gone = [], [], dict[int, list[int]]()
        for file in _around(student):
            with session() as place:
                if not _holds(place, file, student):
                    continue
                _note_source_rows(place, file, student, gone)
                staged.append(_without(place, file, student))
            retired.append(file.pk)
        version = publish(staged, retired, cause, lambda _: beside(gone))
    vacuum(keep=1)
    return version


def compact(table: str, school_year: int) -> bool:
    """Merge a partition's many small files into one. The rows stay the same. Says whether there was anything to do."""
    with publishing(), session() as place:
        files = list(true_files(table, school_year=school_year))
        if len(files) <= MANY_FILES:
            return False
        place.files("many", TABLES[table], [folder() / file.path for file in files])
        staged = stage_year(place, TABLES[table], school_year, "select * from many", every=True)
        publish([staged], [file.pk for file in files], f"{COMPACTING} {table} {school_year}")
        return True


def vacuum(keep: int = 5) -> int:
    """Delete files that none of the last `keep` versions needs, and files no version ever knew. Returns how many."""
    with publishing():
        newest = current()
        old = FactFile.objects.filter(retired_in__lte=newest - keep + 1)
        for path in paths(old):
            path.unlink(missing_ok=True)
        removed = old.delete()[0]
        known = set(FactFile.objects.values_list("path", flat=True))
        for path in orphans(known):
            path.unlink()
            removed += 1
        return removed


def orphans(known: set[str] | None = None) -> list[Path]:
    """Files in the folder of facts that the file table does not know."""
    listed = known if known is not None else set(FactFile.objects.values_list("path", flat=True))
    found = [path for path in folder().rglob("*") if path.is_file() and path.name != ".lock"]
    return [path for path in found if str(path.relative_to(folder())) not in listed]


def tables_of(student: int) -> list[str]:
    """Tables that may hold rows of one child: those with a file whose children lie around it."""
    return sorted(set(_around(student).values_list("table", flat=True)))


def _around(student: int) -> QuerySet[FactFile]:
    return FactFile.objects.filter(retired_in=None, first_student__lte=student, last_student__gte=student)


def rows_of(table: str, student: int) -> int:
    """True rows of one child in a table."""
    sql = f"select count(*) from {quoted(table)} where student = $student"
    return int(query(sql, {"student": student}, tables=[table], students=[student]).one[0])


def source_rows(student: int) -> dict[int, list[int]]:
    """The rows of deliveries that stand as facts of one child: delivery -> rows."""
    gone: dict[int, list[int]] = {}
    for file in _around(student):
        with session() as place:
            _note_source_rows(place, file, student, gone)
    return {delivery: sorted(set(rows)) for delivery, rows in gone.items()}


def row_counts() -> dict[str, int]:
    """True rows of every table, 0 where there are none."""
    counted = FactFile.objects.filter(retired_in=None).values_list("table").annotate(Sum("rows"))
    return dict.fromkeys(TABLES, 0) | dict(counted)


def copy_out(table: str, path: Path, form: str) -> None:
    """Write the true rows of `table` to `path` as "csv" or "parquet".

    In CSV, text that a spreadsheet would run as a formula gets a ' before it, as in every file that leaves homeroom.
    """
    options = {"csv": "format csv, header", "parquet": "format parquet, compression zstd"}[form]
    shown = ", ".join(_harmless(column) if form == "csv" else quoted(column.name) for column in TABLES[table].columns)
    with session() as place:
        place.files(table, TABLES[table], paths(true_files(table)))
        place.run(f"copy (select {shown} from {quoted(table)} order by all) to {literal(str(path))} ({options})")


def _harmless(column: Column) -> str:
    name = quoted(column.name)
    if column.type != "VARCHAR":
        return name
    return f"{guarded_sql(name)} as {name}"


def checksum(table: str) -> str:
    """A number over the table's true rows that does not depend on their order, file, delivery or row number."""
    lineage = {column.name for column in LINEAGE}
    columns = ", ".join(quoted(name) for name in TABLES[table].names if name not in lineage)
    sql = f"select count(*), coalesce(sum(hash({columns})::hugeint), 0)::varchar from {quoted(table)}"
    rows, total = query(sql, tables=[table]).one
    return f"{rows}:{total}"


def _late(value: str, type_: str) -> str:
    """A text that is the same in every row goes in as an enumeration of one, which the writer need not look up."""
    same = type_ == "VARCHAR" and value.startswith("'") and value.count("'") == 2
    return f"({value})::enum({value})" if same else f"({value})::{type_}"


def _row(item: Staged, version: FactVersion, sha256: str) -> FactFile:
    return FactFile(
        table=item.table,
        school_year=item.school_year,
        path=str(item.path.relative_to(folder())),
        rows=item.rows,
        bytes=item.path.stat().st_size,
        sha256=sha256,
        first_student=item.first_student,
        last_student=item.last_student,
        added_in=version,
    )


def _settle(part: Path, target: Path) -> None:
    """fsync, rename, fsync the folder: after this the file is on disk whole, or not there at all."""
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.rename(target)
    handle = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _holds(place: Session, file: FactFile, student: int) -> bool:
    """Whether the child has a row. Row groups are sorted by child, so nearly nothing is read."""
    sql = "select count(*) > 0 from read_parquet($path) where student = $student"
    return bool(place.run(sql, {"path": str(folder() / file.path), "student": student}).one[0])


def _without(place: Session, file: FactFile, student: int) -> Staged:
    """The file less one child. Its rows keep their order and it keeps its columns, so nothing is sorted again."""
    target = _fresh(file.table, file.school_year)
    old, part = folder() / file.path, target.with_suffix(".part")
    rest = f"select * from read_parquet({literal(str(old))}) where student <> {int(student)}"
    place.write(rest, part, TABLES[file.table].row_group)
    _settle(part, target)
    return _staged(TABLES[file.table], file.school_year, target)


def _note_source_rows(place: Session, file: FactFile, student: int, gone: dict[int, list[int]]) -> None:
    if "delivery" not in TABLES[file.table].names:
        return
    place.files("holding", TABLES[file.table], [folder() / file.path])
    sql = "select delivery, list(row order by row) from holding where student = $student group by all"
    for delivery, rows in place.run(sql, {"student": student}).rows:
        gone.setdefault(delivery, []).extend(rows)
