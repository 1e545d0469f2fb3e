"""A full or closed disk, a database that can't be written, a run that was cut short: nothing half, nothing lost.

Tests may run as root, whom no permission stops, so the system's refusal is played.
"""

from __future__ import annotations

import errno
import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError

from homeroom.facts import store
from homeroom.facts.engine import DuckDBSession, EngineDiskError, EngineError
from homeroom.intake import originals, receive, working
from homeroom.intake import publish as publication
from homeroom.intake.errors import InstallationError, IntakeError
from homeroom.intake.models import Delivery
from homeroom.programs.declaration import load_all
from intake.taking_in import answers, facts, kept, ledger, row, school, take

pytestmark = pytest.mark.django_db
FILE = answers(row("i1"), row("i2"))


@pytest.fixture(autouse=True)
def children(db: None) -> None:
    school()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "week.csv"
    path.parent.mkdir()
    path.write_text(FILE, "utf-8")
    return path


def fails(error: Exception) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


def full() -> OSError:
    return OSError(errno.ENOSPC, "No space left on device")


def closed() -> OSError:
    return OSError(errno.EROFS, "Read-only file system")


def on_original(patch: pytest.MonkeyPatch, error: Exception) -> None:
    patch.setattr(os, "fsync", fails(error))


def in_workshop(patch: pytest.MonkeyPatch, error: Exception) -> None:
    patch.setattr(working, "as_utf8", fails(error))


def on_fact_file(patch: pytest.MonkeyPatch, error: Exception) -> None:
    patch.setattr(store, "_settle", fails(error))


def on_renaming(patch: pytest.MonkeyPatch, error: Exception) -> None:
    patch.setattr(store, "stage_year", fails(error))


def while_writing(patch: pytest.MonkeyPatch, error: Exception) -> None:
    patch.setattr(DuckDBSession, "write", fails(EngineDiskError(f"IO Error: {error.args[1]}")))


def in_database(patch: pytest.MonkeyPatch, error: Exception) -> None:
    patch.setattr(publication, "take_content", fails(OperationalError("database or disk is full")))


PLACES = (on_original, in_workshop, on_fact_file, on_renaming, while_writing, in_database)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
def test_a_full_disk_leaves_the_version_as_it_was_and_the_next_run_finishes(place: Any, file: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        place(patch, full())
        with pytest.raises(InstallationError, match=r"is full\. Nothing of the file was loaded\. Free space, then"):
            take(file)
    assert (store.current(), facts()) == (0, [])
    taken = take(file)
    assert ledger(taken[0]) == {"published": 2}
    assert kept(taken[0]) == FILE.encode()
    assert len(facts()) == 2
    store.vacuum()
    assert store.orphans() == []


@pytest.mark.parametrize("place", PLACES[:4], ids=lambda place: place.__name__)
def test_a_closed_folder_is_told_with_what_to_do(place: Any, file: Path, home: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        place(patch, closed())
        with pytest.raises(InstallationError) as raised:
            take(file)
    words = f"week.csv: can't write to {home} (Read-only file system). Nothing of the file was loaded."
    assert str(raised.value) == f"{words} Run `homeroom doctor`."
    assert (store.current(), facts()) == (0, [])


def test_a_home_that_cannot_be_made_is_told(settings: Any, tmp_path: Path, file: Path) -> None:
    (tmp_path / "file").write_text("")
    settings.HOMEROOM_HOME = tmp_path / "file" / "home"
    with pytest.raises(InstallationError, match=r"can't write to .*file/home"):
        take(file)


def test_a_copy_cut_short_leaves_no_half_original(file: Path, home: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        on_original(patch, full())
        with pytest.raises(InstallationError):
            originals.keep(file)
    assert [path for path in (home / "originals").rglob("*") if path.is_file()] == []


def test_a_source_that_breaks_off_is_the_sources_fault(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def read(self, _: int) -> bytes:
            raise OSError(errno.EIO, "Input/output error")

    with pytest.raises(IntakeError, match=r"week\.csv: can't be read to its end") as raised:
        originals._read(Broken(), "week.csv")  # type: ignore[arg-type]
    assert not isinstance(raised.value, InstallationError)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (EngineError("a cell: Ana Ruiz"), "week.csv: no rows can be made of this text. Nothing was loaded"),
        (ValueError("Ana Ruiz"), "week.csv: homeroom came to a stop over this file (ValueError at "),
        (MemoryError(), "(MemoryError at "),
    ],
)
def test_what_nobody_foresaw_holds_the_file_and_no_other(
    error: Exception, words: str, file: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    (file.parent / "also.csv").write_text(answers(row("i9")), "utf-8")
    read = working.read_typed

    def stumble(*told: Any) -> Any:
        if "i2" in Path(told[1]).read_text("utf-8"):
            raise error
        return read(*told)

    monkeypatch.setattr(working, "read_typed", stumble)
    with caplog.at_level(logging.DEBUG):
        also, delivery = take(file.parent)
    assert (str(delivery.state), ledger(delivery), kept(delivery)) == ("held", {}, FILE.encode())
    assert words in delivery.message
    assert ledger(also) == {"published": 1}
    assert "Ruiz" not in caplog.text + delivery.message
    assert f"week.csv: {type(error).__name__} at test_installation_trouble.py:" in caplog.text


def test_trouble_after_reading_holds_every_row(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(working, "publish", fails(KeyError("x")))
        [delivery] = take(file)
        assert (str(delivery.state), ledger(delivery)) == ("held", {"held": 2})
    [again] = take(file)
    assert (again.pk, str(again.state), ledger(again), len(facts())) == (delivery.pk, "published", {"published": 2}, 2)


def interrupted(file: Path) -> Delivery:
    """A delivery as a run that was killed leaves it."""
    one = originals.keep(file)
    return Delivery.objects.create(file=file.name, sha256=one.sha256, size=one.size, stage="reading")


def test_an_interrupted_delivery_is_finished_first(file: Path) -> None:
    left = interrupted(file)
    first, second = take(file)
    assert (first.pk, ledger(first), first.tries) == (left.pk, {"published": 2}, 1)
    assert ledger(second) == {"duplicate": 2}


def test_an_interrupted_delivery_whose_original_is_gone_is_held(file: Path, tmp_path: Path) -> None:
    left = interrupted(file)
    originals.place(left.sha256).unlink()
    (tmp_path / "other.csv").write_text(answers(row("i9")), "utf-8")
    lost, other = take(tmp_path / "other.csv")
    assert (str(lost.state), ledger(other)) == ("held", {"published": 1})
    assert lost.message == "week.csv: the kept original is gone. Receive the file again, or restore a backup."


class Killed(BaseException):
    """What `kill -9` looks like from inside."""


def test_a_file_that_brings_every_run_down_waits_for_a_person(file: Path, tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text(answers(row("i9")), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(working, "as_utf8", fails(Killed()))  # type: ignore[arg-type]
        for _ in range(1 + receive.MOST_TRIES):
            with pytest.raises(Killed):
                take(file)
    poison, other = take(tmp_path / "other.csv")
    assert (str(poison.state), ledger(other)) == ("held", {"published": 1})
    assert poison.message.startswith("week.csv: homeroom was interrupted 6 times while it read this file.")
    [waits] = receive.receive([file], insist=False)
    assert str(waits.state) == "held"
    [asked] = take(file)
    assert (asked.pk, ledger(asked), asked.tries) == (poison.pk, {"published": 2}, 0)


def test_a_held_file_is_judged_again_when_its_program_is_known(file: Path) -> None:
    [stranger] = receive.receive([file], programs=[program for program in load_all() if program.slug == "star"])
    assert (str(stranger.state), ledger(stranger)) == ("held", {"held": 2})
    [known] = take(file)
    assert (known.pk, str(known.state), ledger(known), len(facts())) == (stranger.pk, "published", {"published": 2}, 2)


def test_a_run_leaves_no_half_done_work_behind(file: Path, home: Path) -> None:
    take(file)
    assert list((home / "tmp").iterdir()) == []
