"""An installation that has taken everything in, and the child of whom nothing may be left."""

from __future__ import annotations

import os
import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

from erasing import canary
from homeroom.intake.models import LEDGER, Delivery
from homeroom.intake.receive import receive
from homeroom.intake.sources import collect
from homeroom.people.models import Contact, Relationship, Student
from homeroom.site import exporting
from homeroom.site.estimating import estimate
from homeroom.site.work_out import work_out


def fill(folder: Path) -> Student:
    """Receive every file, some twice by two ways; then what an installation makes of them by itself."""
    home = Path(settings.HOMEROOM_HOME)
    files = canary.write(folder)
    for path in files[:-1]:
        list(receive([path]))
    inbox = home / "inbox"
    inbox.mkdir(exist_ok=True)
    for name in ("week.csv", "all.zip", "packed.csv.gz"):
        shutil.copy(folder / name, inbox / name)
    list(collect())
    work_out(everything=True)
    estimate()
    exporting.export("attempts", "csv", None)
    exporting.export("attempts", "parquet", None)
    (home / "logs").mkdir(exist_ok=True)
    (home / "logs" / "worker.log").write_text(f"one line\n{canary.CANARY['email']} was here\nanother\n", "utf-8")
    return with_family()


def with_family() -> Student:
    child = Student.objects.get(sourced_id=canary.CANARY["sourced_id"])
    contact = Contact.objects.create(
        sourced_id=canary.CANARY["contact"],
        given_name="Mo",
        family_name=canary.CANARY["family"],
        email=canary.CANARY["contact_mail"],
    )
    Relationship.objects.create(contact=contact, student=child, kind="parent")
    return child


def ledgers() -> dict[str, dict[str, int]]:
    """Where the rows of each delivery went, by its file; every ledger adds up."""
    told = {}
    for one in Delivery.objects.order_by("pk"):
        counts = {name: getattr(one, name) for name in LEDGER}
        assert sum(counts.values()) == one.rows_in
        told[f"{one.pk} {one.file}"] = {name: rows for name, rows in counts.items() if rows}
    return told


def erased() -> int:
    return sum(Delivery.objects.values_list("erased", flat=True))


def found(words: tuple[str, ...] = canary.WORDS) -> list[tuple[str, str]]:
    """Where a canary stands: in any file of the installation, or in the bytes of the database."""
    hits = canary.hits(Path(settings.HOMEROOM_HOME), words)
    for layer in _database():
        low = layer.lower()
        hits += [("database", word) for word in words if any(one in low for one in canary.spelled(word))]
    return sorted(set(hits))


def _database() -> Iterator[bytes]:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        yield connection.connection.serialize()
    elif os.environ.get("HOMEROOM_FULL"):  # PostgreSQL's own upkeep at the same moment may still hold old rows
        yield from (path.read_bytes() for path in _on_disk())
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"select * from {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                yield repr(row).encode()
                for cell in row:
                    packed = bytes(cell) if isinstance(cell, bytes | memoryview) else b""
                    if packed[:1] == b"\x78":
                        yield zlib.decompress(packed)


def _on_disk() -> list[Path]:
    """The files of the PostgreSQL database, where the server is the tests' own; its write-ahead log is not promised."""
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute("SELECT current_setting('data_directory'), pg_relation_filepath('people_student')")
        data, student = cursor.fetchone()
    folder = (Path(data) / student).parent
    return [path for path in sorted(folder.iterdir()) if path.is_file()] if os.access(folder, os.R_OK | os.X_OK) else []
