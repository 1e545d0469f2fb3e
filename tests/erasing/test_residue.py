"""A PostgreSQL server keeps deleted rows for whoever began before: that is waited for, and told where it lasts."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection

from erasing.installation import found
from homeroom.people.models import Erasure, Student
from homeroom.site.erasing import residue, run

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite's readers have their own test"),
]
TAKES_A_NUMBER = "select pg_current_xact_id()"
READS_ONE_STATE = "set transaction isolation level repeatable read; select count(*) from people_student"


def beside(**other: object) -> psycopg.Connection[tuple[object, ...]]:
    """A second connection, to this database or to another of the same server."""
    known = connection.get_connection_params()
    wanted = {key: known[key] for key in ("dbname", "user", "password", "host", "port") if known.get(key)}
    return psycopg.connect(**{**wanted, **other})  # type: ignore[arg-type]


@pytest.fixture(
    params=[({}, TAKES_A_NUMBER), ({"dbname": "postgres"}, TAKES_A_NUMBER), ({}, READS_ONE_STATE)],
    ids=["writes-here", "writes-in-another-database", "reads-here"],
)
def older(request: pytest.FixtureRequest) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """Somebody's transaction that began before anything was erased."""
    where, does = request.param
    with beside(**where) as other:
        other.execute(does)
        yield other


def test_older_work_that_lasts_is_told_and_the_next_run_finishes(
    child: Student, older: psycopg.Connection[tuple[object, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(residue, "PATIENCE", 0.0)
    with pytest.raises(residue.BusyError, match="nightly run"):
        run.erase(child, None, "")
    assert Erasure.objects.get().finished_at is None
    older.rollback()
    monkeypatch.setattr(residue, "PATIENCE", 600.0)
    run.resume()
    assert Erasure.objects.get().finished_at
    assert found() == []


def test_older_work_that_ends_soon_is_waited_for(child: Student, older: psycopg.Connection[tuple[object, ...]]) -> None:
    ending = threading.Timer(0.6, older.rollback)
    began = time.monotonic()
    ending.start()
    made = run.erase(child, None, "")
    ending.join()
    assert made.finished_at
    assert time.monotonic() - began > 0.6
    assert found() == []
