"""A run that stops between two steps: what stands is whole, and the next run finishes it unasked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from homeroom.facts import store
from homeroom.facts.schema import DERIVED
from homeroom.intake import ledger, originals, publish, quarantine, receive, working
from homeroom.intake.models import Delivery
from homeroom.intake.workshop import workshop
from homeroom.site import receiving
from homeroom.site.work_out import work_out
from intake.answers import Answer, File, enroll, file, standing, start_over, take, totals
from intake.rosters.small_set import SET

pytestmark = pytest.mark.django_db(transaction=True)

OLD = file(Answer(), Answer(item="i2"), as_of="2026-10-05")
NEW = file(Answer(correct=False), Answer("nobody"), as_of="2026-10-06", part="new")


class Killed(BaseException):
    """Stands for the end of the process: nothing in the product catches it."""


def dies_after(step: Callable[..., Any]) -> Callable[..., Any]:
    def stops(*given: Any, **named: Any) -> Any:
        step(*given, **named)
        raise Killed

    return stops


def dies_before(step: Callable[..., Any]) -> Callable[..., Any]:
    def stops(*given: Any, **named: Any) -> Any:
        raise Killed

    return stops


POINTS = {
    "while the original is copied": (originals, "_write", dies_after),
    "after the original is copied, before its name": (originals.Path, "rename", dies_before),
    "after the original is kept": (originals, "keep", dies_after),
    "after the delivery has its row": (receive, "work", dies_before),
    "while the file is read": (working, "read_typed", dies_after),
    "after keys are settled": (publish, "settle", dies_after),
    "while a fact file is written": (store, "_settle", dies_before),
    "after a fact file has its name": (store, "_settle", dies_after),
    "after all fact files are there": (store, "publish", dies_before),
    "inside the transaction, before the ledger": (ledger, "write", dies_before),
    "inside the transaction, after the ledger": (ledger, "write", dies_after),
    "inside the transaction, at its end": (publish, "_links", dies_before),
    "right after the transaction": (store, "publish", dies_after),
    "after the publication": (working, "publish", dies_after),
}
TRUE_AT_ONCE = ("right after the transaction", "after the publication")


@pytest.mark.parametrize("point", POINTS, ids=[point.replace(" ", "-").replace(",", "") for point in POINTS])
def test_the_next_run_finishes_what_one_left(
    point: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    enroll("S1")
    undisturbed = ends(tmp_path / "plain")
    start_over()
    take(OLD, tmp_path / "old")
    before = standing()
    place, name, how = POINTS[point]
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(place, name, how(getattr(place, name)))
        take(NEW, tmp_path / "new")
    assert standing() == (undisturbed[0] if point in TRUE_AT_ONCE else before)
    for delivery in Delivery.objects.all():
        totals([delivery])
    take(NEW, tmp_path / "new")
    new = Delivery.objects.exclude(message__startswith="the same file")
    assert (standing(), store.checksum("attempts"), totals(list(new))) == undisturbed
    assert not Delivery.objects.filter(state=Delivery.State.RUNNING).exists()
    store.vacuum(keep=1)
    assert store.orphans() == []
    assert [*home.glob("tmp/intake-*"), *home.glob("originals/**/*.part")] == []


def ends(folder: Path) -> tuple[list[Answer], str, dict[str, int]]:
    for number, one in enumerate((OLD, NEW)):
        take(one, folder / str(number))
    return standing(), store.checksum("attempts"), totals()


def test_a_stopped_run_is_finished_even_when_other_files_are_received(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    enroll("S1")
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(working, "read_typed", dies_after(working.read_typed))
        take(OLD, tmp_path / "old")
    assert standing() == []
    deliveries = list(receive.receive([written(NEW, tmp_path)]))
    assert [delivery.file for delivery in deliveries] == [OLD.name, NEW.name]
    assert standing() == sorted([Answer(correct=False), Answer(item="i2")])


def test_a_stopped_run_keeps_the_day_that_was_stated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    enroll("S1")
    take(OLD, tmp_path / "old")
    undated = file(Answer(correct=False))
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(working, "read_typed", dies_after(working.read_typed))
        list(receive.receive([written(undated, tmp_path)], as_of=receive.date(2026, 10, 7)))
    [finished] = receive.receive([])
    assert finished.as_of_from == "statement"
    assert Answer(correct=False) in standing()


def test_what_is_worked_out_becomes_true_together_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    enroll("S1")
    take(OLD, tmp_path / "old")
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(store, "stage_year", dies_second(store.stage_year))
        work_out()
    assert {table: store.row_counts()[table] for table in DERIVED} == dict.fromkeys(DERIVED, 0)
    assert work_out() == [2027]
    assert work_out() == []
    assert store.row_counts()["practice"] > 0


def dies_second(step: Callable[..., Any]) -> Callable[..., Any]:
    steps = iter((step, dies_before(step)))
    return lambda *given, **named: next(steps)(*given, **named)


def test_rows_that_waited_for_a_roster_are_judged_even_when_the_run_stopped_after_the_roster(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(OLD, tmp_path)
    receiving.receive([path], None, True)
    write_set(tmp_path / "roster")
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(receiving, "follow_up", dies_before(receiving.follow_up))
        receiving.receive([tmp_path / "roster"], None, True)
    assert standing() == []
    receiving.receive([tmp_path / "roster"], None, True)
    assert len(standing()) == 2


def test_rows_judged_since_the_newest_roster_are_not_judged_again(tmp_path: Path) -> None:
    write_set(tmp_path / "roster")
    receiving.receive([tmp_path / "roster", written(NEW, tmp_path)], None, True)
    assert Delivery.objects.filter(quarantined=1).exists()
    assert quarantine.overdue() == []


def write_set(folder: Path) -> None:
    """The small roster; its child s1 is S1 of the files."""
    folder.mkdir()
    for name, text in SET.items():
        (folder / name).write_text(text, "utf-8")


def written(one: File, folder: Path) -> Path:
    path = folder / one.name
    path.write_text(one.text, "utf-8")
    return path


def test_what_a_killed_run_left_in_its_workshop_is_swept_up_and_a_workshop_in_use_is_not(home: Path) -> None:
    left = home / "tmp" / "intake-left"
    left.mkdir(parents=True)
    (left / "half.csv").write_text("half", "utf-8")
    with workshop() as one:
        assert not left.exists()
        with workshop() as other:
            assert one.is_dir() and other.is_dir()
        assert one.is_dir() and not other.exists()


def test_a_half_copy_of_an_original_is_swept_up_by_the_next_run(home: Path) -> None:
    part = home / "originals" / "77.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"half")
    assert list(receive.receive([])) == []
    assert not part.exists()
