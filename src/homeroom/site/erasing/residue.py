"""Deleted rows leave their bytes in a database's files. This has them written anew, and says what can't be promised."""

from __future__ import annotations

import time

from django.apps import apps
from django.db import DatabaseError, connection
from django.db.backends.utils import CursorWrapper

PATIENCE = 30.0  # seconds to wait for readers of an old state
DISK = (
    "The disk itself may keep the bytes of deleted files until it writes over them: keep HOMEROOM_HOME and the "
    "database on an encrypted disk."
)
BUSY = (
    "A reader held the database for more than 30 seconds, so its write-ahead log could not be emptied. It is tried "
    "again in the nightly run; until then the old rows may stand in it."
)
OPEN_WORK = (
    "Work that began on the PostgreSQL server before the rows were deleted has been open for more than 30 seconds, in "
    "this database or in another of the same server: until it ends, the server keeps the old rows. It is tried again "
    "in the nightly run."
)
# Work that may still need the old rows: transactions that write, in any database of the server, and those that read in
# this one. Ours has the newest number there is, and counts for neither.
OLDER = """
    SELECT pg_snapshot_xmin(pg_current_snapshot()) < %(now)s::text::xid8 OR EXISTS (
        SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
        AND age(backend_xmin) > age(%(now)s::text::xid8::xid)
    )
"""
NOT_OWNER = (
    "PostgreSQL did not let this account write the tables anew, so deleted rows may stay in their files until "
    "autovacuum and later rows take their place. Run as the tables' owner: VACUUM FULL;"
)
LOG = (
    "PostgreSQL's write-ahead log, replicas and archives may hold the old rows until their segments are written "
    "over or expire; homeroom can't reach them. The server's statistics of a table that has no rows any more may keep "
    "samples of the old values until rows come."
)
NO_CHECKPOINT = (
    " This account may not end the segment itself: a superuser should run SELECT pg_switch_wal(); CHECKPOINT;"
)


class BusyError(Exception):
    """Somebody reads an old state of the database: what was deleted can't be cleaned away now."""


def clean() -> list[str]:
    """Write the database's files anew without what was deleted. Gives what remains to be said, in sentences.

    Raises BusyError where readers keep it from being done. It can't run in a transaction.
    """
    remarks = _postgresql() if connection.vendor == "postgresql" else _sqlite()
    return [*remarks, DISK]


def _sqlite() -> list[str]:
    deadline = time.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete = ON")
        cursor.execute("VACUUM")
        while True:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy = cursor.fetchone()[0]
            if not busy:
                return []
            if time.monotonic() > deadline:
                raise BusyError(BUSY)
            time.sleep(0.2)


def _postgresql() -> list[str]:
    remarks = []
    with connection.cursor() as cursor:
        _let_older_work_end(cursor)
        try:
            for model in apps.get_models(include_auto_created=True):
                # The planner's statistics hold samples of values: they are taken anew, and written anew.
                cursor.execute(f"VACUUM (FULL, ANALYZE) {connection.ops.quote_name(model._meta.db_table)}")
            cursor.execute("VACUUM (FULL) pg_catalog.pg_statistic")
        except DatabaseError:
            remarks.append(NOT_OWNER)
        try:
            cursor.execute("SELECT pg_switch_wal()")
            cursor.execute("CHECKPOINT")
            remarks.append(LOG)
        except DatabaseError:
            remarks.append(LOG + NO_CHECKPOINT)
    return remarks


def _let_older_work_end(cursor: CursorWrapper) -> None:
    """VACUUM passes over rows that older work may still see, and does not say so."""
    deadline = time.monotonic() + PATIENCE
    cursor.execute("SELECT pg_current_xact_id()::text")
    now = cursor.fetchone()[0]
    cursor.execute(OLDER, {"now": now})
    while cursor.fetchone()[0]:
        if time.monotonic() > deadline:
            raise BusyError(OPEN_WORK)
        time.sleep(0.2)
        cursor.execute(OLDER, {"now": now})
