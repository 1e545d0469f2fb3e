"""The doctor's second half, against the tests' own database: break one thing at a time."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from pathlib import Path
from unittest import mock

import pytest
from django.db import OperationalError, connection
from django.utils import timezone
from pytest_django import Settings

from homeroom.facts.models import FactFile, FactVersion
from homeroom.intake import originals
from homeroom.intake.models import Delivery
from homeroom.people.models import User
from homeroom.site.doctor import Finding, diagnose, healthy, inside

pytestmark = pytest.mark.django_db


def a_fact_file(home: Path, content: bytes = b"four") -> Path:
    """A true fact file of four bytes, and its row."""
    path = home / "facts" / "usage" / "2027" / "a.parquet"
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    version = FactVersion.objects.create(cause="test")
    FactFile.objects.create(
        table="usage",
        school_year=2027,
        path="usage/2027/a.parquet",
        rows=1,
        bytes=4,
        first_student=1,
        last_student=1,
        added_in=version,
    )
    return path


def a_delivery(tmp_path: Path, **values: object) -> Delivery:
    """A published delivery whose original is kept."""
    source = tmp_path / "lessons.csv"
    source.write_text("id\n1\n")
    kept = originals.keep(source)
    settled = {"state": Delivery.State.PUBLISHED, "rows_in": 0, **values}
    return Delivery.objects.create(file="lessons.csv", sha256=kept.sha256, size=kept.size, **settled)


def test_a_whole_installation_is_healthy(home: Path, tmp_path: Path) -> None:
    home.chmod(0o750)
    a_fact_file(home)
    a_delivery(tmp_path)
    User.objects.create_user("ada")
    findings = diagnose(home)
    assert healthy(findings), findings
    assert Finding("ok", "All 1 fact files are there.") in findings
    assert Finding("ok", "All 1 originals are there.") in findings
    assert Finding("ok", "There is an account to sign in with.") in findings


def test_a_missing_fact_file_is_named(home: Path) -> None:
    path = a_fact_file(home)
    path.unlink()
    finding = inside.fact_files()
    assert finding.state == "wrong"
    assert finding.what == f"1 of 1 fact files are missing, first {path}."
    assert "backup" in finding.mend


def test_a_fact_file_of_another_size_is_named(home: Path) -> None:
    path = a_fact_file(home, content=b"cut")
    assert inside.fact_files().what.endswith(f"have another size than when written, first {path}.")


def test_a_retired_fact_file_may_be_gone(home: Path) -> None:
    a_fact_file(home).unlink()
    FactFile.objects.update(retired_in=FactVersion.objects.create(cause="test"))
    assert inside.fact_files() == Finding("ok", "All 0 fact files are there.")


def test_a_fact_file_of_no_version_is_told(home: Path) -> None:
    (home / "facts").mkdir()
    (home / "facts" / "left.parquet").write_bytes(b"x")
    assert inside.orphans().what == "1 fact files belong to no version."


def test_a_missing_original_is_named(home: Path, tmp_path: Path) -> None:
    path = originals.place(a_delivery(tmp_path).sha256)
    path.unlink()
    assert inside.kept_originals().what == f"1 of 1 originals are missing, first {path}."


def test_a_shortened_original_is_named(home: Path, tmp_path: Path) -> None:
    path = originals.place(a_delivery(tmp_path).sha256)
    path.chmod(0o600)
    path.write_bytes(b"")
    assert "another size" in inside.kept_originals().what


def test_a_refused_file_need_not_be_kept(home: Path, tmp_path: Path) -> None:
    delivery = a_delivery(tmp_path, state=Delivery.State.REFUSED)
    originals.place(delivery.sha256).unlink()
    assert inside.kept_originals().state == "ok"


def test_an_import_that_fell_silent_is_named(home: Path, tmp_path: Path) -> None:
    a_delivery(tmp_path, state=Delivery.State.RUNNING, heard_at=timezone.now() - timedelta(hours=1))
    finding = inside.stopped()
    assert finding.what == "1 imports stopped before their end, first lessons.csv."
    assert "takes them up again" in finding.mend


def test_an_import_that_never_spoke_is_named_too(home: Path, tmp_path: Path) -> None:
    a_delivery(tmp_path, state=Delivery.State.RUNNING)
    assert inside.stopped().state == "ok"
    Delivery.objects.update(received_at=timezone.now() - timedelta(hours=1))
    assert inside.stopped().state == "warn"


def test_an_import_that_runs_is_no_trouble(home: Path, tmp_path: Path) -> None:
    a_delivery(tmp_path, state=Delivery.State.RUNNING, heard_at=timezone.now())
    assert inside.stopped().state == "ok"


def test_an_installation_without_accounts_says_how_to_get_in(home: Path) -> None:
    assert inside.accounts().mend == "`homeroom accounts first USERNAME` makes the first account."


def test_an_account_that_is_switched_off_does_not_count() -> None:
    User.objects.create_user("ada", is_active=False)
    assert inside.accounts().state == "warn"


def test_a_database_that_does_not_answer_ends_the_look(monkeypatch: pytest.MonkeyPatch) -> None:
    refuse = mock.Mock(side_effect=OperationalError("connection refused"))
    monkeypatch.setattr(connection, "ensure_connection", refuse)
    last = list(inside.look())[-1]
    assert last.state == "wrong"
    assert last.what == "The database does not answer: connection refused"


def test_only_sqlite_is_asked_for_its_journal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "vendor", "another")
    assert not any("WAL" in finding.what for finding in inside.look())


def test_tables_of_an_older_version_end_the_look(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = mock.Mock(return_value=[("people.0002", False)])
    monkeypatch.setattr("django.db.migrations.executor.MigrationExecutor.migration_plan", plan)
    last = list(inside.look())[-1]
    assert last.what == "The database's tables lack 1 changes of this version."
    assert "homeroom nightly" in last.mend


def test_a_journal_that_does_not_write_ahead_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    cursor = mock.MagicMock()
    cursor.return_value.__enter__.return_value.fetchone.return_value = ("delete",)
    monkeypatch.setattr(connection, "cursor", cursor)
    assert inside.write_ahead().what == "SQLite keeps its journal in mode delete, not in WAL."


def test_duckdb_that_fails_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inside, "session", mock.Mock(side_effect=ImportError("no such library")))
    assert inside.engine().what == "DuckDB does not work: no such library."


def test_a_zone_that_duckdb_sees_otherwise_is_wrong(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    place = mock.MagicMock()
    place.return_value.__enter__.return_value.run.return_value.one = ("v2", None)
    monkeypatch.setattr(inside, "session", place)
    assert inside.engine().what == f"DuckDB v2 and Python disagree on {settings.TIME_ZONE}."


def test_duckdb_works_here_and_knows_the_zone(settings: Settings) -> None:
    finding = inside.engine()
    assert finding.state == "ok"
    assert settings.TIME_ZONE in finding.what


def test_findings_become_json() -> None:
    assert dataclasses.asdict(Finding("ok", "a")) == {"state": "ok", "what": "a", "mend": ""}
