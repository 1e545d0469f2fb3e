"""Undo where it meets the queue, decisions, erasure, and files that hold nothing: every ledger exact, no crash."""

from __future__ import annotations

from pathlib import Path

import pytest

from facts.facts_by_hand import publish as publish_facts
from homeroom.facts import store
from homeroom.intake import quarantine, undo
from homeroom.intake.erase import erase
from homeroom.intake.feeds.models import DeliverySchool
from homeroom.intake.models import Delivery, IdentityLink, RowGroup
from homeroom.intake.receive import receive
from homeroom.intake.who import decide, waiting
from homeroom.intake.who.models import WaitingKey
from homeroom.people.models import Student
from intake.answers import enroll
from intake.taking_in import ledger
from intake.test_set_aside import outcomes, program
from intake.test_set_aside import take as take_lessons
from intake.who.a_case import STRANGER, a_school, arrive, data_team, key, row, whose

pytestmark = pytest.mark.django_db(transaction=True)


def fresh(delivery: Delivery) -> Delivery:
    return Delivery.objects.get(pk=delivery.pk)


def queued() -> dict[str, int]:
    return waiting.totals()


def counted(delivery: Delivery) -> dict[str | None, int]:
    """Rows by school, as feeds see them; None: of no school."""
    rows = DeliverySchool.objects.filter(delivery=delivery).values_list("school__name", "rows")
    return dict(rows)


def test_nothing_of_an_undone_import_waits_for_a_person(tmp_path: Path) -> None:
    a_school()
    delivery = arrive(tmp_path, row("i1"), row("i2", **STRANGER))
    undo.withdraw(delivery.pk, None)
    assert ledger(fresh(delivery)) == {"withdrawn": 2}
    assert not WaitingKey.objects.exists()


def test_a_repeat_that_takes_the_place_of_the_undone_one_waits_in_the_queue(tmp_path: Path) -> None:
    children, dana = a_school(), data_team()
    first = arrive(tmp_path / "a", row("i1"), row("i2", **STRANGER))
    second = arrive(tmp_path / "b", row("i1"), row("i2", **STRANGER))
    undo.withdraw(first.pk, None)
    assert [(one.delivery_id, one.rows, one.first_row) for one in WaitingKey.objects.all()] == [(second.pk, 1, 2)]
    decide.confirm(key().pk, children["Zoë"].pk, dana)
    assert ledger(fresh(second)) == {"published": 2}


def test_a_row_that_returns_without_its_child_joins_the_queue(tmp_path: Path) -> None:
    children = a_school()
    old = arrive(tmp_path / "a", row("i1"), name="answers_2026-10-05.csv")
    new = arrive(tmp_path / "b", row("i1", correct="false"), name="answers_2026-10-06.csv")
    Student.objects.filter(pk=children["Ana"].pk).update(sourced_id="x", given_name="Else", family_name="Body")
    undo.withdraw(new.pk, None)
    assert ledger(fresh(old)) == {"quarantined": 1}
    assert [(one.delivery_id, one.rows, one.first_row) for one in WaitingKey.objects.all()] == [(old.pk, 1, 1)]


def test_a_held_file_that_holds_nothing_can_be_undone(tmp_path: Path) -> None:
    path = tmp_path / "nothing.csv"
    path.write_bytes(b"")
    (held,) = receive([path])
    assert (held.state, held.rows_in) == (Delivery.State.HELD, 0)
    assert undo.withdraw(held.pk, None).state == Delivery.State.WITHDRAWN
    assert not RowGroup.objects.exists()


def test_a_file_of_a_header_alone_can_be_undone(tmp_path: Path) -> None:
    a_school()
    delivery = arrive(tmp_path)
    assert undo.withdraw(delivery.pk, None).state == Delivery.State.WITHDRAWN


def test_an_undo_that_fails_leaves_a_held_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "strange.csv"
    path.write_text("a,b\n1,2\n", "utf-8")
    (held,) = receive([path])
    monkeypatch.setattr("homeroom.intake.undo.judge_again", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        undo.withdraw(held.pk, None)
    assert not RowGroup.objects.exists()


def test_schools_are_counted_once_however_often_rows_are_judged(tmp_path: Path) -> None:
    children, dana = a_school(), data_team()
    delivery = arrive(tmp_path, row("i1"), row("i2", **STRANGER))
    assert counted(delivery) == {None: 2, "Valley School": 1}
    done = decide.confirm(key().pk, children["Zoë"].pk, dana)
    assert counted(delivery) == {None: 2, "Valley School": 2}
    decide.undo(done.decision.pk, dana)
    list(quarantine.redrive())
    assert counted(delivery) == {None: 2, "Valley School": 1}


def test_confirm_then_undo_the_import_then_undo_the_decision(tmp_path: Path) -> None:
    children, dana = a_school(), data_team()
    delivery = arrive(tmp_path, row("i1"), row("i2", **STRANGER))
    done = decide.confirm(key().pk, children["Zoë"].pk, dana)
    undo.withdraw(delivery.pk, None)
    decide.undo(done.decision.pk, dana)
    assert (ledger(fresh(delivery)), whose()) == ({"withdrawn": 2}, [])
    again = arrive(tmp_path / "b", row("i1"), row("i2", **STRANGER))
    assert ledger(again) == {"published": 1, "quarantined": 1}


def test_not_ours_then_undo_the_import_then_undo_the_decision(tmp_path: Path) -> None:
    a_school()
    dana = data_team()
    delivery = arrive(tmp_path, row("i1"), row("i2", **STRANGER))
    done = decide.not_ours(key().pk, dana)
    undo.withdraw(delivery.pk, None)
    decide.undo(done.decision.pk, dana)
    assert (ledger(fresh(delivery)), whose()) == ({"withdrawn": 2}, [])
    assert not WaitingKey.objects.exists()


def test_what_an_erased_child_had_set_aside_is_not_read_again(tmp_path: Path) -> None:
    enroll("S1", "S2")
    delivery = take_lessons(tmp_path, "S1,2026-09-01,a,10,skipped", "S2,2026-09-01,b,10,skipped")
    erase(Student.objects.get(sourced_id="S2").pk)
    assert (ledger(fresh(delivery)), fresh(delivery).facts) == ({"published": 1, "erased": 1}, 1)
    learnt = program(tmp_path, '"done" = "passed", "skipped" = "not_passed"')
    for _ in range(2):
        list(quarantine.redrive(programs=[learnt]))
        assert outcomes() == [("a", 10, "not_passed")]
        assert (ledger(fresh(delivery)), fresh(delivery).set_aside) == ({"published": 1, "erased": 1}, 0)


def test_erasing_a_child_leaves_a_decision_that_has_become_anothers(tmp_path: Path) -> None:
    children, dana = a_school(), data_team()
    delivery = arrive(tmp_path, row("i1", **STRANGER))
    decide.confirm(key().pk, children["Ana"].pk, dana)
    decide.confirm(key().pk, children["Zoë"].pk, dana)
    erase(children["Ana"].pk)
    assert whose() == [(children["Zoë"].pk, "i1")]
    assert IdentityLink.objects.get(withdrawn_at=None).student == children["Zoë"]
    undo.withdraw(delivery.pk, None)
    arrive(tmp_path / "b", row("i2", **STRANGER))
    assert whose() == [(children["Zoë"].pk, "i2")]


def test_a_row_whose_facts_lie_in_two_school_years_is_erased_once(tmp_path: Path) -> None:
    child, other = a_school()["Ana"], Student.objects.get(sourced_id="1002")
    delivery = arrive(tmp_path, row("i1"), row("i2", student_id="1002", first_name="Zoë", last_name="Núñez"))
    parts = [
        {
            "student": one,
            "content_item": "i1",
            "correct": True,
            "delivery": delivery.pk,
            "row": number,
            "school_year": year,
        }
        for one, number in ((child.pk, 1), (other.pk, 2))
        for year in (2026, 2027)
    ]
    before = [file.pk for file in store.true_files("attempts")]
    publish_facts("attempts", parts, retired=before)
    erase(child.pk)
    assert ledger(fresh(delivery)) == {"published": 1, "erased": 1}
