"""Where every row of a delivery went. The eight classes always add up to the rows that came in."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import F, Sum
from numpy.typing import NDArray

from homeroom.intake.models import LEDGER, Delivery, ErasedRows, RowGroup
from homeroom.intake.reasons import words_for

# Rows that lost to another row of their key. They may win again when that one is taken back.
LOST = ("duplicate", "superseded")
# Fields, not rows: the rows of such a group are published.
SET_ASIDE = "set aside"
ERASED = "erased"
Numbers = Sequence[int] | NDArray[np.int64]


@dataclass(frozen=True)
class Cause:
    """Why rows ended where they did: a code for scripts, words for people, the rows by number."""

    ended_as: str
    code: str
    column: str
    words: str
    numbers: Numbers


@dataclass(frozen=True)
class Move:
    """Rows of a delivery that end anew: for `cause`, or published where there is none; then `rows` says which.

    `stood` are those among them that are published so far; the others lie in groups. `facts` is by how many the
    delivery's facts change.
    """

    delivery: int
    cause: Cause | None
    stood: Numbers = ()
    facts: int = 0
    rows: Numbers = ()

    @property
    def numbers(self) -> Numbers:
        return self.cause.numbers if self.cause else self.rows


def lost(ends_as: str, numbers: Numbers) -> Cause:
    """The cause of rows that lost to another of their key."""
    return Cause(ends_as, ends_as, "", words_for(ends_as), numbers)


def write(delivery: Delivery, counts: Mapping[str, int], causes: Iterable[Cause] = ()) -> None:
    """Set the delivery's ledger and its groups. Call it inside the transaction that publishes.

    Raises ValueError where the classes do not add up to `rows_in`.
    """
    for name in LEDGER:
        setattr(delivery, name, counts.get(name, 0))
    total = sum(counts.get(name, 0) for name in LEDGER)
    if total != delivery.rows_in:
        raise ValueError(f"delivery {delivery.pk}: {delivery.rows_in} rows in, but {total} accounted for")
    delivery.save()
    # Quarantined rows are judged anew as a whole; rows once ignored stay so.
    delivery.groups.filter(ended_as="quarantined").delete()
    ended = [cause for cause in causes if len(cause.numbers)]
    RowGroup.objects.bulk_create(_group(delivery, cause) for cause in ended)
    for cause in ended:
        _note_erased(delivery.sha256, cause)


def add(delivery: int, cause: Cause) -> None:
    """Put rows into the delivery's group of this cause: one cause has one group, however often rows join it."""
    alike = {"ended_as": cause.ended_as, "code": cause.code, "column": cause.column, "words": cause.words}
    group = RowGroup.objects.filter(delivery=delivery, **alike).first() or RowGroup(delivery_id=delivery, **alike)
    before = unpacked(group.numbers) if group.pk else np.empty(0, np.int64)
    _keep(group, np.union1d(before, np.asarray(cause.numbers, dtype=np.int64)))
    _note_erased(group.delivery.sha256, cause)


def move(one: Move) -> None:
    """Let rows end anew, whatever group they lay in. Call it inside the transaction that publishes."""
    changes = Counter({"published": -len(one.stood)})
    for group in RowGroup.objects.filter(delivery=one.delivery).exclude(ended_as=SET_ASIDE):
        held = unpacked(group.numbers)
        rest = np.setdiff1d(held, np.asarray(one.numbers, dtype=np.int64), assume_unique=True)
        if rest.size < held.size:
            changes[group.ended_as] -= held.size - rest.size
            _keep(group, rest)
    changes[one.cause.ended_as if one.cause else "published"] -= changes.total()
    counts = {name: F(name) + change for name, change in changes.items() if change}
    Delivery.objects.filter(pk=one.delivery).update(**counts, facts=F("facts") + one.facts)
    if one.cause and len(one.numbers):
        add(one.delivery, one.cause)
    if len(one.stood):
        no_longer_aside(one.delivery, one.stood)


def set_aside(delivery: int, causes: Iterable[Cause]) -> None:
    """Fields of published rows that were left blank: the second line of the ledger."""
    for cause in causes:
        add(delivery, cause)
    _count_aside(delivery)


def no_longer_aside(delivery: int, numbers: Numbers) -> None:
    """Rows that are published no longer, or anew, leave nothing aside."""
    for group in RowGroup.objects.filter(delivery=delivery, ended_as=SET_ASIDE):
        _keep(group, np.setdiff1d(unpacked(group.numbers), np.asarray(numbers, dtype=np.int64)))
    _count_aside(delivery)


def rows_set_aside(delivery: int) -> NDArray[np.int64]:
    """The published rows of a delivery that leave a field aside."""
    held = RowGroup.objects.filter(delivery=delivery, ended_as=SET_ASIDE).values_list("numbers", flat=True)
    return np.unique(np.concatenate([np.empty(0, np.int64), *map(unpacked, held)]))


def _count_aside(delivery: int) -> None:
    fields = RowGroup.objects.filter(delivery=delivery, ended_as=SET_ASIDE).aggregate(Sum("rows"))["rows__sum"] or 0
    rows = rows_set_aside(delivery).size if fields else 0
    Delivery.objects.filter(pk=delivery).update(set_aside=fields, set_aside_rows=rows)


def erased_rows(sha256: str) -> NDArray[np.int64]:
    """The rows of a kept original that are erased: blank there, and never to be judged."""
    found = ErasedRows.objects.filter(sha256=sha256).values_list("numbers", flat=True).first()
    return np.empty(0, np.int64) if found is None else unpacked(found)


def erased_cause(numbers: Numbers) -> Cause:
    return Cause(ERASED, ERASED, "", words_for(ERASED), numbers)


def _note_erased(sha256: str, cause: Cause) -> None:
    if cause.ended_as == ERASED:
        note_erased(sha256, cause.numbers)


def note_erased(sha256: str, numbers: Numbers) -> None:
    """Whatever ends as erased is blanked in the kept original, too, at the latest by the next run."""
    before = erased_rows(sha256)
    after = np.union1d(before, np.asarray(numbers, dtype=np.int64))
    if after.size > before.size:
        told = {"numbers": packed(after), "blanked": False}
        ErasedRows.objects.update_or_create(sha256=sha256, defaults=told)


def tell_held(delivery: Delivery) -> None:
    """A held delivery has no groups: give it one, so that its rows can end anew."""
    add(delivery.pk, Cause("held", "held", "", delivery.message, range(1, delivery.held + 1)))


def _keep(group: RowGroup, numbers: NDArray[np.int64]) -> None:
    if not numbers.size:
        if group.pk:
            group.delete()
        return
    group.rows, group.first_line = numbers.size, int(numbers[0]) + group.delivery.header_lines
    group.numbers = packed(numbers)
    group.save()


def packed(numbers: Numbers) -> bytes:
    """Row numbers as sorted differences, compressed."""
    ordered = np.sort(np.asarray(numbers, dtype=np.int64))
    return zlib.compress(np.diff(ordered, prepend=0).tobytes())


def unpacked(blob: bytes | memoryview[int]) -> NDArray[np.int64]:
    """The row numbers that `packed` packed, ascending."""
    return np.cumsum(np.frombuffer(zlib.decompress(bytes(blob)), dtype=np.int64))


def _group(delivery: Delivery, cause: Cause) -> RowGroup:
    return RowGroup(
        delivery=delivery,
        ended_as=cause.ended_as,
        code=cause.code,
        column=cause.column,
        words=cause.words,
        rows=len(cause.numbers),
        first_line=int(np.min(cause.numbers)) + delivery.header_lines,
        numbers=packed(cause.numbers),
    )
