"""Every way of tampering with the log is found, and told in words that say where."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from django.db import transaction
from django.utils import timezone

from homeroom.people import audit, audit_heads, audit_purge, audit_stated
from homeroom.people.audit_heads import path
from homeroom.people.audit_verify import verify
from homeroom.people.models import AuditChild, AuditEntry, AuditHead, User
from people import audit_by_hand as by_hand
from people.audit_by_hand import LOCK_OFF, WAYS, a_log, wrong

pytestmark = pytest.mark.django_db
CASES = 1_000 if os.environ.get("HOMEROOM_FULL") else 19


def test_a_log_that_nobody_touched_is_whole() -> None:
    a_log()
    assert wrong() == []


def test_an_empty_log_is_whole() -> None:
    assert wrong() == []


def test_it_tells_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("homeroom.people.audit_verify.AT_ONCE", 10)
    a_log(40)
    heard: list[int] = []
    assert [one.words for one in verify(path(), heard.append)] == [LOCK_OFF]
    assert heard == [10, 20, 30, 40]


def test_every_random_tampering_is_found(home: Path) -> None:
    """Many at a time share one log: each is undone by the database, and the file is written back."""
    a_log()
    file = path().read_bytes()
    for seed in range(CASES):
        way = list(WAYS)[seed % len(WAYS)]
        with transaction.atomic():
            WAYS[way](Random(seed))
            assert wrong(), f"{way}, seed {seed}"
            transaction.set_rollback(True)
        path().write_bytes(file)
    assert wrong() == []


SAID: list[tuple[Callable[[Random], None], str]] = [
    (by_hand.edit, "was edited"),
    (by_hand.edit_and_hash, "does not follow the one before"),
    (by_hand.edit_and_rewrite, "entries were written anew since then"),
    (by_hand.delete, "missing"),
    (by_hand.cut, "the end was cut off: places"),
    (by_hand.cut_with_head, "the heads file knew"),
    (by_hand.cut_whole, "the heads file knew"),
    (by_hand.swap_and_hash, "does not follow the one before"),
    (by_hand.put_behind, "entries were put in after its end"),
    (by_hand.hide_a_child, "the list of children does not agree"),
    (by_hand.edit_head, "the head does not name the last entry"),
    (by_hand.pretend_purge, "no purge in the heads file tells of it"),
    (by_hand.edit_file, "of the heads file was edited"),
    (by_hand.cut_file, "the heads file has lost its beginning"),
]


@pytest.mark.parametrize(("way", "words"), SAID, ids=lambda found: getattr(found, "__name__", ""))
def test_it_says_what_is_wrong(way: Callable[[Random], None], words: str) -> None:
    a_log(30)
    way(Random(5))
    assert any(words in one for one in wrong()), wrong()


def test_one_edit_is_one_finding_with_its_place_and_time() -> None:
    a_log(30)
    entry = AuditEntry.objects.get(object="class page 12, week 2026-W43")
    AuditEntry.objects.filter(pk=entry.pk).update(reason="nothing to see")
    [one] = wrong()
    where = f"Chain {entry.chain}, place {entry.place} ({entry.at:%Y-%m-%d %H:%M:%S} UTC)"
    assert one == f"{where}: the entry was edited: it is not what its hash was made of."


def test_entries_that_changed_places_are_told_as_such() -> None:
    a_log(9, users=1)
    one, other = AuditEntry.objects.filter(place__in=(3, 7)).order_by("place")
    for entry, place in ((one, 10**6), (other, 3), (one, 7)):
        AuditEntry.objects.filter(pk=entry.pk).update(place=place)
    told = [one for one in wrong() if "the order was changed" in one]
    assert len(told) == 2
    assert "place 3: the entry was moved here from place 7" in told[0]


def test_a_missing_heads_file_is_told() -> None:
    a_log(5)
    path().unlink()
    assert ["there is no heads file" in one for one in wrong()] == [True]


@pytest.mark.parametrize("text", ["{}", "[]", "nonsense", '{"at": 1, "heads": {}, "purged": {}, "hash": ""}', "null"])
def test_a_heads_file_that_cant_be_read_is_told_by_line(text: str) -> None:
    a_log(5)
    path().write_text(f"{text}\n", "utf-8")
    assert any("line 1 of the heads file can't be read" in one for one in wrong())
    audit_heads.write()  # what comes later is written all the same
    assert len(path().read_text("utf-8").splitlines()) == 2


def test_a_line_that_a_crash_left_half_written_spoils_no_other() -> None:
    a_log(5)
    with path().open("a") as file:
        file.write('{"at": "2026-')
    audit.saw(User.objects.get(username="user0"), "class page 1", [1], "own class")
    assert audit_heads.write()
    told = wrong()
    assert len(told) == 1, told
    assert "line 3 of the heads file can't be read" in told[0]


def test_lines_taken_out_of_the_heads_file_are_told() -> None:
    a_log(30)
    audit.saw(User.objects.get(username="user0"), "class page 1", [1], "own class")
    audit_heads.write()
    lines = path().read_text("utf-8").splitlines(keepends=True)
    path().write_text(lines[0] + lines[2], "utf-8")
    assert ["line 2 of the heads file does not follow the one before" in one for one in wrong()] == [True]


def test_a_copy_of_the_heads_that_was_kept_elsewhere_finds_a_cut_that_the_file_hides(tmp_path: Path) -> None:
    a_log(30)
    copy = tmp_path / "kept.jsonl"
    copy.write_bytes(path().read_bytes())
    for chain in set(AuditHead.objects.values_list("chain", flat=True)):
        by_hand.remove(chain=chain)
    AuditHead.objects.all().delete()
    path().unlink()
    assert wrong() == []
    assert [one for one in verify(copy) if "cut off" in one.words]


def test_what_is_kept_of_a_long_heads_file_stays_small() -> None:
    stated = audit_stated.Stated()
    for place in range(1, 3 * audit_stated.KEPT):
        stated.add(1, audit_stated.Statement(timezone.now(), place, "h"))
    kept = stated._kept[1]
    assert len(kept) <= audit_stated.KEPT
    last = stated.last(1)
    assert last and last.place == 3 * audit_stated.KEPT - 1


# The heads file


def test_heads_are_written_once_a_minute_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_heads, "_due", audit_heads.Due())
    user = User.objects.create(username="alice")
    audit.saw(user, "class page 1", [1], "own class")
    audit_heads.write_when_due()
    audit.saw(user, "class page 1", [1], "own class")
    audit_heads.write_when_due()
    audit_heads.write(only_after=60)  # another process, whose own minute is over
    assert len(path().read_text("utf-8").splitlines()) == 1
    os.utime(path(), (0, 0))
    monkeypatch.setattr(audit_heads, "_due", audit_heads.Due())
    audit_heads.write_when_due()
    assert len(path().read_text("utf-8").splitlines()) == 2


def test_heads_that_did_not_move_are_not_written_again() -> None:
    a_log(5)
    before = path().read_bytes()
    assert not audit_heads.write()
    assert path().read_bytes() == before


# Purging


def age(**which: object) -> None:
    """Entries made eight years old, with everything that hangs on their time."""
    from homeroom.people.audit_chain import digest_of

    before = ""
    for entry in AuditEntry.objects.order_by("place"):
        entry.at -= timedelta(days=8 * 365) if entry.place <= 10 else timedelta()
        entry.before, entry.hash = before, ""
        entry.hash = before = digest_of(entry)
        AuditEntry.objects.filter(pk=entry.pk).update(at=entry.at, before=entry.before, hash=entry.hash)
    AuditHead.objects.update(hash=before)
    path().unlink()
    audit_heads.write()


def test_purging_removes_the_beginning_and_the_rest_can_be_verified() -> None:
    a_log(15, users=1)
    age()
    day = timezone.localdate() - timedelta(days=audit_purge.YEARS * 365)
    assert audit_purge.purge(day) == 10
    assert list(AuditEntry.objects.exclude(verb="purged").values_list("place", flat=True)) == [11, 12, 13, 14, 15]
    assert set(AuditChild.objects.values_list("entry", flat=True)) == set(
        AuditEntry.objects.exclude(verb="purged").values_list("pk", flat=True)
    )
    entry = AuditEntry.objects.get(verb="purged")
    assert (entry.actor, entry.object) == ("homeroom", f"audit log before {day}")
    audit_heads.write()
    assert wrong() == []
    assert audit_purge.purge(day) == 0


def test_an_entry_put_in_below_a_purge_is_told() -> None:
    a_log(15, users=1)
    age()
    old = AuditEntry.objects.get(place=4)
    audit_purge.purge(timezone.localdate() - timedelta(days=2000))
    old.save(force_insert=True)
    assert any("below what was purged" in one for one in wrong())


def test_all_may_be_purged_and_the_chain_goes_on() -> None:
    a_log(6, users=1)
    chain = AuditEntry.objects.values_list("chain", flat=True).first()
    assert audit_purge.purge(date(2999, 1, 1)) == 6
    entry = audit.saw(User.objects.get(username="user0"), "class page 1", [1], "own class")
    told = AuditEntry.objects.get(verb="purged")  # stands in one of the chains itself
    assert (entry.chain, entry.place) == (chain, 8 if told.chain == chain else 7)
    audit_heads.write()
    assert wrong() == []
