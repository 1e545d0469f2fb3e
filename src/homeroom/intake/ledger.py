"""Where every row of a delivery went. The eight classes always add up to the rows that came in."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from homeroom.intake.models import LEDGER, Delivery, RowGroup


@dataclass(frozen=True)
class Cause:
    """Why rows ended where they did: a code for scripts, words for people, the rows by number."""

    ended_as: str
    code: str
    column: str
    words: str
    numbers: Sequence[int] | NDArray[np.int64]


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
    RowGroup.objects.bulk_create(_group(delivery, cause) for cause in causes if len(cause.numbers))


def packed(numbers: Sequence[int] | NDArray[np.int64]) -> bytes:
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
        first_line=int(min(cause.numbers)) + delivery.header_lines,
        numbers=packed(cause.numbers),
    )
