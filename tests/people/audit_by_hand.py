"""An audit log to tamper with, and the ways in which somebody may."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

from django.db import connection
from django.db.models import F

from homeroom.people import audit, audit_heads, audit_index
from homeroom.people.audit_chain import FIELDS, digest_of
from homeroom.people.audit_verify import verify
from homeroom.people.models import AuditChild, AuditEntry, AuditHead, User

LOCK_OFF = "the database's own lock is off: entries could be changed. Run `homeroom audit lock`."


def a_log(entries: int = 40, users: int = 3) -> None:
    """Entries of a few people in as many chains, with the heads written down half-way and at the end."""
    people = [User.objects.get_or_create(username=f"user{at}")[0] for at in range(users)]
    for at in range(entries):
        audit.saw(people[at % users], f"class page {at}, week 2026-W43", [at % 7, 50 + at % 5], "teaches the class")
        if at == entries // 2:
            audit_heads.write()
            audit_index.catch_up()
    audit_heads.write()
    audit_index.catch_up()


def wrong() -> list[str]:
    """What verifying says, but for the lock, which the tests' database has off."""
    return [str(one) for one in verify(audit_heads.path()) if one.words != LOCK_OFF]


def any_entry(chance: Random) -> AuditEntry:
    return AuditEntry.objects.get(pk=chance.choice(list(AuditEntry.objects.values_list("pk", flat=True))))


def change(entry: AuditEntry, **values: object) -> None:
    AuditEntry.objects.filter(pk=entry.pk).update(**values)


def remove(**which: object) -> None:
    AuditChild.objects.filter(entry__in=AuditEntry.objects.filter(**which)).delete()
    AuditEntry.objects.filter(**which).delete()


def edit(chance: Random) -> None:
    """One field of one entry is made another."""
    entry, name = any_entry(chance), chance.choice([*FIELDS[:-3], "before", "hash"])
    values: dict[str, Any] = {
        "at": entry.at + timedelta(microseconds=chance.choice((-1, 1, 10**6))),
        "actor_number": chance.choice([None, (entry.actor_number or 0) + 1]),
        "acting_as_number": 7,
        "students": [*entry.students, 99][chance.randrange(2) :],
    }
    change(entry, **{name: values.get(name, "0" * 64 if name in ("before", "hash") else f"{getattr(entry, name)}x")})


def edit_and_hash(chance: Random) -> None:
    """An edit by somebody who knows how the hash of an entry is made."""
    entry = any_entry(chance)
    entry.reason = "another reason"
    change(entry, reason=entry.reason, hash=digest_of(entry))


def delete(chance: Random) -> None:
    remove(pk=any_entry(chance).pk)


def delete_several(chance: Random) -> None:
    entry = any_entry(chance)
    remove(chain=entry.chain, place__range=(entry.place, entry.place + chance.randrange(5)))


def delete_and_close(chance: Random) -> None:
    """Those after the gap move up, so that no number is missing."""
    entry = any_entry(chance)
    remove(pk=entry.pk)
    for later in AuditEntry.objects.filter(chain=entry.chain, place__gt=entry.place).order_by("place"):
        change(later, place=F("place") - 1)
    AuditHead.objects.filter(pk=entry.chain).update(place=F("place") - 1)


def rewrite(chance: Random) -> None:
    """An entry goes, and its chain is made anew from there with all its hashes and its head. Only the file tells."""
    entry = any_entry(chance)
    delete_and_close_in(entry)
    _hash_again(entry.chain, entry.place)


def edit_and_rewrite(chance: Random) -> None:
    entry = any_entry(chance)
    change(entry, reason="another reason")
    _hash_again(entry.chain, entry.place)


def delete_and_close_in(entry: AuditEntry) -> None:
    remove(pk=entry.pk)
    for later in AuditEntry.objects.filter(chain=entry.chain, place__gt=entry.place).order_by("place"):
        change(later, place=F("place") - 1)


def _hash_again(chain: int, place: int) -> None:
    """The work of somebody who owns the database and has read our code."""
    before = AuditEntry.objects.filter(chain=chain, place=place - 1).values_list("hash", flat=True).first() or ""
    for entry in AuditEntry.objects.filter(chain=chain, place__gte=place).order_by("place"):
        entry.before = before
        before = digest_of(entry)
        change(entry, before=entry.before, hash=before)
    last = AuditEntry.objects.filter(chain=chain).count()
    AuditHead.objects.filter(pk=chain).update(place=last, hash=before)


def cut(chance: Random) -> None:
    entry = any_entry(chance)
    remove(chain=entry.chain, place__gte=entry.place)


def cut_with_head(chance: Random) -> None:
    """The end goes and the head is set back. Only the file tells."""
    entry = any_entry(chance)
    remove(chain=entry.chain, place__gte=entry.place)
    AuditHead.objects.filter(pk=entry.chain).update(place=entry.place - 1, hash=entry.before)


def cut_whole(chance: Random) -> None:
    """A chain goes as if it had never been."""
    entry = any_entry(chance)
    remove(chain=entry.chain)
    AuditHead.objects.filter(pk=entry.chain).delete()


def swap(chance: Random) -> None:
    one, other = (any_entry(chance) for _ in range(2))
    while (one.chain, one.place) == (other.chain, other.place):
        other = any_entry(chance)
    change(one, place=10**9)
    change(other, chain=one.chain, place=one.place)
    change(one, chain=other.chain, place=other.place)


def swap_and_hash(chance: Random) -> None:
    """Two neighbours change places, each with a right hash of its own."""
    pair = list(AuditEntry.objects.filter(chain=any_entry(chance).chain).order_by("place")[:2])
    places = [entry.place for entry in pair]
    change(pair[0], place=10**9)
    for entry, place in zip(reversed(pair), places, strict=True):
        entry.place = place
        change(entry, place=place, hash=digest_of(entry))


def put_in(chance: Random) -> None:
    """An entry that never happened, among the others: made from one that did, with later ones moved down."""
    entry = any_entry(chance)
    for later in AuditEntry.objects.filter(chain=entry.chain, place__gte=entry.place).order_by("-place"):
        change(later, place=F("place") + 1)
    entry.pk, entry.object = None, "class page 0"
    entry.hash = digest_of(entry)
    entry.save(force_insert=True)
    AuditChild.objects.bulk_create(AuditChild(student=one, entry=entry) for one in entry.students)
    AuditHead.objects.filter(pk=entry.chain).update(place=F("place") + 1)


def put_behind(chance: Random) -> None:
    """An entry after the end, where the head does not know of it."""
    last = AuditEntry.objects.filter(chain=any_entry(chance).chain).order_by("place").last()
    assert last
    last.pk, last.place, last.before = None, last.place + 1, last.hash
    last.hash = digest_of(last)
    last.save(force_insert=True)
    AuditChild.objects.bulk_create(AuditChild(student=one, entry=last) for one in last.students)


def hide_a_child(chance: Random) -> None:
    """The list by child is made to forget one."""
    entry = any_entry(chance)
    AuditChild.objects.filter(entry=entry, student=entry.students[0]).delete()


def edit_head(chance: Random) -> None:
    AuditHead.objects.filter(pk=any_entry(chance).chain).update(hash="f" * 64)


def pretend_purge(chance: Random) -> None:
    """The beginning goes and the head says that it was purged; the file knows of no purge."""
    entry = any_entry(chance)
    remove(chain=entry.chain, place__lte=entry.place)
    AuditHead.objects.filter(pk=entry.chain).update(kept_after=entry.place, kept_after_hash=entry.hash)


def edit_file(chance: Random) -> None:
    lines = audit_heads.path().read_text("utf-8").splitlines()
    at = chance.randrange(len(lines))
    line = json.loads(lines[at])
    chain = chance.choice(list(line["heads"]))
    line["heads"][chain] = [line["heads"][chain][0], "e" * 64]
    lines[at] = json.dumps(line, sort_keys=True)
    audit_heads.path().write_text("\n".join(lines) + "\n", "utf-8")


def cut_file(chance: Random) -> None:
    """Its first lines go. (Its last ones can go unseen; that is why a copy belongs elsewhere.)"""
    lines = audit_heads.path().read_text("utf-8").splitlines()
    audit_heads.path().write_text("\n".join(lines[chance.randrange(1, len(lines)) :]) + "\n", "utf-8")


WAYS: dict[str, Callable[[Random], None]] = {
    way.__name__: way
    for way in (
        edit,
        edit_and_hash,
        edit_and_rewrite,
        delete,
        delete_several,
        delete_and_close,
        rewrite,
        cut,
        cut_with_head,
        cut_whole,
        swap,
        swap_and_hash,
        put_in,
        put_behind,
        hide_a_child,
        edit_head,
        pretend_purge,
        edit_file,
        cut_file,
    )
}


def statements(vendor_words: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(vendor_words)
