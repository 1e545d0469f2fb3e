"""The rows of a key, out of the kept originals. Nothing stores which row is whose: the file itself says it."""

from __future__ import annotations

import mmap
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext_noop
from numpy.typing import NDArray

from homeroom.facts.engine import Session, session
from homeroom.intake import ledger, originals
from homeroom.intake.compile import identity_columns
from homeroom.intake.edfi.whole import INTERCHANGE
from homeroom.intake.errors import IntakeError
from homeroom.intake.layouts import Found, find
from homeroom.intake.matching.claim import key, normal_id
from homeroom.intake.models import Delivery
from homeroom.intake.publish import claim_of
from homeroom.intake.read import read_rows, read_typed
from homeroom.intake.who.models import WaitingKey
from homeroom.intake.working import opened
from homeroom.intake.workshop import workshop
from homeroom.programs.declaration import Program

# In these encodings an id does not stand in the file letter by letter.
WIDE = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Row:
    """One row as the vendor wrote it: where it stands, and its cells by column."""

    delivery: Delivery
    line: int
    cells: tuple[tuple[str, str], ...]


def rows_of(program: str, keys: Mapping[str, str], programs: Sequence[Program]) -> dict[int, list[int]]:
    """The rows of these keys (digest -> the program's own key) in all its published deliveries: delivery -> rows.

    Rows that already wait are not among them. Raises IntakeError where an original that may hold some can't be read.
    """
    found: dict[int, list[int]] = {}
    published = Delivery.objects.filter(program=program, state=Delivery.State.PUBLISHED, same_as=None)
    for delivery in published.exclude(layout=INTERCHANGE).order_by("pk"):
        if _may_hold(delivery, keys.values()):
            numbers = np.setdiff1d(_numbers(delivery, keys, programs), _in_groups(delivery, ended_as="quarantined"))
            if numbers.size:
                found[delivery.pk] = numbers.tolist()
    return found


def ignored_for(code: str, rows: Mapping[int, Sequence[int]]) -> dict[int, list[int]]:
    """Those of the rows that their delivery ignored for the reason `code`."""
    found = {}
    for delivery in Delivery.objects.filter(pk__in=rows):
        chosen = np.intersect1d(rows[delivery.pk], _in_groups(delivery, ended_as="ignored", code=code))
        if chosen.size:
            found[delivery.pk] = chosen.tolist()
    return found


def shown(waiting: WaitingKey) -> Row | None:
    """The first row that waits because of the key, as it stands in the file; None where it has no cells."""
    delivery = waiting.delivery
    with workshop() as shop, session() as place, opened(delivery, shop, place) as (path, header):
        rows = list(read_rows(place, path, header, [waiting.first_row]))
    if not rows or len(rows[0][1]) != len(header.names):
        return None
    number, cells = rows[0]
    return Row(delivery, number + delivery.header_lines, tuple(zip(header.names, cells, strict=True)))


def _numbers(delivery: Delivery, keys: Collection[str], programs: Sequence[Program]) -> NDArray[np.int64]:
    with workshop() as shop, session() as place, opened(delivery, shop, place) as (path, header):
        found = find(header, programs)
        if found is None or found.program.slug != delivery.program:
            raise IntakeError(
                gettext_noop(
                    "%(file)s (delivery %(number)s): no declaration fits this file any more, so its rows can't be "
                    "told apart. Put the declaration back, then try again."
                )
                % {"file": delivery.file, "number": delivery.pk}
            )
        read_typed(place, path, header, found)
        place.relation("chosen", {"identity": ["", *_identities(place, found, keys)]})
        return place.numbers("select row from typed semi join chosen using (identity) where problem is null order by 1")


def _identities(place: Session, found: Found, keys: Collection[str]) -> Iterator[str]:
    sql = "select distinct identity from typed where problem is null order by 1"
    kinds = [kind for kind, _ in identity_columns(found)]
    for identity in place.run(sql).column("identity"):
        if key(claim_of(identity, kinds, found.layout)) in keys:
            yield identity


def _in_groups(delivery: Delivery, **which: str) -> NDArray[np.int64]:
    groups = delivery.groups.filter(**which)
    return np.concatenate([np.empty(0, np.int64), *(ledger.unpacked(group.numbers) for group in groups)])


def _may_hold(delivery: Delivery, keys: Iterable[str]) -> bool:
    """Whether one of the keys can stand in the file: most of a program's files are passed over without being read."""
    spelled = [normal_id(one).lstrip("0") if normal_id(one).isdigit() else one for one in keys]
    path = originals.place(delivery.sha256)
    if not delivery.size or not path.is_file() or not all(one.isascii() and one.isalnum() for one in spelled):
        return True
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as seen:
        said = {form.encode() for one in spelled for form in (one, one.lower(), one.upper())}
        return seen[:2] in WIDE or any(seen.find(one) >= 0 for one in said)
