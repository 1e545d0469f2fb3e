"""Is the audit log whole? Every entry is read again, chain by chain, and held against its hash and the heads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db.models import Max

from homeroom.people import audit_lock
from homeroom.people.audit_chain import FIELDS, digest
from homeroom.people.audit_index import agrees
from homeroom.people.audit_stated import Stated, stated_in
from homeroom.people.models import AuditEntry, AuditHead

AT_ONCE = 2_000
AT, PLACE, BEFORE = FIELDS.index("at"), FIELDS.index("place"), FIELDS.index("before")
# So many edited entries a chain are remembered, to say whether they only changed places.
REMEMBERED = 1_000

Tell = Callable[[int], None]


@dataclass(frozen=True)
class Broken:
    """One thing that is wrong, and where. `chain` is None for what is about no chain."""

    words: str
    chain: int | None = None
    place: int | None = None
    at: datetime | None = None

    def __str__(self) -> str:
        where = f"Chain {self.chain}" if self.chain is not None else "The log"
        where += f", place {self.place:,}" if self.place is not None else ""
        where += f" ({self.at:%Y-%m-%d %H:%M:%S} UTC)" if self.at else ""
        return f"{where}: {self.words}"


@dataclass
class _Walk:
    """Where a walk along one chain is: the place and hash that come next, and what was edited on the way."""

    place: int
    hash: str
    edited: list[tuple[int, Sequence[Any], str]] = field(default_factory=list)


def verify(heads_file: Path, tell: Tell = lambda read: None) -> Iterator[Broken]:
    """Everything that is wrong with the log. `tell` hears how many entries were read, now and then.

    Entries that are added meanwhile are left for the next time: the heads are read first.
    """
    stated = stated_in(heads_file)
    heads = {head.chain: head for head in AuditHead.objects.all()}
    if heads or stated.chains:
        yield from (Broken(words) for words in stated.broken)
    chains = set(heads) | set(stated.chains) | set(AuditEntry.objects.values_list("chain", flat=True).distinct())
    read = _Counter(tell)
    for chain in sorted(chains):
        yield from _chain(chain, heads.get(chain), stated, read)
    if not agrees():
        yield Broken("the list of children does not agree with the entries. `homeroom audit index` makes it anew.")
    if not audit_lock.is_on():
        yield Broken("the database's own lock is off: entries could be changed. Run `homeroom audit lock`.")


def _chain(chain: int, head: AuditHead | None, stated: Stated, read: _Counter) -> Iterator[Broken]:
    if head is None:
        yield Broken("its head is missing: the row that tells where the chain ends was removed.", chain)
    start = (head.kept_after, head.kept_after_hash) if head else (0, "")
    if start[0] and start not in stated.purged[chain]:
        yield Broken(f"everything up to place {start[0]:,} is gone, and no purge in the heads file tells of it.", chain)
    walk = _Walk(*start)
    for values, hash_ in _entries(chain, head.place if head else None):
        read.one()
        yield from _entry(chain, walk, values, hash_)
        yield from _as_stated(chain, walk, stated)
    yield from _moved(chain, walk)
    yield from _end(chain, walk, head, stated)


def _entries(chain: int, upto: int | None) -> Iterator[tuple[Sequence[Any], str]]:
    entries = AuditEntry.objects.filter(chain=chain).order_by("place")
    if upto is not None:
        entries = entries.filter(place__lte=upto)
    for row in entries.values_list(*FIELDS, "hash").iterator(AT_ONCE):
        yield row[:-1], row[-1]


def _entry(chain: int, walk: _Walk, values: Sequence[Any], hash_: str) -> Iterator[Broken]:
    """One entry against the one before it and its own hash. The walk then stands on it, whatever was found."""
    place, at, expected = values[PLACE], values[AT], walk.place + 1
    if place < expected:
        yield Broken("an entry was put in below what was purged.", chain, place, at)
        return
    if place > expected:
        gone = f"place {expected:,}" if place == expected + 1 else f"places {expected:,} to {place - 1:,}"
        yield Broken(f"entries were deleted before this one: {gone} missing.", chain, place, at)
    if digest(values) != hash_:
        if len(walk.edited) < REMEMBERED:
            walk.edited.append((place, values, hash_))
        else:
            yield Broken(EDITED, chain, place, at)
    elif place == expected and values[BEFORE] != walk.hash:
        yield Broken(NOT_NEXT, chain, place, at)
    walk.place, walk.hash = place, hash_


EDITED = "the entry was edited: it is not what its hash was made of."
NOT_NEXT = (
    "the entry does not follow the one before it: one of the two was written anew, put in, or moved from elsewhere."
)


def _moved(chain: int, walk: _Walk) -> Iterator[Broken]:
    """Of the entries that are not what they were: which were only moved to another one's place."""
    places = [place for place, _, _ in walk.edited]
    for place, values, hash_ in walk.edited:
        fields = list(values)
        for other in places:
            fields[PLACE] = other
            if digest(fields) == hash_:
                yield Broken(f"the entry was moved here from place {other:,}: the order was changed.", chain, place)
                break
        else:
            yield Broken(EDITED, chain, place, values[AT])


def _as_stated(chain: int, walk: _Walk, stated: Stated) -> Iterator[Broken]:
    """The walk's entry against what the heads file said of this place, where it said something."""
    found = stated.at(chain, walk.place)
    if found and found.hash != walk.hash:
        stated.differed.add(chain)
        yield Broken(
            f"the heads file of {found.at:%Y-%m-%d %H:%M} UTC knows another entry here: up to this place"
            " entries were written anew since then.",
            chain,
            walk.place,
        )


def _end(chain: int, walk: _Walk, head: AuditHead | None, stated: Stated) -> Iterator[Broken]:
    """The last entry against the chain's head, and against the last that the heads file knows."""
    if head and head.place > walk.place:
        yield Broken(f"the end was cut off: places {walk.place + 1:,} to {head.place:,} are missing.", chain)
    elif head and head.hash != walk.hash:
        yield Broken("the head does not name the last entry: one of the two was changed.", chain, walk.place)
    last = stated.last(chain)
    if last and last.place > max(walk.place, head.place if head else 0):
        yield Broken(
            f"the end was cut off: on {last.at:%Y-%m-%d %H:%M} UTC the heads file knew {last.place:,} places,"
            f" now there are {walk.place:,}.",
            chain,
        )
    last_now = AuditEntry.objects.filter(chain=chain).aggregate(last=Max("place"))["last"] or 0
    head_now = AuditHead.objects.filter(pk=chain).values_list("place", flat=True).first() or 0
    if head and last_now > head_now:
        yield Broken(f"entries were put in after its end: places {head_now + 1:,} to {last_now:,}.", chain)


class _Counter:
    """Tells how far the reading is, every so many entries."""

    def __init__(self, tell: Tell) -> None:
        self.read, self.tell = 0, tell

    def one(self) -> None:
        self.read += 1
        if self.read % AT_ONCE == 0:
            self.tell(self.read)
