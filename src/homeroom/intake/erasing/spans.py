"""Where each record of a text file begins and ends, by its bytes: quick, and the same for files of any width."""

from __future__ import annotations

import codecs
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

WINDOW = 1 << 25
# No id or name is longer; windows overlap by so much.
LONGEST = 1 << 10
FEED, RETURN, QUOTE = 10, 13, 34
WIDE = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Text:
    """A file's bytes, each ASCII character one byte. `codec` is what they are written back in; blank: as they are."""

    raw: bytes
    codec: str

    def written(self, raw: bytes) -> bytes:
        return raw.decode("utf-8", "surrogatepass").encode(self.codec, "surrogatepass") if self.codec else raw


def load(path: Path) -> Text:
    raw = path.read_bytes()
    codec = next((name for mark, name in WIDE if raw.startswith(mark)), "")
    return Text(raw.decode(codec, "replace").encode("utf-8", "surrogatepass") if codec else raw, codec)


@dataclass(frozen=True)
class Spans:
    """Records that are not empty, in order: record i is raw[starts[i]:ends[i]], without its line end."""

    starts: Numbers
    ends: Numbers

    def __len__(self) -> int:
        return int(self.starts.size)

    def at(self, raw: bytes, place: int) -> bytes:
        return raw[int(self.starts[place]) : int(self.ends[place])]

    def holding(self, positions: Sequence[int]) -> set[int]:
        """The records in which these byte positions lie."""
        found = np.searchsorted(self.starts, np.asarray(positions, dtype=np.int64), side="right") - 1
        return set(found[found >= 0].tolist())


def spans(raw: bytes, *, quotes: bool = True) -> Spans:
    """The file's records. With `quotes`, a line end between quotation marks ends no record."""
    ends = np.concatenate([*_line_ends(raw, quotes), np.asarray([len(raw)], dtype=np.int64)])
    starts = np.empty_like(ends)
    starts[0], starts[1:] = 0, ends[:-1] + 1
    if b"\r" in raw:
        ends = ends - _trailing(raw, starts, ends)
    kept = ends > starts
    # Nearly always only the last one is empty.
    return Spans(starts, ends) if kept.all() else _chosen(starts, ends, kept)


def _trailing(raw: bytes, starts: Numbers, ends: Numbers) -> Numbers:
    """What is left of a line end of two signs."""
    signs, trailing, inside = np.frombuffer(raw, np.uint8), np.zeros(ends.size, dtype=np.int64), ends > starts
    trailing[inside] = signs[ends[inside] - 1] == RETURN
    return trailing


def _chosen(starts: Numbers, ends: Numbers, kept: NDArray[np.bool_]) -> Spans:
    if kept[:-1].all():
        return Spans(starts[:-1], ends[:-1])
    return Spans(starts[kept], ends[kept])


def _line_ends(raw: bytes, quotes: bool) -> Iterator[Numbers]:
    signs, odd = np.frombuffer(raw, np.uint8) if raw else np.empty(0, np.uint8), 0
    feed = FEED if b"\n" in raw else RETURN
    quotes = quotes and b'"' in raw
    for start in range(0, signs.size, WINDOW):
        window = signs[start : start + WINDOW]
        found = np.flatnonzero(window == feed)
        if quotes:
            parity = np.add.accumulate(window == QUOTE, dtype=np.uint8)
            found = found[((parity[found] + odd) & 1) == 0]
            odd = (odd + int(parity[-1])) & 1
        yield found.astype(np.int64) + start


def positions(raw: bytes, wanted: Collection[bytes]) -> Iterator[int]:
    """Where any of the lower-case `wanted` stands, in whatever case of ASCII letters."""
    return (at for _, at in places(raw, [wanted]))


def places(raw: bytes, several: Sequence[Collection[bytes]]) -> Iterator[tuple[int, int]]:
    """The same for several sets of words in one pass: (which set, where)."""
    for start in range(0, len(raw), WINDOW):
        window = raw[start : start + WINDOW + LONGEST].lower()
        for which, wanted in enumerate(several):
            for one in wanted:
                at = window.find(one)
                while at >= 0:
                    yield which, start + at
                    at = window.find(one, at + 1)
