"""A roster is undone after files of the children it brought in: their rows wait, and come back with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from homeroom.facts import store
from homeroom.intake import undo as imports
from homeroom.intake.errors import IntakeError
from homeroom.intake.feeds.models import DeliverySchool
from homeroom.intake.models import Delivery, IdentityLink
from homeroom.intake.roster_models import RosterChangeSet
from homeroom.intake.rosters import undo
from homeroom.intake.rosters.receive import receive_set
from homeroom.intake.who import decide
from homeroom.intake.who.models import VendorKey, WaitingKey
from homeroom.people.models import Student, User
from intake.rosters.deciders import data_team, dump
from intake.rosters.small_set import Write
from intake.taking_in import answers, ledger, row, take

pytestmark = pytest.mark.django_db(transaction=True)
CID = "s3,active,,true,o1,student,cid,,Cid,Dorn,,0014,,,,,03,\n"
OF_ANA = {"student_id": "s1", "first_name": "Ana", "last_name": "Berg"}
OF_CID = {"student_id": "s3", "first_name": "Cid", "last_name": "Dorn"}


@pytest.fixture
def dana() -> User:
    return data_team("dana")


@pytest.fixture
def with_cid(write: Write, text: dict[str, str], dana: User) -> RosterChangeSet:
    """Two sets taken in; the second brought Cid."""
    receive_set("first", write())
    receive_set("second", write(users=text["users"] + CID))
    return RosterChangeSet.objects.get(name="second")


def arrive(folder: Path, *rows: str, name: str = "answers_2026-10-06.csv") -> Delivery:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(answers(*rows), "utf-8")
    return take(path)[0]


def fresh(delivery: Delivery) -> dict[str, int]:
    return ledger(Delivery.objects.get(pk=delivery.pk))


def whose() -> list[tuple[str, str]]:
    names = dict(Student.objects.values_list("pk", "sourced_id"))
    rows = store.query("select student, content_item from attempts", tables=["attempts"]).rows
    return sorted((names[student], item) for student, item in rows)


def test_the_rows_of_a_child_who_vanishes_wait_and_nobody_elses(
    with_cid: RosterChangeSet, dana: User, tmp_path: Path
) -> None:
    delivery = arrive(tmp_path / "a", row("i1", **OF_ANA), row("i2", **OF_CID))
    assert whose() == [("s1", "i1"), ("s3", "i2")]
    undo.undo(with_cid.pk, dana)
    assert whose() == [("s1", "i1")]
    assert fresh(delivery) == {"published": 1, "quarantined": 1}
    assert IdentityLink.objects.get().student.sourced_id == "s1"
    assert [(one.delivery_id, one.rows) for one in WaitingKey.objects.all()] == [(delivery.pk, 1)]


def test_the_rows_come_back_with_the_child(
    with_cid: RosterChangeSet, dana: User, write: Write, text: dict[str, str], tmp_path: Path
) -> None:
    from homeroom.intake import quarantine

    delivery = arrive(tmp_path / "a", row("i1", **OF_ANA), row("i2", **OF_CID))
    undo.undo(with_cid.pk, dana)
    receive_set("third", write(users=text["users"] + CID))
    list(quarantine.redrive())
    assert (whose(), fresh(delivery)) == ([("s1", "i1"), ("s3", "i2")], {"published": 2})
    assert sorted(DeliverySchool.objects.values_list("school__name", "rows"), key=str) == [
        ("Hill School", 2),
        (None, 2),
    ]


def test_rows_that_had_lost_to_the_childs_wait_too(with_cid: RosterChangeSet, dana: User, tmp_path: Path) -> None:
    old = arrive(tmp_path / "a", row("i2", **OF_CID), name="answers_2026-10-05.csv")
    new = arrive(tmp_path / "b", row("i2", **OF_CID, correct="false"), row("i3", **OF_ANA))
    undo.undo(with_cid.pk, dana)
    assert (fresh(old), fresh(new), whose()) == ({"quarantined": 1}, {"published": 1, "quarantined": 1}, [("s1", "i3")])


def test_after_the_import_was_undone_there_is_nothing_left_to_wait(
    with_cid: RosterChangeSet, dana: User, tmp_path: Path
) -> None:
    delivery = arrive(tmp_path / "a", row("i2", **OF_CID))
    imports.withdraw(delivery.pk, dana)
    undo.undo(with_cid.pk, dana)
    assert fresh(delivery) == {"withdrawn": 1}
    assert not WaitingKey.objects.exists()


def test_a_decision_in_force_stands_in_the_way_and_is_named(
    with_cid: RosterChangeSet, dana: User, tmp_path: Path
) -> None:
    arrive(tmp_path / "a", row("i2", student_id="900", first_name="Lia", last_name="Moss"))
    cid = Student.objects.get(sourced_id="s3")
    before = dump(accounts=True)
    done = decide.confirm(VendorKey.objects.get().pk, cid.pk, dana)
    with pytest.raises(IntakeError, match="decision"):
        undo.undo(with_cid.pk, dana)
    assert dump(accounts=True) == before
    decide.undo(done.decision.pk, dana)
    undo.undo(with_cid.pk, dana)
    assert not Student.objects.filter(sourced_id="s3").exists()
