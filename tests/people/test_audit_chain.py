"""The chains of the audit log: how an entry is added, and that nothing is lost when many are added at once."""

from __future__ import annotations

import hashlib
import json
import threading
from datetime import UTC
from pathlib import Path

import pytest
from django.db import connection, connections, transaction
from django.db.models import F

from homeroom.people import audit, audit_heads, audit_index
from homeroom.people.audit_chain import CHAINS, FIELDS, digest_of
from homeroom.people.audit_verify import verify
from homeroom.people.models import AuditChild, AuditEntry, AuditHead, User
from homeroom.people.viewing import Viewer

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice() -> User:
    return User.objects.create(username="alice")


def test_each_entry_carries_the_hash_of_the_one_before(alice: User) -> None:
    first, second = (audit.saw(alice, f"class page {n}", [4, 2], "own class") for n in (1, 2))
    assert (first.place, first.before) == (1, "")
    assert (second.place, second.before) == (2, first.hash)
    head = AuditHead.objects.get(chain=first.chain)
    assert (head.place, head.hash) == (2, second.hash)


def test_the_hash_is_what_anybody_can_work_out_again(alice: User) -> None:
    entry = audit.saw(
        alice, "student page 7, week 2026-W43", [7], "teaches the child's class", "facts 3", report="week"
    )
    stored = AuditEntry.objects.get()
    fields = {name: getattr(stored, name) for name in FIELDS} | {"at": stored.at.astimezone(UTC).isoformat()}
    text = json.dumps(fields, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(text.encode()).hexdigest() == stored.hash == entry.hash == digest_of(stored)


def test_the_hash_covers_every_column_but_the_key() -> None:
    columns = {field.name for field in AuditEntry._meta.concrete_fields}
    assert columns == {*FIELDS, "id", "hash"}


def test_an_entry_names_its_kind_and_number(alice: User) -> None:
    told = {
        "class page 7, week 2026-W43": ("class page", "7"),
        "quarantined rows of delivery 12, reason unmatched": ("quarantined rows of delivery", "12"),
        "who is this: waiting, page 1": ("who is this", ""),
        "list of children served": ("list of children served", ""),
        "feed iready lessons lessons_*.csv": ("feed iready lessons lessons_*.csv", ""),
        "": ("", ""),
    }
    for words, expected in told.items():
        entry = audit.saw(alice, words, [], "own class")
        assert (entry.kind, entry.object_id, entry.object) == (*expected, words)


def test_who_looks_through_whose_eyes_is_kept(alice: User) -> None:
    bob = User.objects.create(username="bob")
    entry = audit.saw(Viewer(alice, bob), "student page 1", [1], "own class")
    told = (entry.actor_number, entry.actor, entry.acting_as_number, entry.acting_as)
    assert told == (alice.pk, "alice", bob.pk, "bob")


def test_a_command_is_known_by_the_machines_account() -> None:
    entry = audit.exported(audit.command_line(), "table practice", [1], "command line")
    assert entry.actor_number is None
    assert entry.actor.startswith("command line: ")
    assert entry.verb == "exported"


def test_an_account_without_a_name_is_known_by_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.getuid", lambda: 4_000_000_000)
    assert str(audit.command_line()) == "command line: account 4000000000"


def test_children_are_listed_by_entry(alice: User) -> None:
    entry = audit.saw(alice, "class page 1", [9, 3, 9], "own class")
    assert [row.entry_id for row in audit_index.of_child(9)] == [entry.pk]
    assert list(AuditChild.objects.order_by("student").values_list("student", "entry")) == [
        (3, entry.pk),
        (9, entry.pk),
    ]
    assert audit_index.agrees()
    AuditChild.objects.filter(student=3).delete()
    assert not audit_index.agrees()
    audit_index.make_anew()
    assert audit_index.agrees()


def test_children_are_listed_once_in_whatever_pieces(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_index, "AT_ONCE", 3)
    bob = User.objects.create(username="bob")
    for at in range(10):
        audit.saw((alice, bob)[at % 2], "class page 1", [at % 4, 40], "own class")
        if at % 4 == 0:
            audit_index.catch_up()
    assert audit_index.of_child(40).count() == 10
    assert audit_index.of_child(1).count() == 3
    assert not AuditHead.objects.filter(listed__lt=F("place")).exists()
    assert audit_index.agrees()


def test_whoever_lists_the_same_places_finds_them_done(alice: User) -> None:
    """As where two processes list at once: the one that comes later moves nothing and adds nothing."""
    audit.saw(alice, "class page 1", [5], "own class")
    chain = AuditHead.objects.get().chain
    audit_index._list(chain, 0, 1)
    AuditChild.objects.all().delete()
    audit_index._list(chain, 0, 1)
    assert not AuditChild.objects.exists()


def test_what_a_transaction_takes_back_is_not_listed(alice: User) -> None:
    with transaction.atomic():
        audit.did(alice, "noted", "class page 1", [5], "own class")
        assert audit_index.of_child(5).count() == 1
        transaction.set_rollback(True)
    audit.saw(alice, "class page 1", [6], "own class")
    assert not audit_index.of_child(5).exists()
    assert audit_index.of_child(6).count() == 1


def test_children_that_cant_be_read_are_told_of(alice: User) -> None:
    audit.saw(alice, "class page 1", [5], "own class")
    with connection.cursor() as cursor:
        cursor.execute("""UPDATE people_auditentry SET students = '{"a": "b"}'""")
    assert not audit_index.agrees()


def test_what_was_seen_is_refused_where_it_would_not_be_committed(alice: User) -> None:
    """The tests' own transaction around each test is not counted by Django; this one is."""
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        audit.saw(alice, "class page 1", [1], "own class")


def test_a_change_and_its_entry_stand_or_fall_together(alice: User) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        audit.did(alice, "confirmed", "key 1", [1], "same name")
        raise ZeroDivisionError
    assert not AuditEntry.objects.exists()
    assert audit.did(alice, "confirmed", "key 1", [1], "same name").place == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="in memory it is one connection; see the next test")
def test_many_threads_at_once_lose_nothing(home: Path) -> None:
    users = [User.objects.create(username=f"u{at}") for at in range(4)]

    def work(user: User) -> None:
        for at in range(15):
            audit.saw(user, f"class page {at}", [1, 2, 3], "own class")
            audit.did(None, "doubted", f"links {at}", [4], "words")
        connections.close_all()

    threads = [threading.Thread(target=work, args=(user,)) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert AuditEntry.objects.count() == 120
    audit_heads.write()
    assert [one.words for one in verify(audit_heads.path())] == [LOCK_OFF]


LOCK_OFF = "the database's own lock is off: entries could be changed. Run `homeroom audit lock`."


def test_accounts_are_spread_over_the_chains() -> None:
    users = [User.objects.create(username=f"u{at}") for at in range(CHAINS * 2)]
    for user in users:
        audit.saw(user, "class page 1", [1], "own class")
    assert set(AuditHead.objects.values_list("chain", "place")) == {(chain, 2) for chain in range(CHAINS)}
