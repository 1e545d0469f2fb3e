"""What a decision does to the rows, and that taking it back leaves no trace among the facts."""

from __future__ import annotations

from pathlib import Path

import pytest

from homeroom.intake.errors import IntakeError
from homeroom.intake.models import Delivery, IdentityLink
from homeroom.intake.who import decide
from homeroom.intake.who.models import IdentityDecision, VendorKey, WaitingKey
from homeroom.people.models import AuditEntry, School, Student
from intake.taking_in import ledger, reasons
from intake.who.a_case import STRANGER, a_school, arrive, checksum, data_team, key, row, whose

pytestmark = pytest.mark.django_db(transaction=True)


def fresh(delivery: Delivery) -> Delivery:
    return Delivery.objects.get(pk=delivery.pk)


def test_it_works(tmp_path: Path) -> None:
    children, dana = a_school(), data_team()
    delivery = arrive(tmp_path, row("i1"), row("i2", **STRANGER), row("i3", **STRANGER))
    assert ledger(delivery) == {"published": 1, "quarantined": 2}
    done = decide.confirm(key().pk, children["Zoë"].pk, dana, reason="asked the teacher")
    assert ledger(fresh(delivery)) == {"published": 3}
    assert whose() == [(children["Ana"].pk, "i1"), (children["Zoë"].pk, "i2"), (children["Zoë"].pk, "i3")]
    link = IdentityLink.objects.get(method="decision")
    assert (link.student, link.decision, link.vendor_key) == (children["Zoë"], done.decision, "900")
    assert link.evidence == "ids:other given_name:other family_name:other school:same grade:same"
    assert not WaitingKey.objects.exists()


def test_later_rows_of_the_key_go_the_same_way(tmp_path: Path) -> None:
    children, dana = a_school(), data_team()
    arrive(tmp_path, row("i1", **STRANGER))
    decide.confirm(key().pk, children["Zoë"].pk, dana)
    arrive(tmp_path / "b", row("i2", **STRANGER, grade="4"))
    assert whose() == [(children["Zoë"].pk, "i1"), (children["Zoë"].pk, "i2")]


def test_a_confirmed_id_is_known_where_a_report_tells_no_name(tmp_path: Path) -> None:
    children, dana = a_school(), data_team()
    arrive(tmp_path, row("i1", **STRANGER))
    nameless = {"student_id": "900", "first_name": "", "last_name": ""}
    waits = arrive(tmp_path / "b", row("i2", **nameless))
    assert ledger(waits) == {"quarantined": 1}
    done = decide.confirm(key().pk, children["Zoë"].pk, dana)
    arrive(tmp_path / "c", row("i3", **nameless))
    assert (children["Zoë"].pk, "i3") in whose()
    decide.undo(done.decision.pk, dana)
    assert whose() == []


def test_undo_gives_the_old_facts_and_puts_the_rows_back(tmp_path: Path) -> None:
    children, dana = a_school(), data_team()
    delivery = arrive(tmp_path, row("i1"), row("i2", **STRANGER))
    before = checksum()
    done = decide.confirm(key().pk, children["Zoë"].pk, dana)
    assert checksum() != before
    decide.undo(done.decision.pk, dana)
    assert checksum() == before
    assert ledger(fresh(delivery)) == {"published": 1, "quarantined": 1}
    assert key().waiting.get().rows == 1
    assert IdentityLink.objects.get(method="decision").withdrawn_at
    log = list(AuditEntry.objects.values_list("actor", "verb", "students"))
    assert log == [("dana", "confirm", [children["Zoë"].pk]), ("dana", "undone", [children["Zoë"].pk])]


def test_what_the_wrong_child_s_row_had_pushed_aside_stands_again(tmp_path: Path) -> None:
    """The stranger's newer answer to the same item took the place of the child's own."""
    children, dana = a_school(), data_team()
    own = arrive(tmp_path, row("i1", correct="false"), name="answers_2026-10-05.csv")
    before = checksum()
    other = arrive(tmp_path, row("i1", **STRANGER), name="answers_2026-10-06.csv")
    done = decide.confirm(key().pk, children["Ana"].pk, dana)
    assert (ledger(fresh(own)), ledger(fresh(other))) == ({"superseded": 1}, {"published": 1})
    decide.undo(done.decision.pk, dana)
    assert (ledger(fresh(own)), ledger(fresh(other))) == ({"published": 1}, {"quarantined": 1})
    assert checksum() == before


def test_a_row_that_lost_against_the_wrong_childs_own_waits_again_too(tmp_path: Path) -> None:
    children, dana = a_school(), data_team()
    other = arrive(tmp_path, row("i1", **STRANGER, correct="false"), name="answers_2026-10-05.csv")
    own = arrive(tmp_path, row("i1"), name="answers_2026-10-06.csv")
    done = decide.confirm(key().pk, children["Ana"].pk, dana)
    assert (ledger(fresh(other)), ledger(fresh(own))) == ({"superseded": 1}, {"published": 1})
    decide.undo(done.decision.pk, dana)
    assert (ledger(fresh(other)), ledger(fresh(own))) == ({"quarantined": 1}, {"published": 1})
    decide.confirm(key().pk, children["Zoë"].pk, dana)
    assert whose() == [(children["Ana"].pk, "i1"), (children["Zoë"].pk, "i1")]


def test_confirming_another_child_moves_the_rows(tmp_path: Path) -> None:
    children, dana = a_school(), data_team()
    arrive(tmp_path, row("i1", **STRANGER))
    decide.confirm(key().pk, children["Ana"].pk, dana)
    decide.confirm(key().pk, children["Zoë"].pk, dana)
    assert whose() == [(children["Zoë"].pk, "i1")]
    assert IdentityLink.objects.filter(withdrawn_at=None).count() == 1


def test_an_automatic_link_that_is_rejected_goes_back_to_review(tmp_path: Path) -> None:
    children, dana = a_school(), data_team()
    delivery = arrive(tmp_path, row("i1", student_id="555"))
    link = IdentityLink.objects.get()
    assert (link.method, link.student) == ("name", children["Ana"])
    found = decide.key_of(link.pk)
    done = decide.reject(found.pk, children["Ana"].pk, dana)
    assert whose() == []
    assert reasons(fresh(delivery)) == {"unmatched": 1}
    assert "A person said" in found.waiting.get().words
    decide.undo(done.decision.pk, dana)
    assert whose() == [(children["Ana"].pk, "i1")]


def test_not_our_child_ends_as_ignored_and_undo_brings_it_back(tmp_path: Path) -> None:
    a_school()
    dana = data_team()
    delivery = arrive(tmp_path, row("i1"), row("i2", **STRANGER))
    before = checksum()
    done = decide.not_ours(key().pk, dana)
    assert ledger(fresh(delivery)) == {"published": 1, "ignored": 1}
    assert reasons(fresh(delivery)) == {"not_our_child": 1}
    later = arrive(tmp_path / "b", row("i3", **STRANGER))
    assert ledger(later) == {"ignored": 1}
    decide.undo(done.decision.pk, dana)
    assert ledger(fresh(delivery)) == {"published": 1, "quarantined": 1}
    assert ledger(fresh(later)) == {"quarantined": 1}
    assert sum(one.rows for one in key().waiting.all()) == 2
    assert checksum() == before


def test_not_our_child_after_all_ours(tmp_path: Path) -> None:
    children, dana = a_school(), data_team()
    delivery = arrive(tmp_path, row("i2", **STRANGER))
    decide.not_ours(key().pk, dana)
    decide.confirm(key().pk, children["Zoë"].pk, dana)
    assert ledger(fresh(delivery)) == {"published": 1}
    decide.not_ours(key().pk, dana)
    assert ledger(fresh(delivery)) == {"ignored": 1}
    assert whose() == []


def test_a_conflict_is_settled_for_the_name_and_not_for_the_id(tmp_path: Path) -> None:
    """Somebody typed Ana's id beside Zoë's name: Ana's own rows stay hers."""
    children, dana = a_school(), data_team()
    mixed = {"first_name": "Zoë", "last_name": "Núñez"}
    delivery = arrive(tmp_path, row("i1"), row("i2", **mixed))
    assert reasons(delivery) == {"identity_conflict": 1}
    decide.confirm(key("Zoë").pk, children["Zoë"].pk, dana)
    arrive(tmp_path / "b", row("i3"), row("i4", first_name="", last_name=""))
    ana, zoe = children["Ana"].pk, children["Zoë"].pk
    assert whose() == sorted([(ana, "i1"), (zoe, "i2"), (ana, "i3"), (ana, "i4")])


def test_somebody_else_was_quicker(tmp_path: Path) -> None:
    children, dana = a_school(), data_team()
    arrive(tmp_path, row("i1", **STRANGER))
    number = key().pk
    done = decide.confirm(number, children["Ana"].pk, dana, seen=0)
    with pytest.raises(decide.DecidedMeanwhile):
        decide.confirm(number, children["Zoë"].pk, data_team("eve"), seen=0)
    decide.undo(done.decision.pk, dana)
    with pytest.raises(decide.DecidedMeanwhile):
        decide.undo(done.decision.pk, dana)
    assert IdentityDecision.objects.count() == 2


def test_a_key_whose_rows_have_found_their_child_is_gone(tmp_path: Path) -> None:
    from homeroom.intake import quarantine

    a_school()
    arrive(tmp_path, row("i1", **STRANGER))
    number = key().pk
    Student.objects.create(sourced_id="900", given_name="Lia", family_name="Moss", grade="03")
    list(quarantine.redrive())
    assert not VendorKey.objects.exists()
    with pytest.raises(decide.DecidedMeanwhile, match="found their child"):
        decide.not_ours(number, data_team())


def test_only_a_child_whom_the_person_may_see(tmp_path: Path) -> None:
    children = a_school()
    elsewhere = School.objects.create(sourced_id="s2", name="Hill School")
    arrive(tmp_path, row("i1", **STRANGER))
    with pytest.raises(IntakeError, match="not among those"):
        decide.confirm(key().pk, children["Ana"].pk, data_team("eve", elsewhere))
    with pytest.raises(IntakeError, match="no decision"):
        decide.undo(77, data_team())


def test_a_failure_half_way_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    children, dana = a_school(), data_team()
    delivery = arrive(tmp_path, row("i1", **STRANGER))
    before = checksum()

    def fails(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("homeroom.intake.quarantine.publish", fails)
    with pytest.raises(IntakeError):
        decide.confirm(key().pk, children["Ana"].pk, dana)
    assert not IdentityDecision.objects.exists()
    assert not AuditEntry.objects.exists()
    assert (checksum(), ledger(fresh(delivery))) == (before, {"quarantined": 1})
