"""One installation that took everything in, filled once a worker; each test has a copy of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from erasing import canary, snapshot
from erasing.installation import fill
from homeroom.people.models import Student


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("homeroom.intake.sources.STILL", 0.0)


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that run beside these on the same PostgreSQL server hold a transaction open each, some for minutes."""
    monkeypatch.setattr("homeroom.site.erasing.residue.PATIENCE", 600.0)


@pytest.fixture(scope="session")
def filled() -> list[snapshot.Snapshot]:
    """The copy, once a test has made it."""
    return []


@pytest.fixture
def child(
    transactional_db: None,
    tmp_path: Path,
    home: Path,
    filled: list[snapshot.Snapshot],
    tmp_path_factory: pytest.TempPathFactory,
) -> Student:
    """The child of whom nothing may be left; the files that came lie in `tmp_path / "came"`."""
    folders = (home, tmp_path / "came")
    snapshot.forget_before()
    if filled:
        filled[0].put_back(folders)
        return Student.objects.get(sourced_id=canary.CANARY["sourced_id"])
    made = fill(folders[1])
    filled.append(snapshot.take(folders, tmp_path_factory.mktemp("filled")))
    return made
