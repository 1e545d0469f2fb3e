"""A filled installation, kept in memory and put back whole: the database and the folders, as they were."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.core.management.color import no_style
from django.db import connection, transaction


@dataclass(frozen=True)
class Snapshot:
    """The rows of a database and copies of folders."""

    database: bytes
    tables: dict[str, bytes]
    copies: tuple[Path, ...]

    def put_back(self, folders: Sequence[Path]) -> None:
        """Into a database of the same tables without rows, and into the folders."""
        for copy, folder in zip(self.copies, folders, strict=True):
            shutil.copytree(copy, folder, dirs_exist_ok=True)
        _put_back_sqlite(self.database) if self.database else _put_back_postgresql(self.tables)


def take(folders: Sequence[Path], to: Path) -> Snapshot:
    """What stands now."""
    copies = tuple(Path(shutil.copytree(folder, to / str(place))) for place, folder in enumerate(folders))
    if connection.vendor == "sqlite":
        return Snapshot(connection.connection.serialize(), {}, copies)
    return Snapshot(b"", dict(_tables()), copies)


def _put_back_sqlite(database: bytes) -> None:
    source = sqlite3.connect(":memory:")
    source.deserialize(database)
    connection.ensure_connection()
    source.backup(connection.connection)
    source.close()


def _tables():  # type: ignore[no-untyped-def]
    """The tables with rows, except what Django fills itself."""
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True, include_views=False):
            if not table.startswith(("django_content_type", "auth_permission")):
                with cursor.copy(f'COPY "{table}" TO STDOUT') as rows:
                    if found := b"".join(bytes(part) for part in rows):
                        yield table, found


def forget_before() -> None:
    """What earlier tests left in PostgreSQL's files, where these are looked through: rows that are gone, and statistics
    of tables that are empty now. The server's own upkeep would take them anew at any moment."""
    if connection.vendor != "postgresql" or not os.environ.get("HOMEROOM_FULL"):
        return
    with connection.cursor() as cursor:
        cursor.execute("ALTER SYSTEM SET autovacuum = off")
        cursor.execute("SELECT pg_reload_conf()")
        cursor.execute("DELETE FROM pg_statistic")
        cursor.execute("VACUUM FULL")


def _put_back_postgresql(tables: dict[str, bytes]) -> None:
    models = connection.introspection.installed_models(list(tables))
    with transaction.atomic(), connection.cursor() as cursor:
        for table, found in tables.items():
            with cursor.copy(f'COPY "{table}" FROM STDIN') as rows:
                rows.write(found)
        for sql in connection.ops.sequence_reset_sql(no_style(), list(models)):
            cursor.execute(sql)
