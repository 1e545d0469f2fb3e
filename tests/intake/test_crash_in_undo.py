"""An undo or an approval that stops between two steps has either happened or not; done again, it ends the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from bench.roster_sets import changed, of_school, tables
from bench.roster_sets import write as write_set

from homeroom.facts import store
from homeroom.intake import ledger, quarantine, undo
from homeroom.intake.models import LEDGER, Delivery
from homeroom.intake.roster_models import RosterChangeSet
from homeroom.intake.rosters import changes, decide
from homeroom.intake.rosters import undo as roster_undo
from homeroom.intake.rosters.receive import receive_set
from homeroom.intake.who.models import WaitingKey
from homeroom.people import audit, images
from homeroom.people.models import Student
from intake.rosters.conftest import write  # noqa: F401  a fixture
from intake.rosters.deciders import data_team, dump
from intake.rosters.small_set import SET, Write
from intake.rosters.test_undo_roster import CID, OF_ANA, OF_CID, arrive
from intake.test_crash_points import Killed, dies_after, dies_before
from intake.who.a_case import STRANGER, a_school, row
from intake.who.a_case import arrive as arrive_at_school

pytestmark = pytest.mark.django_db(transaction=True)


def stands() -> tuple[object, ...]:
    """Facts, ledgers, groups, queue and people."""
    for one in Delivery.objects.all():
        assert sum(getattr(one, name) for name in LEDGER) == one.rows_in
    return (
        store.checksum("attempts"),
        list(Delivery.objects.order_by("pk").values_list("state", "same_as", *LEDGER)),
        sorted(Delivery.objects.values_list("pk", "groups__ended_as", "groups__code", "groups__rows"), key=str),
        sorted(WaitingKey.objects.values_list("delivery", "rows")),
        dump(),
    )


def killed(point: tuple[Any, str, Any], act: Any) -> None:
    with pytest.MonkeyPatch.context() as cut:
        module, name, dies = point
        cut.setattr(module, name, dies(getattr(module, name)))
        with pytest.raises(Killed):
            act()


UNDO = {
    "judged again": (undo, "judge_again", dies_after),
    "a file is written": (store, "_settle", dies_after),
    "before the publication": (store, "publish", dies_before),
    "a ledger is moved": (ledger, "move", dies_after),
    "before it is marked": (undo, "_mark_undone", dies_before),
    "the heir has it": (undo, "_inherit", dies_after),
}


@pytest.mark.parametrize("point", UNDO)
def test_an_import_is_undone_or_it_is_not(point: str, tmp_path: Path) -> None:
    a_school()
    arrive_at_school(tmp_path / "old", row("i1", correct="false"), name="answers_2026-10-05.csv")
    first, second = (arrive_at_school(tmp_path / n, row("i1"), row("i2"), row("i3", **STRANGER)) for n in "ab")
    before = stands()
    killed(UNDO[point], lambda: undo.withdraw(first.pk, None))
    assert stands() == before
    undo.withdraw(first.pk, None)
    again = stands()
    assert again[0] == before[0]
    assert Delivery.objects.get(pk=second.pk).published == 2
    store.vacuum()
    assert not store.orphans()


ROSTER = {
    "the rows are restored": (images, "restore", dies_after),
    "the deliveries are closed": (roster_undo, "_close", dies_after),
    "before facts are taken back": (roster_undo, "take_back", dies_before),
    "the facts are taken back": (roster_undo, "take_back", dies_after),
    "before they are judged anew": (quarantine, "_judge", dies_before),
    "they are judged anew": (quarantine, "_judge", dies_after),
}


@pytest.mark.parametrize("point", ROSTER)
def test_a_roster_is_undone_or_it_is_not(point: str, write: Write, tmp_path: Path) -> None:  # noqa: F811
    dana = data_team("dana")
    receive_set("first", write())
    receive_set("second", write(users=SET["users.csv"] + CID))
    arrive(tmp_path / "a", row("i1", **OF_ANA), row("i2", **OF_CID))
    before, number = stands(), RosterChangeSet.objects.get(name="second").pk
    killed(ROSTER[point], lambda: roster_undo.undo(number, dana))
    assert stands() == before
    roster_undo.undo(number, dana)
    assert not Student.objects.filter(sourced_id="s3").exists()
    assert sum(Delivery.objects.filter(file__startswith="answers").values_list("quarantined", flat=True)) == 1


APPROVAL = {
    "the people are written": (changes, "_make_true", dies_before),
    "a ledger is written": (ledger, "write", dies_after),
    "before it is audited": (audit, "did", dies_before),
}


@pytest.mark.parametrize("point", APPROVAL)
def test_a_set_is_approved_or_it_is_not(point: str, tmp_path: Path) -> None:
    dana, base = data_team("dana"), tables()

    def drop_a_third(one: Any) -> None:
        for at, user in enumerate(user for user in of_school(one, "users", "hill") if user["role"] == "student"):
            user["status"] = "" if at % 3 else "tobedeleted"

    receive_set("first", write_set(tmp_path / "1", base, None))
    receive_set("second", write_set(tmp_path / "2", changed(base, drop_a_third), None))
    held = RosterChangeSet.objects.get(state="held")
    before = stands()
    killed(APPROVAL[point], lambda: decide.approve(held.pk, dana))
    assert stands() == before
    assert str(decide.approve(held.pk, dana).state) == "applied"
