"""The database's own lock on the audit log: entries are neither changed nor removed, whatever code asks for it.

It keeps out mistakes. Whoever owns the database can take it off; the chains and the heads file tell of that.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

WORDS = "the audit log is only ever added to"
# SQLite raises within the trigger; the trigger is gone while the door is open, within that one transaction.
SQLITE = tuple(
    f"CREATE TRIGGER IF NOT EXISTS audit_no_{act} BEFORE {act} ON people_auditentry"
    f" BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
    for act in ("update", "delete")
)
# On PostgreSQL a setting of the transaction opens the door for removing.
POSTGRESQL = (
    f"""CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'DELETE' AND current_setting('homeroom.audit_door', true) = 'open' THEN RETURN OLD; END IF;
      RAISE EXCEPTION '{WORDS}';
    END $$""",
    """CREATE OR REPLACE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON people_auditentry
    FOR EACH ROW EXECUTE FUNCTION audit_refuse()""",
    """CREATE OR REPLACE TRIGGER audit_no_truncate BEFORE TRUNCATE ON people_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()""",
)
FOUND = {
    "sqlite": "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit\\_no\\_%%' ESCAPE '\\'",
    "postgresql": "SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'audit\\_no\\_%%' AND tgenabled <> 'D'"
    " AND tgrelid = 'people_auditentry'::regclass",
}


def put_on() -> None:
    """Put the lock on, where it is off. For after every change of the tables: a table made anew has lost it."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in SQLITE if connection.vendor == "sqlite" else POSTGRESQL:
            cursor.execute(statement)


def is_on() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(FOUND[connection.vendor])
        return bool(cursor.fetchone()[0] == 2)


@contextmanager
def door() -> Iterator[None]:
    """Within this transaction entries can be removed. For the purge after the kept years, and for nothing else."""
    with transaction.atomic(), connection.cursor() as cursor:
        locked = is_on()
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL homeroom.audit_door = 'open'")
        else:
            for act in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER IF EXISTS audit_no_{act}")
        yield
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL homeroom.audit_door = ''")
        elif locked:
            put_on()
