"""What a test's own database and home need not pay for: surety against power cuts, and tables emptied that were empty.

Set for every test in `conftest.py`. What the product does on a real disk is tested by kills, in processes of its own.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase

# Django fills these itself when the database is made.
ITS_OWN = frozenset(("django_content_type", "auth_permission", "django_migrations"))
# Triggers of the database write here what is written elsewhere, deletions as well. No test begins with it.
NOTES = "reports_written"


@contextmanager
def quickly() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda handle: None)
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda test: empty())
        yield


def empty() -> None:
    """Delete every row. Django's own way takes each table in turn, then makes its permissions anew."""
    held = tables_with_rows()
    if not held:
        return
    with connection.constraint_checks_disabled(), transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Rows leave without their triggers; emptied files of a hundred tables would take longer than most tests.
            cursor.execute("set local session_replication_role = replica")
        for table in (*held, NOTES):
            cursor.execute(f'delete from "{table}"')


def tables_with_rows() -> list[str]:
    """But for those that the database fills by itself."""
    tables = [name for name in connection.introspection.django_table_names() if name not in {*ITS_OWN, NOTES}]
    asked = (f'select {at} where exists (select 1 from "{table}")' for at, table in enumerate(tables))
    with connection.cursor() as cursor:
        cursor.execute(" union all ".join(asked))
        return [tables[at] for (at,) in cursor.fetchall()]
