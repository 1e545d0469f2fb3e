"""The half of the doctor that needs Django: the database, the files it names, and the engine that reads them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models.functions import Coalesce
from django.utils import timezone

from homeroom.facts import store
from homeroom.facts.engine import session
from homeroom.facts.models import FactFile
from homeroom.intake import originals
from homeroom.intake.models import Delivery
from homeroom.mastery import curriculum
from homeroom.people.models import User
from homeroom.site.doctor.finding import Finding

# A running import says so every few seconds; one that was silent this long is not running any more.
SILENT = timedelta(minutes=10)
FROM_BACKUP = "Copy them back from your backup of this installation's folder."


def look() -> Iterator[Finding]:
    """Everything, in the order in which one thing stands on another."""
    yield engine()
    reached = database()
    yield reached
    if reached.state == "wrong":
        return
    if connection.vendor == "sqlite":
        yield write_ahead()
    tables = migrations()
    yield tables
    if tables.state == "ok":
        for check in (fact_files, orphans, kept_originals, stopped, accounts):
            yield check()
        yield from standards()


def engine() -> Finding:
    """DuckDB answers, and knows the school's time zone as the database of zones does."""
    noon = datetime(2026, 7, 1, 12, tzinfo=timezone.get_default_timezone())
    sql = "select version(), timezone($zone, $noon::timestamptz)"
    try:
        with session() as place:
            version, local = place.run(sql, {"zone": settings.TIME_ZONE, "noon": noon.isoformat()}).one
    except Exception as error:  # a broken installation may fail in any way
        return Finding("wrong", f"DuckDB does not work: {error}.", "Run `make setup` again.")
    if local != noon.replace(tzinfo=None):
        mend = "Update time zone data on this machine, then run `make setup` again."
        return Finding("wrong", f"DuckDB {version} and Python disagree on {settings.TIME_ZONE}.", mend)
    return Finding("ok", f"DuckDB {version} works and knows {settings.TIME_ZONE}.")


def database() -> Finding:
    try:
        connection.ensure_connection()
    except Error as error:
        mend = "Start the database, or correct `database` in settings.toml (or HOMEROOM_DATABASE)."
        return Finding("wrong", f"The database does not answer: {str(error).strip()}", mend)
    return Finding("ok", f"The database answers ({connection.display_name}).")


def write_ahead() -> Finding:
    """SQLite must write ahead, or a page waits while an import writes."""
    with connection.cursor() as cursor:
        cursor.execute("pragma journal_mode")
        mode = cursor.fetchone()[0]
    if mode not in ("wal", "memory"):
        mend = "Put HOMEROOM_HOME on a local disk (a network folder can't do it), or use PostgreSQL."
        return Finding("wrong", f"SQLite keeps its journal in mode {mode}, not in WAL.", mend)
    return Finding("ok", "SQLite writes ahead (WAL).")


def standards() -> Iterator[Finding]:
    """Prerequisites don't run in a circle; what lists of next steps can't go by is told."""
    found = curriculum.loaded()
    if found.circle:
        yield Finding("warn", f"In the standards, {found.circle}", "Take one edge of the circle out of the source.")
    yield from (Finding("ok", f"There are {words}") for words in found.gaps)


def migrations() -> Finding:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not executor.loader.applied_migrations:
        return Finding("warn", "The database is new and has no tables yet.", "The first `homeroom receive` makes them.")
    if waiting:
        mend = "Run `homeroom nightly`: it brings the tables up to date first. Copy the folder before."
        return Finding("wrong", f"The database's tables lack {len(waiting)} changes of this version.", mend)
    return Finding("ok", "The database's tables are those of this version.")


def fact_files() -> Finding:
    """Every true fact file is there, with its size."""
    files = FactFile.objects.filter(retired_in=None).values_list("path", "bytes")
    return _all_there("fact files", [(store.folder() / path, size) for path, size in files])


def kept_originals() -> Finding:
    """Every delivery's original is there, with its size. A refused file may not have been kept."""
    kept = Delivery.objects.exclude(state=Delivery.State.REFUSED).exclude(sha256="").values_list("sha256", "size")
    return _all_there("originals", [(originals.place(sha256), size) for sha256, size in kept.distinct()])


def _all_there(name: str, listed: list[tuple[Path, int]]) -> Finding:
    """`listed` holds paths with their sizes in bytes."""
    lacking = [path for path, _ in listed if not path.is_file()]
    if lacking:
        return Finding("wrong", f"{len(lacking)} of {len(listed)} {name} are missing, first {lacking[0]}.", FROM_BACKUP)
    changed = [path for path, size in listed if path.stat().st_size != size]
    if changed:
        what = f"{len(changed)} of {len(listed)} {name} have another size than when written, first {changed[0]}."
        return Finding("wrong", what, FROM_BACKUP)
    return Finding("ok", f"All {len(listed)} {name} are there.")


def orphans() -> Finding:
    found = len(store.orphans())
    if found:
        mend = "Nothing to do: a running or stopped import leaves them, and `homeroom nightly` removes them."
        return Finding("warn", f"{found} fact files belong to no version.", mend)
    return Finding("ok", "No fact file is left over.")


def stopped() -> Finding:
    heard = Coalesce("heard_at", "received_at")
    running = Delivery.objects.filter(state=Delivery.State.RUNNING).annotate(heard=heard)
    silent = running.filter(heard__lt=timezone.now() - SILENT).order_by("pk")
    if silent:
        mend = "The next `homeroom receive` or `homeroom nightly` takes them up again, from the kept original."
        return Finding("warn", f"{len(silent)} imports stopped before their end, first {silent[0].file}.", mend)
    return Finding("ok", "No import was stopped half-way.")


def accounts() -> Finding:
    if not User.objects.filter(is_active=True).exists():
        return Finding("warn", "Nobody can sign in yet.", "`homeroom accounts first USERNAME` makes the first account.")
    return Finding("ok", "There is an account to sign in with.")
