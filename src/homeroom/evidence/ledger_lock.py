"""The database's own lock on studies' records: what is locked or drawn is neither changed nor removed.

It keeps out mistakes. Whoever owns the database can take it off; the chain, and the audit log beside it, tell of that.
Only an erasure passes, through `door`: a child's name in a text goes, and the chain says where.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from homeroom.evidence.ledger import KINDS

WORDS = "the records of a study are only ever added to"
TABLES = tuple(kind._meta.db_table for kind in KINDS)
ACTS = ("update", "delete")
# A plan that is not locked yet has no place in the chain.
SQLITE = tuple(
    f"CREATE TRIGGER IF NOT EXISTS study_no_{act}_{table} BEFORE {act} ON {table} WHEN OLD.place IS NOT NULL"
    f" BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
    for table in TABLES
    for act in ACTS
)
POSTGRESQL = (
    f"""CREATE OR REPLACE FUNCTION study_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF current_setting('homeroom.study_door', true) = 'open' THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
      END IF;
      RAISE EXCEPTION '{WORDS}';
    END $$""",
    *(
        f"CREATE OR REPLACE TRIGGER study_no_{act}_{table} BEFORE {act} ON {table}"
        " FOR EACH ROW WHEN (OLD.place IS NOT NULL) EXECUTE FUNCTION study_refuse()"
        for table in TABLES
        for act in ACTS
    ),
)
FOUND = {
    "sqlite": "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, 9) = 'study_no_'",
    "postgresql": "SELECT count(*) FROM pg_trigger WHERE left(tgname, 9) = 'study_no_' AND tgenabled <> 'D'",
}


def put_on() -> None:
    """Put the lock on, where it is off. For after every change of the tables: a table made anew has lost it."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in SQLITE if connection.vendor == "sqlite" else POSTGRESQL:
            cursor.execute(statement)


def is_on() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(FOUND[connection.vendor])
        return bool(cursor.fetchone()[0] == len(TABLES) * len(ACTS))


@contextmanager
def door() -> Iterator[None]:
    """Within this transaction words can be taken out. For the erasure of a child, and for nothing else."""
    with transaction.atomic(), connection.cursor() as cursor:
        locked = is_on()
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL homeroom.study_door = 'open'")
        else:
            for table in TABLES:
                for act in ACTS:
                    cursor.execute(f"DROP TRIGGER IF EXISTS study_no_{act}_{table}")
        yield
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL homeroom.study_door = ''")
        elif locked:
            put_on()
