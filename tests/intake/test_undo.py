"""An import that is undone leaves nothing behind but its ledger; what it had pushed aside stands again."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from homeroom.facts import store
from homeroom.intake import quarantine, undo
from homeroom.intake.errors import IntakeError
from homeroom.intake.models import LEDGER, Delivery, IdentityLink, RowGroup
from homeroom.intake.receive import receive
from homeroom.people.models import AuditEntry, Student, User
from homeroom.standards.models import ContentItem
from intake.answers import Answer, File, enroll, file, standing, start_over, take, told, totals

pytestmark = pytest.mark.django_db(transaction=True)

EXAMPLES = 150 if os.environ.get("HOMEROOM_FULL") else 10
OLD = file(Answer(), Answer(item="i2"), as_of="2026-10-05")
NEW = file(Answer(correct=False), Answer("nobody"), as_of="2026-10-06")


def grouped(delivery: Delivery) -> dict[str, list[int]]:
    """Row numbers by class, as the groups hold them; each class must have as many as the ledger says."""
    from homeroom.intake.ledger import unpacked

    held: dict[str, list[int]] = {}
    for group in delivery.groups.all():
        assert group.rows == unpacked(group.numbers).size
        held[group.ended_as] = sorted([*held.get(group.ended_as, []), *unpacked(group.numbers).tolist()])
    counts = told(delivery)
    assert {name: len(rows) for name, rows in held.items()} == {
        name: rows for name, rows in counts.items() if name not in ("published", "erased")
    }
    return held


def test_an_undone_import_leaves_the_facts_as_if_it_had_never_come(tmp_path: Path) -> None:
    enroll("S1")
    old = take(OLD, tmp_path / "old")
    before = store.checksum("attempts")
    new = take(NEW, tmp_path / "new")
    assert (told(old), told(new)) == ({"published": 1, "superseded": 1}, {"published": 1, "quarantined": 1})
    assert grouped(old) == {"superseded": [1]}
    undone = undo.withdraw(new.pk, None)
    assert store.checksum("attempts") == before
    assert (told(old), told(new)) == ({"published": 2}, {"withdrawn": 2})
    assert (undone.state, undone.facts) == (Delivery.State.WITHDRAWN, 0)
    assert (grouped(old), grouped(new)) == ({}, {"withdrawn": [1, 2]})
    assert [one.item for one in standing()] == ["i1", "i2"]


def test_one_publication_does_it(tmp_path: Path) -> None:
    enroll("S1")
    take(OLD, tmp_path / "old")
    new = take(NEW, tmp_path / "new")
    version = store.current()
    undo.withdraw(new.pk, None)
    assert store.current() == version + 1


def test_the_audit_log_says_who_undid_it_and_whose_facts_went(tmp_path: Path) -> None:
    enroll("S1")
    new = take(NEW, tmp_path)
    undo.withdraw(new.pk, User.objects.create(username="dana"))
    entry = AuditEntry.objects.get(verb="undid")
    assert (entry.actor, entry.object, entry.students) == ("dana", f"import {new.pk}", [Student.objects.get().pk])


def test_content_and_links_stay(tmp_path: Path) -> None:
    enroll("S1")
    new = take(NEW, tmp_path)
    undo.withdraw(new.pk, None)
    assert ContentItem.objects.count() == 1
    assert IdentityLink.objects.count() == 1


def test_the_file_received_again_is_a_new_delivery_and_publishes(tmp_path: Path) -> None:
    enroll("S1")
    first = take(OLD, tmp_path)
    stood = store.checksum("attempts")
    undo.withdraw(first.pk, None)
    assert standing() == []
    again = take(OLD, tmp_path)
    assert again.pk != first.pk
    assert (told(first), told(again)) == ({"withdrawn": 2}, {"published": 2})
    assert store.checksum("attempts") == stood


def test_another_delivery_of_the_same_bytes_takes_the_place_of_the_one_undone(tmp_path: Path) -> None:
    enroll("S1")
    first, second, third = (take(NEW, tmp_path / name) for name in "abc")
    stood = store.checksum("attempts")
    undo.withdraw(first.pk, None)
    assert store.checksum("attempts") == stood
    assert told(first) == {"withdrawn": 2}
    assert told(second) == {"published": 1, "quarantined": 1}
    assert told(third) == {"duplicate": 2}
    assert (third.same_as_id, second.same_as_id) == (second.pk, None)
    undo.withdraw(second.pk, None)
    assert told(third) == {"published": 1, "quarantined": 1}
    undo.withdraw(third.pk, None)
    assert standing() == []
    assert totals() == {"withdrawn": 6}


def test_undoing_a_repeat_changes_no_fact(tmp_path: Path) -> None:
    enroll("S1")
    first, second = (take(NEW, tmp_path / name) for name in "ab")
    stood = store.checksum("attempts")
    undo.withdraw(second.pk, None)
    assert store.checksum("attempts") == stood
    assert (told(first), told(second)) == ({"published": 1, "quarantined": 1}, {"withdrawn": 2})


def test_a_row_that_had_lost_to_two_returns_only_when_both_are_gone(tmp_path: Path) -> None:
    enroll("S1")
    one = take(file(Answer(seconds=10), as_of="2026-10-05"), tmp_path / "1")
    two = take(file(Answer(seconds=20), as_of="2026-10-06"), tmp_path / "2")
    three = take(file(Answer(correct=False), as_of="2026-10-07"), tmp_path / "3")
    undo.withdraw(two.pk, None)
    assert standing() == [Answer(correct=False)]
    assert told(one) == {"superseded": 1}
    undo.withdraw(three.pk, None)
    assert standing() == [Answer(seconds=10)]
    assert (told(one), told(two), told(three)) == ({"published": 1}, {"withdrawn": 1}, {"withdrawn": 1})


def test_a_row_that_returns_is_matched_by_the_roster_of_today(tmp_path: Path) -> None:
    """The child's id has since become another's name: the row waits instead of standing for the wrong child."""
    enroll("S1")
    old = take(OLD, tmp_path / "old")
    new = take(NEW, tmp_path / "new")
    Student.objects.update(sourced_id="S9")
    undo.withdraw(new.pk, None)
    assert told(old) == {"published": 1, "quarantined": 1}
    assert grouped(old) == {"quarantined": [1]}


def test_some_rows_taken_back_wait_and_can_be_driven_again(tmp_path: Path) -> None:
    enroll("S1", "S2")
    old = take(file(Answer(), Answer("S2"), as_of="2026-10-05"), tmp_path / "old")
    new = take(file(Answer(correct=False), Answer("S2", correct=False), as_of="2026-10-06"), tmp_path / "new")
    stood = store.checksum("attempts")
    undo.take_back({new.pk: [2]}, ends_as="quarantined", code="link_rejected", words="The link was rejected.")
    assert standing() == [Answer(correct=False), Answer("S2")]
    assert (told(old), told(new)) == ({"published": 1, "superseded": 1}, {"published": 1, "quarantined": 1})
    assert [group.code for group in new.groups.all()] == ["link_rejected"]
    list(quarantine.redrive())
    assert store.checksum("attempts") == stood
    assert (told(old), told(new)) == ({"superseded": 2}, {"published": 2})


def test_rows_that_wait_or_are_gone_already_stay_what_they_are(tmp_path: Path) -> None:
    enroll("S1")
    new = take(NEW, tmp_path)
    undo.take_back({new.pk: [1, 2]}, ends_as="quarantined", code="link_rejected", words="Rejected.")
    assert {group.code: group.rows for group in new.groups.all()} == {"link_rejected": 1, "unmatched": 1}
    undo.take_back({new.pk: [1]}, ends_as="withdrawn", code="undone", words="Undone.")
    undo.take_back({new.pk: [1]}, ends_as="quarantined", code="link_rejected", words="Rejected.")
    assert told(new) == {"quarantined": 1, "withdrawn": 1}


def test_rows_of_several_deliveries_go_in_one_publication(tmp_path: Path) -> None:
    enroll("S1")
    one = take(file(Answer(item="i1"), as_of="2026-10-05"), tmp_path / "1")
    two = take(file(Answer(item="i2"), layout="by_day", as_of="2026-10-05"), tmp_path / "2")
    version = store.current()
    assert undo.take_back({one.pk: [1], two.pk: [1]}, ends_as="withdrawn", code="undone", words="-") == version + 1
    assert standing() == []


def test_an_erased_child_stays_erased(tmp_path: Path) -> None:
    from homeroom.intake.erase import erase

    enroll("S1", "S2")
    new = take(file(Answer(), Answer("S2"), as_of="2026-10-06"), tmp_path)
    erase(Student.objects.get(sourced_id="S2").pk)
    undo.withdraw(new.pk, None)
    assert told(new) == {"withdrawn": 1, "erased": 1}


def test_a_held_file_can_be_undone_and_is_judged_anew_when_it_comes_again(tmp_path: Path) -> None:
    path = tmp_path / "strange.csv"
    path.write_text("a,b\n1,2\n3,4\n", "utf-8")
    (held,) = receive([path])
    undone = undo.withdraw(held.pk, None)
    assert (undone.state, told(undone)) == (Delivery.State.WITHDRAWN, {"withdrawn": 2})
    (again,) = receive([path])
    assert (again.pk != held.pk, again.state) == (True, Delivery.State.HELD)


def test_a_row_whose_original_is_gone_waits_and_says_so(tmp_path: Path, home: Path) -> None:
    enroll("S1")
    old, new = take(OLD, tmp_path / "old"), take(NEW, tmp_path / "new")
    for kept in home.glob(f"originals/*/{old.sha256}*"):
        kept.unlink()
    undo.withdraw(new.pk, None)
    assert told(old) == {"published": 1, "quarantined": 1}
    assert old.groups.get().code == "unreadable"


@pytest.mark.parametrize(
    ("state", "words"), [("running", "is being taken in"), ("refused", "was refused"), ("withdrawn", "undone already")]
)
def test_what_cannot_be_undone_says_why(state: str, words: str) -> None:
    one = Delivery.objects.create(file="a.csv", size=1, state=state)
    with pytest.raises(IntakeError, match=words):
        undo.withdraw(one.pk, None)


def test_a_roster_and_a_delivery_nobody_knows_are_refused() -> None:
    with pytest.raises(IntakeError, match="no delivery 7"):
        undo.withdraw(7, None)
    roster = Delivery.objects.create(file="users.csv", size=1, program="oneroster", state="published")
    with pytest.raises(IntakeError, match="is a roster"):
        undo.withdraw(roster.pk, None)


def test_a_layout_that_is_not_declared_any_more_is_named(tmp_path: Path) -> None:
    enroll("S1")
    new = take(NEW, tmp_path)
    with pytest.raises(IntakeError, match="is not declared any more"):
        undo.withdraw(new.pk, None, programs=[])
    assert told(new) == {"published": 1, "quarantined": 1}


answers = st.builds(
    Answer,
    child=st.sampled_from(["S1", "S2", "nobody"]),
    item=st.sampled_from(["i1", "i2"]),
    correct=st.booleans(),
    seconds=st.sampled_from([10, 20]),
    when=st.just(1),
)
files = st.builds(
    File,
    rows=st.lists(answers, min_size=1, max_size=5).map(tuple),
    as_of=st.sampled_from(["", "2026-10-05", "2026-10-06"]),
    layout=st.sampled_from(["by_moment", "by_day"]),
)


@dataclass(frozen=True)
class Act:
    """Receive a file, or undo what it last became."""

    file: File
    undo: bool


@st.composite
def acts(draw: st.DrawFn) -> list[Act]:
    drawn = [replace(one, part=str(number)) for number, one in enumerate(draw(st.lists(files, min_size=2, max_size=4)))]
    plan, there = list[Act](), list[File]()
    for _ in range(draw(st.integers(3, 8))):
        if there and draw(st.booleans()):
            plan.append(Act(there.pop(draw(st.integers(0, len(there) - 1))), undo=True))
        else:
            plan.append(Act(draw(st.sampled_from(drawn)), undo=False))
            there.append(plan[-1].file)
    return plan


def played(plan: Sequence[Act]) -> tuple[str, list[File]]:
    """The facts' checksum after these acts, and the files that remain in the order of their arrival."""
    start_over()
    there: list[tuple[File, Delivery]] = []
    with tempfile.TemporaryDirectory() as folder:
        for number, act in enumerate(plan):
            if act.undo:
                one = next(pair for pair in there if pair[0] == act.file)
                there.remove(one)
                undo.withdraw(one[1].pk, None)
            else:
                there.append((act.file, take(act.file, Path(folder) / str(number))))
            for delivery in Delivery.objects.all():
                grouped(delivery)
    return store.checksum("attempts"), [one for one, _ in there]


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts())
def test_any_interleaving_of_receive_and_undo_equals_receiving_what_remains(plan: list[Act]) -> None:
    if not Student.objects.exists():
        enroll("S1", "S2")
    checksum, remaining = played(plan)
    published = totals().get("published", 0)
    assert published == store.row_counts()["attempts"]
    again, _ = played([Act(one, undo=False) for one in remaining])
    assert again == checksum
    assert totals().get("published", 0) == published


def test_row_groups_of_classes_add_up_to_the_ledger(tmp_path: Path) -> None:
    enroll("S1")
    for number, one in enumerate((OLD, NEW, OLD)):
        take(one, tmp_path / str(number))
    assert {group.ended_as for group in RowGroup.objects.all()} <= set(LEDGER)
    for delivery in Delivery.objects.all():
        grouped(delivery)
